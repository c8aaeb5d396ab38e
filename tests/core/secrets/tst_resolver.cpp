#include "secrets/memory_store.h"
#include "secrets/resolver.h"

#include <QTest>

#include <deque>

using namespace signalbox;
using namespace signalbox::secrets;

namespace {

/// Answers when the test says so.
class SlowStore final : public SecretStore
{
public:
    void read(const SecretRef &ref, Done done) override
    {
        m_questions.emplace_back(ref.name, std::move(done));
    }
    void answer(Result<Secret> result)
    {
        const Done done = std::move(m_questions.front().second);
        m_questions.pop_front();
        done(std::move(result));
    }
    [[nodiscard]] std::size_t waiting() const { return m_questions.size(); }

private:
    std::deque<std::pair<std::string, Done>> m_questions;
};

Secret secret(const char *text)
{
    return Secret(std::string(text));
}

} // namespace

class TestResolver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_published = 0;
        m_slow = std::make_unique<SlowStore>();
        m_memory = std::make_unique<MemoryStore>();
        m_resolver = std::make_unique<Resolver>(m_clock, std::chrono::seconds(5),
                                                [this](const auto &) { ++m_published; });
        m_resolver->setStore(Scheme::Keychain, *m_slow);
        m_resolver->setStore(Scheme::Memory, *m_memory);
        m_memory->write(*SecretRef::parse("memory:a"), secret("A"), [](Result<void>) {});
        m_memory->write(*SecretRef::parse("memory:b"), secret("B"), [](Result<void>) {});
    }

    void publishesOnceForAllThatAnswerAtOnce()
    {
        m_resolver->resolve({"memory:a", "memory:b", "memory:none"});
        QCOMPARE(m_published, 1);
        QCOMPARE(stateOf("memory:a"), int(SecretState::Ready));
        QVERIFY(m_resolver->values()->find("memory:b").secret->reveal() == "B");
        QCOMPARE(stateOf("memory:none"), int(SecretState::Missing));
        QVERIFY(m_resolver->values()->find("memory:none").secret == nullptr);
        QVERIFY(m_resolver->values()->isSettled());
        QVERIFY(!m_resolver->isWaiting());
    }

    void tellsFailuresApart_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("state");
        QTest::newRow("not there") << int(ErrorCode::NotFound) << int(SecretState::Missing);
        QTest::newRow("locked") << int(ErrorCode::Unavailable) << int(SecretState::Locked);
        QTest::newRow("no answer") << int(ErrorCode::Timeout) << int(SecretState::Locked);
        QTest::newRow("unreadable") << int(ErrorCode::Io) << int(SecretState::Failed);
    }
    void tellsFailuresApart()
    {
        QFETCH(int, code);
        QFETCH(int, state);
        m_resolver->resolve({"keychain:k"});
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Pending));
        QVERIFY(!m_resolver->values()->isSettled());
        m_slow->answer(fail(ErrorCode(code), "why"));
        QCOMPARE(stateOf("keychain:k"), state);
        QCOMPARE(m_resolver->values()->find("keychain:k").message, std::string("why"));
    }

    void snapshotsDoNotChange()
    {
        m_resolver->resolve({"keychain:k"});
        const auto before = m_resolver->values();
        m_slow->answer(secret("K"));
        QCOMPARE(int(before->find("keychain:k").state), int(SecretState::Pending));
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Ready));
        QCOMPARE(m_published, 2);
    }

    void unknownReferencesArePending()
    {
        QCOMPARE(stateOf("keychain:never-asked"), int(SecretState::Pending));
    }

    void refusesWhatNobodyReads()
    {
        m_resolver->resolve({"env:X", "sk-LEAKED"});
        QCOMPARE(stateOf("env:X"), int(SecretState::Failed)); // no store for it here
        QCOMPARE(stateOf("sk-LEAKED"), int(SecretState::Failed));
        QVERIFY(m_resolver->values()->find("sk-LEAKED").message.find("LEAKED") == std::string::npos);
    }

    void waitingTooLongIsLockedAndALateAnswerCounts()
    {
        m_resolver->resolve({"keychain:k"});
        m_clock.advance(std::chrono::seconds(4));
        m_resolver->checkDeadlines();
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Pending));
        m_clock.advance(std::chrono::seconds(1));
        m_resolver->checkDeadlines();
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Locked));
        QVERIFY(!m_resolver->isWaiting());
        m_slow->answer(secret("K"));
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Ready));
    }

    void aReloadKeepsWhatIsKnownUntilTheNewAnswer()
    {
        m_resolver->resolve({"keychain:k"});
        m_slow->answer(secret("old"));
        m_resolver->resolve({"keychain:k", "memory:a"});
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Ready));
        m_clock.advance(std::chrono::seconds(9));
        m_resolver->checkDeadlines(); // a slow keeper takes no key away
        QVERIFY(m_resolver->values()->find("keychain:k").secret->reveal() == "old");
        m_slow->answer(secret("new"));
        QVERIFY(m_resolver->values()->find("keychain:k").secret->reveal() == "new");
        m_resolver->resolve({"keychain:k"});
        m_slow->answer(fail(ErrorCode::NotFound, "gone"));
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Missing));
        QCOMPARE(stateOf("memory:a"), int(SecretState::Pending)); // no longer named: forgotten
    }

    void doesNotAskTwiceAtATime()
    {
        m_resolver->resolve({"keychain:k"});
        m_resolver->resolve({"keychain:k"});
        m_resolver->retry();
        QCOMPARE(m_slow->waiting(), size_t(1));
    }

    void whatWasChangedIsAskedForAgainAtOnce()
    {
        m_resolver->resolve({"keychain:k"});
        m_resolver->renew("keychain:k");
        m_resolver->renew("keychain:nobody-named");
        QCOMPARE(m_slow->waiting(), size_t(2));
        m_slow->answer(secret("before"));
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Pending));
        m_slow->answer(secret("after"));
        QVERIFY(m_resolver->values()->find("keychain:k").secret->reveal() == "after");
    }

    void answersToForgottenQuestionsAreDropped()
    {
        m_resolver->resolve({"keychain:k"});
        m_resolver->resolve({});
        m_resolver->resolve({"keychain:k"});
        QCOMPARE(m_slow->waiting(), size_t(2));
        m_slow->answer(secret("stale"));
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Pending));
        m_slow->answer(secret("fresh"));
        QVERIFY(m_resolver->values()->find("keychain:k").secret->reveal() == "fresh");
    }

    void retriesWhatWasNotReady()
    {
        m_resolver->resolve({"keychain:k", "memory:a"});
        m_slow->answer(fail(ErrorCode::Unavailable, "locked"));
        m_resolver->retry();
        QCOMPARE(m_slow->waiting(), size_t(1));
        m_slow->answer(secret("K"));
        QCOMPARE(stateOf("keychain:k"), int(SecretState::Ready));
        const int published = m_published;
        m_resolver->retry(); // nothing to ask
        QCOMPARE(m_published, published);
    }

    void answersAfterItsEndAreHarmless()
    {
        m_resolver->resolve({"keychain:k"});
        m_resolver.reset();
        m_slow->answer(secret("K"));
        QCOMPARE(m_published, 1);
    }

private:
    [[nodiscard]] int stateOf(const char *reference) const
    {
        return int(m_resolver->values()->find(reference).state);
    }

    ManualClock m_clock;
    int m_published = 0;
    std::unique_ptr<SlowStore> m_slow;
    std::unique_ptr<MemoryStore> m_memory;
    std::unique_ptr<Resolver> m_resolver;
};

QTEST_APPLESS_MAIN(TestResolver)
#include "tst_resolver.moc"
