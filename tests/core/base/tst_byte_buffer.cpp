#include "base/byte_buffer.h"
#include "base/random.h"

#include <QTest>

#include <cstring>
#include <string>

using namespace signalbox;

class TestByteBuffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void behavesLikeAString()
    {
        SeededRandom random(7);
        ByteBuffer buffer;
        std::string model;
        for (int step = 0; step < 20'000; ++step) {
            const std::size_t amount = random.next() % 700;
            if (random.next() % 2 == 0) {
                const std::string bytes(amount, static_cast<char>('a' + step % 26));
                buffer.append(bytes);
                model += bytes;
            } else {
                const std::size_t taken = std::min(amount, model.size());
                buffer.consume(taken);
                model.erase(0, taken);
            }
            QCOMPARE(buffer.size(), model.size());
            if (step % 50 == 0)
                QVERIFY(buffer.view() == model);
        }
    }

    void paddingBehindTheDataIsReadable()
    {
        ByteBuffer buffer;
        buffer.append("x");
        QVERIFY(buffer.prepare(buffer.capacity() - 1).size() >= buffer.capacity() - 1); // exactly full
        std::memset(buffer.data() + 1, 'y', buffer.capacity() - 1);
        buffer.commit(buffer.capacity() - 1);
        char seen = 0;
        for (std::size_t i = 0; i < ByteBuffer::kPadding; ++i) // the address sanitizer judges
            seen = static_cast<char>(seen ^ buffer.data()[buffer.size() + i]);
        QVERIFY(seen == 0 || seen != 0);
    }

    void givesLargeMemoryBack()
    {
        ByteBuffer buffer;
        buffer.append(std::string(1'000'000, 'x'));
        buffer.shrink(4096);
        QVERIFY(buffer.capacity() >= 1'000'000); // not while it holds something
        buffer.consume(buffer.size());
        buffer.shrink(4096);
        QCOMPARE(buffer.capacity(), std::size_t(0));
        buffer.append("again");
        QVERIFY(buffer.view() == "again");
    }
};

QTEST_APPLESS_MAIN(TestByteBuffer)
#include "tst_byte_buffer.moc"
