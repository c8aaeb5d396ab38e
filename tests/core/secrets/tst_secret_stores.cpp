#include "secrets/environment_store.h"
#include "secrets/file_store.h"
#include "secrets/keychain_store.h"
#include "secrets/memory_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::secrets;

namespace {

/// The answer of a store that answers at once: "= secret" or the error's code in words.
QByteArray answerOf(SecretStore &store, const char *reference)
{
    QByteArray answer = "no answer";
    store.read(*SecretRef::parse(reference), [&](Result<Secret> result) {
        answer = result ? "= " + QByteArray::fromStdString(std::string(result->reveal()))
                        : QByteArray::fromStdString(std::string(signalbox::toString(result.error().code)));
    });
    return answer;
}

QByteArray codeOf(ErrorCode code)
{
    return QByteArray::fromStdString(std::string(signalbox::toString(code)));
}

void writeFile(const QString &path, const QByteArray &content, QFile::Permissions permissions)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.close();
    QVERIFY(QFile::setPermissions(path, permissions));
}

constexpr QFile::Permissions kPrivate = QFile::ReadOwner | QFile::WriteOwner;

} // namespace

class TestSecretStores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesReferences_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("environment") << QByteArray("env:KEY") << int(Scheme::Environment)
                                     << QByteArray("KEY");
        QTest::newRow("file") << QByteArray("file:~/k") << int(Scheme::File) << QByteArray("~/k");
        QTest::newRow("keychain") << QByteArray("keychain:openai/main") << int(Scheme::Keychain)
                                  << QByteArray("openai/main");
        QTest::newRow("memory") << QByteArray("memory:x") << int(Scheme::Memory) << QByteArray("x");
        QTest::newRow("colons belong to the name")
            << QByteArray("keychain:a:b") << int(Scheme::Keychain) << QByteArray("a:b");
        QTest::newRow("no scheme") << QByteArray("KEY") << -1 << QByteArray();
        QTest::newRow("unknown scheme") << QByteArray("vault:x") << -1 << QByteArray();
        QTest::newRow("scheme in capitals") << QByteArray("ENV:x") << -1 << QByteArray();
        QTest::newRow("no name") << QByteArray("env:") << -1 << QByteArray();
        QTest::newRow("line break") << QByteArray("env:a\nb") << -1 << QByteArray();
        QTest::newRow("a key") << QByteArray("sk-LEAKED") << -1 << QByteArray();
        QTest::newRow("empty") << QByteArray("") << -1 << QByteArray();
    }
    void parsesReferences()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, scheme);
        QFETCH(QByteArray, name);
        const auto ref = SecretRef::parse(text.toStdString());
        QCOMPARE(ref.has_value(), scheme >= 0);
        if (ref) {
            QCOMPARE(int(ref->scheme), scheme);
            QCOMPARE(QByteArray::fromStdString(ref->name), name);
            QCOMPARE(QByteArray::fromStdString(ref->toString()), text);
        } else {
            QVERIFY(ref.error().message.find("LEAKED") == std::string::npos);
        }
    }

    void readsTheEnvironment()
    {
        EnvironmentStore store([](const std::string &name) -> std::optional<std::string> {
            if (name == "KEY")
                return "secret";
            return name == "EMPTY" ? std::optional<std::string>("") : std::nullopt;
        });
        QCOMPARE(answerOf(store, "env:KEY"), QByteArray("= secret"));
        QCOMPARE(answerOf(store, "env:OTHER"), codeOf(ErrorCode::NotFound));
        QCOMPARE(answerOf(store, "env:EMPTY"), codeOf(ErrorCode::NotFound));
        EnvironmentStore real;
        qputenv("SIGNALBOX_TEST_SECRET", "real");
        QCOMPARE(answerOf(real, "env:SIGNALBOX_TEST_SECRET"), QByteArray("= real"));
        qunsetenv("SIGNALBOX_TEST_SECRET");
        QCOMPARE(answerOf(real, "env:SIGNALBOX_TEST_SECRET"), codeOf(ErrorCode::NotFound));
    }

    void readsFiles_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("no line break") << QByteArray("secret") << QByteArray("= secret");
        QTest::newRow("one line break is cut") << QByteArray("secret\n") << QByteArray("= secret");
        QTest::newRow("one of another system too") << QByteArray("secret\r\n") << QByteArray("= secret");
        QTest::newRow("only one") << QByteArray("secret\n\n") << QByteArray("= secret\n");
        QTest::newRow("spaces belong to it") << QByteArray(" secret ") << QByteArray("=  secret ");
        QTest::newRow("empty") << QByteArray("") << codeOf(ErrorCode::NotFound);
        QTest::newRow("a line break alone") << QByteArray("\n") << codeOf(ErrorCode::NotFound);
        QTest::newRow("too large") << QByteArray(70'000, 'x') << codeOf(ErrorCode::TooLarge);
    }
    void readsFiles()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, answer);
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("key")), content, kPrivate);
        FileStore store(folder.path().toStdString(), "/nowhere");
        QCOMPARE(answerOf(store, "file:key"), answer);
    }

    void findsFiles()
    {
        QTemporaryDir home;
        QTemporaryDir folder;
        writeFile(home.filePath(QStringLiteral("key")), "of home", kPrivate);
        writeFile(folder.filePath(QStringLiteral("key")), "of the folder", kPrivate);
        FileStore store(folder.path().toStdString(), home.path().toStdString());
        QCOMPARE(answerOf(store, "file:key"), QByteArray("= of the folder"));
        QCOMPARE(answerOf(store, "file:~/key"), QByteArray("= of home"));
        QCOMPARE(answerOf(store, ("file:" + home.path().toStdString() + "/key").c_str()),
                 QByteArray("= of home"));
        QCOMPARE(answerOf(store, "file:none"), codeOf(ErrorCode::NotFound));
        QCOMPARE(answerOf(store, "file:~"), codeOf(ErrorCode::Io)); // a folder
        QCOMPARE(answerOf(store, "file:/dev/zero"), codeOf(ErrorCode::Io));
    }

    void warnsOfFilesThatOthersCanRead_data()
    {
        QTest::addColumn<int>("extra");
        QTest::addColumn<int>("warnings");
        QTest::newRow("owner only") << 0 << 0;
        QTest::newRow("group reads") << int(QFile::ReadGroup) << 1;
        QTest::newRow("all read") << int(QFile::ReadOther) << 1;
        QTest::newRow("group writes") << int(QFile::WriteGroup) << 1;
    }
    void warnsOfFilesThatOthersCanRead()
    {
        QFETCH(int, extra);
        QFETCH(int, warnings);
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("key")), "LEAKED", kPrivate | QFile::Permissions(extra));
        int seen = 0;
        bool leaked = false;
        FileStore store(folder.path().toStdString(), "/nowhere", [&](const std::string &message) {
            ++seen;
            leaked |= message.find("LEAKED") != std::string::npos;
        });
        QCOMPARE(answerOf(store, "file:key"), QByteArray("= LEAKED"));
        QCOMPARE(seen, warnings);
        QVERIFY(!leaked);
    }

    void keepsSecretsInMemory()
    {
        MemoryStore store;
        const SecretRef ref = *SecretRef::parse("memory:a");
        bool wrote = false;
        store.write(ref, Secret(std::string("one")),
                    [&](Result<void> result) { wrote = result.has_value(); });
        QVERIFY(wrote);
        store.write(ref, Secret(std::string("two")), [](Result<void>) {});
        QCOMPARE(answerOf(store, "memory:a"), QByteArray("= two"));
        QCOMPARE(answerOf(store, "memory:a"), QByteArray("= two")); // reading does not take it away
        bool removed = false;
        store.remove(ref, [&](Result<void> result) { removed = result.has_value(); });
        QVERIFY(removed);
        store.remove(ref, [&](Result<void> result) { removed = result.has_value(); });
        QVERIFY(!removed);
        QCOMPARE(answerOf(store, "memory:a"), codeOf(ErrorCode::NotFound));
    }

    void saysThatThereIsNoKeychain()
    {
        const SystemClock clock;
        KeychainStore store(clock, nullptr, StoredNames("/nowhere/keychain-names"), {});
        store.open();
        QCOMPARE(int(store.state()), int(KeychainState::Unavailable));
        QCOMPARE(answerOf(store, "keychain:a"), codeOf(ErrorCode::Unavailable));
        ErrorCode code = ErrorCode::Internal;
        store.write(*SecretRef::parse("keychain:a"), Secret(std::string("x")),
                    [&](Result<void> result) { code = result ? ErrorCode::Internal : result.error().code; });
        QCOMPARE(int(code), int(ErrorCode::Unavailable));
        code = ErrorCode::Internal;
        store.remove(*SecretRef::parse("keychain:a"),
                     [&](Result<void> result) { code = result ? ErrorCode::Internal : result.error().code; });
        QCOMPARE(int(code), int(ErrorCode::Unavailable));
    }
};

QTEST_APPLESS_MAIN(TestSecretStores)
#include "tst_secret_stores.moc"
