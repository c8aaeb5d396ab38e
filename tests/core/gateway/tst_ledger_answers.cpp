#include "gateway/ledger_answers.h"

#include <QTest>

using namespace signalbox;
using namespace std::chrono_literals;

class TestLedgerAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksTheLedgerForAllThatWasAsked()
    {
        const WallTime since{std::chrono::sys_days(std::chrono::year(2026) / 9 / 27)};
        const ledger::RequestQuery asked = gateway::toLedger(control::RequestQuery{
            .since = since,
            .until = since + 24h,
            .model = "coder",
            .provider = "east",
            .key = "me",
            .outcome = record::Outcome::Failed,
            .limit = 7,
            .before = "req_1",
        });
        ledger::RequestQuery expected;
        expected.since = since;
        expected.until = since + 24h;
        expected.model = "coder";
        expected.provider = "east";
        expected.key = "me";
        expected.outcome = record::Outcome::Failed;
        expected.limit = 7;
        expected.beforeId = "req_1";
        QVERIFY(asked == expected);
    }

    void whatIsEmptyIsNotAskedFor()
    {
        const ledger::RequestQuery asked = gateway::toLedger(control::RequestQuery{});
        QVERIFY(!asked.model && !asked.provider && !asked.key && !asked.outcome && !asked.beforeId);
    }
};

QTEST_GUILESS_MAIN(TestLedgerAnswers)
#include "tst_ledger_answers.moc"
