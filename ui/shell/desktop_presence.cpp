#include "ui/shell/desktop_presence.h"

#include "control/when_answered.h"
#include "ui/dialogs/desktop_dialog.h"
#include "ui/models/format.h"
#include "ui/models/poller.h"
#include "ui/pages/provider_notices.h"
#include "ui/shell/main_window.h"
#include "ui/tray/providers_checkup.h"
#include "ui/widgets/ask_dialog.h"
#include "ui/widgets/notice_bar.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QMenu>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kNoTrayToldKey = "window/no-tray-told"_L1;
const QString kNoTrayNotice = u"no-tray"_s;
const QString kSwitchNotice = u"quick-switch"_s;
const QString kLoginNotice = u"login"_s;
const QString kCheckupNotice = u"test"_s;
const QString kProviderNotices = u"provider/"_s; // as DesktopNotices begins them

} // namespace

DesktopPresence::DesktopPresence(Parts parts)
    : m_parts(std::move(parts)), m_watch(m_parts.gateway, m_parts.secrets, m_parts.clock),
      m_switch(m_parts.gateway), m_quit(m_parts.gateway, m_parts.clock, m_parts.window),
      m_notifier([this](const DesktopNotice &notice) {
          if (!m_icon)
              return; // the window's own notices have it
          m_balloonId = notice.id;
          m_icon->showMessage(notice.title, notice.text);
      })
{
    if (m_parts.providers)
        m_tests = std::make_unique<ProvidersCheckup>(*m_parts.providers);
    m_retry.setInterval(m_parts.trayRetry);
    m_watch.setTesting(m_tests != nullptr, false);
    m_watch.setStartsAtLogin(m_parts.autostart.isOn());
    m_watch.setAsSet(m_switch.asSet());
    connectParts();
    m_parts.window.installEventFilter(this);
}

DesktopPresence::~DesktopPresence()
{
    delete m_closeDialog;
    delete m_desktopDialog;
}

void DesktopPresence::connectParts()
{
    Poller *poller = m_parts.window.poller();
    connect(poller, &Poller::liveReceived, &m_watch, &TrayWatch::takeLive);
    connect(poller, &Poller::configurationReceived, &m_watch, &TrayWatch::takeView);
    connect(poller, &Poller::gatewayLost, &m_watch, &TrayWatch::takeLost);
    connect(&m_watch, &TrayWatch::changed, this, &DesktopPresence::showFacts);
    connect(&m_watch, &TrayWatch::viewReceived, &m_switch, &QuickSwitch::setView);
    connect(&m_switch, &QuickSwitch::changed, this, [this] {
        m_watch.setAsSet(m_switch.asSet());
        m_watch.refresh();
    });
    connect(&m_switch, &QuickSwitch::failed, this, [this](const QString &model, const Error &error) {
        tell({NoticeKind::Gateway, kSwitchNotice, Sign::Error,
              tr("The weights of “%1” could not be changed").arg(model), text(describe(error))});
        m_watch.refresh();
    });
    // Queued: what an entry does may build the menu anew, which must not take away the entry being clicked.
    connect(&m_menu, &TrayMenu::chosen, this, &DesktopPresence::carryOut, Qt::QueuedConnection);
    connect(&m_parts.window, &MainWindow::wizardFinished, this, [this](bool keepInTray) {
        if (!keepInTray)
            return;
        m_settings.setValue(kCloseSetting, u"keep"_s);
        setStartsAtLogin(true);
    });
    connect(&m_notifier, &Notifier::chosen, this, &DesktopPresence::openNotice);
    connect(&m_quit, &QuitFlow::decided, this, &DesktopPresence::quitDecided);
    connect(&m_quit, &QuitFlow::cancelled, this, &DesktopPresence::raiseWindow);
    connect(&m_retry, &QTimer::timeout, this, &DesktopPresence::lookForTray);
    fillWindowMenu();
    if (!m_tests)
        return;
    connect(m_tests.get(), &ProvidersCheckup::begun, this, [this] { m_watch.setTesting(true, true); });
    connect(m_tests.get(), &ProvidersCheckup::finished, this,
            [this](int tested, const QStringList &problems) {
                m_watch.setTesting(true, false);
                const bool good = problems.isEmpty();
                tell({NoticeKind::Providers, kCheckupNotice, good ? Sign::Ok : Sign::Warning,
                      good ? tr("%n keys were tested, all answered", nullptr, tested)
                           : tr("%n keys did not answer", nullptr, int(problems.size())),
                      problems.join(u'\n')});
            });
}

void DesktopPresence::fillWindowMenu()
{
    QMenu *menu = m_parts.window.menu();
    menu->addAction(tr("Desktop…"), this, &DesktopPresence::openDesktopDialog);
    menu->addSeparator();
    auto *leave = menu->addAction(tr("Quit"), this, &DesktopPresence::quit);
    leave->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    m_parts.window.addAction(leave); // so that its key works while the menu is closed
}

void DesktopPresence::start(bool minimized)
{
    m_hideInTray = minimized;
    lookForTray();
    if (!minimized)
        m_parts.window.show();
    else if (!m_icon)
        m_parts.window.showMinimized(); // never hidden where nothing could bring it back
    m_watch.start();
}

void DesktopPresence::lookForTray()
{
    if (m_icon)
        return;
    if (m_parts.hasTray()) {
        m_retry.stop();
        makeIcon();
        if (m_hideInTray && m_parts.window.isMinimized())
            m_parts.window.hide();
        return;
    }
    // At login the panel may come after us.
    if (!m_retry.isActive())
        m_retry.start();
    else if (--m_retriesLeft == 0)
        m_retry.stop();
}

void DesktopPresence::makeIcon()
{
    m_icon = std::make_unique<TrayIcon>(m_menu.menu());
    connect(m_icon.get(), &TrayIcon::clicked, this, &DesktopPresence::toggleWindow);
    connect(m_icon.get(), &TrayIcon::middleClicked, this, &DesktopPresence::togglePause);
    connect(m_icon.get(), &TrayIcon::messageClicked, this, [this] { openNotice(m_balloonId); });
    showFacts();
    m_icon->show();
}

void DesktopPresence::showFacts()
{
    const TrayFacts &facts = m_watch.facts();
    m_menu.setEntries(trayEntries(facts));
    m_quit.setTypicalTime(facts.today.total.p50Ms);
    if (m_icon) {
        m_icon->setState(trayState(facts));
        m_icon->setToolTip(trayToolTip(facts));
    }
    for (const DesktopNotice &notice : m_notices.take(facts))
        tell(notice);
}

void DesktopPresence::carryOut(const TrayEntry &entry)
{
    switch (entry.command) {
    case TrayCommand::None:
    case TrayCommand::Separator:
        return;
    case TrayCommand::Open:
        raiseWindow();
        return;
    case TrayCommand::TogglePause:
        togglePause();
        return;
    case TrayCommand::RestoreShares:
        m_switch.restore(entry.subject);
        return;
    case TrayCommand::AllTo:
        m_switch.allTo(entry.subject, entry.index);
        return;
    case TrayCommand::ChooseShares:
        raiseWindow();
        m_parts.window.showPage(MainWindow::Page::Routing);
        return;
    case TrayCommand::TestProviders:
        if (m_tests)
            m_tests->run(m_watch.facts().view.configuration.providers);
        return;
    case TrayCommand::Copy:
        QGuiApplication::clipboard()->setText(text(entry.subject));
        return;
    case TrayCommand::ShowErrors:
        raiseWindow();
        m_parts.window.showPage(MainWindow::Page::Overview);
        return;
    case TrayCommand::ToggleLogin:
        setStartsAtLogin(!m_parts.autostart.isOn());
        return;
    case TrayCommand::Desktop:
        raiseWindow();
        openDesktopDialog();
        return;
    case TrayCommand::Quit:
        quit();
        return;
    }
}

void DesktopPresence::togglePause()
{
    const bool pause = !m_watch.facts().live.status.paused;
    control::whenAnswered<void>(m_parts.gateway.setPaused(pause), this,
                                [this, pause](const Result<void> &answer) {
                                    if (!answer)
                                        tell({NoticeKind::Gateway, u"pause"_s, Sign::Error,
                                              pause ? tr("The gateway could not be paused")
                                                    : tr("The gateway could not be started again"),
                                              text(describe(answer.error()))});
                                    m_watch.refresh();
                                });
}

void DesktopPresence::setStartsAtLogin(bool on)
{
    const auto done = m_parts.autostart.set(on);
    if (!done)
        tell({NoticeKind::Gateway, kLoginNotice, Sign::Error, tr("Starting at login could not be changed"),
              text(describe(done.error()))});
    m_watch.setStartsAtLogin(m_parts.autostart.isOn());
    if (m_desktopDialog)
        m_desktopDialog->setStartsAtLogin(m_parts.autostart.isOn());
}

DesktopDialog *DesktopPresence::desktopDialog() const
{
    return m_desktopDialog;
}

void DesktopPresence::openDesktopDialog()
{
    if (m_desktopDialog) {
        m_desktopDialog->activateWindow();
        return;
    }
    m_desktopDialog = new DesktopDialog(m_icon && m_parts.hasTray() ? DesktopDialog::Tray::There
                                                                    : DesktopDialog::Tray::Missing,
                                        &m_parts.window);
    m_desktopDialog->setStartsAtLogin(m_parts.autostart.isOn());
    connect(m_desktopDialog, &DesktopDialog::startAtLoginWanted, this, &DesktopPresence::setStartsAtLogin);
    m_desktopDialog->open();
}

void DesktopPresence::raiseWindow()
{
    MainWindow &window = m_parts.window;
    window.setWindowState((window.windowState() & ~Qt::WindowMinimized) | Qt::WindowActive);
    window.show();
    window.raise();
    window.activateWindow();
}

void DesktopPresence::toggleWindow()
{
    if (m_parts.window.isVisible() && !m_parts.window.isMinimized())
        m_parts.window.hide();
    else
        raiseWindow();
}

AskDialog *DesktopPresence::closeDialog() const
{
    return m_closeDialog;
}

bool DesktopPresence::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_parts.window && event->type() == QEvent::Close) {
        event->ignore();
        // The session is being saved: no question may keep it from ending.
        if (qApp->isSavingSession())
            Q_EMIT quitDecided(Ending::Drain);
        else
            closeWindow();
        return true;
    }
    if (watched == &m_parts.window && event->type() == QEvent::WindowStateChange &&
        !m_parts.window.isMinimized())
        m_hideInTray = false; // somebody has looked at it
    return QObject::eventFilter(watched, event);
}

void DesktopPresence::closeWindow()
{
    if (!m_icon || !m_parts.hasTray()) {
        minimiseInstead();
        return;
    }
    const QString meaning = m_settings.value(kCloseSetting).toString();
    if (meaning == "keep"_L1)
        m_parts.window.hide();
    else if (meaning == "quit"_L1)
        quit();
    else
        askWhatClosingMeans();
}

void DesktopPresence::minimiseInstead()
{
    m_parts.window.showMinimized();
    if (m_settings.value(kNoTrayToldKey).toBool())
        return;
    m_settings.setValue(kNoTrayToldKey, true);
    const QString fact = tr("This desktop shows no tray icons.");
    const QString consequence = tr("Closing the window minimises it; Ctrl+Q quits.");
    m_parts.window.notices()->setNotice({kNoTrayNotice, Sign::Off, fact, consequence, {}});
    tell({NoticeKind::Gateway, kNoTrayNotice, Sign::Off, tr("Signalbox keeps running"),
          fact + u' ' + consequence});
}

void DesktopPresence::askWhatClosingMeans()
{
    if (m_closeDialog) {
        m_closeDialog->activateWindow();
        return;
    }
    m_closeDialog = new AskDialog(tr("Keep Signalbox in the tray?"), m_parts.window);
    m_closeDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_closeDialog->setText(tr("Closing the window does not stop the gateway. Agents can go on working; the "
                              "icon in the panel opens it again."));
    auto *always = new QCheckBox(tr("Do not ask again"), m_closeDialog);
    m_closeDialog->addWidget(always);
    Button *leave = m_closeDialog->addButton(tr("Quit"));
    Button *keep = m_closeDialog->addButton(tr("Keep running"), Button::Kind::Main);
    const auto choose = [this, always](const QString &meaning) {
        if (always->isChecked())
            m_settings.setValue(kCloseSetting, meaning);
        m_closeDialog->close();
        m_closeDialog = nullptr;
    };
    connect(leave, &QPushButton::clicked, this, [this, choose] {
        choose(u"quit"_s);
        quit();
    });
    connect(keep, &QPushButton::clicked, this, [this, choose] {
        choose(u"keep"_s);
        m_parts.window.hide();
    });
    m_closeDialog->open();
}

void DesktopPresence::openNotice(const QString &id)
{
    raiseWindow();
    auto page = MainWindow::Page::Overview;
    if (id == kSwitchNotice)
        page = MainWindow::Page::Routing;
    else if (id == kCheckupNotice || id == kKeychainNotice || id.startsWith(kProviderNotices))
        page = MainWindow::Page::Providers;
    m_parts.window.showPage(page);
}

void DesktopPresence::tell(const DesktopNotice &notice)
{
    m_notifier.show(notice);
}

} // namespace signalbox::ui
