#include "ui/shell/main_window.h"

#include "control/when_answered.h"
#include "ui/models/format.h"
#include "ui/models/poller.h"
#include "ui/pages/agents_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/providers_page.h"
#include "ui/pages/routing_page.h"
#include "ui/shell/gateway_words.h"
#include "ui/shell/status_line.h"
#include "ui/shell/top_bar.h"
#include "ui/shell/window_notices.h"
#include "ui/shell/window_place.h"
#include "ui/shell/wizard_start.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/navigation_rail.h"
#include "ui/widgets/notice_bar.h"

#include <QCloseEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kNarrow = 1100;
constexpr QSize kSmallest(720, 450);
constexpr QSize kFirst(1280, 800);
constexpr auto kGeometryKey = "window/geometry"_L1;
constexpr auto kRangeKey = "window/range"_L1;
/// Other programs write agents' files; whoever comes back to the window sees what they did.
constexpr auto kAgentsEvery = 30s;

QString firstAddress(const control::Status &status)
{
    return status.addresses.empty() ? QString() : text(status.addresses.front());
}

} // namespace

MainWindow::MainWindow(const control::Desk &desk, const Clock &clock, QWidget *parent)
    : QMainWindow(parent), m_desk(desk), m_clock(clock), m_slots(&m_settings), m_theme(new Theme(*this)),
      m_poller(new Poller(desk.gateway, clock, this)),
      m_wizard(new WizardStart(desk, clock, m_slots, m_settings, *this))
{
    setWindowTitle(u"Signalbox"_s);
    setWindowIcon(programIcon());
    setMinimumSize(kSmallest);
    build();
    connectParts();
    resize(kFirst);
    restorePlace();
    setRange(TimeRange(
        std::clamp(m_settings.value(kRangeKey, int(TimeRange::Today)).toInt(), 0, int(TimeRange::Month))));
    showPage(Page::Overview);
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    new FocusRing(*this);
    auto *central = new QWidget(this);
    auto *rows = new QVBoxLayout(central);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(0);
    rows->addLayout(columns, 1);
    m_statusLine = new StatusLine(central);
    rows->addWidget(m_statusLine);

    m_rail = new NavigationRail(central);
    m_rail->addPage(tr("Overview"), u"overview"_s, u"Ctrl+1"_s);
    m_rail->addPage(tr("Routing"), u"routing"_s, u"Ctrl+2"_s);
    m_rail->addPage(tr("Providers"), u"providers"_s, u"Ctrl+3"_s);
    m_rail->addPage(tr("Agents"), u"agents"_s, u"Ctrl+7"_s);
    columns->addWidget(m_rail);

    auto *body = new QVBoxLayout;
    body->setSpacing(0);
    columns->addLayout(body, 1);
    m_top = new TopBar(central);
    body->addWidget(m_top);
    auto *noticeMargins = new QVBoxLayout;
    noticeMargins->setContentsMargins(20, 0, 20, 0);
    m_notices = new NoticeBar(central);
    m_notices->setContentsMargins(0, 16, 0, 8);
    noticeMargins->addWidget(m_notices);
    m_told = new WindowNotices(*m_notices, this);
    body->addLayout(noticeMargins);

    m_pages = new QStackedWidget(central);
    m_overview = new OverviewPage(m_slots, m_pages);
    m_routing = new RoutingPage(m_desk.gateway, m_slots, m_pages);
    m_providers = new ProvidersPage(m_desk, m_clock, m_slots, m_pages);
    m_pages->addWidget(m_overview);
    m_pages->addWidget(m_routing);
    m_pages->addWidget(m_providers);
    m_agents = new AgentsPage(m_desk.agents, m_pages);
    m_pages->addWidget(m_agents);
    body->addWidget(m_pages, 1);
    setCentralWidget(central);
}

void MainWindow::connectParts()
{
    connect(m_rail, &NavigationRail::pageChosen, this, [this](int index) { showPage(Page(index)); });
    connect(m_rail, &NavigationRail::pauseToggled, this, &MainWindow::pauseGateway);
    connect(m_top, &TopBar::rangeChosen, this, &MainWindow::setRange);
    connect(m_top, &TopBar::pauseChosen, this, &MainWindow::setFiguresPaused);
    connect(m_poller, &Poller::liveReceived, this, &MainWindow::showLive);
    connect(m_poller, &Poller::gatewayLost, this, &MainWindow::showLost);
    connect(m_poller, &Poller::overviewReceived, this, [this](const OverviewData &data) {
        m_told->takeFiguresBack();
        m_overview->setData(data);
    });
    connect(m_poller, &Poller::overviewFailed, m_told, &WindowNotices::tellFigures);
    connect(m_poller, &Poller::configurationReceived, this, [this](const control::ConfigurationView &view) {
        m_overview->setConfiguration(view.configuration);
        m_routing->setConfiguration(view);
        m_providers->setConfiguration(view);
        m_agents->setConfiguration(view.configuration);
    });
    connect(m_routing, &RoutingPage::conflict, m_told, &WindowNotices::tellConflict);
    connect(m_routing, &RoutingPage::conflict, m_poller, &Poller::reloadConfiguration);
    connect(m_routing, &RoutingPage::failed, m_told, &WindowNotices::tellWeights);
    connect(m_routing, &RoutingPage::failed, m_poller, &Poller::reloadConfiguration);
    connect(m_providers, &ProvidersPage::configurationNeeded, m_poller, &Poller::reloadConfiguration);
    connect(m_providers, &ProvidersPage::troubledChanged, this, [this](int count) {
        m_rail->setBadge(int(Page::Providers), count, tr("%n providers need a look", nullptr, count));
    });
    connect(m_providers, &ProvidersPage::keychainChanged, this,
            [this] { m_told->setKeychain(m_providers->keychainNotice()); });
    connect(m_agents, &AgentsPage::failedElsewhere, m_told, &WindowNotices::tellAgent);
    connect(m_agents, &AgentsPage::agentsSeen, this, [this] {
        const int count = m_agents->changedAgents();
        m_rail->setBadge(int(Page::Agents), count, tr("%n agents need a look", nullptr, count));
    });
    connect(m_overview, &OverviewPage::setUpWanted, this, &MainWindow::openWizard);
    connect(m_wizard, &WizardStart::left, m_poller, &Poller::refresh);
    connect(m_wizard, &WizardStart::finished, this, &MainWindow::wizardFinished);
    connect(m_told, &WindowNotices::startWanted, this, [this] { pauseGateway(false); });
    connect(m_told, &WindowNotices::refreshWanted, m_poller, &Poller::refresh);
    connect(m_told, &WindowNotices::keychainWanted, m_providers, &ProvidersPage::openKeychain);
    connect(m_told, &WindowNotices::keyWanted, this, [this] {
        showPage(Page::Providers);
        m_providers->useForThisSession();
    });
    menu()->addAction(tr("Set up Signalbox…"), this, &MainWindow::openWizard);
    connectKeys();
}

void MainWindow::connectKeys()
{
    const auto onKey = [this](const QKeySequence &key, auto action) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, action);
    };
    onKey(QKeySequence(Qt::CTRL | Qt::Key_1), [this] { showPage(Page::Overview); });
    onKey(QKeySequence(Qt::CTRL | Qt::Key_2), [this] { showPage(Page::Routing); });
    onKey(QKeySequence(Qt::CTRL | Qt::Key_3), [this] { showPage(Page::Providers); });
    onKey(QKeySequence(Qt::CTRL | Qt::Key_7), [this] { showPage(Page::Agents); });
    onKey(QKeySequence(Qt::Key_F5), [this] {
        m_poller->refresh();
        m_providers->refresh();
        if (m_page == Page::Agents)
            m_agents->lookAgain();
    });
}

void MainWindow::showPage(Page page)
{
    m_page = page;
    m_rail->setCurrentPage(int(page));
    m_pages->setCurrentIndex(int(page));
    m_top->setRangeShown(page == Page::Overview);
    m_top->setLiveShown(page != Page::Agents);
    m_poller->setNeeds(page == Page::Overview ? Poller::Needs(Poller::Need::Live) | Poller::Need::Overview
                                              : Poller::Needs(Poller::Need::Live));
    updatePolling();
    showTitle();
}

void MainWindow::showTitle()
{
    if (m_page == Page::Overview)
        m_top->setTitle(tr("Overview"),
                        QLocale().toString(localTime(m_clock.wallNow()).date(), tr("dddd d MMMM")));
    else if (m_page == Page::Agents)
        m_top->setTitle(tr("Agents"), tr("Which programs send their model calls through Signalbox"));
    else if (m_page == Page::Routing)
        m_top->setTitle(tr("Routing"),
                        tr("Shares of the last %n seconds", nullptr, int(m_live.shareWindow.count())));
    else
        m_top->setTitle(tr("Providers"), tr("Keys are kept by the system, never in the configuration"));
}

FirstRunWizard *MainWindow::openWizard()
{
    return m_wizard->open();
}

FirstRunWizard *MainWindow::wizard() const
{
    return m_wizard->wizard();
}

void MainWindow::openWizardOnce()
{
    m_wizard->openOnce();
}

QMenu *MainWindow::menu() const
{
    return m_top->menu();
}

void MainWindow::setRange(TimeRange range)
{
    m_range = range;
    m_top->setRange(range);
    m_poller->setRange(range);
}

void MainWindow::setFiguresPaused(bool paused)
{
    m_top->setPaused(paused);
    m_poller->setPaused(paused);
    m_providers->setPaused(paused);
}

void MainWindow::updatePolling()
{
    const bool visible = isVisible() && !isMinimized();
    m_poller->setVisible(visible);
    m_providers->setWatched(visible);
    m_providers->setActive(visible && m_page == Page::Providers);
}

void MainWindow::showLive(const control::Live &live)
{
    m_live = live;
    m_told->takeLostBack();
    showStatus(live.status);
    m_told->showStatus(live.status);
    const QString rate = tr("%1 req/min").arg(QLocale().toString(live.requestsPerMinute, 'f', 1));
    m_statusLine->setFigures(rate, tr("%1 in flight").arg(formatCount(live.status.inFlight)),
                             tr("%1 today").arg(formatMoney(live.spentToday)));
    m_statusLine->setVersion(text(live.status.version));
    if (!m_poller->isPaused()) {
        m_overview->setLive(live);
        m_routing->setLive(live);
    }
    showTitle();
}

void MainWindow::showStatus(const control::Status &status)
{
    const GatewayWords words = gatewayWords(status);
    const QString address = words.serving ? firstAddress(status) : QString();
    m_rail->setGateway(words.sign, words.word, address, status.paused);
    m_statusLine->setState(words.sign, address.isEmpty() ? words.word : tr("%1 on").arg(words.word), address);
    m_overview->setAddress(address);
    m_agents->setAddress(address);
    if (words.serving) {
        m_everServing = true;
        m_stoppedAt.reset();
        m_overview->setStale({});
    } else if (status.state != control::GatewayState::Starting) {
        // Only a stop that was seen has a time.
        if (!m_stoppedAt && m_everServing)
            m_stoppedAt = m_clock.wallNow();
        m_overview->setStale(m_stoppedAt ? tr("stopped %1").arg(localTime(*m_stoppedAt).toString(u"HH:mm"_s))
                                         : tr("not serving"));
    }
}

void MainWindow::showLost(const Error &error)
{
    m_told->tellLost(error);
    m_rail->setGateway(Sign::Error, tr("No answer"), {}, m_live.status.paused);
    m_statusLine->setState(Sign::Error, tr("No answer"), {});
    m_statusLine->setFigures({}, {}, {});
    if (!m_stoppedAt && m_everServing)
        m_stoppedAt = m_clock.wallNow();
    m_overview->setStale(m_stoppedAt ? tr("stopped %1").arg(localTime(*m_stoppedAt).toString(u"HH:mm"_s))
                                     : tr("no answer"));
}

void MainWindow::pauseGateway(bool paused)
{
    control::whenAnswered<void>(m_desk.gateway.setPaused(paused), this,
                                [this, paused](const Result<void> &answer) {
                                    if (!answer)
                                        m_told->tellPauseFailed(paused, answer.error());
                                    m_poller->refresh();
                                });
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    updatePolling();
    lookAtAgents();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    updatePolling();
    if (!event->spontaneous())
        keepPlace();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange && m_poller)
        updatePolling();
    else if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_agents)
        lookAtAgents();
}

void MainWindow::lookAtAgents()
{
    const MonotonicTime now = m_clock.now();
    if (m_agentsSeenAt && now - *m_agentsSeenAt < kAgentsEvery)
        return;
    m_agentsSeenAt = now;
    m_agents->lookAgain();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    const bool narrow = width() < kNarrow;
    m_rail->setCollapsed(narrow);
    m_top->setNarrow(narrow);
    m_statusLine->setNarrow(narrow);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    // Not a shortcut: those come before the focused button, to which Space is a click.
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier && !event->isAutoRepeat()) {
        setFiguresPaused(!m_poller->isPaused());
        return;
    }
    QMainWindow::keyPressEvent(event);
}

void MainWindow::restorePlace()
{
    // Qt moves it to a screen that is there, but leaves it as large as it was on another.
    if (restoreGeometry(m_settings.value(kGeometryKey).toByteArray()) && !isMaximized() && !isFullScreen())
        setGeometry(placedOn(geometry(), screen()->availableGeometry()));
}

void MainWindow::keepPlace()
{
    m_settings.setValue(kGeometryKey, saveGeometry());
    m_settings.setValue(kRangeKey, int(m_range));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    keepPlace();
    QMainWindow::closeEvent(event);
}

} // namespace signalbox::ui
