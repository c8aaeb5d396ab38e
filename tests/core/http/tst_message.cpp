#include "http/message.h"
#include "http/plain_text.h"
#include "http/response_writer.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::http;

class TestMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreFoundWithoutCase()
    {
        Fields fields;
        fields.add("Content-Type", "a");
        fields.add("X", "1");
        fields.add("x", "2");
        QVERIFY(fields.value("content-type") == "a");
        QVERIFY(fields.value("X") == "1"); // the first
        QVERIFY(!fields.contains("content"));
        fields.remove("X");
        QCOMPARE(fields.all().size(), std::size_t(1));
    }

    void fieldsKeepTheirOrderAndCanBeUsedAgain()
    {
        Fields fields;
        for (int round = 0; round < 3; ++round) {
            fields.clear();
            QVERIFY(!fields.contains("a"));
            fields.add("a", "");
            fields.add("b", std::string(2'000, 'x'));
            fields.add("A", "2");
            fields.remove("B");
            std::string told;
            for (const auto &[name, value] : fields.all())
                told.append(name).append("=").append(value).append(";");
            QCOMPARE(told, std::string("a=;A=2;"));
        }
        Fields same;
        same.add("a", "");
        same.add("A", "2");
        QVERIFY(same == fields);
        QVERIFY(Fields(fields) == fields);
    }

    /// Each byte at each place of what is looked at eight bytes at a time, between neighbours that a borrow
    /// could reach.
    void plainBytesAreCounted()
    {
        for (const char around : {' ', '~', '\x80', '\xff', '\t'}) {
            for (std::size_t place = 0; place < 20; ++place) {
                for (int byte = 0; byte < 256; ++byte) {
                    std::string text(20, around);
                    text[place] = static_cast<char>(byte);
                    const bool plain = (byte >= 0x20 && byte != 0x7f) || byte == '\t';
                    QCOMPARE(plainPrefix(text), plain ? text.size() : place);
                }
            }
        }
    }

    void tokensAreFoundInLists()
    {
        Fields fields;
        fields.add("Connection", "upgrade,  Keep-Alive\t,");
        fields.add("connection", "x");
        QVERIFY(fields.hasToken("connection", "keep-alive"));
        QVERIFY(fields.hasToken("Connection", "X"));
        QVERIFY(!fields.hasToken("connection", "keep"));
        QVERIFY(!fields.hasToken("connection", "close"));
    }

    void aTargetHasPathAndQuery()
    {
        const RequestHead none{"GET", "/a/b", Version::Http11, {}};
        QCOMPARE(none.path(), std::string_view("/a/b"));
        QCOMPARE(none.query(), std::string_view());
        const RequestHead both{"GET", "/a?b=c?d", Version::Http11, {}};
        QCOMPARE(both.path(), std::string_view("/a"));
        QCOMPARE(both.query(), std::string_view("b=c?d"));
    }

    void aHeadLeavesOutWhatIsNotTheHandlers()
    {
        Fields fields;
        fields.add("X", "1");
        fields.add("content-length", "99");
        fields.add("Transfer-Encoding", "gzip");
        fields.add("Y", "a\r\nZ: b");
        fields.add("Z\r\n", "c");
        std::string head;
        appendResponseHead(head, 404, fields, {BodyShape::Kind::Length, 12}, AfterAnswer::Close, "today");
        QCOMPARE(head, std::string("HTTP/1.1 404 Not Found\r\nX: 1\r\nDate: today\r\nContent-Length: 12\r\n"
                                   "Connection: close\r\n\r\n"));
        head.clear();
        appendResponseHead(head, 599, {}, {}, AfterAnswer::KeepAlive, "today");
        QCOMPARE(head, std::string("HTTP/1.1 599 \r\nDate: today\r\n\r\n"));
    }

    void theDateFollowsTheClock()
    {
        ManualClock clock(WallTime(std::chrono::seconds(784'111'777)));
        DateCache date(clock);
        QCOMPARE(date.now(), std::string_view("Sun, 06 Nov 1994 08:49:37 GMT")); // RFC 9110 section 5.6.7
        clock.advance(std::chrono::milliseconds(999));
        QCOMPARE(date.now(), std::string_view("Sun, 06 Nov 1994 08:49:37 GMT"));
        clock.advance(std::chrono::milliseconds(1));
        QCOMPARE(date.now(), std::string_view("Sun, 06 Nov 1994 08:49:38 GMT"));
    }

    void chunksSayTheirSize()
    {
        std::array<char, 20> memory;
        QCOMPARE(chunkSizeLine(0x1a2b, memory), std::string_view("1a2b\r\n"));
        QCOMPARE(chunkSizeLine(SIZE_MAX, memory), std::string_view("ffffffffffffffff\r\n"));
    }
};

QTEST_APPLESS_MAIN(TestMessage)
#include "tst_message.moc"
