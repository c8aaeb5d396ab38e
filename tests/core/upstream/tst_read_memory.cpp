#include "upstream/read_memory.h"

#include <QTest>

#include <string>

using namespace signalbox;
using namespace signalbox::upstream;

namespace {

/// Reads `bytes` and returns where they lie.
const char *read(ReadMemory &memory, std::string_view bytes)
{
    ReadMemory::Use use(memory);
    use.buffer().append(bytes);
    return use.buffer().data();
}

std::string at(const char *place, std::size_t bytes)
{
    return {place, bytes};
}

} // namespace

class TestReadMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyForEachUse()
    {
        ReadMemory memory;
        read(memory, "first");
        ReadMemory::Use use(memory);
        QVERIFY(use.buffer().isEmpty());
    }

    void wipesTheLongestReadWhenACallEnds()
    {
        ReadMemory memory;
        const char *place = read(memory, "bad key sk-123");
        QCOMPARE(read(memory, "next"), place);
        QCOMPARE(at(place, 14), std::string("nextkey sk-123"));
        memory.wipeAfterCall();
        QCOMPARE(at(place, 14), std::string(14, '\0'));
    }

    void keepsWhatIsStillRead()
    {
        ReadMemory memory;
        const char *place = nullptr;
        {
            ReadMemory::Use use(memory);
            use.buffer().append("sk-123");
            place = use.buffer().data();
            memory.wipeAfterCall();
            QCOMPARE(use.buffer().view(), std::string_view("sk-123"));
        }
        QCOMPARE(at(place, 6), std::string(6, '\0'));
    }

    void isUsableAfterItGaveMemoryBack()
    {
        ReadMemory memory;
        read(memory, std::string(8'000, 'x'));
        memory.shrink(1'024);
        memory.wipeAfterCall();
        const char *place = read(memory, "sk-123");
        memory.wipeAfterCall();
        QCOMPARE(at(place, 6), std::string(6, '\0'));
    }
};

QTEST_APPLESS_MAIN(TestReadMemory)
#include "tst_read_memory.moc"
