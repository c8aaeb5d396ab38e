#include "base/byte_finder.h"

#include <QTest>

#include <random>
#include <string>
#include <vector>

using namespace signalbox;

namespace {

/// Bytes of all values; many of them are the one that is looked for, or lie next to a space.
std::string sample(std::size_t size, char wanted, std::mt19937 &random)
{
    std::string text(size, '\0');
    for (char &byte : text) {
        const auto dice = random() % 4;
        byte = dice == 0 ? wanted : dice == 1 ? char(0x1e + random() % 4) : char(random() % 256);
    }
    return text;
}

} // namespace

class TestByteFinder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEachOnce_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 129, 1000})
            QTest::addRow("%d bytes", size) << size;
    }
    void findsEachOnce()
    {
        QFETCH(int, size);
        std::mt19937 random(20260102);
        for (const char wanted : {'"', '\\', '\0', '\xff'}) {
            const std::string text = sample(std::size_t(size), wanted, random);
            // A copy of its own size: the address sanitizer sees a byte read behind it.
            const std::vector<char> exact(text.begin(), text.end());
            ByteFinder finder(std::string_view(exact.data(), exact.size()), wanted);
            for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1))
                QCOMPARE(finder.next(), at);
            QCOMPARE(finder.next(), std::string::npos);
            QCOMPARE(finder.next(), std::string::npos);
        }
    }

    void tellsControlCharacters()
    {
        for (int value = 0; value < 256; ++value) {
            for (const std::size_t at : {0, 7, 63, 64, 99}) {
                std::string text(100, 'x');
                text[at] = char(value);
                QCOMPARE(hasControl(text), value < 0x20);
            }
        }
        QVERIFY(!hasControl(""));
    }

    void withAndWithoutVectorsAlike()
    {
        std::mt19937 random(20260103);
        for (int round = 0; round < 2000; ++round) {
            const char wanted = char(round % 256);
            const std::string text = sample(1 + random() % 80, wanted, random);
            const ByteBlock block(text, 0);
            QCOMPARE(block.equal(wanted), block.equalByWords(wanted));
            QCOMPARE(block.controls(), block.controlsByWords());
        }
    }
};

QTEST_APPLESS_MAIN(TestByteFinder)
#include "tst_byte_finder.moc"
