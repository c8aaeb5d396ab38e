#include "ui/models/provider_tests.h"

#include "ui/models/format.h"

#include <algorithm>

namespace signalbox::ui {

ProviderTests::ProviderTests(control::Providers &providers, QObject *parent)
    : QObject(parent), m_providers(providers)
{
}

ProviderTests::~ProviderTests() = default;

void ProviderTests::start(const std::vector<Target> &targets)
{
    if (!isRunning())
        m_done = m_all = 0;
    for (const Target &target : targets) {
        if (isRunning(target))
            continue;
        m_waiting.push_back(target);
        ++m_all;
    }
    startNext();
    Q_EMIT changed();
}

void ProviderTests::startNext()
{
    while (!m_waiting.empty() && m_running.size() < kAtOnce) {
        const Target target = m_waiting.front();
        m_waiting.pop_front();
        auto *watcher = new Watcher(this);
        m_running[target] = watcher;
        connect(watcher, &Watcher::finished, this, [this, watcher, target] {
            watcher->deleteLater();
            m_running.erase(target);
            ++m_done;
            startNext();
            if (watcher->future().resultCount() == 0)
                Q_EMIT failed(text(target.provider),
                              Error{ErrorCode::Cancelled, "The gateway gave no answer.", {}});
            else if (const auto answer = watcher->result(); !answer)
                Q_EMIT failed(text(target.provider), answer.error());
            Q_EMIT changed();
        });
        watcher->setFuture(m_providers.test(target.provider, target.key));
    }
}

void ProviderTests::cancel()
{
    if (!isRunning())
        return;
    m_waiting.clear();
    for (const auto &[target, watcher] : m_running) {
        watcher->disconnect(this);
        watcher->cancel();
        watcher->deleteLater();
    }
    m_running.clear();
    m_done = m_all = 0;
    Q_EMIT changed();
}

bool ProviderTests::isRunning(const Target &target) const
{
    return m_running.contains(target) || std::ranges::find(m_waiting, target) != m_waiting.end();
}

std::vector<ProviderTests::Target> testTargets(const config::Provider &provider)
{
    std::vector<ProviderTests::Target> targets;
    for (const config::ProviderKey &key : provider.keys) {
        if (key.enabled)
            targets.push_back({provider.id, key.id});
    }
    if (provider.keys.empty())
        targets.push_back({provider.id, {}});
    return targets;
}

std::vector<ProviderTests::Target> testTargets(const config::Configuration &configuration)
{
    std::vector<ProviderTests::Target> all;
    for (const config::Provider &provider : configuration.providers) {
        if (!provider.enabled)
            continue;
        const auto targets = testTargets(provider);
        all.insert(all.end(), targets.begin(), targets.end());
    }
    return all;
}

} // namespace signalbox::ui
