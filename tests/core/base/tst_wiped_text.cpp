#include "base/wiped_text.h"

#include <QTest>

using namespace signalbox;

namespace {

constexpr std::string_view kKey = "sk-a-key-that-is-too-long-to-stand-in-the-object-itself";

} // namespace

class TestWipedText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wipesInPlace()
    {
        WipedText text(kKey);
        wipe(text);
        QCOMPARE(text.size(), kKey.size());
        QVERIFY(text.find_first_not_of('\0') == WipedText::npos);
    }

    void masksEachKeyInPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("masked");
        QTest::newRow("once") << QByteArray("key abc.") << QByteArray("abc") << QByteArray("key ***.");
        QTest::newRow("all of it") << QByteArray("abc") << QByteArray("abc") << QByteArray("***");
        QTest::newRow("twice, side by side")
            << QByteArray("abcabc") << QByteArray("abc") << QByteArray("******");
        QTest::newRow("its beginning alone")
            << QByteArray("ababc") << QByteArray("abc") << QByteArray("ab***");
        QTest::newRow("not there") << QByteArray("ab") << QByteArray("abc") << QByteArray("ab");
        QTest::newRow("no key") << QByteArray("abc") << QByteArray() << QByteArray("abc");
        QTest::newRow("nothing") << QByteArray() << QByteArray("abc") << QByteArray();
    }
    void masksEachKeyInPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, masked);
        mask({text.data(), std::size_t(text.size())}, key.toStdString());
        QCOMPARE(text, masked);
    }
};

QTEST_APPLESS_MAIN(TestWipedText)
#include "tst_wiped_text.moc"
