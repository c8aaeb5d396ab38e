#pragma once

#include "base/clock.h"
#include "control/gateway_control.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <optional>

class QProgressBar;
class QWidget;

namespace signalbox::ui {

class AskDialog;
class Button;

/// How running requests end with the program.
enum class Ending {
    Drain, ///< by themselves, within the time that is configured
    Cut,   ///< now
};

/// Quitting as a person asks for it: at once where nothing runs; else new requests are refused, and the
/// person chooses whether to wait for those that run. Lives on the main thread.
class QuitFlow final : public QObject
{
    Q_OBJECT

public:
    QuitFlow(control::GatewayControl &control, const Clock &clock, QWidget &window,
             QObject *parent = nullptr);
    ~QuitFlow() override;

    void begin();
    /// Of a whole answer; what is left is judged by it.
    void setTypicalTime(std::optional<double> milliseconds) { m_typicalMs = milliseconds; }
    /// Null while nothing is asked.
    [[nodiscard]] AskDialog *dialog() const;

Q_SIGNALS:
    void decided(signalbox::ui::Ending ending);
    /// The person has thought better of it; the gateway takes requests as before.
    void cancelled();

private:
    void takeLive(const Result<control::Live> &live);
    void ask();
    void open(const control::Live &live);
    void show(const control::Live &live);
    void wait();
    void cancel();
    void decide(Ending ending);

    control::GatewayControl &m_control;
    const Clock &m_clock;
    QWidget &m_window;
    QTimer m_poll;
    QTimer m_patience;
    QPointer<AskDialog> m_dialog;
    QProgressBar *m_progress = nullptr;
    Button *m_wait = nullptr;
    std::optional<double> m_typicalMs;
    std::int64_t m_atFirst = 0;
    bool m_asked = false;
    bool m_running = false;
    bool m_wasPaused = false;
    bool m_waiting = false;
};

/// How long those that run may take, if they are like others; absent where they have taken longer already or
/// nothing is known. Pure.
[[nodiscard]] std::optional<std::chrono::seconds>
timeLeft(const std::vector<control::RunningRequest> &running, WallTime now, std::optional<double> typicalMs);

} // namespace signalbox::ui
