#include "ui/tray/tray_watch.h"

#include "control/when_answered.h"
#include "ui/models/provider_facts.h"
#include "ui/models/time_range.h"
#include "ui/tray/tray_menu_content.h"

#include <algorithm>
#include <utility>

namespace signalbox::ui {

using namespace std::chrono_literals;
using Rows = std::vector<record::RequestRecord>;

namespace {
constexpr auto kLiveOverdue = 5s;
/// The window's poller asks four times a second: after this it is asleep.
constexpr auto kSilence = 1s;
/// What providers did before is no news.
constexpr auto kHealthSpan = 15min;
constexpr int kHealthRequests = 100;
} // namespace

TrayWatch::TrayWatch(control::GatewayControl &control, control::Secrets *secrets, const Clock &clock,
                     QObject *parent)
    : QObject(parent), m_control(control), m_secrets(secrets), m_clock(clock)
{
    m_timer.setInterval(kTick);
    connect(&m_timer, &QTimer::timeout, this, &TrayWatch::tick);
}

void TrayWatch::start()
{
    m_timer.start();
    refresh();
}

void TrayWatch::refresh()
{
    m_liveAt.reset();
    m_ledgerAt.reset();
    askView();
    tick();
}

void TrayWatch::tick()
{
    const MonotonicTime now = m_clock.now();
    if (!m_liveAt || now - *m_liveAt >= kSilence)
        askLive();
    if (!m_ledgerAt || now - *m_ledgerAt >= kLedgerEvery) {
        askLedger();
        askSecrets();
    }
}

void TrayWatch::askLive()
{
    if (m_liveAsked) {
        if (m_clock.now() - m_liveAskedAt >= kLiveOverdue)
            takeLost();
        return;
    }
    m_liveAsked = true;
    m_liveAskedAt = m_clock.now();
    control::whenAnswered<control::Live>(m_control.live(), this, [this](const Result<control::Live> &live) {
        m_liveAsked = false;
        if (live)
            takeLive(*live);
        else
            takeLost();
    });
}

void TrayWatch::takeLive(const control::Live &live)
{
    m_liveAt = m_clock.now();
    m_facts.live = live;
    m_facts.known = true;
    m_facts.lost = false;
    if (live.status.revision != m_facts.view.revision)
        askView();
    Q_EMIT changed();
}

void TrayWatch::takeLost()
{
    if (std::exchange(m_facts.lost, true))
        return;
    Q_EMIT changed();
}

void TrayWatch::askView()
{
    if (std::exchange(m_viewAsked, true))
        return;
    control::whenAnswered<control::ConfigurationView>(m_control.configuration(), this,
                                                      [this](const Result<control::ConfigurationView> &view) {
                                                          m_viewAsked = false;
                                                          if (view)
                                                              takeView(*view);
                                                      });
}

void TrayWatch::takeView(const control::ConfigurationView &view)
{
    m_facts.view = view;
    Q_EMIT viewReceived(view);
    Q_EMIT changed();
}

void TrayWatch::askLedger()
{
    if (m_ledgerOpen > 0)
        return;
    m_ledgerAt = m_clock.now();
    m_ledgerOpen = 4;
    m_failed.clear();
    const WallTime now = m_clock.wallNow();
    const TimeSpan today = timeSpan(TimeRange::Today, now);
    control::whenAnswered<control::UsageReport>(
        m_control.usage({.since = today.since, .until = now, .by = control::Grouping::Model}), this,
        [this](const Result<control::UsageReport> &report) {
            if (report)
                m_facts.today = *report;
            finishLedgerPart();
        });
    control::RequestQuery query{.since = now - kHealthSpan, .until = now};
    query.limit = kHealthRequests;
    query.whole = true; // a provider that others stood in for is named in the attempts alone
    control::whenAnswered<Rows>(m_control.requests(query), this, [this](const Result<Rows> &rows) {
        if (rows)
            m_facts.health = providerHealth(*rows);
        finishLedgerPart();
    });
    query.whole = false;
    query.since = today.since;
    query.limit = kErrorPlaces;
    for (const record::Outcome outcome : {record::Outcome::Failed, record::Outcome::Cut}) {
        query.outcome = outcome;
        control::whenAnswered<Rows>(m_control.requests(query), this, [this](const Result<Rows> &rows) {
            if (rows)
                m_failed.insert(m_failed.end(), rows->begin(), rows->end());
            finishLedgerPart();
        });
    }
}

void TrayWatch::finishLedgerPart()
{
    if (--m_ledgerOpen > 0)
        return;
    std::ranges::sort(m_failed, std::ranges::greater(), &record::RequestRecord::startedAt);
    if (m_failed.size() > kErrorPlaces)
        m_failed.resize(kErrorPlaces);
    m_facts.errors = std::exchange(m_failed, {});
    Q_EMIT changed();
}

void TrayWatch::askSecrets()
{
    // Asking may open the keychain, and then a password is asked for: only where a key is kept there.
    if (!m_secrets || !namesKeychain(m_facts.view.configuration.providers) ||
        std::exchange(m_secretsAsked, true))
        return;
    control::whenAnswered<control::SecretsView>(m_secrets->view(), this,
                                                [this](const Result<control::SecretsView> &view) {
                                                    m_secretsAsked = false;
                                                    if (view)
                                                        m_facts.secrets = *view;
                                                    Q_EMIT changed();
                                                });
}

void TrayWatch::setAsSet(std::map<std::string, std::vector<double>> asSet)
{
    m_facts.asSet = std::move(asSet);
    Q_EMIT changed();
}

void TrayWatch::setTesting(bool canTest, bool testing)
{
    m_facts.canTest = canTest;
    m_facts.testing = testing;
    Q_EMIT changed();
}

void TrayWatch::setStartsAtLogin(bool on)
{
    m_facts.startsAtLogin = on;
    Q_EMIT changed();
}

} // namespace signalbox::ui
