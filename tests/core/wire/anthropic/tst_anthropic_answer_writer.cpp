#include "anthropic_support.h"
#include "core/wire/ir/event_log.h"
#include "wire/ir/carrier.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace anthropic_test;

class TestAnthropicAnswerWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streams_data();
    void streams();
    void theStreamWordForWord();
    void anErrorBehindABeginningThatWasPassedOn();
    void signsOfLife();
    void wholeErrors();
    void answersOfAllFormatsKeepTheOrder_data();
    void answersOfAllFormatsKeepTheOrder();
    void answersReachOtherClients_data();
    void answersReachOtherClients();
};

namespace {

using Events = std::vector<ir::Event>;

AnswerContext context()
{
    AnswerContext made;
    made.answerId = "answer";
    made.model = "m";
    return made;
}

ir::Event begin(ir::BlockKind kind, int index = 0)
{
    ir::BlockStart start;
    start.kind = kind;
    start.index = index;
    return start;
}

ir::Event call(std::string_view id)
{
    ir::BlockStart start;
    start.kind = ir::BlockKind::Call;
    start.id = Text{id};
    start.name = Text{"go"};
    return start;
}

ir::Event thought(std::string_view words)
{
    return ir::ReasoningDelta{.text = Text{words}, .summary = true};
}

ir::Event signature(std::string_view token, bool redacted = false)
{
    return ir::Signature{.token = Text{token}, .redacted = redacted, .details = {}};
}

ir::Event finish(ir::StopReason reason)
{
    return ir::Finish{reason, {}, {}};
}

std::string streamed(const Events &events)
{
    std::string out;
    const auto writer = anthropicMessagesCodec().answerWriter(context(), true);
    writer->setOut(&out);
    for (const ir::Event &event : events)
        writer->on(event);
    return out;
}

/// What a client makes of a stream, and the first rule of order that it breaks.
class StreamClient
{
public:
    explicit StreamClient(std::string_view stream)
    {
        sse::Decoder decoder;
        decoder.feed(stream);
        while (const auto event = decoder.next()) {
            if (event->hasData)
                take(event->name, Sorted::parse(event->data, nullptr, false));
        }
        if (!m_isOver)
            say("no end");
    }

    [[nodiscard]] const std::string &broken() const { return m_broken; }
    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }
    [[nodiscard]] const Sorted &message() const { return m_message; }

private:
    void say(const std::string &what)
    {
        if (m_broken.empty())
            m_broken = what;
    }

    void take(std::string_view name, const Sorted &data)
    {
        if (data.is_discarded() || data.value("type", "") != name)
            return say("an event without its name");
        if (m_isOver)
            return say("something behind the end");
        const bool isStart = name == "message_start";
        if (isStart != m_message.is_null() && name != "ping" && name != "error")
            return say("not begun, or twice");
        if (isStart)
            m_message = data["message"];
        else if (name == "content_block_start")
            open(data);
        else if (name == "content_block_delta")
            delta(data);
        else if (name == "content_block_stop")
            stop(data);
        else if (name == "message_delta")
            end(data);
        m_hasFailed = name == "error";
        m_isOver = m_hasFailed || name == "message_stop";
    }

    void open(const Sorted &data)
    {
        if (m_isOpen || data["index"] != m_message["content"].size())
            say("a block out of its place");
        m_isOpen = true;
        m_input.clear();
        m_message["content"].push_back(data["content_block"]);
    }

    void delta(const Sorted &data)
    {
        if (!m_isOpen || data["index"] != m_message["content"].size() - 1)
            return say("a delta outside of its block");
        Sorted &block = m_message["content"].back();
        const Sorted &piece = data["delta"];
        for (const char *member : {"text", "thinking", "signature"}) {
            if (piece.contains(member))
                block[member] = block[member].get<std::string>() + piece[member].get<std::string>();
        }
        m_input += piece.value("partial_json", "");
    }

    void stop(const Sorted &data)
    {
        if (!m_isOpen || data["index"] != m_message["content"].size() - 1)
            say("a stop outside of its block");
        m_isOpen = false;
        Sorted &block = m_message["content"].back();
        if (block["type"] == "thinking" && block["signature"] == "")
            say("a thought without signature");
        if (block["type"] == "text" && block["text"] == "")
            say("empty text");
        if (block["type"] == "tool_use" && !m_input.empty()) {
            const Sorted input = Sorted::parse(m_input, nullptr, false);
            block["input"] = input.is_object() ? input : Sorted{{"_raw", m_input}};
        }
    }

    void end(const Sorted &data)
    {
        if (m_isOpen)
            say("a block is open at the end");
        for (const auto &[name, value] : data["delta"].items())
            m_message[name] = value;
        m_message["usage"] = data["usage"];
    }

    Sorted m_message;
    std::string m_input;
    std::string m_broken;
    bool m_isOpen = false;
    bool m_isOver = false;
    bool m_hasFailed = false;
};

Sorted whole(const Events &events)
{
    const auto writer = anthropicMessagesCodec().answerWriter(context(), false);
    for (const ir::Event &event : events)
        writer->on(event);
    return Sorted::parse(writer->body(), nullptr, false);
}

} // namespace

Q_DECLARE_METATYPE(Events)

void TestAnthropicAnswerWriter::streams_data()
{
    QTest::addColumn<Events>("events");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("stop");
    const auto row = [](const char *name, Events events, ir::StopReason reason, const char *content,
                        const char *stop) {
        events.insert(events.begin(), ir::Start{Text{"msg_up"}, Text{"up"}});
        events.push_back(finish(reason));
        QTest::newRow(name) << events << QByteArray(content) << QByteArray(stop);
    };
    using Reason = ir::StopReason;
    using Kind = ir::BlockKind;
    const ir::Event end = ir::BlockEnd{0};
    const ir::Event cut = ir::BlockEnd{0, false};
    row("text", {begin(Kind::Text), ir::TextDelta{Text{"a\\n"}}, ir::TextDelta{Text{"b"}}, end}, Reason::Stop,
        R"([{"type":"text","text":"a\nb"}])", "end_turn");
    row("nothing is no block", {begin(Kind::Text), end}, Reason::Unknown, "[]", "end_turn");
    row("thoughts", {begin(Kind::Reasoning), thought("h"), thought("m"), signature("s"), end}, Reason::Stop,
        R"([{"type":"thinking","thinking":"hm","signature":"s"}])", "end_turn");
    row("thoughts unseen", {begin(Kind::Reasoning), signature("s"), signature("t"), end}, Reason::Stop,
        R"([{"type":"thinking","thinking":"","signature":"st"}])", "end_turn");
    row("thoughts in the dark", {begin(Kind::Reasoning), signature("d", true), end}, Reason::Stop,
        R"([{"type":"redacted_thinking","data":"d"}])", "end_turn");
    row("state alone", {begin(Kind::Reasoning), signature("gw1.s.x"), end}, Reason::Stop,
        R"([{"type":"redacted_thinking","data":"gw1.s.x"}])", "end_turn");
    row("neither thought nor state", {begin(Kind::Reasoning), end}, Reason::Stop, "[]", "end_turn");
    row("a call", {call("c.1"), ir::ArgumentsDelta{Text{R"({\"n\")"}}, ir::ArgumentsDelta{Text{":1}"}}, end},
        Reason::ToolCalls, R"([{"type":"tool_use","id":"toolu_","name":"go","input":{"n":1}}])", "tool_use");
    row("a call that was cut", {call("c"), ir::ArgumentsDelta{Text{R"({\"n)"}}, cut}, Reason::Length,
        R"([{"type":"tool_use","id":"c","name":"go","input":{"_raw":"{\"n"}}])", "max_tokens");
    row("a refusal", {begin(Kind::Refusal), ir::RefusalDelta{Text{"No."}}, end}, Reason::Refusal,
        R"([{"type":"text","text":"No."}])", "refusal");
    ir::BlockStart search;
    search.kind = Kind::Hosted;
    search.raw =
        RawJson{R"({"type":"web_search_call","id":"srvtoolu_1","action":{"type":"search","query":"q"}})"};
    ir::BlockStart foreign = search;
    foreign.raw = RawJson{R"({"type":"web_search_call","id":"ws_1","action":{"type":"search","query":"q"}})"};
    row("the provider's own doing", {search, end, foreign, end}, Reason::Pause,
        R"([{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"q"}}])",
        "pause_turn");
    row("words, then a call", {begin(Kind::Text), ir::TextDelta{Text{"a"}}, end, call("c"), end},
        Reason::ToolCalls,
        R"([{"type":"text","text":"a"},{"type":"tool_use","id":"c","name":"go","input":{}}])", "tool_use");
    row("a word that stopped it", {}, Reason::StopSequence, "[]", "stop_sequence");
    row("no room", {}, Reason::ContextFull, "[]", "model_context_window_exceeded");
}

/// The stream adds up to the whole answer, block by block.
void TestAnthropicAnswerWriter::streams()
{
    QFETCH(Events, events);
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, stop);
    const StreamClient client(streamed(events));
    QCOMPARE(client.broken(), std::string());
    Sorted expected = Sorted::parse(content.toStdString());
    Sorted got = client.message();
    if (!expected.empty() && expected[0].value("id", "") == "toolu_") {
        QVERIFY(got["content"][0]["id"].get<std::string>().starts_with("toolu_"));
        expected[0]["id"] = got["content"][0]["id"];
    }
    QVERIFY2(got["content"] == expected, got["content"].dump().c_str());
    QCOMPARE(QByteArray::fromStdString(got["stop_reason"]), stop);
    QVERIFY(got["id"] == "msg_up" && got["model"] == "m" && got["role"] == "assistant");
    QVERIFY2(whole(events) == got, (whole(events).dump() + got.dump()).c_str());
}

void TestAnthropicAnswerWriter::theStreamWordForWord()
{
    record::Usage usage;
    usage.inputTokens = 20;
    usage.cachedInputTokens = 5;
    usage.cacheWriteTokens = 3;
    usage.cacheWrite1hTokens = 2;
    usage.outputTokens = 7;
    const std::string counts =
        R"({"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":2},"output_tokens":7})";
    const std::string stream = streamed(
        {ir::Start{Text{"msg_1"}, Text{"up"}}, ir::UsageUpdate{usage}, begin(ir::BlockKind::Text),
         ir::TextDelta{Text{"a"}}, ir::BlockEnd{0}, ir::Finish{ir::StopReason::StopSequence, Text{"x"}, {}}});
    const std::string expected =
        "event: message_start\ndata: "
        R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":)" +
        counts +
        "}}\n\nevent: content_block_start\ndata: "
        R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})"
        "\n\nevent: content_block_delta\ndata: "
        R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}})"
        "\n\nevent: content_block_stop\ndata: "
        R"({"type":"content_block_stop","index":0})"
        "\n\nevent: message_delta\ndata: "
        R"({"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"x"},"usage":)" +
        counts + "}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    QCOMPARE(QByteArray::fromStdString(stream), QByteArray::fromStdString(expected));
}

void TestAnthropicAnswerWriter::anErrorBehindABeginningThatWasPassedOn()
{
    std::string out;
    AnswerContext rest = context();
    rest.continues = true;
    const auto writer = anthropicMessagesCodec().answerWriter(rest, true);
    writer->setOut(&out);
    writer->on(ir::Failure{ir::FailureKind::Overloaded, {}, "busy", {}, {}});
    writer->on(ir::Failure{ir::FailureKind::Server, {}, "again", {}, {}});
    QCOMPARE(QByteArray::fromStdString(out),
             QByteArray("event: error\ndata: "
                        R"({"type":"error","error":{"type":"overloaded_error","message":"busy"}})"
                        "\n\n"));
    // A call that broke off is not stopped: clients run what is.
    const std::string cut =
        streamed({ir::Start{}, call("c"), ir::ArgumentsDelta{Text{"{"}}, ir::BlockEnd{0, false},
                  ir::Failure{ir::FailureKind::StreamClosed, {}, "gone", {}, {}}});
    QVERIFY(cut.find("content_block_stop") == std::string::npos &&
            cut.find("api_error") != std::string::npos);
}

void TestAnthropicAnswerWriter::signsOfLife()
{
    std::string out;
    const auto writer = anthropicMessagesCodec().answerWriter(context(), true);
    writer->setOut(&out);
    writer->keepAlive();
    QCOMPARE(QByteArray::fromStdString(out), QByteArray("event: ping\ndata: {\"type\":\"ping\"}\n\n"));
    writer->on(finish(ir::StopReason::Stop));
    out.clear();
    writer->keepAlive();
    QVERIFY(out.empty());
}

void TestAnthropicAnswerWriter::wholeErrors()
{
    const Sorted body = whole({ir::Failure{ir::FailureKind::ContextTooLong, {}, "much", {}, {}}});
    QVERIFY(
        body ==
        Sorted::parse(
            R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: much"}})"));
}

void TestAnthropicAnswerWriter::answersOfAllFormatsKeepTheOrder_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("format");
    QTest::newRow("own")
        << QByteArray("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":"
                      "\"stop\"}]}\n\ndata: [DONE]\n\n")
        << int(Format::OpenAiChat);
    for (const auto &[folder, format] : {std::pair{"openai-chat", Format::OpenAiChat},
                                         {"mistral", Format::OpenAiChat},
                                         {"groq", Format::OpenAiChat},
                                         {"deepseek", Format::OpenAiChat},
                                         {"openai-responses", Format::OpenAiResponses},
                                         {"anthropic-messages", Format::AnthropicMessages}}) {
        const QDir dir(recordings::folder() + QString::fromLatin1(folder));
        for (const QString &file :
             dir.entryList({QStringLiteral("*-stream.json")}, QDir::Files, QDir::Name)) {
            const std::string stream = streamOf(recordings::read(dir.filePath(file))["response"]);
            if (!stream.empty())
                QTest::newRow(qPrintable(QString::fromLatin1(folder) + u'/' + file))
                    << QByteArray::fromStdString(stream) << int(format);
        }
    }
}

void TestAnthropicAnswerWriter::answersOfAllFormatsKeepTheOrder()
{
    QFETCH(QByteArray, stream);
    QFETCH(int, format);
    Target upstream;
    upstream.model = "up";
    std::string out;
    const auto run = [&](bool isStreamed) {
        auto writer = anthropicMessagesCodec().answerWriter(context(), isStreamed);
        writer->setOut(&out);
        ir::CarrierSealer sealer({.upstream = Format(format),
                                  .client = Format::AnthropicMessages,
                                  .dialect = upstream.dialect,
                                  .model = "up",
                                  .key = {}},
                                 *writer);
        readStream(*codecFor(Format(format))->answerReader(upstream), stream.toStdString(), sealer);
        return writer;
    };
    run(true);
    const StreamClient client(out);
    QVERIFY2(client.broken().empty(), (client.broken() + ": " + out).c_str());
    const Sorted body = Sorted::parse(run(false)->body(), nullptr, false);
    if (!client.hasFailed())
        QVERIFY2(body == client.message(), (body.dump() + "\n" + client.message().dump()).c_str());
    else
        QVERIFY(body["type"] == "error");
}

void TestAnthropicAnswerWriter::answersReachOtherClients_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("own")
        << QByteArray()
        << QByteArray(
               R"({"id":"m","model":"up","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}})");
    for (const auto &recording : exchanges()) {
        const Json &response = recording.content["response"];
        if (const std::string stream = streamOf(response); !stream.empty())
            QTest::newRow(qPrintable(recording.file)) << QByteArray::fromStdString(stream) << QByteArray();
        else if (response.contains("body") && response["body"].is_object() &&
                 response["body"].contains("content"))
            QTest::newRow(qPrintable(recording.file))
                << QByteArray() << QByteArray::fromStdString(response["body"].dump());
    }
}

/// All of the words and calls, told to clients of the other formats, whole and streamed.
void TestAnthropicAnswerWriter::answersReachOtherClients()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, body);
    EventLog given;
    const auto read = [&](ir::EventSink &sink) {
        const auto reader = anthropicMessagesCodec().answerReader(target());
        const Parsed padded(body.toStdString());
        stream.isEmpty() ? reader->whole(padded.view(), sink)
                         : readStream(*reader, stream.toStdString(), sink);
    };
    read(given);
    for (const Format format : {Format::OpenAiResponses, Format::OpenAiChat}) {
        for (const bool isStreamed : {false, true}) {
            std::string out;
            const auto writer = codecFor(format)->answerWriter(context(), isStreamed);
            writer->setOut(&out);
            ir::CarrierSealer sealer({.upstream = Format::AnthropicMessages,
                                      .client = format,
                                      .dialect = target().dialect,
                                      .model = "up",
                                      .key = {}},
                                     *writer);
            read(sealer);
            EventLog back;
            const auto reader = codecFor(format)->answerReader({});
            const Parsed whole(writer->body());
            isStreamed ? readStream(*reader, out, back) : reader->whole(whole.view(), back);
            QVERIFY(back.problems().empty());
            QCOMPARE(QByteArray::fromStdString(back.all("arguments")),
                     QByteArray::fromStdString(given.all("arguments")));
            if (!back.joined().contains("refusal"))
                QCOMPARE(QByteArray::fromStdString(back.all("text")),
                         QByteArray::fromStdString(given.all("text")));
        }
    }
}

QTEST_APPLESS_MAIN(TestAnthropicAnswerWriter)
#include "tst_anthropic_answer_writer.moc"
