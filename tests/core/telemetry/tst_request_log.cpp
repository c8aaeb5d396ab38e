#include "telemetry/request_log.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::telemetry;
using namespace std::chrono_literals;

class TestRequestLog : public QObject
{
    Q_OBJECT

    static record::RequestRecord sample()
    {
        record::RequestRecord record;
        record.id = "req_1";
        record.startedAt = WallTime(1'800'000'000s + 12ms);
        record.surface = "responses";
        record.agent = "codex";
        record.keyId = "dev";
        record.askedModel = "coder";
        record.provider = "openai";
        record.model = "gpt";
        record.httpStatus = 200;
        record.usage = record::Usage{1000, 0, 0, 0, 50, 0, false};
        record.cost.total = Money::fromNano(4'200'000);
        record.total = 1234ms;
        record.firstToken = 90ms;
        record.overhead = 40us;
        record.attempts.resize(2);
        return record;
    }

private Q_SLOTS:
    void tellsARequestInALine()
    {
        QCOMPARE(QByteArray::fromStdString(requestLine(sample())),
                 QByteArray(
                     "2027-01-15T08:00:00.012Z req_1 responses agent=codex key=dev asked=coder to=openai/gpt"
                     " outcome=ok status=200 attempts=2 total_ms=1234 first_token_ms=90 overhead_us=40"
                     " in=1000 out=50 cost_usd=0.0042\n"));
    }

    void whatIsNotThereIsADashOrNothing()
    {
        record::RequestRecord record;
        record.id = "req_2";
        record.surface = "chat";
        record.outcome = record::Outcome::Refused;
        record.httpStatus = 401;
        record.errorCode = "unauthorized";
        QCOMPARE(QByteArray::fromStdString(requestLine(record)),
                 QByteArray("1970-01-01T00:00:00.000Z req_2 chat agent=- key=- asked=- to=-/- outcome=refused"
                            " status=401 error=unauthorized attempts=0 total_ms=0 overhead_us=0\n"));
    }

    void anUnknownPriceIsSaidToBe()
    {
        record::RequestRecord record = sample();
        record.cost = {};
        QVERIFY(requestLine(record).find("cost_usd=unknown") != std::string::npos);
    }

    void aLevelHasThoseBeforeIt_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<QByteArray>("kept"); // at error, warning, info, debug: lines
        const auto row = [](const char *name, record::Outcome outcome, int attempts, const char *kept) {
            QTest::newRow(name) << int(outcome) << attempts << QByteArray(kept);
        };
        row("failed", record::Outcome::Failed, 1, "1112");
        row("cut", record::Outcome::Cut, 2, "1113");
        row("refused", record::Outcome::Refused, 0, "0111");
        row("answered", record::Outcome::Ok, 1, "0012");
        row("answered at the second try", record::Outcome::Ok, 2, "0113");
        row("the client left", record::Outcome::Cancelled, 1, "0012");
    }
    void aLevelHasThoseBeforeIt()
    {
        QFETCH(int, outcome);
        QFETCH(int, attempts);
        QFETCH(QByteArray, kept);
        record::RequestRecord record = sample();
        record.outcome = record::Outcome(outcome);
        record.attempts.resize(std::size_t(attempts));
        QByteArray lines;
        for (const char *name : {"error", "warning", "info", "debug"}) {
            const QTemporaryDir folder;
            const auto path = std::filesystem::path(folder.path().toStdString()) / "requests.log";
            RequestLog(path, *logLevel(name)).add(record);
            QFile file(QString::fromStdString(path.string()));
            lines += QByteArray::number(file.open(QFile::ReadOnly) ? file.readAll().count('\n') : 0);
        }
        QCOMPARE(lines, kept);
        QVERIFY(!logLevel("loud"));
    }

    void attemptsHaveLinesOfTheirOwn()
    {
        record::RequestRecord record = sample();
        record.attempts.resize(1);
        record.attempts[0] = {.provider = "lab",
                              .model = "m",
                              .keyId = "main",
                              .result = record::AttemptResult::HttpError,
                              .httpStatus = 500,
                              .startedAfter = 2ms,
                              .duration = 30ms,
                              .firstByte = 29ms,
                              .error = "it said no"};
        QCOMPARE(QByteArray::fromStdString(attemptLines(record)),
                 QByteArray("2027-01-15T08:00:00.014Z req_1 attempt=1 to=lab/m key=main result=http_error"
                            " status=500 ms=30 first_byte_ms=29 error=it_said_no\n"));
    }

    void namesCannotFakeALine_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("line feed") << QByteArray("a\nreq_9 fake") << QByteArray("asked=a_req_9_fake ");
        QTest::newRow("field") << QByteArray("a status=500") << QByteArray("asked=a_status_500 ");
        QTest::newRow("terminal escape") << QByteArray("\x1b[2Ja") << QByteArray("asked=_[2Ja ");
        QTest::newRow("long") << QByteArray(5000, 'a') << "asked=" + QByteArray(120, 'a') + ' ';
    }
    void namesCannotFakeALine()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, written);
        record::RequestRecord record = sample();
        record.askedModel = name.toStdString();
        const QByteArray line = QByteArray::fromStdString(requestLine(record));
        QVERIFY2(line.contains(written), line.constData());
        QCOMPARE(line.count('\n'), 1);
    }

    void whatPeopleWroteIsNotInIt()
    {
        record::RequestRecord record = sample();
        record.errorMessage = "SECRET";
        record.session = "SECRET";
        record.tags = "SECRET";
        record.attempts[0].error = "SECRET";
        record.route = {{"SECRET"}};
        QVERIFY(requestLine(record).find("SECRET") == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestRequestLog)
#include "tst_request_log.moc"
