#pragma once

#include "base/clock.h"
#include "control/desk.h"
#include "control/gateway_control.h"
#include "ui/models/time_range.h"
#include "ui/theme/model_slots.h"

#include <QMainWindow>
#include <QSettings>

#include <memory>
#include <optional>

class QMenu;
class QStackedWidget;

namespace signalbox::ui {

class AgentsPage;
class FirstRunWizard;
class NavigationRail;
class NoticeBar;
class OverviewPage;
class Poller;
class ProvidersPage;
class RoutingPage;
class StatusLine;
class Theme;
class TopBar;
class WindowNotices;
class WizardStart;

/// The window: pages, what leads to them, and what is told on all of them. Asks only through the desk of
/// `control`, never waits for an answer. Lives on the main thread, owned by the program.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    enum class Page { Overview, Routing, Providers, Agents };

    /// What `desk` borrows and `clock` must outlive the window.
    MainWindow(const control::Desk &desk, const Clock &clock, QWidget *parent = nullptr);
    ~MainWindow() override;

    void showPage(Page page);
    void setRange(TimeRange range);
    /// Remembers where the window is, for the next start: when it is hidden, and before it goes.
    void keepPlace();
    /// The four steps to a first answer. It is open at once and blocks nothing but this window.
    FirstRunWizard *openWizard();
    /// The same on the very first start, where nothing is set up yet; later starts leave it to a person.
    void openWizardOnce();
    /// The window's own menu.
    [[nodiscard]] QMenu *menu() const;

    [[nodiscard]] Poller *poller() const { return m_poller; }
    [[nodiscard]] OverviewPage *overview() const { return m_overview; }
    [[nodiscard]] RoutingPage *routing() const { return m_routing; }
    [[nodiscard]] ProvidersPage *providers() const { return m_providers; }
    [[nodiscard]] AgentsPage *agents() const { return m_agents; }
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }
    [[nodiscard]] NavigationRail *rail() const { return m_rail; }
    [[nodiscard]] Theme *theme() const { return m_theme; }
    /// Null while it is closed.
    [[nodiscard]] FirstRunWizard *wizard() const;

Q_SIGNALS:
    /// Its last step was left by its main button.
    void wizardFinished(bool keepInTray);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void build();
    void connectParts();
    void connectKeys();
    void lookAtAgents();
    void restorePlace();
    void showTitle();
    void updatePolling();
    void setFiguresPaused(bool paused);
    void showLive(const control::Live &live);
    void showStatus(const control::Status &status);
    void showLost(const Error &error);
    void pauseGateway(bool paused);

    control::Desk m_desk;
    const Clock &m_clock;
    QSettings m_settings;
    ModelSlots m_slots;
    Theme *m_theme = nullptr;
    Poller *m_poller = nullptr;
    WizardStart *m_wizard = nullptr;
    NavigationRail *m_rail = nullptr;
    TopBar *m_top = nullptr;
    NoticeBar *m_notices = nullptr;
    WindowNotices *m_told = nullptr;
    QStackedWidget *m_pages = nullptr;
    OverviewPage *m_overview = nullptr;
    RoutingPage *m_routing = nullptr;
    ProvidersPage *m_providers = nullptr;
    AgentsPage *m_agents = nullptr;
    StatusLine *m_statusLine = nullptr;
    Page m_page = Page::Overview;
    TimeRange m_range = TimeRange::Today;
    control::Live m_live;
    std::optional<MonotonicTime> m_agentsSeenAt;
    bool m_everServing = false;
    std::optional<WallTime> m_stoppedAt;
};

} // namespace signalbox::ui
