#include "anthropic_support.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace anthropic_test;

class TestAnthropicRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void summarizes();
    void refusesSummaries_data();
    void refusesSummaries();
    void reads();
    void readsBlocks();
    void readsThinking_data();
    void readsThinking();
    void readsTools();
    void deferredTools();
    void theBillingHeaderIsForAnthropicAlone();
    void refuses_data();
    void refuses();
    void requestsSurvive_data();
    void requestsSurvive();
    void counts();
};

namespace {

QByteArray bytes(Text text)
{
    return QByteArray::fromStdString(unescape(text));
}

template<class T>
const T &block(const ir::Turn &turn, std::size_t index = 0)
{
    return std::get<T>(turn.blocks.at(index).value);
}

Result<ir::Request> readBody(const Parsed &parsed)
{
    return anthropicMessagesCodec().readRequest(parsed.document);
}

} // namespace

void TestAnthropicRequest::summarizes()
{
    const std::string body =
        R"({"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"image","source":{}}]}]}], "model" : "lamp-7","stream":true,"tools":[{}]})";
    const Parsed parsed(body);
    const auto summary = anthropicMessagesCodec().summarize(parsed.document);
    QVERIFY(summary.has_value());
    QCOMPARE(summary->model, std::string("lamp-7"));
    QCOMPARE(body.substr(summary->modelBegin, summary->modelEnd - summary->modelBegin),
             std::string("\"lamp-7\""));
    QVERIFY(summary->stream && summary->hasTools && summary->hasImages);
    const Parsed small(R"({"model":"m","messages":[{"role":"user","content":"image"}]})");
    const auto plain = anthropicMessagesCodec().summarize(small.document);
    QVERIFY(plain && !plain->stream && !plain->hasTools && !plain->hasImages);
}

void TestAnthropicRequest::refusesSummaries_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("no model") << QByteArray(R"({"messages":[]})") << QByteArray("model");
    QTest::newRow("two models") << QByteArray(R"({"model":"a","model":"b"})") << QByteArray("model");
    QTest::newRow("an escaped name") << QByteArray(R"({"mod\u0065l":"a"})") << QByteArray("model");
    QTest::newRow("stream is a word")
        << QByteArray(R"({"model":"a","stream":"yes"})") << QByteArray("stream");
    QTest::newRow("messages are none")
        << QByteArray(R"({"model":"a","messages":{}})") << QByteArray("messages");
    QTest::newRow("no object") << QByteArray("[]") << QByteArray();
}

void TestAnthropicRequest::refusesSummaries()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, place);
    const Parsed parsed(body.toStdString());
    const auto summary = anthropicMessagesCodec().summarize(parsed.document);
    QVERIFY(!summary);
    QVERIFY(summary.error().code == ErrorCode::InvalidInput);
    QCOMPARE(QByteArray::fromStdString(summary.error().place), place);
}

void TestAnthropicRequest::reads()
{
    const Parsed parsed(
        R"({"model":"m","max_tokens":7,"stream":true,"temperature":0.70,"top_k":5,"top_p":null,
        "stop_sequences":["x"],"metadata":{"user_id":"ann@example.org"},"service_tier":"auto","mystery":[1],
        "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
        "messages":[{"role":"user","content":"Hi \"there\""},
            {"role":"system","content":[{"type":"text","text":"Hurry."}],"output_config":{"effort":"low"}},
            {"role":"assistant","content":[{"type":"text","text":"Bye"}]}]})");
    QVERIFY(parsed.ok);
    const auto request = readBody(parsed);
    QVERIFY(request.has_value());
    QVERIFY(request->stream);
    QCOMPARE(request->maxOutputTokens, std::optional<std::int64_t>(7));
    QCOMPARE(request->sampling.temperature.text, std::string_view("0.70"));
    QVERIFY(request->sampling.topP.isEmpty());
    QCOMPARE(request->sampling.stop.size(), std::size_t(1));
    QCOMPARE(request->system.size(), std::size_t(1));
    const auto &system = std::get<ir::TextBlock>(request->system[0].value);
    QCOMPARE(system.cache.text, std::string_view(R"({"type":"ephemeral"})"));
    QCOMPARE(request->turns.size(), std::size_t(3));
    QVERIFY(request->turns[0].wasString);
    QCOMPARE(bytes(block<ir::TextBlock>(request->turns[0]).text), QByteArray("Hi \"there\""));
    QCOMPARE(request->turns[1].role, ir::Role::Operator);
    QCOMPARE(request->turns[1].extras.size(), std::size_t(1));
    QCOMPARE(request->turns[2].role, ir::Role::Assistant);
    // Others are told a hash of the user, never the words.
    QVERIFY(bytes(request->user).startsWith("user_") && !bytes(request->user).contains("ann"));
    QCOMPARE(bytes(request->cacheKey), bytes(request->user));
    QVERIFY(request->metadata.isEmpty());
    QCOMPARE(request->extras.size(), std::size_t(3));
}

void TestAnthropicRequest::readsBlocks()
{
    const Parsed parsed(R"({"model":"m","max_tokens":7,"messages":[
        {"role":"user","content":[
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"QQ=="}},
            {"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"words"}},
            {"type":"image","source":{"type":"url","url":"https://e.x/a.png"}},
            {"type":"document","source":{"type":"content","content":[]}},
            {"type":"search_result","source":"s","title":"t","content":[]}]},
        {"role":"assistant","content":[
            {"type":"thinking","thinking":"hm","signature":"sig=="},
            {"type":"redacted_thinking","data":"dark"},
            {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}},
            {"type":"tool_use","id":"a","name":"go","input":{"n":1.0},"caller":{"type":"direct"}}]},
        {"role":"user","content":[
            {"type":"tool_result","tool_use_id":"a","is_error":true,"content":[{"type":"text","text":"no"}]},
            {"type":"tool_result","tool_use_id":"b"},
            {"type":"tool_result","tool_use_id":"c","content":[{"type":"tool_reference","tool_name":"x"}]}]},
        {"role":"assistant","content":[{"type":"compaction","content":"So far."}]}]})");
    const auto request = readBody(parsed);
    QVERIFY2(request.has_value(), request ? "" : describe(request.error()).c_str());
    const auto &user = request->turns[0];
    QCOMPARE(block<ir::ImageBlock>(user).source.kind, ir::MediaSource::Kind::Base64);
    QCOMPARE(bytes(block<ir::FileBlock>(user, 1).name), QByteArray("T"));
    QCOMPARE(block<ir::FileBlock>(user, 1).source.kind, ir::MediaSource::Kind::PlainText);
    QCOMPARE(block<ir::ImageBlock>(user, 2).source.kind, ir::MediaSource::Kind::Url);
    QCOMPARE(bytes(block<ir::HostedBlock>(user, 3).type), QByteArray("document"));
    QCOMPARE(bytes(block<ir::HostedBlock>(user, 4).type), QByteArray("search_result"));
    const auto &answer = request->turns[1];
    QCOMPARE(bytes(block<ir::ReasoningBlock>(answer).token), QByteArray("sig=="));
    QCOMPARE(bytes(block<ir::ReasoningBlock>(answer).content.at(0)), QByteArray("hm"));
    QVERIFY(block<ir::ReasoningBlock>(answer, 1).redacted);
    QCOMPARE(bytes(block<ir::HostedBlock>(answer, 2).type), QByteArray("server_tool_use"));
    QCOMPARE(block<ir::CallBlock>(answer, 3).object.text, std::string_view(R"({"n":1.0})"));
    QCOMPARE(answer.blocks[3].extras.size(), std::size_t(1));
    const auto &results = request->turns[2];
    QVERIFY(block<ir::ResultBlock>(results).isError);
    QVERIFY(block<ir::ResultBlock>(results, 1).content.empty());
    const auto &reference = block<ir::ResultBlock>(results, 2);
    QVERIFY(!reference.raw.isEmpty());
    QCOMPARE(bytes(std::get<ir::TextBlock>(reference.content.at(0).value).text), QByteArray("x"));
    QCOMPARE(bytes(block<ir::TextBlock>(request->turns[3]).text), QByteArray("So far."));
}

void TestAnthropicRequest::readsThinking_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<bool>("off");
    QTest::addColumn<qlonglong>("budget"); // -1: none
    QTest::addColumn<QByteArray>("effort");
    QTest::addColumn<QByteArray>("summary");
    QTest::newRow("nothing") << QByteArray(R"("x":1)") << false << -1LL << QByteArray() << QByteArray();
    QTest::newRow("a budget") << QByteArray(R"("thinking":{"type":"enabled","budget_tokens":2000})") << false
                              << 2000LL << QByteArray() << QByteArray("auto");
    QTest::newRow("a budget, thoughts unseen")
        << QByteArray(R"("thinking":{"type":"enabled","budget_tokens":2000,"display":"omitted"})") << false
        << 2000LL << QByteArray() << QByteArray();
    QTest::newRow("adaptive, display open") << QByteArray(R"("thinking":{"type":"adaptive","display":null})")
                                            << false << -1LL << QByteArray() << QByteArray();
    QTest::newRow("updates") << QByteArray(R"("thinking":{"type":"adaptive","display":"updates"})") << false
                             << -1LL << QByteArray() << QByteArray("auto");
    QTest::newRow("off") << QByteArray(R"("thinking":{"type":"disabled"})") << true << -1LL << QByteArray()
                         << QByteArray();
    QTest::newRow("adaptive")
        << QByteArray(
               R"("thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"high"})")
        << false << -1LL << QByteArray("high") << QByteArray("auto");
    QTest::newRow("thoughts unseen") << QByteArray(R"("thinking":{"type":"adaptive","display":"omitted"})")
                                     << false << -1LL << QByteArray() << QByteArray();
}

void TestAnthropicRequest::readsThinking()
{
    QFETCH(QByteArray, members);
    QFETCH(bool, off);
    QFETCH(qlonglong, budget);
    QFETCH(QByteArray, effort);
    QFETCH(QByteArray, summary);
    const Parsed parsed(R"({"model":"m","messages":[{"role":"user","content":"x"}],)" +
                        members.toStdString() + "}");
    const auto request = readBody(parsed);
    QVERIFY(request.has_value());
    QCOMPARE(request->reasoning.off, off);
    QCOMPARE(request->reasoning.budget.value_or(-1), std::int64_t(budget));
    QCOMPARE(bytes(request->reasoning.effort), effort);
    QCOMPARE(bytes(request->reasoning.summary), summary);
}

void TestAnthropicRequest::readsTools()
{
    const Parsed parsed(R"({"model":"m","max_tokens":7,"messages":[{"role":"user","content":"x"}],"tools":[
        {"name":"a","description":"d","input_schema":{"type":"object"},"strict":true},
        {"type":"custom","name":"b","input_schema":{"type":"object"}},
        {"type":"web_search_20250305","name":"web_search","max_uses":3}],
        "mcp_servers":[{"type":"url","url":"https://e.x","name":"s"}],
        "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},
        "tool_choice":{"type":"tool","name":"a","disable_parallel_tool_use":true}})");
    const auto request = readBody(parsed);
    QVERIFY(request.has_value());
    QCOMPARE(request->tools.size(), std::size_t(4));
    QCOMPARE(request->tools[0].strict, std::optional(true));
    QCOMPARE(request->tools[1].kind, ir::Tool::Kind::Function);
    QCOMPARE(bytes(request->tools[2].hostedType), QByteArray("web_search_20250305"));
    QCOMPARE(bytes(request->tools[3].hostedType), QByteArray("mcp"));
    QCOMPARE(request->toolChoice.mode, ir::ToolChoice::Mode::One);
    QCOMPARE(request->parallelToolCalls, std::optional(false));
    QCOMPARE(request->output.kind, ir::OutputFormat::Kind::JsonSchema);
    const Parsed hosted(R"({"model":"m","messages":[{"role":"user","content":"x"}],"tools":[
        {"type":"web_search_20250305","name":"web_search"}],"tool_choice":{"type":"tool","name":"web_search"}})");
    QCOMPARE(readBody(hosted)->toolChoice.mode, ir::ToolChoice::Mode::Hosted);
}

/// A tool that waits to be found is within reach of others once the history has loaded it; where the provider
/// itself would search, all are.
void TestAnthropicRequest::deferredTools()
{
    const auto read = [](std::string_view more) {
        std::string body = R"({"model":"m","messages":[{"role":"user","content":"x"},
            {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"find","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"tool_reference","tool_name":"far"}]}]},
            {"role":"system","content":[{"type":"tool_addition","tool":{"type":"tool_reference","name":"added"}}]}],
            "tools":[{"name":"find","input_schema":{}},{"name":"far","defer_loading":true,"input_schema":{}},
            {"name":"added","defer_loading":true,"input_schema":{}},{"name":"unseen","defer_loading":true,"input_schema":{}})";
        body += more;
        return body + "]}";
    };
    const Parsed byClient(read(""));
    const auto loaded = readBody(byClient);
    QVERIFY(loaded.has_value());
    QCOMPARE(loaded->tools[1].origin, ir::Tool::Origin::ToolSearch);
    QCOMPARE(loaded->tools[2].origin, ir::Tool::Origin::ToolSearch);
    QCOMPARE(loaded->tools[3].origin, ir::Tool::Origin::TopLevel);
    QVERIFY(loaded->tools[3].deferLoading);
    const Parsed byProvider(
        read(R"(,{"type":"tool_search_tool_bm25_20251119","name":"tool_search_tool_bm25"})"));
    const auto all = readBody(byProvider);
    QVERIFY(all && !all->tools[1].deferLoading && !all->tools[3].deferLoading);
}

void TestAnthropicRequest::theBillingHeaderIsForAnthropicAlone()
{
    const Parsed parsed(
        R"({"model":"m","max_tokens":9,"system":[{"type":"text","text":"x-anthropic-billing-header: v"},{"type":"text","text":"Be kind."}],"messages":[{"role":"user","content":"x"}]})");
    const auto request = readBody(parsed);
    QVERIFY(request.has_value());
    for (const Format format : {Format::OpenAiChat, Format::OpenAiResponses}) {
        const auto written = codecFor(format)->writeRequest(*request, target());
        QVERIFY(written.has_value());
        QVERIFY(written->body.find("billing") == std::string::npos);
        QVERIFY(written->body.find("Be kind.") != std::string::npos);
    }
    QVERIFY(anthropicMessagesCodec().writeRequest(*request, target())->body.find("billing") !=
            std::string::npos);
}

void TestAnthropicRequest::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char *name, const char *body, const char *place) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(place);
    };
    row("no messages", R"({"model":"m"})", "messages");
    row("empty messages", R"({"messages":[]})", "messages");
    row("a message that is none", R"({"messages":[1]})", "messages[0]");
    row("an unknown role", R"({"messages":[{"role":"tool","content":"x"}]})", "messages[0].role");
    row("no content", R"({"messages":[{"role":"user"}]})", "messages[0].content");
    row("a block without type", R"({"messages":[{"role":"user","content":[{}]}]})",
        "messages[0].content[0].type");
    row("text that is none", R"({"messages":[{"role":"user","content":[{"type":"text","text":1}]}]})",
        "messages[0].content[0].text");
    row("a call without name",
        R"({"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a"}]}]})",
        "messages[0].content[0]");
    row("a result without id", R"({"messages":[{"role":"user","content":[{"type":"tool_result"}]}]})",
        "messages[0].content[0].tool_use_id");
    row("a result's part",
        R"({"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[1]}]}]})",
        "messages[0].content[0].content[0]");
    row("max_tokens is a word", R"({"messages":[{"role":"user","content":"x"}],"max_tokens":"7"})",
        "max_tokens");
    row("stop_sequences is a word", R"({"messages":[{"role":"user","content":"x"}],"stop_sequences":"x"})",
        "stop_sequences");
    row("thinking is a word", R"({"messages":[{"role":"user","content":"x"}],"thinking":"much"})",
        "thinking");
    row("a tool without name",
        R"({"messages":[{"role":"user","content":"x"}],"tools":[{"input_schema":{}}]})", "tools[0]");
    row("an unknown choice", R"({"messages":[{"role":"user","content":"x"}],"tool_choice":"auto"})",
        "tool_choice");
}

void TestAnthropicRequest::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, place);
    const Parsed parsed(body.toStdString());
    QVERIFY(parsed.ok);
    const auto request = readBody(parsed);
    QVERIFY(!request);
    QCOMPARE(QByteArray::fromStdString(request.error().place), place);
}

namespace {

/// Brings a request into the form that says the same: defaults go, and what may be written in two ways is
/// written in one.
Sorted canonical(Sorted body)
{
    body.erase("model");
    if (!body.value("stream", false))
        body.erase("stream");
    if (body.contains("system") && body["system"].is_string())
        body["system"] = Sorted::array({{{"type", "text"}, {"text", body["system"]}}});
    if (body.contains("output_format")) {
        body["output_config"]["format"] = body["output_format"];
        body.erase("output_format");
    }
    if (body.contains("system")) {
        Sorted system = Sorted::array();
        for (const Sorted &block : body["system"]) {
            if (block["type"] != "text" || block["text"] != "")
                system.push_back(block);
        }
        body["system"] = system;
    }
    for (const char *name : {"tools", "stop_sequences", "system"}) {
        if (body.contains(name) && body[name].empty())
            body.erase(name);
    }
    Sorted messages = Sorted::array();
    for (Sorted message : body["messages"]) {
        if (message["content"].is_string())
            message["content"] = Sorted::array({{{"type", "text"}, {"text", message["content"]}}});
        Sorted blocks = Sorted::array();
        for (Sorted block : message["content"]) {
            for (auto it = block.begin(); it != block.end();)
                it = it->is_null() || (it.key() == "is_error" && *it == false) ? block.erase(it)
                                                                               : std::next(it);
            if (block["type"] == "tool_result" && block.contains("content") && block["content"].is_string())
                block["content"] = Sorted::array({{{"type", "text"}, {"text", block["content"]}}});
            if (block["type"] != "text" || block["text"] != "")
                blocks.push_back(block);
        }
        message["content"] = blocks;
        if (!messages.empty() && messages.back()["role"] == message["role"] && message.size() == 2) {
            for (const Sorted &block : message["content"])
                messages.back()["content"].push_back(block); // the API joins them itself
        } else {
            messages.push_back(message);
        }
    }
    body["messages"] = messages;
    for (auto it = body.begin(); it != body.end();)
        it = it->is_null() ? body.erase(it) : std::next(it);
    return body;
}

} // namespace

void TestAnthropicRequest::requestsSurvive_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("own") << QByteArray(R"({"model":"m","max_tokens":9,"messages":[
        {"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"text","text":"b","citations":[{"type":"char_location","cited_text":"c"}]},
            {"type":"compaction","content":"sum"},{"type":"tool_use","id":"x","name":"go","input":{"n":1.0},"cache_control":{"type":"ephemeral"}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"x","content":[{"type":"tool_reference","tool_name":"far"},{"type":"text","text":"d"}],"cache_control":{"type":"ephemeral"}},
            {"type":"document","source":{"type":"content","content":"x"},"context":"c","citations":{"enabled":true}},
            {"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"},"title":"t","context":"c"}]}],
        "output_config":{"effort":"low","task_budget":{"type":"tokens","total":5},"format":{"type":"json_schema","schema":{"a":1}}},
        "thinking":{"type":"adaptive","display":"updates"},"container":"c","context_management":{"edits":[]},"mcp_servers":[{"name":"s"}],
        "tools":[{"name":"go","input_schema":{"type":"object"},"input_examples":[{}],"eager_input_streaming":true}],
        "tool_choice":{"type":"any","disable_parallel_tool_use":true},"service_tier":"standard_only"})");
    for (const auto &recording : exchanges()) {
        if (!recording.content.contains("request") || !recording.content["request"].is_object())
            continue;
        const Json &body = recording.content["request"]["body"];
        if (body.is_object() && body.contains("messages"))
            QTest::newRow(qPrintable(recording.file)) << QByteArray::fromStdString(body.dump());
    }
    for (const auto &[name, body] : capturedRequests())
        QTest::newRow(qPrintable(name)) << QByteArray::fromStdString(body.dump());
}

void TestAnthropicRequest::requestsSurvive()
{
    QFETCH(QByteArray, body);
    const Parsed parsed(body.toStdString());
    QVERIFY(parsed.ok);
    const auto request = readBody(parsed);
    QVERIFY2(request.has_value(), request ? "" : describe(request.error()).c_str());
    const auto written = anthropicMessagesCodec().writeRequest(*request, target());
    QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
    QCOMPARE(written->body, anthropicMessagesCodec().writeRequest(*request, target())->body);
    Sorted given = Sorted::parse(body.toStdString());
    if (!given.contains("max_tokens"))
        given["max_tokens"] = 32000;
    if (written->dropped ==
        std::vector<std::string>{"thinking"}) // recorded against no real provider: it would refuse
        given["thinking"] = {{"type", "disabled"}};
    const Sorted made = Sorted::parse(written->body, nullptr, false);
    QVERIFY(!made.is_discarded());
    const Sorted difference = Sorted::diff(canonical(given), canonical(made));
    QVERIFY2(difference.empty(), difference.dump().substr(0, 2000).c_str());
    QVERIFY2(written->dropped.empty() || written->dropped.front() == "thinking",
             written->dropped.empty() ? "" : written->dropped.front().c_str());
}

void TestAnthropicRequest::counts()
{
    const TokenCounting *counting = anthropicMessagesCodec().tokenCounting();
    QVERIFY(counting != nullptr);
    QCOMPARE(counting->path(target()), std::string("/v1/messages/count_tokens"));
    const Parsed parsed(R"({"model":"m","messages":[{"role":"user","content":"foo"}],"tools":[]})");
    const auto request = counting->readRequest(parsed.document);
    QVERIFY(request.has_value());
    const auto written = counting->writeRequest(*request, target());
    QVERIFY(written.has_value());
    QCOMPARE(QByteArray::fromStdString(written->body),
             QByteArray(R"({"model":"claude-test","messages":[{"role":"user","content":"foo"}]})"));
    QCOMPARE(counting->readCount(R"({"input_tokens":12})").value(), std::int64_t(12));
    QVERIFY(!counting->readCount(R"({"input_tokens":"x"})") && !counting->readCount("<html>"));
    QCOMPARE(counting->writeCount(12), std::string(R"({"input_tokens":12})"));
}

QTEST_APPLESS_MAIN(TestAnthropicRequest)
#include "tst_anthropic_request.moc"
