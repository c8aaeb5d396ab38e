#include "governance/virtual_key.h"

#include <QMap>
#include <QTest>

using namespace signalbox::governance;

class TestVirtualKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void generatedKeysAreLongAndDiffer()
    {
        const std::string key = generateKey();
        QVERIFY(key.starts_with("sk-sbx-"));
        QCOMPARE(key.size(), std::size_t(7 + 43));
        QVERIFY(key != generateKey());
        QCOMPARE(hashKey(key).size(), std::size_t(7 + 64));
    }

    void findsTheKey_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("key"); // empty: none
        QTest::newRow("bearer") << QByteArray("authorization") << QByteArray("Bearer k") << QByteArray("k");
        QTest::newRow("bearer in lower case, two spaces")
            << QByteArray("authorization") << QByteArray("bearer  k") << QByteArray("k");
        QTest::newRow("another scheme: none")
            << QByteArray("authorization") << QByteArray("Basic k") << QByteArray();
        QTest::newRow("no scheme: none") << QByteArray("authorization") << QByteArray("k") << QByteArray();
        QTest::newRow("Anthropic's header") << QByteArray("x-api-key") << QByteArray("k") << QByteArray("k");
        QTest::newRow("Azure's header") << QByteArray("api-key") << QByteArray("k") << QByteArray("k");
        QTest::newRow("Google's header")
            << QByteArray("x-goog-api-key") << QByteArray("k") << QByteArray("k");
        QTest::newRow("empty: none") << QByteArray("x-api-key") << QByteArray("") << QByteArray();
        QTest::newRow("another header: none") << QByteArray("x-key") << QByteArray("k") << QByteArray();
    }
    void findsTheKey()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, key);
        const auto found = presentedKey([&](std::string_view header) {
            return header == name.toStdString()
                       ? std::optional<std::string_view>({value.constData(), std::size_t(value.size())})
                       : std::nullopt;
        });
        QCOMPARE(found.has_value(), !key.isEmpty());
        if (found)
            QVERIFY(*found == key.toStdString());
    }
};

QTEST_APPLESS_MAIN(TestVirtualKey)
#include "tst_virtual_key.moc"
