#include "base/byte_buffer.h"
#include "core/wire/chat/recordings.h"
#include "core/wire/ir/event_log.h"
#include "wire/ir/carrier.h"
#include "wire/openai_chat/codec.h"
#include "wire/sse/decoder.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using recordings::Json;

class TestChatAnswerWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesChunks();
    void pictures();
    void usageOnlyWhereAskedFor();
    void signaturesGoWithTheFirstChunkOfACall();
    void carriersGoIntoDetails();
    void citationsStandInTheWholeText();
    void theAnswersTokenGoesWithTheMessage();
    void freeformCallsStayFreeform();
    void failuresEndTheStream();
    void aFailedAnswerIsAnErrorBody();
    void keepAliveIsAComment();
    void whatWasReadIsWrittenAndReadAgain_data();
    void whatWasReadIsWrittenAndReadAgain();
};

namespace {

AnswerContext context(bool includeUsage = true)
{
    AnswerContext made;
    made.answerId = "chatcmpl-own";
    made.model = "asked-for";
    made.createdAt = 1700000000;
    made.includeUsage = includeUsage;
    return made;
}

/// Both writers at once, fed with the same events.
class Both final : public ir::EventSink
{
public:
    explicit Both(bool includeUsage = true)
        : m_stream(openAiChatCodec().answerWriter(context(includeUsage), true)),
          m_whole(openAiChatCodec().answerWriter(context(includeUsage), false))
    {
        m_stream->setOut(&stream);
    }
    void on(const ir::Event &event) override
    {
        m_stream->on(event);
        m_whole->on(event);
    }
    [[nodiscard]] std::string body() { return m_whole->body(); }

    std::string stream;

private:
    std::unique_ptr<AnswerWriter> m_stream;
    std::unique_ptr<AnswerWriter> m_whole;
};

ir::BlockStart begin(ir::BlockKind kind, int index = 0, std::string_view name = {})
{
    ir::BlockStart start;
    start.kind = kind;
    start.index = index;
    start.name = Text{name};
    start.id = name.empty() ? Text{} : Text{"c1"};
    return start;
}

std::vector<Json> chunks(const std::string &stream)
{
    std::vector<Json> found;
    sse::Decoder decoder;
    decoder.feed(stream);
    while (const auto event = decoder.next()) {
        if (event->hasData && event->data != "[DONE]")
            found.push_back(Json::parse(event->data));
    }
    return found;
}

/// The events of a stream or body that we wrote.
QByteArray readAgain(const std::string &stream)
{
    EventLog log;
    const auto reader = openAiChatCodec().answerReader({});
    sse::Decoder decoder;
    decoder.feed(stream);
    while (const auto event = decoder.next()) {
        if (event->hasData)
            reader->message(event->name, event->data, log);
    }
    reader->end(log);
    return log.joined();
}

QByteArray readBody(const std::string &body)
{
    EventLog log;
    std::string copy = body;
    copy.append(ByteBuffer::kPadding, '\0');
    openAiChatCodec().answerReader({})->whole(std::string_view(copy).substr(0, body.size()), log);
    return log.joined();
}

} // namespace

void TestChatAnswerWriter::writesChunks()
{
    Both both;
    both.on(ir::Start{Text{"up-1"}, Text{"upstream-model"}});
    both.on(begin(ir::BlockKind::Text));
    both.on(ir::TextDelta{Text{R"(Hi \"you\")"}});
    both.on(ir::BlockEnd{0, true});
    both.on(ir::Finish{});
    // Raw strings stay out of macros: moc cannot read them there.
    const std::string head =
        R"(data: {"id":"up-1","object":"chat.completion.chunk","created":1700000000,"model":"asked-for","choices":[{"index":0,"delta":)";
    std::string stream = head + R"({"role":"assistant","content":""},"finish_reason":null}]})" + "\n\n";
    stream += head + R"({"content":"Hi \"you\""},"finish_reason":null}]})" + "\n\n";
    stream += head + R"({},"finish_reason":"stop"}]})" + "\n\ndata: [DONE]\n\n";
    QCOMPARE(both.stream, stream);
    const std::string body =
        R"({"id":"up-1","object":"chat.completion","created":1700000000,"model":"asked-for","choices":[{"index":0,"message":{"role":"assistant","content":"Hi \"you\"","refusal":null},"logprobs":null,"finish_reason":"stop"}]})";
    QCOMPARE(both.body(), body);
}

void TestChatAnswerWriter::pictures()
{
    Both both;
    both.on(ir::Start{Text{"up-1"}, {}});
    ir::BlockStart picture = begin(ir::BlockKind::Hosted);
    picture.raw =
        RawJson{R"({"type":"image_generation_call","id":"ig_1","output_format":"jpeg","result":"\/9j+"})"};
    both.on(picture);
    both.on(ir::BlockEnd{0, true});
    picture.raw = RawJson{R"({"type":"web_search_call","id":"ws_1"})"};
    picture.index = 1;
    both.on(picture);
    both.on(ir::BlockEnd{1, true});
    both.on(ir::Finish{});
    const Json images =
        Json::parse(R"([{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j+"},"index":0}])");
    QVERIFY(Json::parse(both.body())["choices"][0]["message"]["images"] == images);
    int told = 0;
    for (const Json &chunk : chunks(both.stream)) {
        const Json &delta = chunk["choices"][0]["delta"];
        if (delta.contains("images")) {
            QVERIFY(delta["images"] == images);
            ++told;
        }
    }
    QCOMPARE(told, 1);
}

void TestChatAnswerWriter::usageOnlyWhereAskedFor()
{
    for (const bool asked : {true, false}) {
        Both both(asked);
        both.on(ir::Start{});
        both.on(begin(ir::BlockKind::Text));
        both.on(ir::TextDelta{Text{"x"}});
        both.on(ir::BlockEnd{0, true});
        record::Usage usage;
        usage.inputTokens = 10;
        usage.outputTokens = 4;
        usage.cachedInputTokens = 8;
        usage.reasoningTokens = 3;
        both.on(ir::UsageUpdate{usage});
        both.on(ir::Finish{});
        const std::vector<Json> all = chunks(both.stream);
        QVERIFY(all.front()["id"] == "chatcmpl-own");
        QCOMPARE(all.back().contains("usage"), asked);
        if (asked) {
            QVERIFY(all.back()["choices"].empty());
            QVERIFY(all.back()["usage"]["total_tokens"] == 14);
            QVERIFY(all.back()["usage"]["prompt_tokens_details"]["cached_tokens"] == 8);
            QVERIFY(all.back()["id"] == "chatcmpl-own");
        }
        QVERIFY(Json::parse(both.body())["usage"]["completion_tokens_details"]["reasoning_tokens"] == 3);
    }
}

void TestChatAnswerWriter::signaturesGoWithTheFirstChunkOfACall()
{
    Both both;
    both.on(ir::Start{});
    both.on(begin(ir::BlockKind::Call, 0, "go"));
    ir::Signature signature;
    signature.token = Text{"sig"};
    both.on(signature);
    both.on(ir::ArgumentsDelta{Text{R"({\"a\":1})"}});
    both.on(ir::BlockEnd{0, true});
    both.on(begin(ir::BlockKind::Call, 1, "stop"));
    both.on(ir::BlockEnd{1, true});
    both.on(ir::Finish{ir::StopReason::ToolCalls, {}, {}});
    const std::vector<Json> all = chunks(both.stream);
    QCOMPARE(all.size(), std::size_t(5));
    const Json &first = all[1]["choices"][0]["delta"]["tool_calls"][0];
    QVERIFY(first["extra_content"]["google"]["thought_signature"] == "sig");
    QVERIFY(first["function"]["name"] == "go");
    QVERIFY(all[3]["choices"][0]["delta"]["tool_calls"][0]["index"] == 1);
    QVERIFY(all[4]["choices"][0]["finish_reason"] == "tool_calls");
    const Json message = Json::parse(both.body())["choices"][0]["message"];
    QVERIFY(message["tool_calls"][0]["extra_content"]["google"]["thought_signature"] == "sig");
    const std::string arguments = R"({"a":1})";
    QVERIFY(message["tool_calls"][0]["function"]["arguments"] == arguments);
    QVERIFY(message["content"].is_null());
}

void TestChatAnswerWriter::carriersGoIntoDetails()
{
    const std::string carrier = ir::sealCarrier({ir::CarrierKind::Reasoning, "anthropic", "m", {}}, "k");
    Both both;
    both.on(ir::Start{});
    both.on(begin(ir::BlockKind::Reasoning));
    both.on(ir::ReasoningDelta{Text{"hm"}, true, 0});
    ir::Signature signature;
    signature.token = Text{carrier};
    both.on(signature);
    both.on(ir::BlockEnd{0, true});
    both.on(begin(ir::BlockKind::Text, 1));
    both.on(ir::TextDelta{Text{"Hi"}});
    both.on(ir::BlockEnd{1, true});
    both.on(ir::Finish{});
    const Json expected =
        Json::array({{{"type", "reasoning.encrypted"}, {"data", carrier}, {"format", "gw1"}, {"index", 0}}});
    QVERIFY(chunks(both.stream)[2]["choices"][0]["delta"]["reasoning_details"] == expected);
    const Json message = Json::parse(both.body())["choices"][0]["message"];
    QVERIFY(message["reasoning_details"] == expected);
    QVERIFY(message["reasoning_content"] == "hm");
}

void TestChatAnswerWriter::citationsStandInTheWholeText()
{
    Both both;
    both.on(ir::Start{});
    both.on(begin(ir::BlockKind::Text));
    both.on(ir::TextDelta{Text{R"(\"\u00e9\ud83d\ude00)"}});
    both.on(ir::TextDelta{Text{"\xc3\xa9"}}); // four characters so far
    both.on(ir::BlockEnd{0, true});
    both.on(begin(ir::BlockKind::Text, 1));
    both.on(ir::TextDelta{Text{"cited"}});
    both.on(ir::Citation{
        RawJson{R"({"type":"url_citation","url":"https://a.test","start_index":0,"end_index":5})"}});
    both.on(ir::BlockEnd{1, true});
    both.on(ir::Finish{});
    const Json streamed = chunks(both.stream)[4]["choices"][0]["delta"]["annotations"][0]["url_citation"];
    QVERIFY2(streamed["start_index"] == 4 && streamed["end_index"] == 9, streamed.dump().c_str());
    const Json whole = Json::parse(both.body())["choices"][0]["message"]["annotations"][0]["url_citation"];
    QVERIFY(whole == streamed);
}

/// Gemini's Chat endpoint gives one for the answer as a whole.
void TestChatAnswerWriter::theAnswersTokenGoesWithTheMessage()
{
    Both both;
    both.on(ir::Start{});
    both.on(begin(ir::BlockKind::Text));
    both.on(ir::TextDelta{Text{"Hi"}});
    both.on(ir::BlockEnd{0, true});
    ir::Signature signature;
    signature.token = Text{"sig+/="};
    signature.forAnswer = true;
    both.on(signature);
    both.on(ir::Finish{});
    QVERIFY(chunks(both.stream)[2]["choices"][0]["delta"]["extra_content"]["google"]["thought_signature"] ==
            "sig+/=");
    const Json message = Json::parse(both.body())["choices"][0]["message"];
    QVERIFY(message["extra_content"]["google"]["thought_signature"] == "sig+/=");
    QCOMPARE(readAgain(both.stream), readBody(both.body()));
}

void TestChatAnswerWriter::freeformCallsStayFreeform()
{
    Both both;
    both.on(ir::Start{});
    ir::BlockStart start = begin(ir::BlockKind::Call, 0, "exec");
    start.callKind = ir::CallKind::Freeform;
    both.on(start);
    both.on(ir::ArgumentsDelta{Text{"let x"}});
    both.on(ir::BlockEnd{0, true});
    both.on(ir::Finish{ir::StopReason::ToolCalls, {}, {}});
    QVERIFY(chunks(both.stream)[1]["choices"][0]["delta"]["tool_calls"][0]["type"] == "custom");
    QVERIFY(Json::parse(both.body())["choices"][0]["message"]["tool_calls"][0]["custom"]["input"] == "let x");
    QCOMPARE(readAgain(both.stream), readBody(both.body()));
}

void TestChatAnswerWriter::failuresEndTheStream()
{
    Both both;
    both.on(ir::Start{});
    both.on(begin(ir::BlockKind::Text));
    both.on(ir::TextDelta{Text{"Hi"}});
    both.on(ir::BlockEnd{0, false});
    ir::Failure failure;
    failure.kind = ir::FailureKind::ContextTooLong;
    failure.message = "too long";
    both.on(failure);
    QVERIFY(both.stream.ends_with(
        "data: {\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\",\"param\":null,"
        "\"code\":\"context_length_exceeded\"}}\n\ndata: [DONE]\n\n"));
    both.on(ir::TextDelta{Text{"late"}});
    QVERIFY(both.stream.ends_with("data: [DONE]\n\n"));
}

void TestChatAnswerWriter::aFailedAnswerIsAnErrorBody()
{
    Both both;
    ir::Failure failure;
    failure.kind = ir::FailureKind::Server;
    failure.code = "odd";
    failure.message = "boom";
    both.on(failure);
    const std::string body =
        R"({"error":{"message":"boom","type":"server_error","param":null,"code":"odd"}})";
    QCOMPARE(both.body(), body);
}

void TestChatAnswerWriter::keepAliveIsAComment()
{
    std::string out;
    const auto writer = openAiChatCodec().answerWriter(context(), true);
    writer->setOut(&out);
    writer->keepAlive();
    QCOMPARE(out, std::string(": keep-alive\n\n"));
}

void TestChatAnswerWriter::whatWasReadIsWrittenAndReadAgain_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("own") << QString();
    for (const recordings::Recording &recording : recordings::chat()) {
        if (recording.content.contains("response") && recording.content["response"].contains("sse"))
            QTest::newRow(qPrintable(recording.file)) << recording.file;
    }
}

void TestChatAnswerWriter::whatWasReadIsWrittenAndReadAgain()
{
    QFETCH(QString, file);
    const QString path = file.isEmpty()
                             ? QString::fromUtf8(SIGNALBOX_SOURCE_DIR "/tests/data/openai_chat/stream.json")
                             : recordings::folder() + file;
    class Tee final : public ir::EventSink
    {
    public:
        void on(const ir::Event &event) override
        {
            log.on(event);
            both.on(event);
        }
        EventLog log;
        Both both;
    };
    Tee tee;
    const auto reader = openAiChatCodec().answerReader({});
    sse::Decoder decoder;
    decoder.feed(recordings::wire(recordings::read(path)["response"]["sse"]));
    while (const auto event = decoder.next()) {
        if (event->hasData)
            reader->message(event->name, event->data, tee);
    }
    reader->end(tee);

    // The model's name is the client's, and an answer without id gets ours; citations are of any block of
    // text.
    const auto comparable = [](const QByteArray &lines) { return lines.mid(lines.indexOf('\n')); };
    const QByteArray read = comparable(tee.log.joined());
    if (tee.log.lines().last().startsWith("failure ")) {
        QVERIFY(tee.both.stream.ends_with("data: [DONE]\n\n"));
        QVERIFY(Json::parse(tee.both.body()).contains("error"));
        return;
    }
    QCOMPARE(comparable(readAgain(tee.both.stream)), read);
    // A whole answer has its thoughts first and its details with them.
    EventLog whole;
    std::string body = tee.both.body();
    const std::size_t size = body.size();
    body.append(ByteBuffer::kPadding, '\0');
    openAiChatCodec().answerReader({})->whole(std::string_view(body).substr(0, size), whole);
    for (const char *kind : {"text", "reasoning", "refusal", "arguments"})
        QCOMPARE(whole.all(kind), tee.log.all(kind));
    QCOMPARE(whole.lines().last(), tee.log.lines().last());
}

QTEST_APPLESS_MAIN(TestChatAnswerWriter)
#include "tst_chat_answer_writer.moc"
