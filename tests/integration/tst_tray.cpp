// The real program on a real X server: its tray icon and menu as a panel sees them, over the bus and in an
// XEmbed tray, its windows under a window manager, and how it ends.
#include "integration/bus_menu.h"
#include "integration/desktop_program.h"
#include "integration/x_windows.h"
#ifdef SIGNALBOX_XSMP
#    include "integration/session_manager.h"
#endif
#include "support/fake_desktop.h"
#include "support/raw_peer.h"
#include "support/turns.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPalette>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>
#include <QWidget>

#include <csignal>
#include <memory>

using namespace signalbox;
using namespace Qt::StringLiterals;

namespace {

QByteArray modelCall(const QByteArray &model, bool streamed)
{
    const QByteArray body = "{\"model\":\"" + model + "\",\"input\":\"tell me of the sea\",\"stream\":" +
                            (streamed ? "true" : "false") + "}";
    return "POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
           "application/json\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

class TestTray : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *tool : {"xdotool", "openbox", "trayer"}) {
            if (QStandardPaths::findExecutable(QLatin1String(tool)).isEmpty())
                QSKIP(qPrintable(u"needs the package %1"_s.arg(QLatin1String(tool))));
        }
        if (QGuiApplication::platformName() != u"xcb")
            QSKIP("needs the package xvfb");
        if (!QDBusConnection::sessionBus().isConnected())
            QSKIP("needs the package dbus-daemon");
        QStandardPaths::setTestModeEnabled(true);
        m_windowManager.start(u"openbox"_s, {u"--sm-disable"_s});
        QVERIFY(m_windowManager.waitForStarted());
        QVERIFY(m_notifications.begin());
    }
    void cleanupTestCase()
    {
        m_windowManager.terminate();
        m_windowManager.waitForFinished();
    }
    void init()
    {
        m_watcher.forget();
        m_notifications.notices.clear();
        QVERIFY(m_watcher.begin());
        m_program = std::make_unique<test::DesktopProgram>();
    }
    void cleanup()
    {
        m_program.reset();
        m_icon.reset();
        m_watcher.end();
        QTRY_VERIFY(!test::XWindows::isSeen());
    }

    void theMenuIsReadAndClicked()
    {
        start();
        QTRY_VERIFY(m_icon->menu().labels().value(0).startsWith(u"Running · "_s));
        const auto menu = m_icon->menu();
        QVERIFY(!menu.children[0].enabled);
        QVERIFY(menu.child(u"Open Signalbox"_s));
        QVERIFY(menu.child(u"Copy address · 127.0.0.1:"_s));
        QVERIFY(menu.child(u"Test providers now"_s));
        QVERIFY(menu.child(u"Quit"_s));
        const auto coder = menu.child(u"coder · steady 60"_s);
        QVERIFY2(coder, qPrintable(menu.labels().join(u'\n')));
        QCOMPARE(coder->labels().mid(0, 3),
                 (QStringList{u"60 / 40 as set"_s, u"All steady"_s, u"All fast"_s}));
        QVERIFY(coder->children[0].checked);

        QVERIFY(m_icon->click({u"coder"_s, u"All fast"_s}));
        QTRY_VERIFY(m_icon->menu().child(u"coder · fast 100"_s));
        QTRY_VERIFY(m_program->configText().contains("\"weight\": 100") ||
                    m_program->configText().contains("\"weight\":100"));
        QTRY_VERIFY(m_icon->menu().child(u"coder"_s)->child(u"All fast"_s)->checked);
        QVERIFY(m_icon->click({u"coder"_s, u"60 / 40 as set"_s}));
        QTRY_VERIFY(m_icon->menu().child(u"coder · steady 60"_s));
    }

    void pausingIsSeenInIconAndMenu()
    {
        start();
        QTRY_VERIFY(m_icon->menu().labels().value(0).startsWith(u"Running"_s));
        const QByteArray running = m_icon->picture();
        QVERIFY(running.size() >= 48 * 48 * 4);
        QVERIFY(m_icon->click({u"Pause gateway"_s}));
        QTRY_VERIFY(m_icon->menu().child(u"Start gateway"_s));
        QTRY_VERIFY(m_icon->menu().labels().value(0).startsWith(u"Paused"_s));
        QTRY_VERIFY(m_icon->picture() != running);
        QCOMPARE(statusOf(modelCall("coder", false)), 503);
        m_icon->activateSecondary(); // the middle button
        QTRY_VERIFY(m_icon->menu().child(u"Pause gateway"_s));
        QTRY_COMPARE(m_icon->picture(), running);
        QCOMPARE(statusOf(modelCall("coder", false)), 200);
    }

    void aLeftClickHidesAndShows()
    {
        start();
        QTRY_COMPARE(test::XWindows::seen().size(), 1);
        m_icon->activate();
        QTRY_VERIFY(!test::XWindows::isSeen());
        m_icon->activate();
        QTRY_COMPARE(test::XWindows::seen().size(), 1);
        QVERIFY(m_program->isRunning());
    }

    void closingAsksThenStaysInTheTray()
    {
        start();
        QTRY_COMPARE(test::XWindows::seen().size(), 1);
        closeWindow();
        QTRY_COMPARE(test::XWindows::seen().size(), 2); // the question
        test::XWindows::key(u"Return"_s);               // "Keep running" has the focus
        QTRY_VERIFY(!test::XWindows::isSeen());
        QCOMPARE(statusOf(modelCall("coder", false)), 200);
        QVERIFY(m_icon->click({u"Open Signalbox"_s}));
        QTRY_COMPARE(test::XWindows::seen().size(), 1);
        QVERIFY(m_icon->click({u"Quit"_s}));
        QTRY_VERIFY(m_program->hasEndedWell());
    }

    void aSecondStartRaisesTheFirst()
    {
        start({u"--minimized"_s});
        QVERIFY(!test::XWindows::isSeen());
        QCOMPARE(m_program->startAgain({u"--minimized"_s}), 0);
        test::letPass(std::chrono::milliseconds(300));
        QVERIFY(!test::XWindows::isSeen()); // a login that starts it twice shows nothing
        QCOMPARE(m_program->startAgain(), 0);
        QTRY_COMPARE(test::XWindows::seen().size(), 1);
        QCOMPARE(m_watcher.registered().size(), 1);
    }

    void aGatewayWithoutAWindowIsNotTakenForOne()
    {
        QProcess serve;
        QByteArray announced;
        connect(&serve, &QProcess::readyReadStandardOutput, this,
                [&] { announced += serve.readAllStandardOutput(); });
        serve.setProcessEnvironment(m_program->environment());
        serve.start(m_program->program(), QStringList(u"serve"_s) + m_program->arguments());
        QTRY_VERIFY_WITH_TIMEOUT(announced.contains("listening on"), 20'000);
        m_program->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_program->process.state(), QProcess::NotRunning, 20'000);
        QCOMPARE(m_program->process.exitCode(), 1);
        QVERIFY2(m_program->said.contains("a gateway without a window runs here"),
                 m_program->said.constData());
        serve.terminate();
        QTRY_COMPARE(serve.state(), QProcess::NotRunning);
    }

    void withoutATrayTheWindowIsNeverLost()
    {
        m_watcher.end();
        m_program->start({u"--minimized"_s});
        QTRY_VERIFY(m_program->port() != 0);
        // In the task bar: the window manager has it and can bring it back.
        QTRY_VERIFY(!allWindows().isEmpty());
        QVERIFY(!test::XWindows::isSeen());
        QTRY_VERIFY((test::XWindows::activate(managedWindow()), test::XWindows::isSeen()));
        closeWindow();
        QTRY_VERIFY(!test::XWindows::isSeen());
        QVERIFY(m_program->isRunning());
        QTRY_VERIFY(m_notifications.find(u"Signalbox keeps running"_s));
        QTRY_VERIFY((test::XWindows::activate(managedWindow()), test::XWindows::isSeen()));
        // Ctrl+Q is the way out.
        test::XWindows::key(u"ctrl+q"_s);
        QTRY_VERIFY(m_program->hasEndedWell());
    }

    void signalsLetRunningRequestsEnd_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void signalsLetRunningRequestsEnd()
    {
        QFETCH(int, number);
        start();
        const auto client = slowRequest();
        m_program->signal(number);
        QTRY_VERIFY(!test::XWindows::isSeen());
        QVERIFY(m_program->isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(client->received.contains("response.completed"), 20'000);
        QTRY_VERIFY(m_program->hasEndedWell());
    }

    void theSessionsEndIsObeyed()
    {
#ifdef SIGNALBOX_XSMP
        test::SessionManager session;
        QVERIFY(!session.address().isEmpty());
        m_program->set(u"SESSION_MANAGER"_s, QString::fromLatin1(session.address()));
        start();
        QTRY_COMPARE(session.clients(), 1);
        QTRY_VERIFY(session.haveAllSaved());
        const auto client = slowRequest();
        session.askToSave();
        QTRY_VERIFY(session.haveAllSaved()); // nobody was asked anything
        QCOMPARE(test::XWindows::seen().size(), 1);
        session.die();
        QTRY_VERIFY(!test::XWindows::isSeen());
        QTRY_VERIFY_WITH_TIMEOUT(client->received.contains("response.completed"), 20'000);
        QTRY_VERIFY(m_program->hasEndedWell());
#else
        QSKIP("needs the package libsm-dev");
#endif
    }

    void quittingWaitsForRunningRequests()
    {
        start();
        QTRY_COMPARE(test::XWindows::seen().size(), 1);
        const auto client = slowRequest();
        QVERIFY(m_icon->click({u"Quit"_s}));
        QTRY_COMPARE(test::XWindows::seen().size(), 2); // "1 request is running"
        QCOMPARE(statusOf(modelCall("coder", false)), 503);
        test::XWindows::key(u"Return"_s); // "Wait, then quit"
        QTRY_COMPARE(test::XWindows::seen().size(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(client->received.contains("response.completed"), 20'000);
        QTRY_VERIFY(m_program->hasEndedWell());
    }

    void noticesTellWhatChanged()
    {
        start({u"--minimized"_s});
        for (int i = 0; i < 3; ++i)
            QVERIFY(statusOf(modelCall("dead", false)) >= 500);
        QTRY_VERIFY_WITH_TIMEOUT(m_notifications.find(u"lab stopped answering"_s), 20'000);
        QTRY_VERIFY(m_icon->menu().child(u"lab: "_s));
        QVERIFY(m_icon->menu().child(u"Errors today · 3"_s));
        QCOMPARE(m_icon->menu().child(u"Errors today"_s)->labels().filter(u"dead"_s).size(), 3);
        // A click on it shows the window.
        QVERIFY(!test::XWindows::isSeen());
        const uint number = m_notifications.find(u"lab stopped answering"_s)->id;
        Q_EMIT m_notifications.ActionInvoked(number, u"default"_s);
        QTRY_VERIFY(test::XWindows::isSeen());
    }

    void kindsOfNoticesCanBeSwitchedOff()
    {
        m_program->choose("notices", "gateway=false");
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        startOn(other.serverPort());
        QTRY_VERIFY(m_icon->menu().labels().value(0).startsWith(u"Not serving"_s));
        test::letPass(std::chrono::milliseconds(500));
        QVERIFY(m_notifications.notices.isEmpty());
    }

    void aTakenPortIsTold()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        startOn(other.serverPort());
        QTRY_VERIFY(m_notifications.find(u"Not serving"_s));
        QVERIFY(m_notifications.find(u"Not serving"_s)->text.contains(QString::number(other.serverPort())));
    }

    void itStartsAtLogin()
    {
        start();
        QVERIFY(m_icon->click({u"Start at login"_s}));
        QFile entry(m_program->folder() + u"/settings/autostart/org.signalbox.Signalbox.desktop"_s);
        QTRY_VERIFY(entry.exists());
        QVERIFY(entry.open(QIODevice::ReadOnly));
        const QByteArray text = entry.readAll();
        QVERIFY(text.contains("\"--minimized\" \"--config\" \"" + m_program->config().toUtf8() + '"'));
        QTRY_VERIFY(m_icon->menu().child(u"Start at login"_s)->checked);
    }

    void anXEmbedTrayWorksToo()
    {
        m_watcher.end();
        m_program->set(u"DBUS_SESSION_BUS_ADDRESS"_s, u"disabled:"_s);
        QProcess tray;
        tray.start(u"trayer"_s, {u"--edge"_s, u"top"_s, u"--align"_s, u"right"_s, u"--SetDockType"_s,
                                 u"true"_s, u"--widthtype"_s, u"request"_s, u"--height"_s, u"28"_s});
        QVERIFY(tray.waitForStarted());
        QTRY_VERIFY(!panel().isEmpty());
        m_program->start({u"--minimized"_s});
        QTRY_VERIFY(m_program->port() != 0);
        QTRY_VERIFY(embedded()); // hidden in the tray
        QVERIFY(!test::XWindows::isSeen());
        pressIcon(u"1"_s);
        QTRY_VERIFY(test::XWindows::isSeen());
        test::letPass(std::chrono::milliseconds(QApplication::doubleClickInterval() +
                                                200)); // two clicks, not a double one
        pressIcon(u"1"_s);
        QTRY_VERIFY(!test::XWindows::isSeen());
        // The menu: the first entry that acts is "Open Signalbox".
        pressIcon(u"3"_s);
        QTRY_VERIFY(
            (test::XWindows::key(u"Home"_s), test::XWindows::key(u"Return"_s), test::XWindows::isSeen()));
        tray.terminate();
        QVERIFY(tray.waitForFinished());
    }

    void theThemeFollowsThePortal()
    {
        // In this process: a widget of the program's, and a portal on a connection of its own.
        auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"portal"_s);
        test::FakePortal portal;
        QVERIFY(portal.begin(bus, 1));
        QWidget window;
        ui::Theme theme(window);
        QTRY_VERIFY(theme.isDark());
        QVERIFY(window.palette().color(QPalette::Window).lightness() < 60);
        portal.change(2);
        QTRY_VERIFY(!theme.isDark());
        QVERIFY(window.palette().color(QPalette::Window).lightness() > 200);
        portal.change(1);
        QTRY_VERIFY(theme.isDark());
        portal.change(0); // no preference: as the platform's palette
        QTRY_COMPARE(theme.isDark(), ui::isDarkPalette(QApplication::palette()));
        theme.setScheme(ui::Scheme::Light);
        portal.change(1);
        test::letPass(std::chrono::milliseconds(200));
        QVERIFY(!theme.isDark()); // a person's own choice comes first
        portal.end(bus);
    }

private:
    void start(const QStringList &more = {})
    {
        m_program->start(more);
        QTRY_VERIFY2(m_program->port() != 0, m_program->said.constData());
        QTRY_COMPARE(m_watcher.registered().size(), 1);
        m_icon = std::make_unique<test::BusIcon>(m_watcher.registered().constFirst());
        // Until the configuration is known the menu is a shorter one, and its entries go with it.
        QTRY_VERIFY(m_icon->menu().child(u"dead"_s));
    }
    void startOn(quint16 port)
    {
        QFile file(m_program->config());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray text = file.readAll();
        text.replace("127.0.0.1:0", "127.0.0.1:" + QByteArray::number(port));
        file.resize(0);
        file.write(text);
        file.close();
        m_program->start();
        QTRY_COMPARE(m_watcher.registered().size(), 1);
        m_icon = std::make_unique<test::BusIcon>(m_watcher.registered().constFirst());
    }
    /// As the window manager does it for a person.
    static void closeWindow()
    {
        QTRY_VERIFY(test::XWindows::isSeen());
        test::XWindows::activate(test::XWindows::seen().constLast());
        test::XWindows::key(u"alt+F4"_s);
    }
    [[nodiscard]] int statusOf(const QByteArray &request)
    {
        const auto client = test::RawSocket::connectTo(m_program->port());
        client->send(request);
        (void)QTest::qWaitFor([&] { return client->received.contains("\r\n\r\n") || client->isClosed; },
                              10'000);
        return client->received.mid(9, 3).toInt();
    }
    /// One that has begun to answer and will need some seconds more.
    [[nodiscard]] std::unique_ptr<test::RawSocket> slowRequest()
    {
        auto client = test::RawSocket::connectTo(m_program->port());
        client->send(modelCall("slow", true));
        (void)QTest::qWaitFor([&] { return client->received.contains("output_text.delta"); }, 10'000);
        return client;
    }
    [[nodiscard]] static QStringList allWindows()
    {
        return test::XWindows::run({u"search"_s, u"--name"_s, u"^Signalbox$"_s})
            .split(u'\n', Qt::SkipEmptyParts);
    }
    [[nodiscard]] static QString managedWindow()
    {
        return allWindows().isEmpty() ? QString() : allWindows().constLast();
    }
    [[nodiscard]] static QString panel()
    {
        return test::XWindows::run({u"search"_s, u"--onlyvisible"_s, u"--class"_s, u"trayer"_s})
            .section(u'\n', 0, 0);
    }
    [[nodiscard]] static bool embedded()
    {
        return !test::XWindows::run({u"search"_s, u"--onlyvisible"_s, u"--class"_s, u"^signalbox$"_s})
                    .isEmpty();
    }
    static void pressIcon(const QString &button)
    {
        (void)test::XWindows::run({u"mousemove"_s, u"--window"_s, panel(), u"12"_s, u"14"_s});
        (void)test::XWindows::run({u"click"_s, button});
    }

    QProcess m_windowManager;
    test::FakeTrayWatcher m_watcher;
    test::FakeNotifications m_notifications;
    std::unique_ptr<test::DesktopProgram> m_program;
    std::unique_ptr<test::BusIcon> m_icon;
};

QTEST_MAIN(TestTray)
#include "tst_tray.moc"
