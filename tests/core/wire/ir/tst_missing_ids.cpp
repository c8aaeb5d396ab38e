// Calls of a history that have no id get one, and their results with them.
#include "wire/format.h"

#include <QTest>

using namespace signalbox::wire;

namespace {

/// Every call and result of the conversation: "call name", "result", each with the number of its id in the
/// order in which ids appear; 0 is none.
QByteArray linksOf(const ir::Request &request)
{
    QByteArrayList seen;
    QByteArray links;
    const auto number = [&](Text id) {
        const QByteArray text(id.escaped.data(), static_cast<qsizetype>(id.escaped.size()));
        if (text.isEmpty())
            return QByteArray("0");
        if (!seen.contains(text))
            seen.append(text);
        return QByteArray::number(seen.indexOf(text) + 1);
    };
    for (const ir::Turn &turn : request.turns) {
        for (const ir::Block &block : turn.blocks) {
            if (const auto *call = std::get_if<ir::CallBlock>(&block.value))
                links += QByteArray("call ") + unescape(call->name).c_str() + ' ' + number(call->id) + '\n';
            else if (const auto *result = std::get_if<ir::ResultBlock>(&block.value))
                links += "result " + number(result->callId) + '\n';
        }
    }
    return links;
}

QByteArray read(Format format, const QByteArray &body, std::string *firstId = nullptr)
{
    json::Document document;
    if (!document.parseCopy(body.toStdString()))
        return "no JSON";
    const auto request = codecFor(format)->readRequest(document);
    if (!request)
        return QByteArray("refused: ") + request.error().place.c_str();
    for (const ir::Turn &turn : request->turns) {
        for (const ir::Block &block : turn.blocks) {
            if (const auto *call = std::get_if<ir::CallBlock>(&block.value); call && firstId != nullptr)
                *firstId = unescape(call->id);
        }
    }
    return linksOf(*request);
}

QByteArray chatCall(const char *name, const char *id = "")
{
    return QByteArray("{\"id\":\"") + id + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name +
           "\",\"arguments\":\"{}\"}}";
}

const char *const kChatResult = "{\"role\":\"tool\",\"content\":\"ok\"}";
const char *const kCall =
    "{\"type\":\"function_call\",\"call_id\":\"\",\"name\":\"go\",\"arguments\":\"{}\"}";
const char *const kResult = "{\"type\":\"function_call_output\",\"call_id\":\"\",\"output\":\"ok\"}";
const char *const kWords = "{\"role\":\"user\",\"content\":\"hi\"}";

} // namespace

class TestMissingIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linksInOrder_data()
    {
        QTest::addColumn<bool>("isChat");
        QTest::addColumn<QByteArray>("items");
        QTest::addColumn<QByteArray>("links");
        const auto calls = [](const QByteArray &list) {
            return QByteArray("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[") + list + "]}";
        };
        const QByteArray comma = ",";
        QTest::newRow("chat: one") << true << calls(chatCall("a")) + comma + kChatResult
                                   << QByteArray("call a 1\nresult 1\n");
        QTest::newRow("chat: two at once, two turns")
            << true
            << calls(chatCall("a") + comma + chatCall("a")) + comma + kChatResult + comma + kChatResult +
                   comma + calls(chatCall("a")) + comma + kChatResult
            << QByteArray("call a 1\ncall a 2\nresult 1\nresult 2\ncall a 3\nresult 3\n");
        QTest::newRow("chat: one of two has an id")
            << true << calls(chatCall("a", "c1") + comma + chatCall("b")) + comma + kChatResult
            << QByteArray("call a 1\ncall b 2\nresult 2\n");
        QTest::newRow("chat: an interrupted one")
            << true
            << calls(chatCall("a")) + comma + kWords + comma + calls(chatCall("b")) + comma + kChatResult
            << QByteArray("call a 1\ncall b 2\nresult 2\n");
        QTest::newRow("chat: a result alone") << true << QByteArray(kChatResult) << QByteArray("result 0\n");
        QTest::newRow("responses: two at once")
            << false << QByteArray(kCall) + comma + kCall + comma + kResult + comma + kResult
            << QByteArray("call go 1\ncall go 2\nresult 1\nresult 2\n");
        QTest::newRow("responses: an interrupted one")
            << false << QByteArray(kCall) + comma + kWords + comma + kCall + comma + kResult
            << QByteArray("call go 1\ncall go 2\nresult 2\n");
        QTest::newRow("responses: a result alone")
            << false << QByteArray(kResult) << QByteArray("refused: input[0].call_id");
    }
    void linksInOrder()
    {
        QFETCH(bool, isChat);
        QFETCH(QByteArray, items);
        QFETCH(QByteArray, links);
        const QByteArray head("{\"model\":\"m\",");
        if (isChat)
            QCOMPARE(read(Format::OpenAiChat, head + "\"messages\":[" + items + "]}"), links);
        else
            QCOMPARE(read(Format::OpenAiResponses, head + "\"input\":[" + items + "]}"), links);
    }

    /// Prompt caches of providers keep hitting.
    void theSameOnEachTurn()
    {
        const QByteArray head = QByteArray("{\"model\":\"m\",\"input\":[") + kCall + "," + kResult;
        std::string first;
        std::string second;
        (void)read(Format::OpenAiResponses, head + "]}", &first);
        (void)read(Format::OpenAiResponses, head + "," + kWords + "]}", &second);
        QVERIFY(!first.empty());
        QCOMPARE(first, second);
    }
};

QTEST_GUILESS_MAIN(TestMissingIds)
#include "tst_missing_ids.moc"
