#include "telemetry/rotating_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signalbox::telemetry;

class TestRotatingFile : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;

    std::filesystem::path path() const { return m_directory->filePath(u"requests.log"_s).toStdString(); }
    QByteArray content(const QString &name) const
    {
        QFile file(m_directory->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
    }
    QStringList files() const { return QDir(m_directory->path()).entryList(QDir::Files, QDir::Name); }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void appends()
    {
        {
            RotatingFile file(path());
            file.write("one\n");
            file.write("two\n");
        }
        RotatingFile file(path());
        file.write("three\n");
        QCOMPARE(content(u"requests.log"_s), QByteArray("one\ntwo\nthree\n"));
        QCOMPARE(QFile::permissions(QString::fromStdString(path().string())) &
                     (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void rotatesAndDropsTheOldest()
    {
        RotatingFile file(path(), {10, 3});
        for (const char *line : {"1111\n", "2222\n", "3333\n", "4444\n", "5555\n", "6666\n", "7777\n"})
            file.write(line);
        QCOMPARE(files(), (QStringList{u"requests.1.log"_s, u"requests.2.log"_s, u"requests.log"_s}));
        QCOMPARE(content(u"requests.log"_s), QByteArray("7777\n"));
        QCOMPARE(content(u"requests.1.log"_s), QByteArray("5555\n6666\n"));
        QCOMPARE(content(u"requests.2.log"_s), QByteArray("3333\n4444\n"));
    }

    void aLineLongerThanAFileIsWhole()
    {
        RotatingFile file(path(), {10, 3});
        file.write("a line that is much too long\n");
        file.write("b\n");
        QCOMPARE(content(u"requests.1.log"_s), QByteArray("a line that is much too long\n"));
        QCOMPARE(content(u"requests.log"_s), QByteArray("b\n"));
    }

    void aFileFilledInAnEarlierLifeIsRotatedFirst()
    {
        RotatingFile(path(), {10, 3}).write("0123456789\n");
        RotatingFile(path(), {10, 3}).write("new\n");
        QCOMPARE(content(u"requests.1.log"_s), QByteArray("0123456789\n"));
        QCOMPARE(content(u"requests.log"_s), QByteArray("new\n"));
    }

    void oneFileAloneBeginsAnew()
    {
        RotatingFile file(path(), {4, 1});
        file.write("aaa\n");
        file.write("bbb\n");
        QCOMPARE(files(), QStringList{u"requests.log"_s});
        QCOMPARE(content(u"requests.log"_s), QByteArray("bbb\n"));
    }

    void whatCannotBeWrittenIsCountedAndTriedAgain()
    {
        const QString directory = m_directory->filePath(u"later"_s);
        RotatingFile file((directory + u"/requests.log"_s).toStdString());
        file.write("lost\n");
        QCOMPARE(file.failedWrites(), std::uint64_t(1));
        QVERIFY(QDir().mkdir(directory));
        file.write("kept\n");
        QCOMPARE(content(u"later/requests.log"_s), QByteArray("kept\n"));
        QCOMPARE(file.failedWrites(), std::uint64_t(1));
    }
};

QTEST_GUILESS_MAIN(TestRotatingFile)
#include "tst_rotating_file.moc"
