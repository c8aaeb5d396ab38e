#include "ui/models/poller.h"

#include "control/when_answered.h"

namespace signalbox::ui {

using namespace std::chrono_literals;

namespace {
constexpr auto kTick = 250ms;
constexpr auto kOverviewEvery = 1s;
/// An answer from the same machine that takes longer than this means that nobody is there.
constexpr auto kLiveOverdue = 5s;
} // namespace

Poller::Poller(control::GatewayControl &control, const Clock &clock, QObject *parent)
    : QObject(parent), m_control(control), m_clock(clock)
{
    m_timer.setInterval(kTick);
    connect(&m_timer, &QTimer::timeout, this, &Poller::tick);
}

void Poller::setVisible(bool visible)
{
    if (visible == m_visible)
        return;
    m_visible = visible;
    if (visible) {
        m_timer.start();
        refresh();
    } else {
        m_timer.stop();
    }
}

void Poller::setNeeds(Needs needs)
{
    const bool more = needs & ~m_needs;
    m_needs = needs;
    if (more && m_visible)
        refresh();
}

void Poller::setRange(TimeRange range)
{
    if (range == m_range)
        return;
    m_range = range;
    m_overviewStale = m_gathering.open > 0;
    m_overviewAskedAt.reset();
    if (m_visible && m_needs.testFlag(Need::Overview))
        askOverview();
}

void Poller::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused && m_visible)
        refresh();
}

void Poller::refresh()
{
    m_overviewAskedAt.reset();
    askLive();
    if (m_needs.testFlag(Need::Overview))
        askOverview();
    reloadConfiguration();
}

void Poller::tick()
{
    askLive();
    if (!m_needs.testFlag(Need::Overview) || m_paused)
        return;
    if (!m_overviewAskedAt || m_clock.now() - *m_overviewAskedAt >= kOverviewEvery)
        askOverview();
}

void Poller::askLive()
{
    const MonotonicTime now = m_clock.now();
    if (m_liveAsked) {
        if (!m_lostTold && now - m_liveAskedAt >= kLiveOverdue) {
            m_lostTold = true;
            Q_EMIT gatewayLost(Error{ErrorCode::Timeout, "The gateway does not answer.", {}});
        }
        return;
    }
    m_liveAsked = true;
    m_liveAskedAt = now;
    control::whenAnswered<control::Live>(m_control.live(), this, [this](const Result<control::Live> &live) {
        m_liveAsked = false;
        m_lostTold = false;
        if (!live) {
            Q_EMIT gatewayLost(live.error());
            return;
        }
        if (m_revision != live->status.revision)
            reloadConfiguration();
        Q_EMIT liveReceived(*live);
    });
}

void Poller::reloadConfiguration()
{
    if (m_configurationAsked)
        return;
    m_configurationAsked = true;
    control::whenAnswered<control::ConfigurationView>(
        m_control.configuration(), this, [this](const Result<control::ConfigurationView> &view) {
            m_configurationAsked = false;
            if (!view)
                return; // asked again at the next tick: the revision still differs
            m_revision = view->revision;
            Q_EMIT configurationReceived(*view);
        });
}

void Poller::askOverview()
{
    if (m_gathering.open > 0)
        return;
    m_overviewAskedAt = m_clock.now();
    m_overviewStale = false;
    const WallTime now = m_clock.wallNow();
    const TimeSpan span = timeSpan(m_range, now);
    m_gathering = {};
    m_gathering.data.asOf = now;
    m_gathering.data.range = m_range;
    m_gathering.data.span = span;
    m_gathering.open = 4;

    const auto keep = [this](auto member) {
        return [this, member](const auto &answer) {
            if (answer)
                m_gathering.data.*member = *answer;
            else
                m_gathering.failure = answer.error();
            finishPart();
        };
    };
    control::UsageQuery usage{.since = span.since, .until = span.until, .by = control::Grouping::Model};
    control::whenAnswered<control::UsageReport>(m_control.usage(usage), this, keep(&OverviewData::usage));
    control::SeriesQuery series{.since = span.since, .until = span.until, .bucket = span.bucket};
    series.by = control::Grouping::Model;
    control::whenAnswered<control::Series>(m_control.series(series), this, keep(&OverviewData::byModel));
    series.by = control::Grouping::None;
    control::whenAnswered<control::Series>(m_control.series(series), this, keep(&OverviewData::total));
    control::RequestQuery requests;
    requests.until = span.until;
    requests.limit = kLastRequests;
    control::whenAnswered<std::vector<record::RequestRecord>>(m_control.requests(requests), this,
                                                              keep(&OverviewData::requests));
}

void Poller::finishPart()
{
    if (--m_gathering.open > 0)
        return;
    if (m_overviewStale) {
        askOverview(); // what came is of a range nobody looks at any more
        return;
    }
    if (m_gathering.failure)
        Q_EMIT overviewFailed(*m_gathering.failure);
    else
        Q_EMIT overviewReceived(m_gathering.data);
}

} // namespace signalbox::ui
