#include "config/configuration_file.h"

#include "config/document.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::config;

namespace {

const QByteArray kFirst = "{\"version\":1,\"ledger\":{\"keep_days\":1}}";
const QByteArray kSecond = "{\"version\":1,\"ledger\":{\"keep_days\":2}}";
const QByteArray kBad = "{\"version\":1,\"ledger\":{\"keep_days\":0}}";

/// As a shell does: the same file, other bytes.
void writeInPlace(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(text), text.size());
}

/// As editors do: another file under the same name.
void replace(const QString &path, const QByteArray &text)
{
    writeInPlace(path + QStringLiteral("~"), text);
    QCOMPARE(std::rename(QFile::encodeName(path + QStringLiteral("~")).constData(),
                         QFile::encodeName(path).constData()),
             0);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::unique_ptr<ConfigurationFile> fileAt(const QString &path)
{
    ConfigurationFile::Options options;
    options.path = path.toStdString();
    options.settle = std::chrono::milliseconds(10);
    return std::make_unique<ConfigurationFile>(std::move(options));
}

int keepDays(const ConfigurationFile &file)
{
    return file.configuration() ? file.configuration()->ledger.keepDays : -1;
}

} // namespace

class TestConfigurationFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        m_path = m_directory->filePath(QStringLiteral("config.json"));
    }

    void writesTheFirstStartsDocument()
    {
        const QString path = m_directory->filePath(QStringLiteral("a/signalbox/config.json"));
        const VirtualKey key{
            .id = "default", .hash = "sha256:" + std::string(64, '0'), .secret = {}, .expires = {}};
        QVERIFY(!ConfigurationFile::exists(path.toStdString()));
        QVERIFY(ConfigurationFile::writeDefault(path.toStdString(), key));
        QVERIFY(ConfigurationFile::exists(path.toStdString()));
        const QFile::Permissions everyone = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                            QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(path) & (everyone | QFile::ExeOwner)));
        QVERIFY(!(QFile::permissions(QFileInfo(path).absolutePath()) & everyone));
        const auto file = fileAt(path);
        QVERIFY(file->load());
        QCOMPARE(file->configuration()->virtualKeys.at(0), key);
        QCOMPARE(file->revision(), std::uint64_t(1));
        QCOMPARE(int(ConfigurationFile::writeDefault(path.toStdString(), key).error().code),
                 int(ErrorCode::Conflict));
    }

    void saysWhatIsWrongAtTheStart()
    {
        const auto file = fileAt(m_path);
        QCOMPARE(int(file->load().error().code), int(ErrorCode::NotFound));
        writeInPlace(m_path, kBad);
        const auto loaded = file->load();
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.find("/ledger/keep_days: ") != std::string::npos);
        QVERIFY(!file->configuration());
        QCOMPARE(file->findings().size(), size_t(1));
    }

    void startsOnceABadFileIsPutRight()
    {
        writeInPlace(m_path, kBad);
        const auto file = fileAt(m_path);
        QVERIFY(!file->load());
        replace(m_path, kFirst);
        QTRY_COMPARE(keepDays(*file), 1);
        QVERIFY(file->findings().empty());
    }

    void takesEdits_data()
    {
        QTest::addColumn<bool>("inPlace");
        QTest::newRow("written in place") << true;
        QTest::newRow("replaced by another file") << false;
    }
    void takesEdits()
    {
        QFETCH(bool, inPlace);
        const auto put = [&](const QByteArray &text) {
            inPlace ? writeInPlace(m_path, text) : replace(m_path, text);
        };
        writeInPlace(m_path, kFirst);
        const auto file = fileAt(m_path);
        QVERIFY(file->load());
        QSignalSpy changed(file.get(), &ConfigurationFile::changed);
        QSignalSpy rejected(file.get(), &ConfigurationFile::rejected);
        put(kSecond);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(keepDays(*file), 2);
        QCOMPARE(file->revision(), std::uint64_t(2));
        put(kBad);
        QTRY_COMPARE(rejected.size(), 1);
        QCOMPARE(keepDays(*file), 2);
        QCOMPARE(file->revision(), std::uint64_t(2));
        QCOMPARE(file->findings().size(), size_t(1));
        put(kFirst); // a second replacement is seen too
        QTRY_COMPARE(keepDays(*file), 1);
        QCOMPARE(file->revision(), std::uint64_t(3));
        QVERIFY(file->findings().empty());
    }

    void takingAMistakeBackIsNoNewRevision()
    {
        writeInPlace(m_path, kFirst);
        const auto file = fileAt(m_path);
        QVERIFY(file->load());
        QSignalSpy changed(file.get(), &ConfigurationFile::changed);
        replace(m_path, kBad);
        QTRY_COMPARE(file->findings().size(), size_t(1));
        replace(m_path, kFirst);
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(file->findings().empty());
        QCOMPARE(file->revision(), std::uint64_t(1));
    }

    void keepsRunningWhenTheFileGoes()
    {
        writeInPlace(m_path, kFirst);
        const auto file = fileAt(m_path);
        QVERIFY(file->load());
        QVERIFY(QFile::remove(m_path));
        QTRY_COMPARE(file->findings().size(), size_t(1));
        QCOMPARE(keepDays(*file), 1);
        QCOMPARE(file->save(kSecond.toStdString(), 1).value(), std::uint64_t(2));
        QCOMPARE(contentOf(m_path), kSecond);
    }

    void newerVersionIsLeftUntouched()
    {
        const QByteArray newer = "{\"version\":2}";
        writeInPlace(m_path, newer);
        const auto file = fileAt(m_path);
        QVERIFY(!file->load());
        QVERIFY(!file->save(kFirst.toStdString(), 0));
        QCOMPARE(contentOf(m_path), newer);
    }

    void savesWhatIsBasedOnTheRevisionInForce()
    {
        writeInPlace(m_path, kFirst);
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
        const auto file = fileAt(m_path);
        QVERIFY(file->load());
        QSignalSpy changed(file.get(), &ConfigurationFile::changed);
        QCOMPARE(file->save(kSecond.toStdString(), 1).value(), std::uint64_t(2));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(contentOf(m_path), kSecond);
        QVERIFY(QFile::permissions(m_path) & QFile::ReadGroup);
        QVERIFY(!(QFile::permissions(m_path) & QFile::ReadOther));
        QCOMPARE(int(file->save(kFirst.toStdString(), 1).error().code), int(ErrorCode::Conflict));
        const auto bad = file->save(kBad.toStdString(), 2);
        QCOMPARE(int(bad.error().code), int(ErrorCode::InvalidInput));
        QVERIFY(bad.error().message.find("/ledger/keep_days") != std::string::npos);
        QCOMPARE(contentOf(m_path), kSecond);
        QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files).size(), 1);
        // The watcher tells of our own write as well: that is no revision of its own.
        replace(m_path, kFirst);
        QTRY_COMPARE(keepDays(*file), 1);
        QCOMPARE(file->revision(), std::uint64_t(3));
        QCOMPARE(changed.size(), 2);
    }

    void doesNotOverwriteAnEditNobodyHasSeen_data()
    {
        QTest::addColumn<QByteArray>("edit");
        QTest::addColumn<quint64>("revision");
        QTest::newRow("a good one is taken") << kSecond << quint64(2);
        QTest::newRow("a wrong one stays in the file") << kBad << quint64(1);
    }
    void doesNotOverwriteAnEditNobodyHasSeen()
    {
        QFETCH(QByteArray, edit);
        QFETCH(quint64, revision);
        writeInPlace(m_path, kFirst);
        const auto file = fileAt(m_path);
        QVERIFY(file->load());
        replace(m_path, edit); // and no event loop in between
        QCOMPARE(int(file->save("{\"version\":1}", 1).error().code), int(ErrorCode::Conflict));
        QCOMPARE(contentOf(m_path), edit);
        QCOMPARE(quint64(file->revision()), revision);
    }

    void editsTheDocumentInForce()
    {
        writeInPlace(m_path, kFirst);
        const auto file = fileAt(m_path);
        QVERIFY(file->load());
        const auto add = [](Document &document) {
            return document.addVirtualKey({.id = "k", .hash = {}, .secret = "env:K", .expires = {}});
        };
        QCOMPARE(file->edit(add, 1).value(), std::uint64_t(2));
        QCOMPARE(file->configuration()->virtualKeys.size(), size_t(1));
        QCOMPARE(keepDays(*file), 1);
        QCOMPARE(int(file->edit(add, 2).error().code), int(ErrorCode::Conflict)); // the key is there already
        QCOMPARE(int(file->edit([](Document &document) { return document.removeVirtualKey("k"); }, 1)
                         .error()
                         .code),
                 int(ErrorCode::Conflict)); // of an older revision
    }

    void symbolicLinksStay()
    {
        QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("dotfiles")));
        const QString target = m_directory->filePath(QStringLiteral("dotfiles/signalbox.json"));
        writeInPlace(target, kFirst);
        QVERIFY(QFile::link(target, m_path));
        const auto file = fileAt(m_path);
        QVERIFY(file->load());
        QVERIFY(file->save(kSecond.toStdString(), 1));
        QVERIFY(QFileInfo(m_path).isSymbolicLink());
        QCOMPARE(contentOf(target), kSecond);
        replace(target, kFirst); // an edit where the target is
        QTRY_COMPARE(file->revision(), std::uint64_t(3));
        const QString other = m_directory->filePath(QStringLiteral("dotfiles/other.json"));
        writeInPlace(other, kSecond);
        QVERIFY(QFile::link(other, m_path + QStringLiteral(".new")));
        QCOMPARE(std::rename(QFile::encodeName(m_path + QStringLiteral(".new")).constData(),
                             QFile::encodeName(m_path).constData()),
                 0);
        QTRY_COMPARE(file->revision(), std::uint64_t(4)); // the link was set anew
        QCOMPARE(keepDays(*file), 2);
    }

    void upgradesWithABackup()
    {
        static const std::vector<Migration> steps{{0, [](nlohmann::ordered_json &json) -> Result<void> {
                                                       json["ledger"]["keep_days"] = 9;
                                                       return {};
                                                   }}};
        const QByteArray old = "{\"version\":0}";
        writeInPlace(m_path, old);
        ConfigurationFile::Options options;
        options.path = m_path.toStdString();
        options.steps = steps;
        ConfigurationFile file(options);
        QVERIFY(file.load());
        QCOMPARE(keepDays(file), 9);
        QVERIFY(contentOf(m_path).contains("\"version\": 1"));
        QCOMPARE(contentOf(m_path + QStringLiteral(".version-0")), old);
    }

    void anUpgradeThatFailsLeavesTheFile()
    {
        static const std::vector<Migration> steps{{0, [](nlohmann::ordered_json &json) -> Result<void> {
                                                       json["ledger"]["keep_days"] =
                                                           0; // which the reader refuses
                                                       return {};
                                                   }}};
        const QByteArray old = "{\"version\":0}";
        writeInPlace(m_path, old);
        ConfigurationFile::Options options;
        options.path = m_path.toStdString();
        options.steps = steps;
        ConfigurationFile file(options);
        QVERIFY(!file.load());
        QCOMPARE(contentOf(m_path), old);
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestConfigurationFile)
#include "tst_configuration_file.moc"
