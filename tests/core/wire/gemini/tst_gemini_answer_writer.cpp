#include "core/wire/chat/recordings.h"
#include "core/wire/ir/event_log.h"
#include "gemini_support.h"
#include "wire/ir/carrier.h"
#include "wire/ir/tool_restorer.h"
#include "wire/sse/decoder.h"

#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::wire;
using gemini_support::Json;
using gemini_support::Padded;
using gemini_support::Parsed;

class TestGeminiAnswerWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesMessages();
    void writesAList();
    void failuresEndTheStream();
    void silenceIsSilent();
    void reasons_data();
    void reasons();
    void usage();
    void callsAreWhole_data();
    void callsAreWhole();
    void carriersStandOnThePartThatIsKept();
    void sourcesBecomeGrounding();
    void recordedAnswers_data();
    void recordedAnswers();
    void otherClientsGiveSignaturesBack_data();
    void otherClientsGiveSignaturesBack();
};

namespace {

AnswerContext context(bool jsonArray = false)
{
    AnswerContext made;
    made.answerId = "own";
    made.model = "asked-for";
    made.jsonArray = jsonArray;
    return made;
}

ir::BlockStart begin(ir::BlockKind kind, int index = 0, std::string_view name = {})
{
    ir::BlockStart start;
    start.kind = kind;
    start.index = index;
    start.name = Text{name};
    return start;
}

/// Both writers at once, fed with the same events.
class Both final : public ir::EventSink
{
public:
    explicit Both(bool jsonArray = false)
        : m_stream(geminiCodec().answerWriter(context(jsonArray), true)),
          m_whole(geminiCodec().answerWriter(context(jsonArray), false))
    {
        m_stream->setOut(&stream);
    }
    void on(const ir::Event &event) override
    {
        m_stream->on(event);
        m_whole->on(event);
    }
    [[nodiscard]] std::string body() { return m_whole->body(); }
    void keepAlive() { m_stream->keepAlive(); }

    std::string stream;

private:
    std::unique_ptr<AnswerWriter> m_stream;
    std::unique_ptr<AnswerWriter> m_whole;
};

void sayHi(Both &both)
{
    both.on(ir::Start{Text{"up-1"}, Text{"upstream-model"}});
    both.on(begin(ir::BlockKind::Text));
    both.on(ir::TextDelta{Text{R"(Hi)"}});
    both.on(ir::BlockEnd{0, true});
}

std::vector<std::string> messages(const std::string &stream)
{
    std::vector<std::string> found;
    sse::Decoder decoder;
    decoder.feed(stream);
    while (const auto event = decoder.next()) {
        if (event->hasData)
            found.emplace_back(event->data);
    }
    return found;
}

QByteArray readStream(const std::string &stream)
{
    EventLog log;
    const auto reader = geminiCodec().answerReader({});
    for (const std::string &message : messages(stream))
        reader->message({}, Padded(message).view(), log);
    reader->end(log);
    return log.joined();
}

QByteArray readBody(const std::string &body)
{
    EventLog log;
    geminiCodec().answerReader({})->whole(Padded(body).view(), log);
    return log.joined();
}

/// A recorded answer's responses.
std::vector<std::string> responses(const QString &file)
{
    const auto response = recordings::read(file)["response"];
    if (response.contains("sse"))
        return messages(recordings::wire(response["sse"]));
    return {response.value("body", recordings::Json()).dump()};
}

void feed(const std::vector<std::string> &answer, ir::EventSink &sink)
{
    const auto reader = geminiCodec().answerReader({});
    for (const std::string &message : answer)
        reader->message({}, Padded(message).view(), sink);
    reader->end(sink);
}

void addRecordings()
{
    QTest::addColumn<QString>("file");
    const QStringList files = gemini_support::sharedFiles(
        {QStringLiteral("recordings/gemini"), QStringLiteral("recordings/gemini-vertex")});
    if (files.isEmpty())
        QSKIP("the recordings are not at hand");
    for (const QString &file : files)
        QTest::newRow(file.section(QLatin1Char('/'), -2).toUtf8().constData()) << file;
}

/// Signatures with the kind of part they stand on, in order.
std::vector<std::string> signatures(const Json &parts)
{
    std::vector<std::string> found;
    for (const Json &part : parts) {
        if (!part.contains("thoughtSignature") || part.contains("inlineData"))
            continue;
        std::string kind;
        for (const auto &[key, value] : part.items())
            kind = key != "thoughtSignature" ? key : kind;
        if (part.contains("functionCall"))
            kind = "functionCall " + part["functionCall"]["name"].get<std::string>();
        found.push_back(kind + " " + part["thoughtSignature"].get<std::string>());
    }
    return found;
}

/// The turn that a client of this format puts into its next request.
std::string replayed(Format client, const std::vector<std::string> &answer)
{
    static const ir::Request request;
    AnswerContext made = context();
    const auto writer = codecFor(client)->answerWriter(made, false);
    Dialect dialect;
    dialect.family = "gemini";
    ir::CarrierSealer sealer({Format::Gemini, client, dialect, "gemini-3", "k"}, *writer);
    ir::ToolRestorer restorer(request, dialect, sealer);
    feed(answer, restorer);
    const Json body = Json::parse(writer->body());
    Json history = Json::array({{{"role", "user"}, {"content", "x"}}});
    if (client == Format::OpenAiChat) {
        const Json message = body["choices"][0]["message"];
        history.push_back(message);
        for (const Json &call : message.value("tool_calls", Json::array()))
            history.push_back({{"role", "tool"}, {"tool_call_id", call["id"]}, {"content", "done"}});
        return Json({{"model", "m"}, {"messages", history}}).dump();
    }
    for (const Json &item : body["output"])
        history.push_back(item);
    for (const Json &item : body["output"]) {
        if (item["type"] == "function_call")
            history.push_back(
                {{"type", "function_call_output"}, {"call_id", item["call_id"]}, {"output", "done"}});
    }
    return Json({{"model", "m"}, {"input", history}}).dump();
}

} // namespace

void TestGeminiAnswerWriter::writesMessages()
{
    Both both;
    sayHi(both);
    both.on(ir::Finish{});
    const std::string names = R"("modelVersion":"asked-for","responseId":"up-1"})";
    const std::string head = R"({"candidates":[{"content":{"parts":[{"text":")";
    std::string stream = "data: " + head + R"(Hi"}],"role":"model"},"index":0}],)" + names + "\n\n";
    stream += "data: " + head + R"("}],"role":"model"},"finishReason":"STOP","index":0}],)" + names + "\n\n";
    QCOMPARE(both.stream, stream);
    QCOMPARE(both.body(), head + R"(Hi"}],"role":"model"},"finishReason":"STOP","index":0}],)" + names);
}

void TestGeminiAnswerWriter::writesAList()
{
    Both both(true);
    sayHi(both);
    both.on(ir::Finish{});
    const Json list = Json::parse(both.stream);
    QVERIFY(list.is_array() && list.size() == 2);
    QVERIFY(list[0]["candidates"][0]["content"]["parts"][0]["text"] == "Hi");
    QVERIFY(list[1]["candidates"][0]["finishReason"] == "STOP");
    Both failing(true);
    failing.on(ir::Failure{});
    QVERIFY(Json::parse(failing.stream)[0].contains("error"));
}

void TestGeminiAnswerWriter::failuresEndTheStream()
{
    Both both;
    sayHi(both);
    both.on(ir::Failure{ir::FailureKind::RateLimited, {}, "slow", {}, {}});
    both.on(ir::Finish{});
    const Json last = Json::parse(messages(both.stream).back());
    QVERIFY(last["error"]["code"] == 429 && last["error"]["status"] == "RESOURCE_EXHAUSTED");
    QVERIFY(Json::parse(both.body()) == last);
}

void TestGeminiAnswerWriter::silenceIsSilent()
{
    Both both;
    sayHi(both);
    const std::string before = both.stream;
    both.keepAlive();
    QCOMPARE(both.stream, before);
}

void TestGeminiAnswerWriter::reasons_data()
{
    QTest::addColumn<int>("reason");
    QTest::addColumn<QByteArray>("word");
    using Reason = ir::StopReason;
    const auto row = [](const char *name, Reason reason, const char *word) {
        QTest::newRow(name) << int(reason) << QByteArray(word);
    };
    row("calls", Reason::ToolCalls, "STOP");
    row("length", Reason::Length, "MAX_TOKENS");
    row("the window is full", Reason::ContextFull, "MAX_TOKENS");
    row("refused", Reason::Refusal, "SAFETY");
    row("an unreadable call", Reason::MalformedCall, "MALFORMED_FUNCTION_CALL");
}

void TestGeminiAnswerWriter::reasons()
{
    QFETCH(int, reason);
    QFETCH(QByteArray, word);
    Both both;
    sayHi(both);
    both.on(ir::Finish{ir::StopReason(reason), {}, Text{"because"}});
    const Json candidate = Json::parse(both.body())["candidates"][0];
    QCOMPARE(QByteArray::fromStdString(candidate["finishReason"]), word);
    QCOMPARE(candidate.contains("finishMessage"), word == "SAFETY");
}

void TestGeminiAnswerWriter::usage()
{
    Both both;
    sayHi(both);
    record::Usage usage;
    usage.inputTokens = 10;
    usage.cachedInputTokens = 4;
    usage.outputTokens = 7;
    usage.reasoningTokens = 5;
    both.on(ir::UsageUpdate{usage});
    both.on(ir::Finish{});
    const Json counts = {{"promptTokenCount", 10},
                         {"cachedContentTokenCount", 4},
                         {"candidatesTokenCount", 2},
                         {"thoughtsTokenCount", 5},
                         {"totalTokenCount", 17}};
    QVERIFY(Json::parse(both.body())["usageMetadata"] == counts);
    QVERIFY(Json::parse(messages(both.stream).back())["usageMetadata"] == counts);
}

void TestGeminiAnswerWriter::callsAreWhole_data()
{
    QTest::addColumn<QByteArray>("arguments"); // as a string's inside
    QTest::addColumn<bool>("complete");
    QTest::addColumn<QByteArray>("args");
    QTest::newRow("an object") << QByteArray(R"({\"a\":1.0})") << true << QByteArray(R"({"a":1.0})");
    QTest::newRow("over several lines")
        << QByteArray(R"({\n  \"a\": 1.0\r\n})") << true << QByteArray(R"({"a":1.0})");
    QTest::newRow("nothing") << QByteArray() << true << QByteArray("{}");
    QTest::newRow("no object") << QByteArray(R"([1)") << true << QByteArray(R"({"_raw":"[1"})");
    QTest::newRow("cut") << QByteArray(R"({\"a\")") << false << QByteArray("null");
}

void TestGeminiAnswerWriter::callsAreWhole()
{
    QFETCH(QByteArray, arguments);
    QFETCH(bool, complete);
    QFETCH(QByteArray, args);
    Both both;
    both.on(begin(ir::BlockKind::Call, 0, "go"));
    const std::string text = arguments.toStdString();
    const std::size_t half = text.size() / 2;
    both.on(ir::ArgumentsDelta{Text{std::string_view(text).substr(0, half)}});
    QVERIFY(both.stream.empty());
    both.on(ir::ArgumentsDelta{Text{std::string_view(text).substr(half)}});
    both.on(ir::BlockEnd{0, complete});
    both.on(ir::Finish{});
    const Json first = Json::parse(messages(both.stream).front())["candidates"][0]["content"]["parts"][0];
    QCOMPARE(
        QByteArray::fromStdString(first.value("functionCall", Json::object()).value("args", Json()).dump()),
        args);
    QCOMPARE(Json::parse(both.body())["candidates"][0]["content"]["parts"].size(),
             std::size_t(complete ? 1 : 0));
}

void TestGeminiAnswerWriter::carriersStandOnThePartThatIsKept()
{
    const std::string carrier = ir::sealCarrier({ir::CarrierKind::Reasoning, "anthropic", "m", {}}, "k");
    Both both;
    both.on(begin(ir::BlockKind::Reasoning));
    both.on(ir::ReasoningDelta{Text{"hm"}, true, 0});
    ir::Signature state;
    state.token = Text{carrier};
    both.on(state);
    both.on(ir::BlockEnd{0, true});
    both.on(begin(ir::BlockKind::Text, 1));
    both.on(ir::TextDelta{Text{"Hi"}});
    both.on(ir::TextDelta{Text{"!"}});
    both.on(ir::BlockEnd{1, true});
    both.on(ir::Finish{});
    const Json parts = Json::parse(both.body())["candidates"][0]["content"]["parts"];
    QVERIFY(parts[0]["thought"] == true && !parts[0].contains("thoughtSignature"));
    QVERIFY(parts[1]["text"] == "Hi!" && parts[1].contains("thoughtSignature"));
    const std::string token = parts[1]["thoughtSignature"];
    QVERIFY(token.find_first_of("+/=-_") == std::string::npos && token.size() % 4 == 0);
    QVERIFY(Json::parse(messages(
                both.stream)[1])["candidates"][0]["content"]["parts"][0]["thoughtSignature"] == token);
    QVERIFY(!Json::parse(messages(both.stream)[2])["candidates"][0]["content"]["parts"][0].contains(
        "thoughtSignature"));
}

void TestGeminiAnswerWriter::sourcesBecomeGrounding()
{
    Both both;
    both.on(begin(ir::BlockKind::Hosted));
    both.on(ir::BlockEnd{0, true});
    ir::BlockStart search = begin(ir::BlockKind::Hosted, 1);
    const std::string item = R"({"type":"web_search_call","action":{"type":"search","query":"q"}})";
    search.raw = RawJson{item};
    both.on(search);
    both.on(ir::BlockEnd{1, true});
    both.on(begin(ir::BlockKind::Text, 2));
    both.on(ir::TextDelta{Text{"\xc3\xa9 x"}});
    const std::string citation =
        R"({"type":"url_citation","url":"u","title":"t","start_index":1,"end_index":3})";
    both.on(ir::Citation{RawJson{citation}});
    both.on(ir::BlockEnd{2, true});
    both.on(ir::Finish{});
    const Json metadata = Json::parse(both.body())["candidates"][0]["groundingMetadata"];
    QVERIFY(metadata["webSearchQueries"] == Json::array({"q"}));
    QVERIFY(metadata["groundingChunks"][0]["web"]["uri"] == "u");
    QVERIFY(metadata["groundingSupports"][0]["segment"]["startIndex"] == 2);
    QVERIFY(metadata["groundingSupports"][0]["segment"]["endIndex"] == 4);
}

void TestGeminiAnswerWriter::recordedAnswers_data()
{
    addRecordings();
}

/// What was read is written, as a stream and whole, and read again the same; clients of other formats get it
/// too.
void TestGeminiAnswerWriter::recordedAnswers()
{
    QFETCH(QString, file);
    const std::vector<std::string> answer = responses(file);
    if (answer.front().find("candidates") == std::string::npos)
        return;
    Both both;
    feed(answer, both);
    EventLog first;
    feed(answer, first);
    if (first.joined().contains("failure "))
        return; // bodies of other endpoints
    const auto comparable = [](QByteArray log) { return log.mid(log.indexOf('\n') + 1); };
    const QByteArray streamed = comparable(readStream(both.stream));
    const QByteArray whole = comparable(readBody(both.body()));
    QCOMPARE(streamed, comparable(first.joined()));
    QCOMPARE(whole, comparable(first.joined()));
    for (const Format client : {Format::OpenAiChat, Format::OpenAiResponses}) {
        std::string out;
        const auto writer = codecFor(client)->answerWriter(context(), true);
        writer->setOut(&out);
        feed(answer, *writer);
        EventLog crossed;
        const auto reader = codecFor(client)->answerReader({});
        sse::Decoder decoder;
        decoder.feed(out);
        while (const auto event = decoder.next()) {
            if (event->hasData)
                reader->message(event->name, event->data, crossed);
        }
        reader->end(crossed);
        QCOMPARE(crossed.ends(), 1);
        QCOMPARE(crossed.all("text").substr(0, first.all("text").size()), first.all("text"));
        QCOMPARE(crossed.all("arguments"), first.all("arguments"));
    }
}

void TestGeminiAnswerWriter::otherClientsGiveSignaturesBack_data()
{
    addRecordings();
}

void TestGeminiAnswerWriter::otherClientsGiveSignaturesBack()
{
    QFETCH(QString, file);
    const std::vector<std::string> answer = responses(file);
    Json parts = Json::array();
    for (const std::string &message : answer) {
        const Json body = Json::parse(message, nullptr, false);
        if (!body.is_object() || !body.contains("candidates"))
            return;
        for (const Json &part :
             body["candidates"][0].value("content", Json::object()).value("parts", Json::array()))
            parts.push_back(part);
    }
    const std::vector<std::string> expected = signatures(parts);
    if (expected.empty())
        return;
    for (const Format client : {Format::OpenAiChat, Format::OpenAiResponses}) {
        const Parsed parsed(replayed(client, answer));
        const auto request = gemini_support::read(parsed, client);
        QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
        Target to;
        to.model = "gemini-3";
        to.carrierKey = "k";
        to.dialect.family = "gemini";
        const auto written = geminiCodec().writeRequest(*request, to);
        QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
        const Json contents = Json::parse(written->body)["contents"];
        std::vector<std::string> got = signatures(contents[1]["parts"]);
        std::vector<std::string> wanted = expected;
        if (client == Format::OpenAiChat) { // which keeps state of the message apart from its words
            std::ranges::sort(got);
            std::ranges::sort(wanted);
        }
        QCOMPARE(got, wanted);
    }
}

QTEST_APPLESS_MAIN(TestGeminiAnswerWriter)
#include "tst_gemini_answer_writer.moc"
