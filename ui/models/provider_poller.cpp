#include "ui/models/provider_poller.h"

#include "control/when_answered.h"
#include "ui/models/format.h"

namespace signalbox::ui {

using namespace std::chrono_literals;

namespace {
constexpr auto kEvery = 2s;
constexpr auto kSlowly = 10s;
} // namespace

ProviderPoller::ProviderPoller(const control::Desk &desk, const Clock &clock, QObject *parent)
    : QObject(parent), m_desk(desk), m_clock(clock)
{
    connect(&m_timer, &QTimer::timeout, this, &ProviderPoller::refresh);
}

void ProviderPoller::setPace(Pace pace)
{
    if (pace == m_pace)
        return;
    const bool faster = pace > m_pace;
    m_pace = pace;
    if (pace == Pace::Off) {
        m_timer.stop();
        return;
    }
    m_timer.start(pace == Pace::Live ? kEvery : kSlowly);
    if (faster)
        refresh();
}

void ProviderPoller::setAsksKeychain(bool asks)
{
    if (asks == m_asksKeychain)
        return;
    m_asksKeychain = asks;
    if (asks && m_pace != Pace::Off)
        askSecrets();
}

void ProviderPoller::refresh()
{
    askUsage();
    askSecrets();
    auto tests = m_desk.providers.lastTests();
    if (tests != m_figures.tests) {
        m_figures.tests = std::move(tests);
        Q_EMIT figuresChanged();
    }
}

void ProviderPoller::askUsage()
{
    if (m_usageOpen > 0)
        return;
    m_usageOpen = 2;
    const WallTime now = m_clock.wallNow();
    const WallTime since = wallTime(localTime(now).date().startOfDay());
    const auto width = std::chrono::microseconds(kHealthBucket);
    const WallTime until = since + ((now - since) / width + 1) * width;
    const control::UsageQuery usage{.since = since, .until = until, .by = control::Grouping::Provider};
    control::whenAnswered<control::UsageReport>(m_desk.gateway.usage(usage), this,
                                                [this](const Result<control::UsageReport> &answer) {
                                                    --m_usageOpen;
                                                    if (answer && m_figures.usage != *answer) {
                                                        m_figures.usage = *answer;
                                                        Q_EMIT figuresChanged();
                                                    }
                                                    settle(Part::Usage, answer ? nullptr : &answer.error());
                                                });
    const control::SeriesQuery series{
        .since = since, .until = until, .bucket = kHealthBucket, .by = control::Grouping::Provider};
    control::whenAnswered<control::Series>(m_desk.gateway.series(series), this,
                                           [this, since, until](const Result<control::Series> &answer) {
                                               --m_usageOpen;
                                               if (answer) {
                                                   m_figures.since = since;
                                                   m_figures.until = until;
                                                   m_figures.series = *answer;
                                                   Q_EMIT figuresChanged();
                                               }
                                               settle(Part::Series, answer ? nullptr : &answer.error());
                                           });
}

void ProviderPoller::askSecrets()
{
    if (!m_asksKeychain || m_secretsAsked)
        return;
    m_secretsAsked = true;
    control::whenAnswered<control::SecretsView>(m_desk.secrets.view(), this,
                                                [this](const Result<control::SecretsView> &answer) {
                                                    m_secretsAsked = false;
                                                    if (answer && m_figures.secrets != *answer) {
                                                        m_figures.secrets = *answer;
                                                        Q_EMIT figuresChanged();
                                                    }
                                                    settle(Part::Secrets, answer ? nullptr : &answer.error());
                                                });
}

void ProviderPoller::settle(Part part, const Error *error)
{
    if (error) {
        m_failing.insert(part);
        Q_EMIT failed(*error);
    } else if (m_failing.erase(part) > 0 && m_failing.empty()) {
        Q_EMIT recovered();
    }
}

void ProviderPoller::askModels(const std::vector<config::Provider> &providers)
{
    for (const config::Provider &provider : providers) {
        control::whenAnswered<control::OfferedModels>(
            m_desk.providers.models(provider.id), this,
            [this, id = provider.id](const Result<control::OfferedModels> &answer) {
                if (!answer)
                    return; // the column stays empty: how many there are is not known
                m_models[id] = *answer;
                Q_EMIT modelsChanged(text(id));
            });
    }
}

void ProviderPoller::fetchModels(const std::string &provider)
{
    if (!m_fetching.insert(provider).second)
        return;
    Q_EMIT modelsChanged(text(provider));
    control::whenAnswered<control::OfferedModels>(
        m_desk.providers.fetchModels(provider), this,
        [this, provider](const Result<control::OfferedModels> &answer) {
            m_fetching.erase(provider);
            if (answer)
                m_models[provider] = *answer;
            else
                Q_EMIT fetchFailed(text(provider), answer.error());
            Q_EMIT modelsChanged(text(provider));
        });
}

const control::OfferedModels *ProviderPoller::models(const std::string &provider) const
{
    const auto it = m_models.find(provider);
    return it != m_models.end() ? &it->second : nullptr;
}

} // namespace signalbox::ui
