#include "wire/sse/decoder.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

struct Seen
{
    std::vector<std::pair<std::string, std::string>> events; ///< name and data
    std::string wire;                                        ///< all blocks together
    std::string rest;                                        ///< data of a last block without its empty line
};

enum class Given { Fed, Lent };

/// Gives the pieces between `cuts` and looks for events after each, as a connection does.
Seen decode(std::string_view bytes, const std::vector<std::size_t> &cuts, Given how = Given::Fed)
{
    Seen seen;
    sse::Decoder decoder;
    const auto drain = [&] {
        while (const auto event = decoder.next()) {
            seen.wire += event->wire;
            if (event->hasData)
                seen.events.emplace_back(event->name, event->data);
        }
    };
    // A copy of exactly the size that is promised: the sanitizer sees it if the decoder keeps slices for
    // longer.
    const auto give = [&](std::string_view piece) {
        std::string copy(piece);
        if (how == Given::Fed) {
            decoder.feed(copy);
        } else {
            copy.append(ByteBuffer::kPadding, '\n');
            decoder.lend(std::string_view(copy).substr(0, piece.size()));
        }
        drain();
    };
    std::size_t from = 0;
    for (const std::size_t cut : cuts) {
        give(bytes.substr(from, cut - from));
        from = cut;
    }
    give(bytes.substr(from));
    const std::size_t pending = decoder.pendingBytes();
    if (const auto event = decoder.last()) {
        seen.rest = event->data;
        seen.wire += event->wire;
    } else if (pending <= bytes.size()) {
        seen.wire += bytes.substr(bytes.size() - pending);
    }
    return seen;
}

std::vector<std::size_t> everyByte(std::size_t size)
{
    std::vector<std::size_t> cuts;
    for (std::size_t at = 1; at < size; ++at)
        cuts.push_back(at);
    return cuts;
}

using Events = std::vector<std::pair<std::string, std::string>>;

void compareAll(const std::string &bytes, const std::vector<std::size_t> &split, const Events &expected)
{
    for (const auto &cuts : {std::vector<std::size_t>{}, split, everyByte(bytes.size())}) {
        for (const Given how : {Given::Fed, Given::Lent}) {
            const Seen seen = decode(bytes, cuts, how);
            QCOMPARE(seen.events, expected);
            QCOMPARE(seen.wire, bytes);
        }
    }
    for (std::size_t at = 1; at < bytes.size() && bytes.size() < 4096; ++at) {
        QCOMPARE(decode(bytes, {at}).events, expected);
        QCOMPARE(decode(bytes, {at}, Given::Lent).events, expected);
    }
}

} // namespace

Q_DECLARE_METATYPE(Events)

class TestSseDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splits_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Events>("events");
        const auto row = [](const char *name, const QByteArray &bytes, const Events &events) {
            QTest::newRow(name) << bytes << events;
        };
        row("line feeds", "data: a\n\ndata: b\n\n", {{"", "a"}, {"", "b"}});
        row("carriage return and line feed", "data: a\r\n\r\ndata: b\r\n\r\n", {{"", "a"}, {"", "b"}});
        row("carriage returns alone", "data: a\r\rdata: b\r\r", {{"", "a"}, {"", "b"}});
        row("line ends mixed", "data: a\r\n\ndata: b\n\r\ndata: c\r\n\r", {{"", "a"}, {"", "b"}, {"", "c"}});
        row("named event", "event: ping\ndata: {}\n\n", {{"ping", "{}"}});
        row("name behind data", "data: {}\nevent: ping\n\n", {{"ping", "{}"}});
        row("last name wins", "event: a\nevent: b\ndata: x\n\n", {{"b", "x"}});
        row("name of a block without data is forgotten", "event: a\n\ndata: x\n\n", {{"", "x"}});
        row("several data lines", "data: a\ndata: b\ndata: c\n\n", {{"", "a\nb\nc"}});
        row("several data lines, one empty", "data: a\ndata\ndata:\ndata: b\n\n", {{"", "a\n\n\nb"}});
        row("no space behind the colon", "data:a\n\n", {{"", "a"}});
        row("one space only is cut", "data:  a\n\n", {{"", " a"}});
        row("colon in the value", "data: a: b\n\n", {{"", "a: b"}});
        row("data without colon", "data\n\n", {{"", ""}});
        row("comment", ": hello\n\ndata: a\n\n", {{"", "a"}});
        row("comment inside a block", "data: a\n: hello\n\n", {{"", "a"}});
        row("unknown fields", "id: 1\nretry: 5\nfoo: x\nbar\ndata: a\n\n", {{"", "a"}});
        row("field names tell case apart", "Data: a\ndata: b\n\n", {{"", "b"}});
        row("space before a field's name", " data: a\ndata: b\n\n", {{"", "b"}});
        row("empty lines first", "\n\n\r\ndata: a\n\n", {{"", "a"}});
        row("byte order mark",
            "\xEF\xBB\xBF"
            "data: a\n\n",
            {{"", "a"}});
        row("byte order mark before an empty line", "\xEF\xBB\xBF\ndata: a\n\n", {{"", "a"}});
        row("byte order mark later is no such mark",
            "data: a\n\n\xEF\xBB\xBF"
            "data: b\n\n",
            {{"", "a"}});
        row("byte order mark behind an empty line is no such mark",
            "\n\xEF\xBB\xBF"
            "data: a\n\ndata: b\n\n",
            {{"", "b"}});
        row("UTF-8", "data: é漢😀\n\n", {{"", "é漢😀"}});
        row("NUL byte", QByteArray("data: a\0b\n\n", 11), {{"", std::string("a\0b", 3)}});
        row("unfinished block is not given", "data: a\n\ndata: b\n", {{"", "a"}});
        row("unfinished line is not given", "data: a\n\ndata: b", {{"", "a"}});
        row("end mark of chat streams", "data: {\"a\":1}\n\ndata: [DONE]\n\n",
            {{"", "{\"a\":1}"}, {"", "[DONE]"}});
    }
    void splits()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(Events, events);
        compareAll(bytes.toStdString(), {}, events);
    }

    void publishedCases_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Events>("events");
        QTest::addColumn<std::vector<std::size_t>>("cuts");
        QTest::newRow("own: one event")
            << QByteArray("data: x\n\n") << Events{{"", "x"}} << std::vector<std::size_t>{3};
        for (const auto *name : {"sse.json", "own-sse.json"}) {
            QFile file(QStringLiteral(SIGNALBOX_SHARED_DIR "/corpora/sse/") + QString::fromLatin1(name));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const auto corpus = nlohmann::json::parse(file.readAll().toStdString());
            for (const auto &entry : corpus.at("cases")) {
                Events events;
                for (const auto &event : entry.at("events")) {
                    const std::string type = event.at("event");
                    events.emplace_back(type == "message" ? "" : type, event.at("data"));
                }
                std::vector<std::size_t> cuts;
                if (entry.contains("split_at") && entry.at("split_at").is_array())
                    cuts = entry.at("split_at").get<std::vector<std::size_t>>();
                QTest::newRow(entry.at("id").get<std::string>().c_str())
                    << QByteArray::fromBase64(QByteArray::fromStdString(entry.at("bytes_base64"))) << events
                    << cuts;
            }
        }
    }
    void publishedCases()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(Events, events);
        QFETCH(std::vector<std::size_t>, cuts);
        const std::string text = bytes.toStdString();
        // "message" is the name of events without one: whether it was written makes no difference. The cases
        // show text; the decoder keeps the bytes, so broken UTF-8 is replaced here.
        const auto asText = [](Events list) {
            for (auto &[name, data] : list) {
                if (name == "message")
                    name.clear();
                data = QString::fromUtf8(data.data(), qsizetype(data.size())).toStdString();
            }
            return list;
        };
        for (const auto &split : {std::vector<std::size_t>{}, cuts, everyByte(text.size())}) {
            for (const Given how : {Given::Fed, Given::Lent}) {
                const Seen seen = decode(text, split, how);
                QCOMPARE(asText(seen.events), events);
                QCOMPARE(seen.wire, text);
            }
        }
    }

    void lastBlockWithoutItsEmptyLine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("rest");
        QTest::newRow("line ended") << QByteArray("data: a\n\ndata: b\n") << QByteArray("b");
        QTest::newRow("line not ended") << QByteArray("data: a\n\ndata: b") << QByteArray("b");
        QTest::newRow("carriage return") << QByteArray("data: a\n\ndata: b\r") << QByteArray("b");
        QTest::newRow("two lines") << QByteArray("data: b\ndata: c") << QByteArray("b\nc");
        QTest::newRow("comment alone") << QByteArray("data: a\n\n: c") << QByteArray();
        QTest::newRow("nothing") << QByteArray("data: a\n\n") << QByteArray();
    }
    void lastBlockWithoutItsEmptyLine()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, rest);
        const std::string text = bytes.toStdString();
        QCOMPARE(QByteArray::fromStdString(decode(text, {}).rest), rest);
        QCOMPARE(QByteArray::fromStdString(decode(text, everyByte(text.size())).rest), rest);
    }

    void blocksKeepTheirBytes()
    {
        sse::Decoder decoder;
        decoder.feed(": note\r\n\r\nevent: a\r\ndata: 1\r\n\r\ndata: 2");
        auto event = decoder.next();
        QVERIFY(event && !event->hasData);
        QCOMPARE(event->wire, std::string_view(": note\r\n\r\n"));
        event = decoder.next();
        QVERIFY(event);
        QCOMPARE(event->wire, std::string_view("event: a\r\ndata: 1\r\n\r\n"));
        QCOMPARE(decoder.pendingBytes(), std::size_t(7));
        QVERIFY(!decoder.next());
        QCOMPARE(decoder.pendingBytes(), std::size_t(7));
    }

    void readsWholeBlocksWhereTheyWereLent()
    {
        const std::string first = "data: 1\n\nda" + std::string(ByteBuffer::kPadding, ' ');
        const std::string second = "ta: 2\n\ndata: 3\n\ndata: 4\n\n" + std::string(ByteBuffer::kPadding, ' ');
        sse::Decoder decoder;
        decoder.lend(std::string_view(first).substr(0, 11));
        auto event = decoder.next();
        QVERIFY(event && event->isLent);
        QCOMPARE(event->wire.data(), first.data());
        QVERIFY(!decoder.next());
        decoder.lend(std::string_view(second).substr(0, 25));
        event = decoder.next();
        QVERIFY(event && !event->isLent);
        QCOMPARE(event->wire, std::string_view("data: 2\n\n"));
        for (const std::size_t at : {7U, 16U}) {
            event = decoder.next();
            QVERIFY(event && event->isLent);
            QCOMPARE(event->wire.data(), second.data() + at);
            QCOMPARE(event->wire.size(), std::size_t(9));
        }
        QVERIFY(!decoder.next());
        QCOMPARE(decoder.pendingBytes(), std::size_t(0));
    }

    void dataHasReadableBytesBehindIt()
    {
        sse::Decoder decoder;
        decoder.feed("data: a\ndata: b\n\ndata: c\n\n");
        int sum = 0;
        while (const auto event = decoder.next()) {
            for (std::size_t at = 0; at < event->data.size() + ByteBuffer::kPadding; ++at)
                sum += event->data.data()[at] != 0 ? 1 : 0;
        }
        QVERIFY(sum >= 4);
    }

    void largeEventInSmallReads()
    {
        const std::string data(10 * 1024 * 1024, 'x');
        const std::string bytes = "data: " + data + "\n\n";
        sse::Decoder decoder;
        std::size_t events = 0;
        for (std::size_t at = 0; at < bytes.size(); at += 1000) {
            const std::string_view piece = std::string_view(bytes).substr(at, 1000);
            if (at % 2000 == 0)
                decoder.lend(piece);
            else
                decoder.feed(piece);
            while (const auto event = decoder.next()) {
                ++events;
                QVERIFY(event->data == data);
            }
        }
        QCOMPARE(events, std::size_t(1));
    }

    void blockWithoutEndOverflows()
    {
        sse::Decoder decoder;
        const std::string piece(1024 * 1024, 'x');
        decoder.feed("data: ");
        for (std::size_t count = 0; count <= sse::Decoder::kMaxEventBytes / piece.size(); ++count) {
            decoder.feed(piece);
            QVERIFY(!decoder.next());
        }
        QVERIFY(decoder.isOverflown());
        decoder.feed("\n\ndata: a\n\n");
        QVERIFY(!decoder.next());
        QVERIFY(!decoder.last());
    }
};

QTEST_APPLESS_MAIN(TestSseDecoder)
#include "tst_sse_decoder.moc"
