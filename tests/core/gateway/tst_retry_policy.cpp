#include "gateway/retry_policy.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;
using std::chrono::milliseconds;
using wire::ir::FailureKind;

class TestRetryPolicy : public QObject
{
    Q_OBJECT

private:
    static Candidate candidate(const char *provider, const char *model = "m")
    {
        auto line = std::make_shared<ProviderLine>();
        line->id = provider;
        line->retry = {.max = 2, .base = milliseconds(300), .limit = milliseconds(5000)};
        Candidate candidate;
        candidate.line = line;
        wire::Target target;
        target.model = model;
        candidate.target = std::make_shared<const wire::Target>(std::move(target));
        return candidate;
    }
    static AttemptFailure failure(FailureKind kind, std::optional<double> retryAfter = {}, int status = 500)
    {
        AttemptFailure failure;
        failure.failure.kind = kind;
        failure.failure.retryAfterSeconds = retryAfter;
        failure.httpStatus = status;
        return failure;
    }

private Q_SLOTS:
    void decides_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QStringList>("plan"); // provider ids; the first one failed
        QTest::addColumn<int>("tries");
        QTest::addColumn<double>("retryAfter"); // negative: none
        QTest::addColumn<int>("next");          // -1: the client is told
        const auto row = [](const char *name, FailureKind kind, QStringList plan, int tries,
                            double retryAfter, int next) {
            QTest::newRow(name) << int(kind) << plan << tries << retryAfter << next;
        };
        const QStringList two{QStringLiteral("a"), QStringLiteral("b")};
        const QStringList one{QStringLiteral("a")};
        const QStringList keys{QStringLiteral("a"), QStringLiteral("a")};
        row("a client's mistake is told at once", FailureKind::BadRequest, two, 0, -1, -1);
        row("too long is told at once", FailureKind::ContextTooLong, two, 0, -1, -1);
        row("a policy's no is told at once", FailureKind::Policy, two, 0, -1, -1);
        row("a broken provider is replaced", FailureKind::Server, two, 0, -1, 1);
        row("a bad key moves on", FailureKind::Auth, two, 0, -1, 1);
        row("an unknown model moves on", FailureKind::NotFound, two, 0, -1, 1);
        row("a time-out moves on", FailureKind::Timeout, two, 0, -1, 1);
        row("the only provider is asked again", FailureKind::Server, one, 0, -1, 0);
        row("twice", FailureKind::Server, one, 1, -1, 0);
        row("and no more", FailureKind::Server, one, 2, -1, -1);
        row("a time-out of the only one is told", FailureKind::Timeout, one, 0, -1, -1);
        row("a bad key of the only one is told", FailureKind::Auth, one, 0, -1, -1);
        row("a used-up quota of the only one is told", FailureKind::QuotaExceeded, one, 0, -1, -1);
        row("a short Retry-After is waited", FailureKind::RateLimited, one, 0, 2, 0);
        row("a long Retry-After is told", FailureKind::RateLimited, one, 0, 60, -1);
        row("a second key is tried when the first is limited", FailureKind::RateLimited, keys, 0, -1, 1);
        row("a second key does not help a broken provider", FailureKind::Server, keys, 2, -1, -1);
    }
    void decides()
    {
        QFETCH(int, kind);
        QFETCH(QStringList, plan);
        QFETCH(int, tries);
        QFETCH(double, retryAfter);
        QFETCH(int, next);
        std::vector<Candidate> candidates;
        for (const QString &id : plan)
            candidates.push_back(candidate(id.toLatin1().constData()));
        const NextStep step =
            nextStep(failure(FailureKind(kind), retryAfter < 0 ? std::nullopt : std::optional(retryAfter)),
                     {.plan = candidates, .index = 0, .triesOfTarget = tries, .waited = {}, .chance = 0.5});
        QCOMPARE(step.index ? int(*step.index) : -1, next);
        if (next == 1)
            QCOMPARE(step.delay, milliseconds(0));
        if (next == 0)
            QVERIFY(step.delay >= milliseconds(retryAfter > 0 ? 2000 : 150));
    }

    void waitsGrowAndHaveJitter()
    {
        const std::vector<Candidate> plan{candidate("a")};
        const auto delay = [&](int tries, double chance) {
            return nextStep(
                       failure(FailureKind::Server),
                       {.plan = plan, .index = 0, .triesOfTarget = tries, .waited = {}, .chance = chance})
                .delay;
        };
        QCOMPARE(delay(0, 0.0), milliseconds(150));
        QCOMPARE(delay(0, 0.999), milliseconds(300));
        QVERIFY(delay(1, 0.0) == milliseconds(300));
    }

    void aTargetIsAskedAtOnceWithoutWhatItRefused()
    {
        const std::vector<Candidate> plan{candidate("a"), candidate("b")};
        const NextStep step = nextStep(
            failure(FailureKind::BadRequest),
            {.plan = plan, .index = 0, .triesOfTarget = 2, .waited = {}, .chance = 0.5, .canLeaveOut = true});
        QCOMPARE(step.index, std::optional<std::size_t>(0));
        QCOMPARE(step.delay, milliseconds(0));
    }

    void notImplementedIsNotAskedAgain()
    {
        const std::vector<Candidate> plan{candidate("a")};
        QVERIFY(!nextStep(failure(FailureKind::Server, {}, 501),
                          {.plan = plan, .index = 0, .triesOfTarget = 0, .waited = {}, .chance = 0})
                     .index);
    }
};

QTEST_APPLESS_MAIN(TestRetryPolicy)
#include "tst_retry_policy.moc"
