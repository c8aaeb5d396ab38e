#pragma once

#include "base/clock.h"
#include "control/gateway_control.h"
#include "ui/models/time_range.h"

#include <QFlags>
#include <QObject>
#include <QTimer>

#include <optional>
#include <vector>

namespace signalbox::ui {

/// What the window shows of the Overview, asked at once so that its parts agree.
struct OverviewData
{
    TimeRange range = TimeRange::Today;
    TimeSpan span;
    WallTime asOf{};            ///< when it was asked
    control::UsageReport usage; ///< by model
    control::Series byModel;
    control::Series total;
    std::vector<record::RequestRecord> requests; ///< the newest first
};

/// Asks the gateway what the window shows: live counters four times a second, aggregates and the last
/// requests once. Asks nothing while the window cannot be seen, and never twice for the same thing at a time,
/// however slow the answers are. Lives on the main thread, owned by the window.
class Poller final : public QObject
{
    Q_OBJECT

public:
    enum class Need { Live = 1, Overview = 2 };
    Q_DECLARE_FLAGS(Needs, Need)

    static constexpr int kLastRequests = 20;

    Poller(control::GatewayControl &control, const Clock &clock, QObject *parent = nullptr);

    /// Whether the window can be seen at all.
    void setVisible(bool visible);
    /// What the page in front wants.
    void setNeeds(Needs needs);
    void setRange(TimeRange range);
    /// Aggregates stand still; the gateway's state is still asked for.
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return m_paused; }
    [[nodiscard]] bool isActive() const { return m_timer.isActive(); }
    /// Asks for everything now.
    void refresh();
    /// Asks for the configuration, for who cannot wait for the revision to change.
    void reloadConfiguration();

Q_SIGNALS:
    void liveReceived(const signalbox::control::Live &live);
    void overviewReceived(const signalbox::ui::OverviewData &data);
    void configurationReceived(const signalbox::control::ConfigurationView &view);
    /// Live counters could not be had, or have been overdue for some seconds.
    void gatewayLost(const signalbox::Error &error);
    /// Aggregates could not be had.
    void overviewFailed(const signalbox::Error &error);

private:
    /// The four questions of the Overview; it is shown once all are answered.
    struct Gathering
    {
        OverviewData data;
        int open = 0;
        std::optional<Error> failure;
    };

    void tick();
    void askLive();
    void askOverview();
    void finishPart();

    control::GatewayControl &m_control;
    const Clock &m_clock;
    QTimer m_timer;
    Needs m_needs = Need::Live;
    TimeRange m_range = TimeRange::Today;
    bool m_visible = false;
    bool m_paused = false;
    bool m_liveAsked = false;
    bool m_lostTold = false;
    bool m_configurationAsked = false;
    bool m_overviewStale = false; ///< the range changed while the answers were under way
    std::optional<std::uint64_t> m_revision;
    MonotonicTime m_liveAskedAt{};
    std::optional<MonotonicTime> m_overviewAskedAt;
    Gathering m_gathering;
};

Q_DECLARE_OPERATORS_FOR_FLAGS(Poller::Needs)

} // namespace signalbox::ui
