#include "ui/shell/quit_flow.h"

#include "control/when_answered.h"
#include "ui/widgets/ask_dialog.h"

#include <QProgressBar>

#include <algorithm>
#include <utility>

namespace signalbox::ui {

using namespace std::chrono_literals;

namespace {
constexpr auto kPoll = 250ms;
/// A gateway that does not say what runs cannot keep the program from ending.
constexpr auto kPatience = 2s;
} // namespace

QuitFlow::QuitFlow(control::GatewayControl &control, const Clock &clock, QWidget &window, QObject *parent)
    : QObject(parent), m_control(control), m_clock(clock), m_window(window)
{
    m_poll.setInterval(kPoll);
    connect(&m_poll, &QTimer::timeout, this, &QuitFlow::ask);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, [this] { decide(Ending::Drain); });
}

QuitFlow::~QuitFlow()
{
    delete m_dialog;
}

AskDialog *QuitFlow::dialog() const
{
    return m_dialog;
}

void QuitFlow::begin()
{
    if (m_dialog) {
        m_dialog->raise();
        m_dialog->activateWindow();
    }
    if (std::exchange(m_running, true))
        return;
    m_waiting = false;
    m_patience.start();
    m_poll.start();
    ask();
}

void QuitFlow::ask()
{
    if (std::exchange(m_asked, true))
        return;
    control::whenAnswered<control::Live>(m_control.live(), this, [this](const Result<control::Live> &live) {
        m_asked = false;
        if (m_running)
            takeLive(live);
    });
}

void QuitFlow::takeLive(const Result<control::Live> &live)
{
    m_patience.start();
    if (!live || live->status.inFlight == 0) {
        decide(Ending::Drain);
        return;
    }
    if (!m_dialog)
        open(*live);
    show(*live);
}

void QuitFlow::open(const control::Live &live)
{
    m_atFirst = live.status.inFlight;
    m_wasPaused = live.status.paused;
    if (!m_wasPaused)
        control::whenAnswered<void>(m_control.setPaused(true), this, [](const Result<void> &) {});
    m_dialog = new AskDialog({}, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_progress = new QProgressBar(m_dialog);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->setAccessibleName(tr("Requests that have ended"));
    m_dialog->addWidget(m_progress);
    Button *now = m_dialog->addButton(tr("Quit now"));
    Button *cancelButton = m_dialog->addButton(tr("Cancel"));
    m_wait = m_dialog->addButton(tr("Wait, then quit"), Button::Kind::Main);
    connect(now, &QPushButton::clicked, this, [this] { decide(Ending::Cut); });
    connect(cancelButton, &QPushButton::clicked, this, &QuitFlow::cancel);
    connect(m_wait, &QPushButton::clicked, this, &QuitFlow::wait);
    connect(m_dialog, &QDialog::rejected, this, &QuitFlow::cancel);
    m_dialog->open();
}

void QuitFlow::show(const control::Live &live)
{
    const std::int64_t left = live.status.inFlight;
    m_atFirst = std::max(m_atFirst, left);
    m_progress->setRange(0, int(m_atFirst));
    m_progress->setValue(int(m_atFirst - left));
    m_dialog->setTitle(tr("%n requests are running", nullptr, int(left)));
    const auto seconds = timeLeft(live.running, m_clock.wallNow(), m_typicalMs);
    QString said = tr("New requests are already refused.");
    if (seconds)
        said = tr("They need about %1 s more.").arg(seconds->count()) + u' ' + said;
    if (m_waiting)
        said = tr("Signalbox quits as soon as they have ended.");
    m_dialog->setText(said);
}

void QuitFlow::wait()
{
    m_waiting = true;
    m_wait->hide();
    m_window.hide();
    // It stood before the window; now it stands alone, so that both ways out stay in reach.
    m_dialog->setParent(nullptr, m_dialog->windowFlags());
    m_dialog->show();
    ask();
}

void QuitFlow::cancel()
{
    if (!std::exchange(m_running, false))
        return;
    m_poll.stop();
    m_patience.stop();
    const bool hadDialog = m_dialog;
    if (m_dialog)
        m_dialog->close();
    m_dialog = nullptr;
    if (hadDialog && !m_wasPaused)
        control::whenAnswered<void>(m_control.setPaused(false), this, [](const Result<void> &) {});
    Q_EMIT cancelled();
}

void QuitFlow::decide(Ending ending)
{
    if (!std::exchange(m_running, false))
        return;
    m_poll.stop();
    m_patience.stop();
    if (m_dialog)
        m_dialog->close();
    m_dialog = nullptr;
    Q_EMIT decided(ending);
}

std::optional<std::chrono::seconds> timeLeft(const std::vector<control::RunningRequest> &running,
                                             WallTime now, std::optional<double> typicalMs)
{
    if (!typicalMs || running.empty())
        return std::nullopt;
    const auto typical = std::chrono::microseconds(std::llround(*typicalMs * 1000));
    std::chrono::microseconds longest{0};
    for (const control::RunningRequest &request : running) {
        const auto left = typical - (now - request.startedAt);
        if (left <= 0us)
            return std::nullopt;
        longest = std::max(longest, std::chrono::duration_cast<std::chrono::microseconds>(left));
    }
    return std::chrono::ceil<std::chrono::seconds>(longest);
}

} // namespace signalbox::ui
