// `signalbox providers`, run as a person runs it: without a gateway, and with one that answers for it.
#include "support/lying_provider.h"
#include "support/small_answers.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox::test;

namespace {

QByteArray answering(const QByteArray &status, const QByteArray &type, const QByteArray &body)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

struct Run
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

} // namespace

class TestProvidersCommand : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    LyingProvider m_fake;

    [[nodiscard]] QStringList places() const
    {
        return {QStringLiteral("--config"), m_folder.filePath(QStringLiteral("config.json")),
                QStringLiteral("--data-dir"), m_folder.filePath(QStringLiteral("data"))};
    }

    void prepare(QProcess &process) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_folder.path());
        environment.insert(QStringLiteral("SIGNALBOX_TEST_PROVIDER_KEY"), QStringLiteral("sk-x"));
        environment.insert(QStringLiteral("SIGNALBOX_TEST_HALF_KEY"), QStringLiteral("AKIAIOSFODNN7EXAMPLE"));
        environment.insert(QStringLiteral("SIGNALBOX_TEST_ACCOUNT"),
                           QStringLiteral("{\"type\":\"service_account\"}"));
        environment.insert(QStringLiteral("SIGNALBOX_TEST_WHOLE_KEY"),
                           QStringLiteral("AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
        process.setProcessEnvironment(environment);
    }

    [[nodiscard]] Run run(const QStringList &words) const
    {
        return runProgram(QStringList{QStringLiteral("providers")} + words + places());
    }

    [[nodiscard]] Run runProgram(const QStringList &words) const
    {
        QProcess process;
        prepare(process);
        process.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"), words);
        // The fake provider lives in this thread: it has to be heard meanwhile.
        (void)QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 30'000);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }

    void checkAll()
    {
        m_fake.setLie({.bytes = answering("200 OK", "text/event-stream", smallAnswer("openai-chat"))});
        const Run list = run({QStringLiteral("list")});
        QCOMPARE(list.code, 0);
        QVERIFY2(list.out.contains("lab") && list.out.contains("main (ok)"), list.out.constData());

        const Run good = run({QStringLiteral("test"), QStringLiteral("lab")});
        QVERIFY2(good.code == 0, (good.out + good.err).constData());
        QVERIFY2(good.out.startsWith("ok    lab/main: m, "), good.out.constData());
        QVERIFY(m_fake.lastRequest.contains("Authorization: Bearer sk-x\r\n"));

        const Run json = run({QStringLiteral("test"), QStringLiteral("lab"), QStringLiteral("--json")});
        const auto document = nlohmann::json::parse(json.out.begin(), json.out.end(), nullptr, false);
        QVERIFY(document.is_array() && document.size() == 1);
        QVERIFY(document[0]["verdict"] == "answered" && document[0]["said"] == "Clear line ahead.");

        m_fake.setLie({.bytes = answering("401 Unauthorized", "application/json", "{}")});
        const Run all = run({QStringLiteral("test")});
        QCOMPARE(all.code, 1);
        QVERIFY2(all.out.contains("FAIL  lab/main: refused key (m)") && all.out.contains("ok    sim: "),
                 all.out.constData());
        QVERIFY(!all.out.contains("sk-x"));

        QCOMPARE(run({QStringLiteral("test"), QStringLiteral("nobody")}).code, 2);
        QCOMPARE(run({QStringLiteral("dance")}).code, 2);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(m_folder.filePath(QStringLiteral("config.json")));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("{\"version\":1,\"server\":{\"listen\":[\"127.0.0.1:0\"],\"auth\":\"none\"},"
                   "\"proxy\":\"none\",\"providers\":[{\"id\":\"lab\",\"kind\":\"openai-compatible\","
                   "\"base_url\":\"http://127.0.0.1:" +
                   QByteArray::number(m_fake.port()) +
                   "/v1\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}],"
                   "\"models\":[{\"id\":\"m\"}]},{\"id\":\"sim\",\"kind\":\"simulated\","
                   "\"first_token_ms\":1,\"tokens_per_second\":5000}]}");
    }

    void whatIsWrongIsToldByListAndDoctor_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<QByteArray>("listed"); // in place of "ok"
        QTest::addColumn<QByteArray>("doctor"); // empty: of the provider nothing
        const auto bedrock = [](const char *variable, const char *region) {
            return QByteArray("{\"id\":\"p\",\"kind\":\"bedrock\",\"variables\":{\"region\":\"") + region +
                   "\"},\"keys\":[{\"id\":\"main\",\"secret\":\"env:" + variable + "\"}]}";
        };
        QTest::newRow("a whole key") << bedrock("SIGNALBOX_TEST_WHOLE_KEY", "us-east-1")
                                     << QByteArray("main (ok)") << QByteArray();
        QTest::newRow("half a key") << bedrock("SIGNALBOX_TEST_HALF_KEY", "us-east-1")
                                    << QByteArray("key main: ") << QByteArray("provider: p/main: ");
        QTest::newRow("no secret") << bedrock("SIGNALBOX_TEST_NO_KEY", "us-east-1")
                                   << QByteArray("key main: ") << QByteArray();
        QTest::newRow("no key at all") << QByteArray("{\"id\":\"p\",\"kind\":\"openai\"}")
                                       << QByteArray("it needs a key, and has none to use")
                                       << QByteArray("provider: p: it needs a key, and has none to use");
        QTest::newRow("no key, at an address of its own")
            << QByteArray("{\"id\":\"p\",\"kind\":\"openai\",\"base_url\":\"http://127.0.0.1:1/v1\"}")
            << QByteArray("ok") << QByteArray();
        QTest::newRow("half an account")
            << QByteArray("{\"id\":\"p\",\"kind\":\"vertex\",\"variables\":{\"project\":\"p\",\"location\":"
                          "\"us\"},\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_ACCOUNT\"}]}")
            << QByteArray("key main: ") << QByteArray("provider: p/main: ");
    }
    void whatIsWrongIsToldByListAndDoctor()
    {
        QFETCH(QByteArray, entry);
        QFETCH(QByteArray, listed);
        QFETCH(QByteArray, doctor);
        QFile file(m_folder.filePath(QStringLiteral("wrong.json")));
        QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
        file.write("{\"version\":1,\"server\":{\"listen\":[\"127.0.0.1:0\"],\"auth\":\"none\"},"
                   "\"proxy\":\"none\",\"providers\":[" +
                   entry + "]}");
        file.close();
        const QStringList where{QStringLiteral("--config"), file.fileName(), QStringLiteral("--data-dir"),
                                m_folder.filePath(QStringLiteral("wrong"))};
        const Run list = runProgram(QStringList{QStringLiteral("providers"), QStringLiteral("list")} + where);
        QVERIFY2(list.out.contains(listed), (list.out + list.err).constData());
        const Run checkup = runProgram(QStringList{QStringLiteral("doctor")} + where);
        QVERIFY2(doctor.isEmpty() ? !checkup.out.contains("provider: ") : checkup.out.contains(doctor),
                 (checkup.out + checkup.err).constData());
        QVERIFY(!(list.out + checkup.out).contains("AKIA"));
        if (!doctor.isEmpty())
            QCOMPARE(checkup.code, 1);
    }

    void worksWithoutAGateway() { checkAll(); }

    void asksTheOneThatRuns()
    {
        QProcess gateway;
        prepare(gateway);
        gateway.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"),
                      QStringList{QStringLiteral("serve")} + places());
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += gateway.readAllStandardOutput()).contains("listening on"), 20'000);
        checkAll();
        gateway.terminate();
        QTRY_VERIFY_WITH_TIMEOUT(gateway.state() == QProcess::NotRunning, 20'000);
        QCOMPARE(gateway.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(TestProvidersCommand)
#include "tst_providers_command.moc"
