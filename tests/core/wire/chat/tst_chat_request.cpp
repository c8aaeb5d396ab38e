#include "base/byte_buffer.h"
#include "core/wire/chat/recordings.h"
#include "wire/openai_chat/codec.h"

#include <QTest>

#include <set>

using namespace signalbox;
using namespace signalbox::wire;
using Sorted = nlohmann::json;

class TestChatRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void summarizes();
    void refusesSummaries_data();
    void refusesSummaries();
    void reads();
    void readsTools();
    void readsMedia();
    void readsThoughtsAndOldForms();
    void refuses_data();
    void refuses();
    void recordedRequestsSurvive_data();
    void recordedRequestsSurvive();
};

namespace {

/// A body and the document over it, which must stay together.
struct Parsed
{
    explicit Parsed(std::string_view body) : text(body)
    {
        text.append(ByteBuffer::kPadding, '\0');
        ok = document.parse(std::string_view(text).substr(0, body.size())).has_value();
    }
    std::string text;
    json::Document document;
    bool ok = false;
};

QByteArray bytes(Text text)
{
    return QByteArray::fromStdString(unescape(text));
}

template<class T>
const T &block(const ir::Turn &turn, std::size_t index = 0)
{
    return std::get<T>(turn.blocks.at(index).value);
}

} // namespace

void TestChatRequest::summarizes()
{
    const std::string body =
        R"( {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://e.x/a.png"}}]}], "model" : "lamp-7","stream":true,"stream_options":{"include_usage":true},"tools":[{}]})";
    const Parsed parsed(body);
    const auto summary = openAiChatCodec().summarize(parsed.document);
    QVERIFY(summary.has_value());
    QCOMPARE(summary->model, std::string("lamp-7"));
    QCOMPARE(body.substr(summary->modelBegin, summary->modelEnd - summary->modelBegin),
             std::string("\"lamp-7\""));
    QVERIFY(summary->stream && summary->includeUsage && summary->hasTools && summary->hasImages);
    const Parsed small(R"({"model":"m","messages":[{"role":"user","content":"image_url"}]})");
    const auto plain = openAiChatCodec().summarize(small.document);
    QVERIFY(plain && !plain->stream && !plain->includeUsage && !plain->hasTools && !plain->hasImages);
}

void TestChatRequest::refusesSummaries_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("no model") << QByteArray(R"({"messages":[]})") << QByteArray("model");
    QTest::newRow("two models") << QByteArray(R"({"model":"a","model":"b"})") << QByteArray("model");
    QTest::newRow("an escaped name") << QByteArray(R"({"mod\u0065l":"a"})") << QByteArray("model");
    QTest::newRow("the model is a number") << QByteArray(R"({"model":1})") << QByteArray("model");
    QTest::newRow("stream is a word")
        << QByteArray(R"({"model":"a","stream":"yes"})") << QByteArray("stream");
    QTest::newRow("messages twice") << QByteArray(R"({"model":"a","messages":[],"messages":[]})")
                                    << QByteArray("messages");
    QTest::newRow("no object") << QByteArray("[]") << QByteArray();
}

void TestChatRequest::refusesSummaries()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, place);
    const Parsed parsed(body.toStdString());
    const auto summary = openAiChatCodec().summarize(parsed.document);
    QVERIFY(!summary);
    QVERIFY(summary.error().code == ErrorCode::InvalidInput);
    QCOMPARE(QByteArray::fromStdString(summary.error().place), place);
}

void TestChatRequest::reads()
{
    const Parsed parsed(R"({"model":"m","messages":[
        {"role":"system","content":"Be brief."},
        {"role":"developer","content":[{"type":"text","text":"And kind."}]},
        {"role":"user","name":"ann","content":"Hi \"there\""},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"go","arguments":"{\"n\":1.0}"}},{"id":"c2","type":"custom","custom":{"name":"exec","input":"let x"}}]},
        {"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"done"}]},
        {"role":"system","content":"Now hurry."},
        {"role":"assistant","content":"Bye","refusal":null}],
        "max_tokens":5,"max_completion_tokens":7,"temperature":0.70,"top_p":null,"stop":"x","n":1,"seed":3,
        "parallel_tool_calls":false,"stream":true,"stream_options":{"include_usage":true},
        "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"},"strict":true}},
        "reasoning_effort":"high","user":"u","store":false,"prompt_cache_key":"k","verbosity":"low","mystery":[1]})");
    QVERIFY(parsed.ok);
    const auto request = openAiChatCodec().readRequest(parsed.document);
    QVERIFY(request.has_value());
    QCOMPARE(request->system.size(), std::size_t(2));
    QCOMPARE(request->turns.size(), std::size_t(5));
    QCOMPARE(bytes(block<ir::TextBlock>(request->turns[0]).text), QByteArray("Hi \"there\""));
    QCOMPARE(bytes(request->turns[0].name), QByteArray("ann"));
    const auto &call = block<ir::CallBlock>(request->turns[1]);
    const std::string arguments = R"({\"n\":1.0})";
    QCOMPARE(call.arguments.escaped, std::string_view(arguments));
    QCOMPARE(block<ir::CallBlock>(request->turns[1], 1).kind, ir::CallKind::Freeform);
    QCOMPARE(bytes(block<ir::ResultBlock>(request->turns[2]).callId), QByteArray("c1"));
    QCOMPARE(request->turns[3].role, ir::Role::Operator);
    QCOMPARE(request->turns[4].blocks.size(), std::size_t(1));
    QCOMPARE(request->maxOutputTokens, std::optional<std::int64_t>(7));
    QCOMPARE(request->sampling.temperature.text, std::string_view("0.70"));
    QVERIFY(request->sampling.topP.isEmpty());
    QCOMPARE(request->sampling.stop.size(), std::size_t(1));
    QCOMPARE(request->parallelToolCalls, std::optional(false));
    QVERIFY(request->stream && request->includeUsage);
    QCOMPARE(request->output.kind, ir::OutputFormat::Kind::JsonSchema);
    QCOMPARE(request->output.strict, std::optional(true));
    QCOMPARE(bytes(request->reasoning.effort), QByteArray("high"));
    QCOMPARE(request->store, std::optional(false));
    QCOMPARE(request->extras.size(), std::size_t(1));
    QCOMPARE(request->extras[0].second.text, std::string_view("[1]"));
}

void TestChatRequest::readsTools()
{
    const Parsed parsed(R"({"model":"m","messages":[{"role":"user","content":"x"}],"tools":[
        {"type":"function","function":{"name":"a","description":"d","parameters":{"type":"object"},"strict":true}},
        {"type":"custom","custom":{"name":"b","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: x"}}}},
        {"function":{"name":"c"}},
        {"type":"web_search","web_search":{}}],
        "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"a"}}]}}})");
    const auto request = openAiChatCodec().readRequest(parsed.document);
    QVERIFY(request.has_value());
    QCOMPARE(request->tools.size(), std::size_t(4));
    QCOMPARE(request->tools[0].strict, std::optional(true));
    QCOMPARE(request->tools[1].kind, ir::Tool::Kind::Freeform);
    QCOMPARE(bytes(request->tools[1].grammar), QByteArray("start: x"));
    QCOMPARE(bytes(request->tools[2].name), QByteArray("c"));
    QCOMPARE(request->tools[3].kind, ir::Tool::Kind::Hosted);
    QCOMPARE(request->toolChoice.mode, ir::ToolChoice::Mode::Subset);
    QVERIFY(request->toolChoice.subsetRequired);
    QCOMPARE(bytes(request->toolChoice.subset.at(0)), QByteArray("a"));
}

void TestChatRequest::readsMedia()
{
    using Kind = ir::MediaSource::Kind;
    const Parsed parsed(R"({"model":"m","messages":[{"role":"user","content":[
        {"type":"image_url","image_url":{"url":"data:image\/png;base64,AA\/B","detail":"low"}},
        {"type":"image_url","image_url":"https://e.x/a.png"},
        {"type":"image_url","image_url":{"url":"data:text/plain,hello"}},
        {"type":"input_audio","input_audio":{"data":"QQ==","format":"mp3"}},
        {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;charset=x;base64,QQ=="}},
        {"type":"file","file":{"file_id":"file-1"}},
        {"type":"video_url","video_url":{"url":"u"}},
        {"type":"text","text":"t","cache_control":{"type":"ephemeral"},"odd":1}]}]})");
    const auto request = openAiChatCodec().readRequest(parsed.document);
    QVERIFY(request.has_value());
    const ir::Turn &turn = request->turns[0];
    QCOMPARE(block<ir::ImageBlock>(turn, 0).source.kind, Kind::Base64);
    QCOMPARE(bytes(block<ir::ImageBlock>(turn, 0).source.mediaType), QByteArray("image/png"));
    QCOMPARE(bytes(block<ir::ImageBlock>(turn, 0).source.data), QByteArray("AA/B"));
    QCOMPARE(bytes(block<ir::ImageBlock>(turn, 0).detail), QByteArray("low"));
    QCOMPARE(block<ir::ImageBlock>(turn, 1).source.kind, Kind::Url);
    QCOMPARE(block<ir::ImageBlock>(turn, 2).source.kind, Kind::Url);
    QCOMPARE(bytes(block<ir::AudioBlock>(turn, 3).format), QByteArray("mp3"));
    QCOMPARE(bytes(block<ir::FileBlock>(turn, 4).source.mediaType), QByteArray("application/pdf"));
    QCOMPARE(block<ir::FileBlock>(turn, 5).source.kind, Kind::FileId);
    QCOMPARE(bytes(block<ir::OpaqueBlock>(turn, 6).type), QByteArray("video_url"));
    QVERIFY(!block<ir::TextBlock>(turn, 7).cache.isEmpty());
    QCOMPARE(turn.blocks[7].extras.size(), std::size_t(1));
}

void TestChatRequest::readsThoughtsAndOldForms()
{
    const Parsed parsed(
        R"({"model":"m","functions":[{"name":"f","parameters":{}}],"function_call":{"name":"f"},
        "thinking":{"type":"disabled"},"messages":[{"role":"user","content":"x"},
        {"role":"assistant","content":"a","reasoning_content":"hm","reasoning_details":[{"type":"reasoning.encrypted","data":"gw1.r.x","format":"gw1"}],"function_call":{"name":"f","arguments":"{}"}},
        {"role":"function","name":"f","content":"done"},
        {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"so"}]},{"type":"text","text":"b"}],"prefix":true}]})");
    const auto request = openAiChatCodec().readRequest(parsed.document);
    QVERIFY(request.has_value());
    QCOMPARE(request->tools.size(), std::size_t(1));
    QCOMPARE(request->toolChoice.mode, ir::ToolChoice::Mode::One);
    QVERIFY(request->reasoning.off);
    const ir::Turn &answer = request->turns[1];
    QCOMPARE(bytes(block<ir::ReasoningBlock>(answer, 0).content.at(0)), QByteArray("hm"));
    QCOMPARE(bytes(block<ir::ReasoningBlock>(answer, 0).token), QByteArray("gw1.r.x"));
    QVERIFY(block<ir::ReasoningBlock>(answer, 0).details.isEmpty());
    QVERIFY(!block<ir::CallBlock>(answer, 2).id.isEmpty());
    QCOMPARE(block<ir::ResultBlock>(request->turns[2]).callId, block<ir::CallBlock>(answer, 2).id);
    QCOMPARE(bytes(block<ir::ReasoningBlock>(request->turns[3], 0).content.at(0)), QByteArray("so"));
    QCOMPARE(request->turns[3].extras.size(), std::size_t(1));
}

void TestChatRequest::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char *name, const char *messages, const char *place, const char *more = "") {
        QByteArray body = R"({"model":"m","messages":)";
        body += messages;
        body += more;
        body += '}';
        QTest::newRow(name) << body << QByteArray(place);
    };
    row("messages is no array", "{}", "messages");
    row("no messages", "[]", "messages");
    row("a message is no object", R"(["x"])", "messages[0]");
    row("an unknown role", R"([{"role":"king","content":"x"}])", "messages[0].role");
    row("content is a number", R"([{"role":"user","content":1}])", "messages[0].content");
    row("a part is a string", R"([{"role":"user","content":["x"]}])", "messages[0].content[0]");
    row("a call without a name",
        R"([{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"a"}]}])",
        "messages[1].tool_calls[0]");
    row("a tool without a name", R"([{"role":"user","content":"x"}])", "tools[0]",
        R"(,"tools":[{"type":"function","function":{}}])");
    row("tools is an object", R"([{"role":"user","content":"x"}])", "tools", R"(,"tools":{})");
    row("an odd choice", R"([{"role":"user","content":"x"}])", "tool_choice", R"(,"tool_choice":7)");
    row("a limit that is a word", R"([{"role":"user","content":"x"}])", "max_tokens",
        R"(,"max_tokens":"many")");
}

void TestChatRequest::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, place);
    const Parsed parsed(body.toStdString());
    QVERIFY(parsed.ok);
    const auto request = openAiChatCodec().readRequest(parsed.document);
    QVERIFY(!request);
    QVERIFY(request.error().code == ErrorCode::InvalidInput);
    QCOMPARE(QByteArray::fromStdString(request.error().place), place);
}

namespace {

/// A dialect that takes everything the request has, so that what is missing afterwards was lost by us.
Target permissive(const Sorted &body)
{
    Target target;
    target.model = body.value("model", "");
    Dialect &dialect = target.dialect;
    dialect.provider = "any";
    dialect.family = "openai";
    dialect.maxTokensField = body.contains("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    dialect.manySystemMessages = dialect.customTools = dialect.toolImages = true;
    dialect.reasoningDetails = dialect.cacheControl = dialect.promptCacheKey = true;
    dialect.toolChoiceRequired =
        !body.contains("tool_choice") || body["tool_choice"] != "any"; // Mistral's word
    dialect.reasoningObject = body.contains("reasoning");
    const std::string text = body.dump();
    dialect.reasoningField = text.find("\"reasoning_content\"") != std::string::npos ? "reasoning_content"
                             : text.find("\"thinking\":[") != std::string::npos      ? "thinking"
                                                                                     : "reasoning";
    return target;
}

std::string textOf(const Sorted &content, const char *gap = "\n")
{
    if (!content.is_array())
        return content.is_string() ? content.get<std::string>() : "";
    std::string text;
    for (const Sorted &part : content) {
        if (part.value("type", "") != "text")
            return "";
        if (!text.empty())
            text += gap;
        text += part.value("text", "");
    }
    return text;
}

void dropNulls(Sorted &value)
{
    if (!value.is_object())
        return;
    for (auto it = value.begin(); it != value.end();)
        it = it->is_null() ? value.erase(it) : std::next(it);
}

/// Brings a request into the form that says the same: what servers take for the default goes, and what may be
/// written in two ways is written in one.
Sorted canonical(Sorted body)
{
    dropNulls(body);
    // Defaults.
    if (body.value("stream", false))
        body["stream_options"] = {{"include_usage", true}}; // asked for always
    else
        body.erase("stream");
    if (body.value("n", 1) == 1)
        body.erase("n");
    if (body.contains("logprobs") && body["logprobs"] == false)
        body.erase("logprobs");
    if (body.contains("tools") && body["tools"].empty())
        body.erase("tools");
    if (!body.contains("tools"))
        body.erase("tool_choice"); // servers refuse it without tools
    if (body.contains("tool_choice") && body["tool_choice"].is_object() &&
        body["tool_choice"].contains("function"))
        body["tool_choice"]["type"] = "function";
    if (body.contains("stop") && body["stop"].is_string())
        body["stop"] = Sorted::array({body["stop"]});
    for (Sorted &tool : body.contains("tools") ? body["tools"] : body["extra"]) {
        if (tool.contains("function")) {
            tool["type"] = "function";
            if (tool["function"].value("description", "?").empty())
                tool["function"].erase("description");
            dropNulls(tool["function"]);
        }
    }
    body.erase("extra");
    Sorted messages = Sorted::array();
    std::string system;
    for (Sorted message : body["messages"]) {
        dropNulls(message);
        const std::string role = message.value("role", "");
        if ((role == "system" || role == "developer") && messages.empty()) {
            const std::string words = textOf(message["content"], "\n\n");
            if (!words.empty() && !system.empty())
                system += "\n\n"; // one message at the head
            system += words;
            continue;
        }
        message.erase("annotations");
        for (Sorted &call : message.contains("tool_calls") ? message["tool_calls"] : message["none"]) {
            call.erase("index");
            call["type"] = "function";
        }
        message.erase("none");
        if (message.contains("tool_calls") && message["tool_calls"].empty())
            message.erase("tool_calls");
        if (message.contains("content") && message["content"].is_array()) {
            Sorted parts = Sorted::array();
            for (Sorted part : message["content"]) {
                dropNulls(part);
                if (part.value("type", "") == "text" && part.value("text", "").empty())
                    continue; // empty text says nothing
                if (part.value("type", "") == "thinking") {
                    std::string words; // the pieces of one thought are joined
                    for (const Sorted &piece : part["thinking"]) {
                        if (!words.empty())
                            words += "\n\n";
                        words += piece.value("text", "");
                    }
                    part["thinking"] = words;
                }
                parts.push_back(part);
            }
            message["content"] = parts;
            if (role == "tool" && !textOf(parts).empty())
                message["content"] = textOf(parts);
        }
        for (const char *member : {"content", "reasoning_content"}) {
            if (message.contains(member) && (message[member] == "" || message[member] == Sorted::array()))
                message.erase(member);
        }
        if (role == "tool" && !message.contains("content"))
            message["content"] = "(no output)"; // "" is refused by some
        if (role == "assistant" && !message.contains("content") && !message.contains("tool_calls") &&
            !message.contains("reasoning_content"))
            continue; // says nothing
        messages.push_back(message);
    }
    if (!system.empty())
        messages.insert(messages.begin(), Sorted::object({{"role", "system"}, {"content", system}}));
    body["messages"] = messages;
    return body;
}

} // namespace

void TestChatRequest::recordedRequestsSurvive_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto add = [](const QString &name, const recordings::Json &body) {
        if (body.is_object() && body.contains("messages"))
            QTest::newRow(qPrintable(name)) << QByteArray::fromStdString(body.dump());
    };
    add(QStringLiteral("own"),
        recordings::read(QStringLiteral(SIGNALBOX_SOURCE_DIR "/tests/data/openai_chat/request.json")));
    for (const recordings::Recording &recording : recordings::chat()) {
        if (recording.content.contains("request") && recording.content["request"].is_object())
            add(recording.file, recording.content["request"]["body"]);
    }
    for (const char *folder : {"opencode/openai-compatible-chat", "qwen-code/openai-chat", "sdks"}) {
        QDir captures(QStringLiteral(SIGNALBOX_SHARED_DIR "/captures/") + QString::fromUtf8(folder));
        for (const QString &file : captures.entryList({QStringLiteral("*.request.json")}))
            add(QString::fromUtf8(folder) + u'/' + file, recordings::read(captures.filePath(file))["body"]);
    }
}

void TestChatRequest::recordedRequestsSurvive()
{
    QFETCH(QByteArray, body);
    const Parsed parsed(body.toStdString());
    QVERIFY(parsed.ok);
    const auto request = openAiChatCodec().readRequest(parsed.document);
    QVERIFY2(request.has_value(), request ? "" : describe(request.error()).c_str());
    const Sorted given = Sorted::parse(body.toStdString());
    const Target target = permissive(given);
    const auto written = openAiChatCodec().writeRequest(*request, target);
    if (given.contains("n") && given["n"] > 1) {
        QVERIFY(!written);
        QCOMPARE(written.error().place, std::string("n"));
        return;
    }
    QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
    QCOMPARE(written->body, openAiChatCodec().writeRequest(*request, target)->body);
    const Sorted made = Sorted::parse(written->body, nullptr, false);
    QVERIFY(!made.is_discarded());
    const Sorted difference = Sorted::diff(canonical(given), canonical(made));
    QVERIFY2(difference.empty(), difference.dump().substr(0, 2000).c_str());
    QVERIFY2(written->dropped.empty(), written->dropped.empty() ? "" : written->dropped.front().c_str());
}

QTEST_APPLESS_MAIN(TestChatRequest)
#include "tst_chat_request.moc"
