#include "governance/key_ring.h"
#include "governance/virtual_key.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::governance;

class TestKeyRing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsKeysByHashAndByThemselves()
    {
        KeyRing ring;
        QVERIFY(ring.addHash(hashKey("sk-sbx-first"), {.id = "first", .models = {"*"}, .expires = {}}));
        ring.addKey("sk-sbx-second", {.id = "second", .models = {"coder"}, .expires = {}});
        QVERIFY(ring.authenticate("sk-sbx-first") != nullptr);
        QCOMPARE(ring.authenticate("sk-sbx-first")->id, std::string("first"));
        QCOMPARE(ring.authenticate("sk-sbx-second")->id, std::string("second"));
        QVERIFY(ring.authenticate("sk-sbx-third") == nullptr);
        QVERIFY(ring.authenticate("") == nullptr);
        QVERIFY(ring.authenticate(hashKey("sk-sbx-first")) == nullptr); // the stored hash opens nothing
    }

    void refusesWhatIsNoHash_data()
    {
        QTest::addColumn<QByteArray>("hash");
        QTest::newRow("another algorithm") << QByteArray("md5:0123");
        QTest::newRow("too short") << QByteArray("sha256:0123");
        QTest::newRow("capitals") << QByteArray("sha256:") + QByteArray(64, 'A');
        QTest::newRow("no prefix") << QByteArray(64, 'a');
    }
    void refusesWhatIsNoHash()
    {
        QFETCH(QByteArray, hash);
        KeyRing ring;
        QVERIFY(!ring.addHash(hash.toStdString(), {}));
        QVERIFY(ring.isEmpty());
    }

    void identitiesLimitModelsAndTime()
    {
        const KeyIdentity identity{.id = "x",
                                   .models = {"gpt-5*", "coder"},
                                   .expires = std::chrono::sys_seconds(std::chrono::seconds(1000))};
        QVERIFY(identity.allows("gpt-5.4"));
        QVERIFY(identity.allows("coder"));
        QVERIFY(!identity.allows("coder2"));
        QVERIFY(!identity.isExpired(WallTime(std::chrono::seconds(999))));
        QVERIFY(identity.isExpired(WallTime(std::chrono::seconds(1000))));
    }
};

QTEST_APPLESS_MAIN(TestKeyRing)
#include "tst_key_ring.moc"
