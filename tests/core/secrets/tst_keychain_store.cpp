#include "secrets/keychain_store.h"
#include "secrets/session_store.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <deque>
#include <map>

using namespace signalbox;
using namespace signalbox::secrets;

namespace {

/// A keychain that answers when the test says so, and can be locked, forgetful or silent.
class FakeKeychain final : public KeychainBackend
{
public:
    void read(const std::string &name, SecretStore::Done done) override
    {
        later("read " + name, [this, name, done = std::move(done)] {
            if (problem)
                done(std::unexpected(*problem));
            else if (const auto found = entries.find(name);
                     found == entries.end() || lock == KeychainLock::Locked)
                done(fail(ErrorCode::NotFound, "Entry not found")); // as a locked one does
            else
                done(Secret(std::string(found->second)));
        });
    }
    void write(const std::string &name, Secret secret, WritableSecretStore::Written done) override
    {
        later("write " + name, [this, name, done = std::move(done), text = std::string(secret.reveal())] {
            if (problem) {
                done(std::unexpected(*problem));
            } else if (lock == KeychainLock::Locked && !unlocksWhenWritten) {
                done(fail(ErrorCode::Unauthorized, "locked"));
            } else {
                lock = KeychainLock::Open;
                const bool garble = name.starts_with(std::exchange(garbled, "-"));
                entries[name] = garble ? "garbled" : text;
                done({});
            }
        });
    }
    void remove(const std::string &name, WritableSecretStore::Written done) override
    {
        later("remove " + name, [this, name, done = std::move(done)] {
            entries.erase(name);
            done({});
        });
    }
    void askLock(LockKnown known) override
    {
        later("lock", [this, known = std::move(known)] { known(lock); });
    }

    /// Answers what is asked, and what is asked then, until nothing more is.
    void answerAll()
    {
        while (!m_asked.empty())
            answerOne();
    }
    void answerOne()
    {
        const auto answer = std::move(m_asked.front());
        m_asked.pop_front();
        answer();
    }
    [[nodiscard]] std::size_t asked() const { return m_asked.size(); }

    std::map<std::string, std::string> entries;
    KeychainLock lock = KeychainLock::Open;
    std::optional<Error> problem;
    bool unlocksWhenWritten = false;
    std::string garbled = "-"; ///< the next write keeps something else where the name begins so
    QStringList said;

private:
    void later(const std::string &what, std::function<void()> answer)
    {
        said += QString::fromStdString(what);
        m_asked.push_back(std::move(answer));
    }
    std::deque<std::function<void()>> m_asked;
};

SecretRef ref(const char *name)
{
    return {Scheme::Keychain, name};
}

Secret secret(const char *text)
{
    return Secret(std::string(text));
}

/// "ok", or the error's code in words.
class Outcome
{
public:
    WritableSecretStore::Written written()
    {
        return [this](const Result<void> &result) { take(result ? "ok" : toString(result.error().code)); };
    }
    SecretStore::Done read()
    {
        return [this](const Result<Secret> &result) {
            take(result ? "= " + std::string(result->reveal()) : std::string(toString(result.error().code)));
            message = result ? std::string() : result.error().message;
        };
    }
    std::string text = "none";
    std::string message;
    int times = 0;

private:
    static std::string toString(ErrorCode code) { return std::string(signalbox::toString(code)); }
    void take(std::string what)
    {
        text = std::move(what);
        ++times;
    }
};

std::string word(ErrorCode code)
{
    return std::string(toString(code));
}

} // namespace

class TestKeychainStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_changed.clear();
        makeStore();
    }

    void asksNothingBeforeItIsOpened()
    {
        makeStore(false);
        Outcome read;
        m_store->read(ref("a"), read.read());
        m_store->probe([](const Result<void> &) {});
        QCOMPARE(m_chain->asked(), size_t(0));
        QCOMPARE(int(m_store->state()), int(KeychainState::Probing));
        m_store->open();
        m_chain->answerAll();
        QCOMPARE(read.text, word(ErrorCode::NotFound));
        QCOMPARE(int(m_store->state()), int(KeychainState::Ready));
    }

    void aWriteReadsBackAndIsNoted()
    {
        Outcome wrote;
        m_store->write(ref("a"), secret("one"), wrote.written());
        m_chain->answerAll();
        QCOMPARE(wrote.text, std::string("ok"));
        QCOMPARE(m_chain->said,
                 QStringList({QStringLiteral("lock"), QStringLiteral("read a"), QStringLiteral("lock"),
                              QStringLiteral("write a"), QStringLiteral("read a")}));
        QVERIFY(m_store->names().contains("a"));
        QCOMPARE(m_changed, QStringList{QStringLiteral("a")});
        Outcome read;
        m_store->read(ref("a"), read.read());
        m_chain->answerAll();
        QCOMPARE(read.text, std::string("= one"));
    }

    void whatDoesNotReadBackDoesNotCount_data()
    {
        QTest::addColumn<bool>("hadOld");
        QTest::newRow("the old one is put back") << true;
        QTest::newRow("nothing is left where nothing was") << false;
    }
    void whatDoesNotReadBackDoesNotCount()
    {
        QFETCH(bool, hadOld);
        if (hadOld)
            m_chain->entries["a"] = "old";
        m_chain->garbled = "a";
        Outcome wrote;
        m_store->write(ref("a"), secret("new"), wrote.written());
        m_chain->answerAll();
        QCOMPARE(wrote.text, word(ErrorCode::Io));
        QCOMPARE(m_chain->entries.contains("a"), hadOld);
        if (hadOld)
            QCOMPARE(m_chain->entries["a"], std::string("old"));
        else
            QVERIFY(!m_store->names().contains("a"));
        QCOMPARE(int(m_store->state()), int(KeychainState::Failed));
        QVERIFY(m_changed.isEmpty());
    }

    void anAbsentEntryIsMissingLockedOrLost_data()
    {
        QTest::addColumn<bool>("stored");
        QTest::addColumn<int>("lock");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("state");
        const auto row = [](const char *name, bool stored, KeychainLock lock, ErrorCode code,
                            KeychainState state) {
            QTest::newRow(name) << stored << int(lock) << QByteArray::fromStdString(word(code)) << int(state);
        };
        row("open, never stored: missing", false, KeychainLock::Open, ErrorCode::NotFound,
            KeychainState::Probing);
        row("open, stored: lost", true, KeychainLock::Open, ErrorCode::Unavailable, KeychainState::Probing);
        row("locked", false, KeychainLock::Locked, ErrorCode::Unavailable, KeychainState::Locked);
        row("locked, stored", true, KeychainLock::Locked, ErrorCode::Unavailable, KeychainState::Locked);
        row("no keyring, never stored: missing", false, KeychainLock::NoKeyring, ErrorCode::NotFound,
            KeychainState::Probing);
        row("no keyring, stored", true, KeychainLock::NoKeyring, ErrorCode::Unavailable,
            KeychainState::Unavailable);
        row("says nothing", false, KeychainLock::NoAnswer, ErrorCode::Timeout, KeychainState::Waiting);
        row("cannot be known, never stored", false, KeychainLock::Unknown, ErrorCode::NotFound,
            KeychainState::Probing);
        row("cannot be known, stored", true, KeychainLock::Unknown, ErrorCode::Unavailable,
            KeychainState::Probing);
    }
    void anAbsentEntryIsMissingLockedOrLost()
    {
        QFETCH(bool, stored);
        QFETCH(int, lock);
        QFETCH(QByteArray, code);
        QFETCH(int, state);
        if (stored)
            QVERIFY(StoredNames(namesFile()).add("a"));
        m_chain->lock = KeychainLock(lock);
        Outcome read;
        m_store->read(ref("a"), read.read());
        m_chain->answerAll();
        QCOMPARE(QByteArray::fromStdString(read.text), code);
        QCOMPARE(int(m_store->state()), state);
        QVERIFY(!read.message.empty());
    }

    void anErrorIsToldByTheLock_data()
    {
        QTest::addColumn<int>("lock");
        QTest::addColumn<int>("state");
        QTest::newRow("no service") << int(KeychainLock::NoService) << int(KeychainState::Unavailable);
        QTest::newRow("locked") << int(KeychainLock::Locked) << int(KeychainState::Locked);
        QTest::newRow("its own") << int(KeychainLock::Open) << int(KeychainState::Failed);
    }
    void anErrorIsToldByTheLock()
    {
        QFETCH(int, lock);
        QFETCH(int, state);
        m_chain->lock = KeychainLock(lock);
        m_chain->problem = Error{ErrorCode::Io, "in words of another language", {}};
        Outcome probed;
        m_store->probe(probed.written());
        m_chain->answerAll();
        QVERIFY(probed.text != "ok");
        QCOMPARE(int(m_store->state()), state);
        QVERIFY(!m_store->message().empty());
    }

    void aLockedKeychainIsUnlockedBeforeTheOldEntryIsLookedFor()
    {
        m_chain->entries["a"] = "old";
        m_chain->lock = KeychainLock::Locked;
        m_chain->unlocksWhenWritten = true; // its owner types the password
        Outcome wrote;
        m_store->writeNew(ref("a"), secret("new"), wrote.written());
        m_chain->answerAll();
        QCOMPARE(wrote.text, word(ErrorCode::Conflict)); // it was seen, and is kept
        QCOMPARE(m_chain->entries, (std::map<std::string, std::string>{{"a", "old"}}));
    }

    void aLockedKeychainIsNotWrittenTo()
    {
        m_chain->entries["a"] = "old";
        m_chain->lock = KeychainLock::Locked;
        Outcome wrote;
        m_store->write(ref("a"), secret("new"), wrote.written());
        m_chain->answerAll();
        QCOMPARE(wrote.text, word(ErrorCode::Unavailable));
        QCOMPARE(m_chain->entries, (std::map<std::string, std::string>{{"a", "old"}}));
        QCOMPARE(int(m_store->state()), int(KeychainState::Locked));
    }

    void removingTellsWhatWas()
    {
        Outcome missing;
        m_store->remove(ref("a"), missing.written());
        m_chain->answerAll();
        QCOMPARE(missing.text, word(ErrorCode::NotFound));
        Outcome wrote;
        m_store->write(ref("a"), secret("x"), wrote.written());
        m_chain->answerAll();
        m_chain->lock = KeychainLock::Locked;
        Outcome locked;
        m_store->remove(ref("a"), locked.written());
        m_chain->answerAll();
        QCOMPARE(locked.text, word(ErrorCode::Unavailable));
        QVERIFY(m_store->names().contains("a"));
        m_chain->lock = KeychainLock::Open;
        Outcome removed;
        m_store->remove(ref("a"), removed.written());
        m_chain->answerAll();
        QCOMPARE(removed.text, std::string("ok"));
        QVERIFY(!m_store->names().contains("a"));
        QVERIFY(m_chain->entries.empty());
    }

    void oneThingAtATimeAndReadsOfOneNameAreOne()
    {
        m_chain->entries["a"] = "A";
        Outcome first, second, other;
        m_store->read(ref("a"), first.read());
        m_store->read(ref("a"), second.read());
        m_store->read(ref("b"), other.read());
        QCOMPARE(m_chain->asked(), size_t(1));
        m_chain->answerOne();
        QCOMPARE(first.text, std::string("= A"));
        QCOMPARE(second.text, std::string("= A"));
        QCOMPARE(other.times, 0);
        m_chain->answerAll();
        QCOMPARE(other.times, 1);
        QVERIFY(!m_store->isBusy());
    }

    void lookingForAnUnlockingAsksForNoPassword_data()
    {
        QTest::addColumn<int>("lock");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("open") << int(KeychainLock::Open) << QByteArray("open");
        QTest::newRow("locked") << int(KeychainLock::Locked) << QByteArray("not open");
        QTest::newRow("no service") << int(KeychainLock::NoService) << QByteArray("not open");
        QTest::newRow("cannot be known") << int(KeychainLock::Unknown) << QByteArray("none");
    }
    void lookingForAnUnlockingAsksForNoPassword()
    {
        QFETCH(int, lock);
        QFETCH(QByteArray, answer);
        m_chain->lock = KeychainLock(lock);
        QByteArray said = "none";
        m_store->askOpen([&](bool isOpen) { said = isOpen ? "open" : "not open"; });
        m_chain->answerAll();
        QCOMPARE(said, answer);
        QCOMPARE(m_chain->said, QStringList{QStringLiteral("lock")});
    }

    void silenceIsSeenAfterTheSoftTimeAndToldAfterTheHardOne()
    {
        Outcome wrote, behind, read;
        m_store->write(ref("a"), secret("x"), wrote.written());
        m_store->write(ref("b"), secret("y"), behind.written());
        m_store->read(ref("c"), read.read());
        m_clock.advance(std::chrono::milliseconds(2'900));
        m_store->checkDeadlines();
        QCOMPARE(int(m_store->state()), int(KeychainState::Probing));
        m_clock.advance(std::chrono::milliseconds(100));
        m_store->checkDeadlines();
        QCOMPARE(int(m_store->state()), int(KeychainState::Waiting));
        QVERIFY(!m_store->message().empty());
        QCOMPARE(wrote.times, 0);
        m_clock.advance(std::chrono::seconds(57));
        m_store->checkDeadlines();
        QCOMPARE(wrote.text, word(ErrorCode::Timeout));
        QCOMPARE(behind.text, word(ErrorCode::Timeout));
        QCOMPARE(read.times, 0); // its asker has patience of its own

        m_chain->answerAll(); // at last
        QCOMPARE(wrote.times, 1);
        QCOMPARE(m_chain->entries, (std::map<std::string, std::string>{{"a", "x"}})); // late, and it counts
        QCOMPARE(m_changed, QStringList{QStringLiteral("a")});
        QVERIFY(m_store->names().contains("a"));
        QVERIFY(!m_chain->said.contains(QStringLiteral("write b"))); // whoever asked has been told no
        QCOMPARE(read.text, word(ErrorCode::NotFound));
        QCOMPARE(int(m_store->state()), int(KeychainState::Ready));
    }

    void itsEndAnswersNobodyAndHarmsNothing()
    {
        Outcome read, wrote;
        m_store->read(ref("a"), read.read());
        m_store->write(ref("a"), secret("x"), wrote.written());
        m_store.reset(); // takes the backend with it: a real one then drops its jobs
        QCOMPARE(read.times + wrote.times, 0);
    }

    void namesAreKeptInAPrivateFileWithoutSecrets()
    {
        Outcome wrote;
        m_store->write(ref("openai/main"), secret("sk-PLANTED"), wrote.written());
        m_chain->answerAll();
        QFile file(QString::fromStdString(namesFile()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QCOMPARE(content, QByteArray("+ openai/main\n"));
        QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        QCOMPARE(StoredNames(namesFile()).all(), std::set<std::string>{"openai/main"});
    }

    void aLineThatACrashCutShortCountsNotAtAll()
    {
        QFile file(QString::fromStdString(namesFile()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("+ a\n+ bc\n- a\n+ openai/ma");
        file.close();
        StoredNames names(namesFile());
        QCOMPARE(names.all(), (std::set<std::string>{"bc"}));
        QVERIFY(names.add("d"));
        QCOMPARE(names.all(), (std::set<std::string>{"bc", "d"}));
    }

    void whereNamesCannotBeNotedNothingIsWritten()
    {
        auto chain = std::make_unique<FakeKeychain>();
        FakeKeychain &seen = *chain;
        KeychainStore store(m_clock, std::move(chain), StoredNames("/proc/signalbox/keychain-names"), {});
        store.open();
        Outcome wrote;
        store.write(ref("a"), secret("x"), wrote.written());
        seen.answerAll();
        QCOMPARE(wrote.text, word(ErrorCode::Io));
        QVERIFY(seen.entries.empty());
    }

    void theSessionStandsBeforeTheKeychain()
    {
        m_chain->entries["a"] = "kept";
        SessionStore session(*m_store);
        session.keep(ref("a"), secret("for now"));
        Outcome read;
        session.read(ref("a"), read.read());
        QCOMPARE(read.text, std::string("= for now"));
        QCOMPARE(m_chain->asked(), size_t(0));
        QVERIFY(session.holds(ref("a")) && session.forget(ref("a")) && !session.forget(ref("a")));
        session.read(ref("a"), read.read());
        m_chain->answerAll();
        QCOMPARE(read.text, std::string("= kept"));
    }

private:
    [[nodiscard]] std::string namesFile() const
    {
        return m_folder->filePath(QStringLiteral("keychain-names")).toStdString();
    }
    void makeStore(bool open = true)
    {
        auto chain = std::make_unique<FakeKeychain>();
        m_chain = chain.get();
        m_store = std::make_unique<KeychainStore>(
            m_clock, std::move(chain), StoredNames(namesFile()),
            KeychainStore::Options{
                .changed = [this](const std::string &name) { m_changed += QString::fromStdString(name); }});
        if (open)
            m_store->open();
    }

    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<KeychainStore> m_store;
    FakeKeychain *m_chain = nullptr; // the store's
    QStringList m_changed;
};

QTEST_APPLESS_MAIN(TestKeychainStore)
#include "tst_keychain_store.moc"
