// Shows the window with simulated traffic and saves what it looks like: `signalbox_pictures OUTDIR`. For
// looking at while building pages, and for the README where a page needs more than simulated providers to be
// seen; it proves nothing and is no test.
#include "ui/charts/spend_chart.h"
#include "ui/dialogs/answer_step.h"
#include "ui/dialogs/desktop_dialog.h"
#include "ui/dialogs/first_run_wizard.h"
#include "ui/fake_desk.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/provider_pane.h"
#include "ui/pages/providers_page.h"
#include "ui/sample_providers.h"
#include "ui/sample_traffic.h"
#include "ui/shell/main_window.h"
#include "ui/shell/translation.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/pane_tabs.h"

#include <QApplication>
#include <QDir>
#include <QFontDatabase>
#include <QImage>
#include <QMouseEvent>
#include <QPixmap>
#include <QPointer>
#include <QStandardPaths>
#include <QTimer>

#include <functional>
#include <vector>

using namespace signalbox;
using namespace Qt::StringLiterals;

namespace {

struct Picture
{
    QString name;
    QSize size;
    ui::Scheme scheme;
    ui::MainWindow::Page page;
    std::function<void(tests::FakeDesk &)> fill;
    bool hover = false;
    Qt::LayoutDirection direction = Qt::LeftToRight;
    /// What is done once the window has settled, and what is then grabbed; nothing: the window as it is.
    std::function<QWidget *(ui::MainWindow &)> subject{};
    int wizardSteps = 0; ///< the wizard after so many steps; 0: none
};

/// Takes one picture after another, each once the window has had time to ask and paint.
class Album final : public QObject
{
public:
    Album(QDir directory, std::vector<Picture> pictures)
        : m_directory(std::move(directory)), m_pictures(std::move(pictures))
    {
        m_settle.setSingleShot(true);
        m_settle.setInterval(900);
        connect(&m_settle, &QTimer::timeout, this, &Album::take);
        next();
    }

private:
    void next()
    {
        if (m_next == m_pictures.size()) {
            QCoreApplication::quit();
            return;
        }
        const Picture &picture = m_pictures[m_next];
        m_desk = std::make_unique<tests::FakeDesk>();
        picture.fill(*m_desk);
        tests::fillAgents(m_desk->agents);
        m_firstRun = std::make_unique<tests::FakeDesk>();
        tests::fillIdle(m_firstRun->control);
        tests::fillAgents(m_firstRun->agents);
        QGuiApplication::setLayoutDirection(picture.direction);
        m_window = std::make_unique<ui::MainWindow>(
            picture.wizardSteps > 0 ? m_firstRun->desk() : m_desk->desk(), m_clock);
        m_window->theme()->setScheme(picture.scheme);
        m_window->resize(picture.size);
        m_window->showPage(picture.page);
        m_window->show();
        if (picture.wizardSteps > 0) {
            tests::fillFirstRun(*m_firstRun, m_clock.wallNow());
            m_window->openWizard();
            for (int step = 1; step < picture.wizardSteps; ++step)
                QTimer::singleShot(150 * step, m_window.get(),
                                   [this] { m_window->wizard()->nextButton()->click(); });
            if (picture.wizardSteps == 4)
                QTimer::singleShot(700, m_window.get(),
                                   [this] { m_window->wizard()->answerStep()->runButton()->click(); });
        }
        m_settle.start();
    }

    void take()
    {
        const Picture &picture = m_pictures[m_next];
        if (picture.subject && !m_subject) {
            m_subject = picture.subject(*m_window); // and time to lay itself out
            m_settle.start();
            return;
        }
        if (picture.hover) {
            QWidget *chart = m_window->overview()->spendChart()->viewport();
            const QPointF at(chart->width() * 0.7, chart->height() / 2.0);
            QMouseEvent move(QEvent::MouseMove, at, chart->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                             Qt::NoModifier);
            QApplication::sendEvent(chart, &move);
        }
        QWidget *shown = m_window.get();
        if (m_subject)
            shown = m_subject;
        else if (m_window->wizard())
            shown = m_window->wizard();
        m_subject.clear();
        // As small a file as can be: opaque, and packed well.
        shown->grab()
            .toImage()
            .convertToFormat(QImage::Format_RGB888)
            .save(m_directory.filePath(picture.name + u".png"_s), nullptr, 0);
        m_window.reset();
        ++m_next;
        QTimer::singleShot(0, this, &Album::next);
    }

    QDir m_directory;
    std::vector<Picture> m_pictures;
    std::size_t m_next = 0;
    QTimer m_settle;
    QPointer<QWidget> m_subject;
    ManualClock m_clock{tests::sampleNow()};
    std::unique_ptr<tests::FakeDesk> m_desk;
    std::unique_ptr<tests::FakeDesk> m_firstRun; ///< for the wizard
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"signalbox-pictures"_s);
    QApplication app(argc, argv);
    if (app.arguments().size() < 2) {
        qWarning("usage: signalbox_pictures OUTDIR [LANGUAGE [NAME…]]");
        return 2;
    }
    QApplication::setQuitOnLastWindowClosed(false);
    QSettings().clear();
    QLocale::setDefault(QLocale(app.arguments().value(2, u"en_US"_s)));
    ui::installTranslations(app, QLocale());
    QFont font(QStringList{u"Inter"_s, u"Noto Sans"_s, u"DejaVu Sans"_s});
    font.setPixelSize(13);
    QApplication::setFont(font);
    const QDir directory(app.arguments().at(1));
    directory.mkpath(u"."_s);

    const auto busy = [](tests::FakeDesk &desk) { tests::fillBusy(desk.control, tests::sampleNow()); };
    const auto broken = [](tests::FakeDesk &desk) { tests::fillBroken(desk.control, tests::sampleNow()); };
    const auto empty = [](tests::FakeDesk &desk) { tests::fillIdle(desk.control); };
    const auto providers = [](tests::FakeDesk &desk) { tests::fillProviders(desk, tests::sampleNow()); };
    const auto noProviders = [](tests::FakeDesk &desk) {
        tests::fillIdle(desk.control);
        desk.control.view.configuration.providers.clear();
        desk.control.view.configuration.models.clear();
    };
    const auto locked = [](tests::FakeDesk &desk) {
        tests::fillProviders(desk, tests::sampleNow());
        tests::lockKeychain(desk);
    };
    const auto adding = [](const QString &kind) {
        return [kind](ui::MainWindow &window) -> QWidget * {
            ui::AddProviderDialog *dialog = window.providers()->openAddDialog(kind);
            if (kind != u"openai"_s) // as it is after Save with nothing typed
                dialog->saveButton()->click();
            return dialog;
        };
    };
    const auto desktop = [](ui::MainWindow &window) -> QWidget * {
        auto *dialog = new ui::DesktopDialog(ui::DesktopDialog::Tray::There, &window);
        dialog->open();
        return dialog;
    };
    const auto onTab = [](int tab) {
        return [tab](ui::MainWindow &window) -> QWidget * {
            window.providers()->pane()->tabs()->setCurrentIndex(tab);
            return &window;
        };
    };
    const QSize wide(1440, 900);
    const QSize small(720, 450);
    using Page = ui::MainWindow::Page;
    std::vector<Picture> pictures{
        {u"overview-light"_s, wide, ui::Scheme::Light, Page::Overview, busy, true},
        {u"overview-dark"_s, wide, ui::Scheme::Dark, Page::Overview, busy, true},
        {u"overview-small-light"_s, small, ui::Scheme::Light, Page::Overview, busy},
        {u"empty-light"_s, wide, ui::Scheme::Light, Page::Overview, empty},
        {u"empty-small-dark"_s, small, ui::Scheme::Dark, Page::Overview, empty},
        {u"broken-light"_s, wide, ui::Scheme::Light, Page::Overview, broken},
        {u"broken-dark"_s, wide, ui::Scheme::Dark, Page::Overview, broken},
        {u"routing-light"_s, wide, ui::Scheme::Light, Page::Routing, busy},
        {u"routing-dark"_s, wide, ui::Scheme::Dark, Page::Routing, busy},
        {u"routing-small-light"_s, small, ui::Scheme::Light, Page::Routing, busy},
        {u"routing-rtl-light"_s, wide, ui::Scheme::Light, Page::Routing, busy, false, Qt::RightToLeft},
        {u"providers-light"_s, wide, ui::Scheme::Light, Page::Providers, providers},
        {u"providers-dark"_s, wide, ui::Scheme::Dark, Page::Providers, providers},
        {u"providers-small-light"_s, small, ui::Scheme::Light, Page::Providers, providers},
        {u"providers-rtl-light"_s, wide, ui::Scheme::Light, Page::Providers, providers, false,
         Qt::RightToLeft},
        {u"providers-empty-light"_s, wide, ui::Scheme::Light, Page::Providers, noProviders},
        {u"providers-empty-dark"_s, wide, ui::Scheme::Dark, Page::Providers, noProviders},
        {u"providers-locked-light"_s, wide, ui::Scheme::Light, Page::Providers, locked},
        {u"providers-locked-dark"_s, wide, ui::Scheme::Dark, Page::Providers, locked},
        {u"providers-limits-light"_s, wide, ui::Scheme::Light, Page::Providers, providers, false,
         Qt::LeftToRight, onTab(1)},
        {u"providers-failover-dark"_s, wide, ui::Scheme::Dark, Page::Providers, providers, false,
         Qt::LeftToRight, onTab(2)},
        {u"add-provider-light"_s, wide, ui::Scheme::Light, Page::Providers, providers, false, Qt::LeftToRight,
         adding(u"openai"_s)},
        {u"add-azure-dark"_s, wide, ui::Scheme::Dark, Page::Providers, locked, false, Qt::LeftToRight,
         adding(u"azure-openai"_s)},
        {u"desktop-light"_s, wide, ui::Scheme::Light, Page::Overview, providers, false, Qt::LeftToRight,
         desktop},
        {u"desktop-dark"_s, wide, ui::Scheme::Dark, Page::Overview, providers, false, Qt::LeftToRight,
         desktop},
        {u"locked-small-dark"_s, small, ui::Scheme::Dark, Page::Overview, locked},
        {u"agents-light"_s, wide, ui::Scheme::Light, Page::Agents, busy},
        {u"agents-dark"_s, wide, ui::Scheme::Dark, Page::Agents, busy},
        {u"agents-small-light"_s, small, ui::Scheme::Light, Page::Agents, busy},
        {u"agents-rtl-light"_s, wide, ui::Scheme::Light, Page::Agents, busy, false, Qt::RightToLeft},
        {u"overview-rtl-light"_s, wide, ui::Scheme::Light, Page::Overview, busy, false, Qt::RightToLeft},
    };
    for (int step = 1; step <= 4; ++step) {
        const auto add = [&](const QString &kind, ui::Scheme scheme, Qt::LayoutDirection direction) {
            pictures.push_back({u"wizard-%1-%2"_s.arg(kind).arg(step),
                                wide,
                                scheme,
                                Page::Overview,
                                empty,
                                false,
                                direction,
                                {},
                                step});
        };
        add(u"light"_s, ui::Scheme::Light, Qt::LeftToRight);
        add(u"dark"_s, ui::Scheme::Dark, Qt::LeftToRight);
        add(u"rtl-light"_s, ui::Scheme::Light, Qt::RightToLeft);
    }
    // All of them, or those that are named.
    const QStringList names = app.arguments().mid(3);
    std::erase_if(pictures, [&names](const Picture &picture) {
        return !names.isEmpty() && !names.contains(picture.name);
    });
    const Album album(directory, std::move(pictures));
    return QApplication::exec();
}
