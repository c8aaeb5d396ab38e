#include "ui/shell/autostart.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::StringLiterals;

class TestAutostart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCommandIsQuoted_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QByteArray>("exec");
        QTest::newRow("plain") << QStringList{u"/usr/bin/signalbox"_s, u"--minimized"_s}
                               << "\"/usr/bin/signalbox\" \"--minimized\""_ba;
        QTest::newRow("a space") << QStringList{u"/opt/my apps/signalbox"_s}
                                 << "\"/opt/my apps/signalbox\""_ba;
        // Quoted by a backslash, which a string value doubles.
        QTest::newRow("quotes and dollars") << QStringList{u"/a\"b$c`d"_s} << "\"/a\\\\\"b\\\\$c\\\\`d\""_ba;
        QTest::newRow("a backslash") << QStringList{u"/a\\b"_s} << "\"/a\\\\\\\\b\""_ba;
        QTest::newRow("a percent sign is no field code") << QStringList{u"/100%f"_s} << "\"/100%%f\""_ba;
    }
    void theCommandIsQuoted()
    {
        QFETCH(QStringList, command);
        QFETCH(QByteArray, exec);
        const QList<QByteArray> lines = autostartEntry(command).split('\n');
        QVERIFY2(lines.contains("Exec=" + exec), autostartEntry(command).constData());
        QVERIFY(lines.contains("X-LXQt-Need-Tray=true"));
        QVERIFY(lines.contains("X-KDE-autostart-after=panel"));
        QVERIFY(lines.contains("X-GNOME-Autostart-enabled=true"));
    }

    void itIsSwitchedOnAndOff()
    {
        QTemporaryDir folder;
        Autostart autostart({u"/usr/bin/signalbox"_s}, folder.filePath(u"not/there/yet"_s));
        QVERIFY(!autostart.isOn());
        QVERIFY(autostart.set(false)); // nothing to take away
        QVERIFY(autostart.set(true));
        QVERIFY(autostart.isOn());
        QVERIFY(autostart.file().endsWith(u"/org.signalbox.Signalbox.desktop"_s));
        QVERIFY(autostart.set(true));
        QVERIFY(autostart.set(false));
        QVERIFY(!autostart.isOn());
        QVERIFY(!QFile::exists(autostart.file()));
    }

    void theDesktopsOwnSwitchIsSeen_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("GNOME") << "X-GNOME-Autostart-enabled=false\n"_ba;
        QTest::newRow("hidden") << "Hidden=true\n"_ba;
    }
    void theDesktopsOwnSwitchIsSeen()
    {
        QFETCH(QByteArray, line);
        QTemporaryDir folder;
        Autostart autostart({u"/usr/bin/signalbox"_s}, folder.path());
        QFile file(autostart.file());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(autostartEntry({u"/usr/bin/signalbox"_s}) + line);
        file.close();
        QVERIFY(!autostart.isOn());
        QVERIFY(autostart.set(true)); // and it can be switched on again from here
        QVERIFY(autostart.isOn());
    }

    void aFolderThatCannotBeMadeIsTold()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"taken"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        Autostart autostart({u"/usr/bin/signalbox"_s}, file.fileName() + u"/autostart"_s);
        const auto done = autostart.set(true);
        QVERIFY(!done);
        QVERIFY(done.error().code == ErrorCode::Io);
        QVERIFY(done.error().place.find("taken") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestAutostart)
#include "tst_autostart.moc"
