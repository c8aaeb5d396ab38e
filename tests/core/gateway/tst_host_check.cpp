#include "gateway/host_check.h"

#include <QTest>

using namespace signalbox::gateway;

class TestHostCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serves_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("served");
        QTest::newRow("IPv4") << QByteArray("127.0.0.1") << true;
        QTest::newRow("IPv4 with port") << QByteArray("127.0.0.1:7717") << true;
        QTest::newRow("another IPv4") << QByteArray("192.168.1.7:80") << true;
        QTest::newRow("IPv6") << QByteArray("[::1]:7717") << true;
        QTest::newRow("localhost in capitals") << QByteArray("LOCALHOST:7717") << true;
        QTest::newRow("localhost with a dot") << QByteArray("localhost.") << true;
        QTest::newRow("from a container") << QByteArray("host.docker.internal:7717") << true;
        QTest::newRow("the machine's name") << QByteArray("Workstation:7717") << true;
        QTest::newRow("an allowed name") << QByteArray("gateway.example.com") << true;
        QTest::newRow("below an allowed pattern") << QByteArray("a.team.example") << true;
        QTest::newRow("the pattern's own top: refused") << QByteArray("team.example") << false;
        QTest::newRow("a rebound name: refused") << QByteArray("evil.example:7717") << false;
        QTest::newRow("looks like an address: refused") << QByteArray("127.0.0.1.evil.example") << false;
        QTest::newRow("localhost as a prefix: refused") << QByteArray("localhost.evil.example") << false;
    }
    void serves()
    {
        QFETCH(QByteArray, host);
        QFETCH(bool, served);
        const HostCheck check("workstation", {"gateway.example.com", "*.team.example"});
        QCOMPARE(check.serves(host.toStdString()), served);
    }

    void knowsLoopbackPeers()
    {
        QVERIFY(isLoopbackPeer("127.0.0.1:5000"));
        QVERIFY(isLoopbackPeer("[::1]:5000"));
        QVERIFY(isLoopbackPeer("[::ffff:127.0.0.1]:5000"));
        QVERIFY(!isLoopbackPeer("10.0.0.1:5000"));
        QVERIFY(!isLoopbackPeer("[fe80::1]:5000"));
    }
};

QTEST_APPLESS_MAIN(TestHostCheck)
#include "tst_host_check.moc"
