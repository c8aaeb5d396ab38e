// Keys planted in the keychain, the environment, a file, as a virtual key and as an admin token. The program
// is used with them in every way; then each is looked for in every form, in everything that it has written,
// said or shown, and in its memory.
#include "integration/planted_session.h"
#include "support/serve_process.h"
#include "support/turns.h"

#include <csignal>
#include <sys/resource.h>

using namespace signalbox;
using namespace signalbox::test;

namespace {

constexpr const char *kMonitor = "dbus-monitor";

/// All that is said on a session's bus.
class BusListener final
{
public:
    explicit BusListener(const KeyringSession &session)
    {
        QObject::connect(&m_process, &QProcess::readyRead, &m_process,
                         [this] { heard += m_process.readAll(); });
        QProcessEnvironment environment = session.environment();
        environment.remove(QStringLiteral("PLANTED_KEY"));
        m_process.setProcessEnvironment(environment);
        m_process.start(QString::fromLatin1(kMonitor), {QStringLiteral("--session")});
        (void)QTest::qWaitFor([this] { return !heard.isEmpty(); }, 10'000);
    }
    ~BusListener()
    {
        m_process.kill();
        m_process.waitForFinished(10'000);
    }
    BusListener(const BusListener &) = delete;
    BusListener &operator=(const BusListener &) = delete;

    QByteArray heard;

private:
    QProcess m_process;
};

/// The program without a window at its most talkative, or with one.
class PlantedGateway final
{
public:
    PlantedGateway(const PlantedSession &planted, bool hasWindow)
    {
        QProcessEnvironment environment = planted.session.environment();
        if (hasWindow) {
            environment.insert(QStringLiteral("QT_QPA_PLATFORM"), qEnvironmentVariable("QT_QPA_PLATFORM"));
            environment.insert(QStringLiteral("DISPLAY"), qEnvironmentVariable("DISPLAY"));
            environment.insert(QStringLiteral("XAUTHORITY"), qEnvironmentVariable("XAUTHORITY"));
        }
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(planted.home());
        process.setProcessChannelMode(QProcess::MergedChannels);
        QObject::connect(&process, &QProcess::readyRead, &process, [this] { said += process.readAll(); });
        const auto words =
            QStringLiteral("serve --listen 127.0.0.1:0 --log-level debug").split(QLatin1Char(' '));
        process.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"), hasWindow ? QStringList() : words);
        (void)QTest::qWaitFor([this] { return said.contains("listening on http://127.0.0.1:"); }, 30'000);
        const qsizetype at = said.indexOf("listening on http://127.0.0.1:") + 30;
        port = said.mid(at, said.indexOf('\n', at) - at).trimmed().toUShort();
    }
    ~PlantedGateway() { stop(); }
    PlantedGateway(const PlantedGateway &) = delete;
    PlantedGateway &operator=(const PlantedGateway &) = delete;

    void stop()
    {
        process.terminate();
        if (!QTest::qWaitFor([this] { return process.state() == QProcess::NotRunning; }, 30'000)) {
            process.kill();
            process.waitForFinished();
        }
    }

    QProcess process;
    QByteArray said;
    quint16 port = 0;
};

/// Requests that are answered, stream, are refused, break off; with a right key and a wrong one.
void askInEveryWay(PlantedSession &planted, quint16 port)
{
    QTRY_COMPARE_WITH_TIMEOUT(planted.ask(port, "kept/m"), 200, 20'000);
    for (const QByteArray provider : {"kept", "said", "disk", "signed"}) {
        QCOMPARE(planted.ask(port, provider + "/m"), 200);
        QCOMPARE(planted.ask(port, provider + "/m", true), 200);
        QVERIFY(planted.ask(port, provider + "/refused") >= 400);
        QVERIFY(planted.ask(port, provider + "/refused", true) >= 400);
        planted.ask(port, provider + "/cut", true);
    }
    QCOMPARE(planted.ask(port, "kept/m", false, newKey()), 401);
    QCOMPARE(planted.ask(port, "unknown/m"), 404);
    for (const QByteArray what : {"GET /metrics", "GET /v1/models", "GET /api/v1/status", "GET /api/v1/usage",
                                  "GET /api/v1/requests", "GET /api/v1/configuration"})
        planted.send(port, what, planted.admin.key());
}

/// Every command that tells something.
void runEveryCommand(PlantedSession &planted)
{
    for (const char *words :
         {"check", "doctor", "doctor --json", "secrets list", "secrets list --json", "keys list",
          "keys list --json", "keys create another", "keys revoke another", "usage", "usage --json --by key",
          "requests", "requests --json --limit 0", "providers list --json", "providers test",
          "providers test --json", "agents list", "agents list --json", "codex --print"})
        planted.run(words);
    QCOMPARE(planted.run("codex hello"), 0);
}

/// The agent's own files are where its key has to stand, and there alone.
void connectAnAgent(PlantedSession &planted)
{
    QCOMPARE(planted.run("agents connect codex --yes"), 0);
    const QByteArray file = contentOf(planted.session.path(".codex/.env"));
    QVERIFY2(file.startsWith("SIGNALBOX_API_KEY=sk-sbx-"), file.constData());
    const KeySearch given(file.mid(18).trimmed());
    QCOMPARE(given.files(planted.home()), QStringList{QStringLiteral(".codex/.env")});
    planted.run("agents list --json");
    planted.run("agents test codex");
    QCOMPARE(planted.run("agents restore codex --yes"), 0);
    QCOMPARE(given.files(planted.home()), QStringList());
    QVERIFY(given.in(planted.said) == nullptr);
}

} // namespace

class TestPlantedKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!KeyringSession::canRun() ||
            QStandardPaths::findExecutable(QString::fromLatin1(kMonitor)).isEmpty())
            QSKIP("gnome-keyring-daemon, dbus-daemon or dbus-monitor is not installed");
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    }

    void theSearchFindsEveryForm()
    {
        const KeySearch search(plantedKey("found"));
        QVERIFY(search.forms().size() >= 9);
        const QByteArray key = search.key();
        const QTemporaryDir folder;
        for (const QByteArray &form :
             {key, key.toHex(), key.toHex().toUpper(), key.toPercentEncoding(), key.toBase64(),
              ("a" + key).toBase64(), ("ab" + key).toBase64(QByteArray::Base64UrlEncoding),
              QByteArray(key).replace("/", "\\/")}) {
            QVERIFY(tests::writeFile(folder.filePath(QStringLiteral("deep/.hidden")).toStdString(),
                                     ("before" + form + "behind").toStdString()));
            QCOMPARE(search.files(folder.path()), QStringList{QStringLiteral("deep/.hidden")});
        }
        const QString text = QString::fromLatin1(key);
        QVERIFY(search.in(QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2)));
        QVERIFY(search.in(plantedKey("other")) == nullptr);
    }

    void theSearchFindsProcessesAndMemory()
    {
        const KeySearch search(plantedKey("found"));
        QCOMPARE(search.processes(), QStringList());
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HELD"), QString::fromLatin1(search.key()));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("sleep"), {QStringLiteral("1000")});
        QVERIFY(process.waitForStarted());
        const QString number = QString::number(process.processId());
        QTRY_COMPARE(search.processes(), QStringList{number + QStringLiteral("/environ")});
        QVERIFY(!search.memory(process.processId()).isEmpty());
        process.kill();
        process.waitForFinished();
    }

    void aKeyIsFoundNowhere_data() { withAndWithoutAWindow(); }
    void aKeyIsFoundNowhere()
    {
        QFETCH(bool, hasWindow);
        PlantedSession planted;
        BusListener bus(planted.session);
        PlantedGateway gateway(planted, hasWindow);
        QVERIFY2(gateway.port != 0, gateway.said.constData());
        askInEveryWay(planted, gateway.port);
        runEveryCommand(planted);
        connectAnAgent(planted);
        for (const KeySearch *each :
             {&planted.inKeychain, &planted.inEnvironment, &planted.inFile, &planted.inToken})
            QVERIFY2(planted.provider.keys.contains(each->key()), "the provider was not asked with it");

        const QString environ = QString::number(gateway.process.processId()) + QStringLiteral("/environ");
        for (const KeySearch *each : planted.keys())
            QCOMPARE(each->processes(),
                     each == &planted.inEnvironment ? QStringList{environ} : QStringList());
        searchFiles(planted, "while it runs"); // the ledger's write-ahead log is there
        gateway.stop();
        searchFiles(planted, "when it has ended");
        QVERIFY(!bus.heard.isEmpty());
        for (const KeySearch *each : planted.keys()) {
            QCOMPARE(QByteArray(each->in(planted.said)), QByteArray());
            QCOMPARE(QByteArray(each->in(gateway.said)), QByteArray());
            QCOMPARE(QByteArray(each->in(bus.heard)), QByteArray()); // of the Secret Service's, too
        }
        QVERIFY2(planted.said.contains("Incorrect API key provided"), "nothing was quoted");
    }

    void memoryHoldsLiveBuffersAlone_data() { withAndWithoutAWindow(); }
    void memoryHoldsLiveBuffersAlone()
    {
        QFETCH(bool, hasWindow);
        if (isSanitized())
            QSKIP("a sanitizer keeps what was freed");
        PlantedSession planted;
        PlantedGateway gateway(planted, hasWindow);
        QVERIFY2(gateway.port != 0, gateway.said.constData());
        const qsizetype before = planted.said.size();
        QCOMPARE(planted.run("keys create fresh"), 0);
        const KeySearch fresh(planted.said.mid(before).split('\n').constFirst());
        QVERIFY(fresh.key().startsWith("sk-sbx-"));
        askInEveryWay(planted, gateway.port);
        planted.run("providers test");
        letPass(std::chrono::seconds(3)); // idle connections forget their last request
        // The resolver's Secret, and nothing else; of the environment its own block besides.
        const qint64 pid = gateway.process.processId();
        QVERIFY(planted.inKeychain.isHeld(pid, 1));
        QVERIFY(planted.inEnvironment.isHeld(pid, 2));
        QVERIFY(planted.inFile.isHeld(pid, 1));
        // Of credentials that sign the part by itself, too.
        QVERIFY(planted.inCredentials.isHeld(pid, 2));
        QVERIFY(planted.inToken.isHeld(pid, 2));
        QVERIFY(planted.client.isHeld(pid, 1));
        QVERIFY(planted.admin.isHeld(pid, 1));
        QVERIFY(fresh.isHeld(pid, 0)); // whoever asked for it has it

        planted.writeConfiguration(PlantedSession::Holding::Nothing);
        QCOMPARE(planted.run("secrets delete keychain:test/provider"), 0);
        QTRY_COMPARE_WITH_TIMEOUT(planted.ask(gateway.port, "kept/m"), 404, 20'000);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(planted.ask(gateway.port, "sim/steady", i % 2 == 1, newKey()), 200);
        letPass(std::chrono::seconds(3));
        QVERIFY(planted.inKeychain.isHeld(pid, 0));
        QVERIFY(planted.inEnvironment.isHeld(pid, 1));
        QVERIFY(planted.inFile.isHeld(pid, 0));
        QVERIFY(planted.inCredentials.isHeld(pid, 0));
        QVERIFY(planted.inToken.isHeld(pid, 0));
        QVERIFY(planted.admin.isHeld(pid, 0));
    }

    void aCoreIsWrittenOnlyWhereItIsForced_data()
    {
        QTest::addColumn<bool>("hasWindow");
        QTest::addColumn<bool>("isForced");
        QTest::newRow("as it is") << false << false;
        QTest::newRow("with the limit raised from outside") << false << true;
#ifdef SIGNALBOX_GUI
        QTest::newRow("as it is, with a window") << true << false;
        QTest::newRow("with the limit raised from outside, with a window") << true << true;
#endif
    }
    void aCoreIsWrittenOnlyWhereItIsForced()
    {
        QFETCH(bool, hasWindow);
        QFETCH(bool, isForced);
        if (contentOf(QStringLiteral("/proc/sys/kernel/core_pattern")).trimmed() != "core")
            QSKIP("cores do not become a file beside the program here; the memory is looked at instead");
        PlantedSession planted;
        PlantedGateway gateway(planted, hasWindow);
        QTRY_COMPARE_WITH_TIMEOUT(planted.ask(gateway.port, "kept/m"), 200, 20'000);
        const auto pid = static_cast<pid_t>(gateway.process.processId());
        rlimit limit{};
        if (isForced) {
            QCOMPARE(::prlimit(pid, RLIMIT_CORE, nullptr, &limit), 0);
            limit.rlim_cur = limit.rlim_max;
            if (limit.rlim_max < 1024 * 1024 * 1024)
                QSKIP("cores are limited from outside");
            QCOMPARE(::prlimit(pid, RLIMIT_CORE, &limit, nullptr), 0);
        }
        ::kill(pid, SIGABRT);
        QVERIFY(gateway.process.waitForFinished(60'000));
        const QStringList cores = QDir(planted.home()).entryList({QStringLiteral("core*")}, QDir::Files);
        QCOMPARE(cores.size(), isForced ? 1 : 0);
        if (!isForced || isSanitized())
            return;
        const QByteArray core = contentOf(planted.session.path(cores.constFirst().toUtf8().constData()));
        QVERIFY(core.size() > 100'000);
        const QStringList places = planted.inKeychain.places(core);
        QVERIFY2(!places.isEmpty() && places.size() <= 2, qPrintable(places.join(QLatin1Char('\n'))));
    }

private:
    static void withAndWithoutAWindow()
    {
        QTest::addColumn<bool>("hasWindow");
        QTest::newRow("without a window") << false;
#ifdef SIGNALBOX_GUI
        QTest::newRow("with a window") << true;
#endif
    }
    static void searchFiles(const PlantedSession &planted, const char *when)
    {
        for (const KeySearch *each : planted.keys()) {
            const QStringList found = each->files(planted.home());
            QVERIFY2(found.isEmpty(),
                     qPrintable(QLatin1String(when) + QLatin1String(": ") + found.join(QLatin1Char(' '))));
        }
    }
};

QTEST_GUILESS_MAIN(TestPlantedKey)
#include "tst_planted_key.moc"
