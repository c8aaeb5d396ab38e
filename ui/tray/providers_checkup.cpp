#include "ui/tray/providers_checkup.h"

#include "control/when_answered.h"
#include "ui/models/format.h"
#include "ui/models/provider_tests.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

ProvidersCheckup::ProvidersCheckup(control::Providers &providers, QObject *parent)
    : QObject(parent), m_providers(providers)
{
}

void ProvidersCheckup::run(const std::vector<config::Provider> &providers)
{
    if (isRunning())
        return;
    std::vector<ProviderTests::Target> wanted;
    for (const config::Provider &provider : providers) {
        if (provider.enabled)
            std::ranges::move(testTargets(provider), std::back_inserter(wanted));
    }
    m_problems.clear();
    m_tested = m_open = int(wanted.size());
    Q_EMIT begun();
    for (const auto &[provider, key] : wanted)
        testOne(provider, key);
    if (wanted.empty())
        Q_EMIT finished(0, {});
}

void ProvidersCheckup::testOne(const std::string &provider, const std::string &key)
{
    using control::ProviderTest;
    control::whenAnswered<ProviderTest>(
        m_providers.test(provider, key), this, [this, provider, key](const Result<ProviderTest> &test) {
            const QString name = text(key.empty() ? provider : provider + '/' + key);
            if (!test)
                m_problems << name + u": "_s + text(test.error().message);
            else if (test->verdict != ProviderTest::Verdict::Answered)
                m_problems << name + u": "_s + text(test->problem);
            if (--m_open == 0)
                Q_EMIT finished(m_tested, std::exchange(m_problems, {}));
        });
}

} // namespace signalbox::ui
