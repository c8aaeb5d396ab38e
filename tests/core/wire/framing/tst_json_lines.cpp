#include "framing_support.h"

#include <QTest>

using namespace signalbox;
using wire::Framing;

namespace {

using Lines = std::vector<std::string>;

} // namespace

Q_DECLARE_METATYPE(Lines)

class TestJsonLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splits_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Lines>("lines");
        QTest::newRow("nothing") << QByteArray("") << Lines{};
        QTest::newRow("one") << QByteArray("{\"a\":1}\n") << Lines{"{\"a\":1}"};
        QTest::newRow("several") << QByteArray("{}\n[]\n1\n") << Lines{"{}", "[]", "1"};
        QTest::newRow("the last without its end") << QByteArray("{}\n{\"b\":2}") << Lines{"{}", "{\"b\":2}"};
        QTest::newRow("carriage returns") << QByteArray("{}\r\n[]\r\n") << Lines{"{}", "[]"};
        QTest::newRow("empty lines hold nothing") << QByteArray("\n\r\n{}\n  \n\n[]") << Lines{"{}", "[]"};
        QTest::newRow("blanks round a document") << QByteArray(" \t{} \n") << Lines{"{}"};
        QTest::newRow("only blanks at the end") << QByteArray("{}\n \t ") << Lines{"{}"};
        QTest::newRow("what is no JSON goes on") << QByteArray("<html>\n") << Lines{"<html>"};
        QTest::newRow("a character of several bytes") << QByteArray("\"ä😀\"\n") << Lines{"\"ä😀\""};
    }

    void splits()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const Lines, lines);
        const std::string stream = bytes.toStdString();
        const SeenStream seen = decodeStream(Framing::JsonLines, stream);
        Lines data;
        for (const auto &[name, text] : seen.messages) {
            QCOMPARE(name, std::string());
            data.push_back(text);
        }
        QCOMPARE(data, lines);
        QVERIFY(stream.starts_with(seen.wire));
        // A blank end is told as a line of its own or as nothing, as the reads fall.
        for (std::size_t at = 1; at < stream.size(); ++at)
            QCOMPARE(decodeStream(Framing::JsonLines, stream, {at}).messages, seen.messages);
        QCOMPARE(decodeStream(Framing::JsonLines, stream, everyByte(stream.size())).messages, seen.messages);
    }

    void aLineWithoutEndIsNotKeptForEver()
    {
        wire::framing::StreamDecoder decoder(Framing::JsonLines);
        const std::string piece(1024 * 1024, 'x');
        for (int count = 0; count < 40; ++count) {
            decoder.feed(piece);
            QVERIFY(!decoder.next());
        }
        QCOMPARE(decoder.problem(), std::string_view("sent an event that is too large"));
        decoder.feed("\n{}\n");
        QVERIFY(!decoder.next());
        QVERIFY(!decoder.last());
    }

    void serverSentEventsPassTheSameWay()
    {
        const SeenStream seen =
            decodeStream(Framing::ServerSentEvents, "event: a\ndata: 1\n\n: hello\n\ndata: 2");
        const std::vector<std::pair<std::string, std::string>> expected{{"a", "1"}, {"", "2"}};
        QCOMPARE(seen.messages, expected);
        QCOMPARE(seen.problem, std::string());
        wire::framing::StreamDecoder decoder(Framing::ServerSentEvents);
        decoder.feed("data: " + std::string(33 * 1024 * 1024, 'x'));
        QVERIFY(!decoder.next());
        QCOMPARE(decoder.problem(), std::string_view("sent an event that is too large"));
    }

    void everyFramingHasItsMediaType()
    {
        QCOMPARE(wire::mediaType(Framing::ServerSentEvents), std::string_view("text/event-stream"));
        QCOMPARE(wire::mediaType(Framing::JsonLines), std::string_view("application/x-ndjson"));
        QCOMPARE(wire::mediaType(Framing::AwsEventStream),
                 std::string_view("application/vnd.amazon.eventstream"));
    }
};

QTEST_GUILESS_MAIN(TestJsonLines)
#include "tst_json_lines.moc"
