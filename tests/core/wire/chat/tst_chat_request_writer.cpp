#include "base/byte_buffer.h"
#include "wire/ir/carrier.h"
#include "wire/openai_chat/codec.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using Json = nlohmann::ordered_json;

class TestChatRequestWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCodexRequestBecomesAChatRequest();
    void theSmallestBodyForUnknownHosts();
    void dialects_data();
    void dialects();
    void thoughtsGoBackToTheirOwnFamily_data();
    void thoughtsGoBackToTheirOwnFamily();
    void detailsGoBackToWhoGaveThem();
    void aTextFileInAResultIsWords();
    void geminisSignaturesGoBackToTheirCalls();
    void refuses_data();
    void refuses();
    void toolsThatMustNotBeCalledAreLeftOut();
    void rolesByTurns();
    void whatReasonersRefuse();
    void severalCallsWhereTheyMustBeAskedFor();
    void modelsThatOnlyStream();
    void callIdsOfACertainForm();
    void prefixesStayEqualFromTurnToTurn();
};

namespace {

ir::Block text(std::string_view words)
{
    ir::Block block;
    std::get<ir::TextBlock>(block.value).text = Text{words};
    return block;
}

ir::Turn turn(ir::Role role, std::vector<ir::Block> blocks)
{
    ir::Turn made;
    made.role = role;
    made.blocks = std::move(blocks);
    return made;
}

ir::Block call(std::string_view id, std::string_view name, std::string_view arguments,
               ir::CallKind kind = ir::CallKind::Function, std::string_view nameSpace = {})
{
    ir::CallBlock made;
    made.id = Text{id};
    made.name = Text{name};
    made.nameSpace = Text{nameSpace};
    made.arguments = Text{arguments};
    made.kind = kind;
    ir::Block block;
    block.value = made;
    return block;
}

ir::Block result(std::string_view id, std::vector<ir::Block> content, bool isError = false)
{
    ir::ResultBlock made;
    made.callId = Text{id};
    made.content = std::move(content);
    made.isError = isError;
    ir::Block block;
    block.value = std::move(made);
    return block;
}

ir::Block image(std::string_view data)
{
    ir::ImageBlock made;
    made.source = {ir::MediaSource::Kind::Base64, Text{"image/png"}, Text{data}};
    made.detail = Text{"original"};
    ir::Block block;
    block.value = made;
    return block;
}

ir::Block thought(std::string_view token, std::string_view words = {})
{
    ir::ReasoningBlock made;
    made.token = Text{token};
    if (!words.empty())
        made.content.push_back(Text{words});
    ir::Block block;
    block.value = made;
    return block;
}

ir::Tool tool(ir::Tool::Kind kind, std::string_view name, std::string_view nameSpace = {})
{
    ir::Tool made;
    made.kind = kind;
    made.name = Text{name};
    made.nameSpace = Text{nameSpace};
    made.description = Text{"What it does."};
    if (kind == ir::Tool::Kind::Function) {
        made.parameters = RawJson{R"({"type":"object","properties":{}})"};
        made.strict = false;
    }
    return made;
}

/// What a coding agent sends through the Responses API in the middle of its work.
ir::Request agentRequest()
{
    ir::Request request;
    request.source = Format::OpenAiResponses;
    request.isCodex = true;
    request.model = Text{"coder"};
    request.system.push_back(text("Base rules."));
    request.system.push_back(text("Skills."));
    request.tools.push_back(tool(ir::Tool::Kind::Function, "exec_command"));
    request.tools.push_back(tool(ir::Tool::Kind::Freeform, "apply_patch"));
    request.tools.push_back(tool(ir::Tool::Kind::Function, "echo", "mcp__gw"));
    ir::Tool search = tool(ir::Tool::Kind::Hosted, "");
    search.hostedType = Text{"web_search"};
    request.tools.push_back(search);
    request.turns.push_back(turn(ir::Role::User, {text("<environment>linux</environment>")}));
    request.turns.push_back(turn(ir::Role::User, {text("Fix it.")}));
    request.turns.push_back(turn(ir::Role::Assistant, {thought("gAAAAforeign"), text("Looking.")}));
    request.turns.push_back(turn(ir::Role::Assistant, {call("c1", "exec_command", R"({\"cmd\":\"ls\"})")}));
    request.turns.push_back(
        turn(ir::Role::Assistant,
             {call("c2", "apply_patch", R"(*** Begin Patch\n+\"x\"\n)", ir::CallKind::Freeform)}));
    request.turns.push_back(
        turn(ir::Role::Assistant, {call("c3", "echo", "{}", ir::CallKind::Function, "mcp__gw")}));
    request.turns.push_back(turn(ir::Role::Operator, {text("Stay in the yard.")}));
    request.turns.push_back(turn(ir::Role::User, {result("c1", {text("a.txt")})}));
    request.turns.push_back(turn(ir::Role::User, {result("c2", {}, true)}));
    request.turns.push_back(turn(ir::Role::User, {result("c3", {text("seen"), image("QQ==")})}));
    request.toolChoice.mode = ir::ToolChoice::Mode::Auto;
    request.parallelToolCalls = true;
    request.reasoning.effort = Text{"xhigh"};
    request.stream = true;
    request.store = false;
    request.cacheKey = Text{"session-1"};
    request.extras.emplace_back(Text{"client_metadata"}, RawJson{"{}"});
    return request;
}

Result<WrittenRequest> write(const ir::Request &request, const Target &target)
{
    return openAiChatCodec().writeRequest(request, target);
}

Target target(const Dialect &dialect = {})
{
    Target made;
    made.model = "lamp-7";
    made.dialect = dialect;
    made.carrierKey = "k";
    return made;
}

Json body(const Result<WrittenRequest> &written)
{
    return written ? Json::parse(written->body, nullptr, false) : Json();
}

} // namespace

void TestChatRequestWriter::aCodexRequestBecomesAChatRequest()
{
    const ir::Request request = agentRequest();
    const auto written = write(request, target());
    QVERIFY(written.has_value());
    const Json made = body(written);
    const Json messages = Json::parse(R"json([
        {"role":"system","content":"Base rules.\n\nSkills."},
        {"role":"user","content":"<environment>linux</environment>\n\nFix it."},
        {"role":"assistant","content":"Looking.","tool_calls":[
            {"id":"c1","type":"function","function":{"name":"exec_command","arguments":"{\"cmd\":\"ls\"}"}},
            {"id":"c2","type":"function","function":{"name":"apply_patch","arguments":"{\"input\":\"*** Begin Patch\\n+\\\"x\\\"\\n\"}"}},
            {"id":"c3","type":"function","function":{"name":"mcp__gw__echo","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"c1","content":"a.txt"},
        {"role":"tool","tool_call_id":"c2","content":"Error: (no output)"},
        {"role":"tool","tool_call_id":"c3","content":"seen\n[image 1 of this result follows]"},
        {"role":"user","content":[
            {"type":"image_url","image_url":{"url":"data:image/png;base64,QQ=="}},
            {"type":"text","text":"<system>Stay in the yard.</system>"}]}])json");
    QVERIFY2(made["messages"] == messages, Json::diff(messages, made["messages"]).dump(1).c_str());
    QCOMPARE(made["tools"].size(), std::size_t(3));
    QVERIFY(made["tools"][1]["function"]["parameters"]["required"][0] == "input");
    QVERIFY(!made["tools"][0]["function"].contains("strict"));
    QVERIFY(!made.contains("tool_choice") && !made.contains("store") && !made.contains("prompt_cache_key"));
    QVERIFY(made["parallel_tool_calls"] == true && made["stream_options"]["include_usage"] == true);
    QVERIFY(made["reasoning_effort"] == "high");
    const std::vector<std::string> dropped{"tools.web_search", "prompt_cache_key", "client_metadata"};
    QVERIFY(written->dropped == dropped);
}

void TestChatRequestWriter::theSmallestBodyForUnknownHosts()
{
    ir::Request request;
    request.source = Format::AnthropicMessages;
    request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
    request.sampling.temperature = RawJson{"0.5"};
    request.sampling.topK = RawJson{"40"};
    request.sampling.seed = RawJson{"7"};
    request.sampling.stop = {Text{"a"}, Text{"b"}, Text{"c"}, Text{"d"}, Text{"e"}};
    request.maxOutputTokens = 100;
    request.user = Text{"someone"};
    const auto written = write(request, target());
    QVERIFY(written.has_value());
    const std::string expected =
        R"({"model":"lamp-7","messages":[{"role":"user","content":"Hi"}],"max_tokens":100,"temperature":0.5,"stop":["a","b","c","d"]})";
    QCOMPARE(written->body, expected);
    const std::vector<std::string> dropped{"top_k", "seed", "stop", "user"};
    QVERIFY(written->dropped == dropped);
}

void TestChatRequestWriter::dialects_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("value"); // empty: must not be there
    const auto row = [](const char *name, int which, const char *pointer, const char *value) {
        QTest::newRow(name) << which << QByteArray(pointer) << QByteArray(value);
    };
    row("OpenAI: the developer speaks", 1, "/messages/0/role", "\"developer\"");
    row("OpenAI: also in the middle", 1, "/messages/7/role", "\"developer\"");
    row("OpenAI: freeform tools stay", 1, "/tools/1/custom/name", "\"apply_patch\"");
    row("OpenAI: freeform calls stay", 1, "/messages/2/tool_calls/1/custom/input",
        R"("*** Begin Patch\n+\"x\"\n")");
    row("OpenAI: its name of the limit", 1, "/max_completion_tokens", "9");
    row("OpenAI: no temperature while it reasons", 1, "/temperature", "");
    row("OpenAI: the level stays", 1, "/reasoning_effort", "\"xhigh\"");
    row("OpenAI: the cache key stays", 1, "/prompt_cache_key", "\"session-1\"");
    row("OpenRouter: an object for reasoning", 2, "/reasoning/effort", "\"high\"");
    row("OpenRouter: system in the middle", 2, "/messages/7/role", "\"system\"");
    row("Mistral: any", 3, "/tool_choice", "\"any\"");
    row("Mistral: no stream options", 3, "/stream_options", "");
    row("Mistral: words between tool and user", 3, "/messages/6/content", "\"OK\"");
    row("a host that takes pictures in results", 4, "/messages/5/content/1/type", "\"image_url\"");
    row("a host that refuses a field", 4, "/parallel_tool_calls", "");
    row("a model without eyes", 5, "/messages/6/content/0/type", "\"text\"");
    row("a host that calls its seed otherwise", 7, "/random_seed", "7");
    row("a host that calls its seed otherwise: not by both names", 7, "/seed", "");
    row("a host that takes low temperatures", 7, "/temperature", "1");
    row("a host that is told to send calls in pieces", 7, "/tool_stream", "true");
    row("a host that sends them so anyway", 4, "/tool_stream", "");
    row("a host without schemas: JSON", 6, "/response_format/type", "\"json_object\"");
    row("a host without schemas: told in words", 6, "/messages/0/content",
        R"("Base rules.\n\nSkills.\n\nAnswer with one JSON value matching this schema, nothing else: {\"type\":\"object\"}")");
}

void TestChatRequestWriter::dialects()
{
    QFETCH(int, which);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, value);
    ir::Request request = agentRequest();
    request.maxOutputTokens = 9;
    request.sampling.temperature = RawJson{"0.5"};
    request.output.kind = ir::OutputFormat::Kind::JsonSchema;
    request.output.schema = RawJson{R"({"type":"object"})"};
    Dialect dialect;
    dialect.provider = "known";
    Target to = target();
    if (which == 1) {
        dialect.family = "openai";
        dialect.maxTokensField = "max_completion_tokens";
        dialect.developerRole = dialect.manySystemMessages = dialect.customTools = dialect.promptCacheKey =
            true;
        dialect.samplingWithReasoning = false;
        to.reasoning = true;
    } else if (which == 2) {
        dialect.reasoningObject = dialect.manySystemMessages = true;
    } else if (which == 3) {
        dialect.toolChoiceRequired = dialect.streamUsageOption = false;
        dialect.assistantAfterTool = true;
        request.toolChoice.mode = ir::ToolChoice::Mode::Required;
    } else if (which == 4) {
        dialect.toolImages = true;
        dialect.refusedFields = {"parallel_tool_calls"};
    } else if (which == 5) {
        to.images = false;
    } else if (which == 7) {
        dialect.seedField = "random_seed";
        dialect.greatestTemperature = 1;
        dialect.toolStream = request.stream = true;
        request.sampling.seed = RawJson{"7"};
        request.sampling.temperature = RawJson{"1.5"};
    } else {
        dialect.jsonSchema = false;
    }
    to.dialect = dialect;
    const Json made = body(write(request, to));
    QVERIFY(made.is_object());
    const Json::json_pointer at(pointer.toStdString());
    QCOMPARE(made.contains(at), !value.isEmpty());
    if (!value.isEmpty())
        QCOMPARE(QByteArray::fromStdString(made[at].dump()), value);
}

void TestChatRequestWriter::thoughtsGoBackToTheirOwnFamily_data()
{
    QTest::addColumn<QByteArray>("family");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("expected"); // the member's value; empty: none
    QTest::newRow("own") << QByteArray("deepseek") << QByteArray("reasoning_content") << QByteArray("k")
                         << QByteArray("\"why \\\"so\\\"\"");
    QTest::newRow("under another name") << QByteArray("deepseek") << QByteArray("reasoning")
                                        << QByteArray("k") << QByteArray("\"why \\\"so\\\"\"");
    QTest::newRow("another family") << QByteArray("moonshot") << QByteArray("reasoning_content")
                                    << QByteArray("k") << QByteArray();
    QTest::newRow("a host that wants none")
        << QByteArray("deepseek") << QByteArray() << QByteArray("k") << QByteArray();
    QTest::newRow("another gateway's key")
        << QByteArray("deepseek") << QByteArray("reasoning_content") << QByteArray("other") << QByteArray();
}

void TestChatRequestWriter::thoughtsGoBackToTheirOwnFamily()
{
    QFETCH(QByteArray, family);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, expected);
    ir::CarriedBlock carried;
    carried.text = R"(why \"so\")";
    const std::string carrier =
        ir::sealCarrier({ir::CarrierKind::Reasoning, "deepseek", "m", {carried}}, key.toStdString());
    ir::Request request;
    request.source = Format::OpenAiResponses;
    request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
    request.turns.push_back(turn(ir::Role::Assistant, {thought(carrier, "shown"), call("c1", "go", "{}")}));
    request.turns.push_back(turn(ir::Role::User, {result("c1", {text("done")})}));
    Target to = target();
    to.dialect.family = family.toStdString();
    to.dialect.reasoningField = field.toStdString();
    const auto written = write(request, to);
    QVERIFY(written.has_value());
    const Json message = body(written)["messages"][1];
    const std::string name = field.isEmpty() ? "reasoning_content" : field.toStdString();
    QCOMPARE(message.contains(name), !expected.isEmpty());
    if (!expected.isEmpty())
        QCOMPARE(QByteArray::fromStdString(message[name].dump()), expected);
    QVERIFY(written->body.find("shown") == std::string::npos);
    // A host that insists gets the member in any case.
    to.dialect.reasoningField = "reasoning_content";
    to.dialect.reasoningRequiredInToolLoops = to.reasoning = true;
    QVERIFY(body(write(request, to))["messages"][1].contains("reasoning_content"));
}

void TestChatRequestWriter::detailsGoBackToWhoGaveThem()
{
    ir::CarriedBlock carried;
    carried.text = "why";
    carried.details = R"([{"type":"reasoning.text","signature":"sig"}])";
    const auto message = [&](const std::string &family) {
        const std::string carrier =
            ir::sealCarrier({ir::CarrierKind::Reasoning, family, "m", {carried}}, "k");
        ir::Request request;
        request.source = Format::OpenAiResponses;
        request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
        request.turns.push_back(turn(ir::Role::Assistant, {thought(carrier), call("c1", "go", "{}")}));
        request.turns.push_back(turn(ir::Role::User, {result("c1", {})}));
        Target to = target();
        to.dialect.family = "host";
        to.dialect.reasoningField = "reasoning_content";
        return body(write(request, to))["messages"][1];
    };
    QVERIFY(message("host")["reasoning_details"][0]["signature"] == "sig");
    QVERIFY(!message("another").contains("reasoning_details"));
}

void TestChatRequestWriter::aTextFileInAResultIsWords()
{
    ir::FileBlock file;
    file.source = {ir::MediaSource::Kind::PlainText, {}, Text{"notes"}};
    ir::Block document;
    document.value = file;
    ir::Request request;
    request.source = Format::AnthropicMessages;
    request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
    request.turns.push_back(turn(ir::Role::Assistant, {call("c1", "read", "{}")}));
    request.turns.push_back(turn(ir::Role::User, {result("c1", {text("a:"), document})}));
    const Json messages = body(write(request, target()))["messages"];
    QCOMPARE(messages.size(), std::size_t(3));
    QVERIFY(messages[2]["content"] == "a:\nnotes");
}

void TestChatRequestWriter::geminisSignaturesGoBackToTheirCalls()
{
    ir::CarriedBlock carried;
    carried.token = "sig+/=";
    carried.place = ir::CarriedBlock::Place::Next;
    const std::string carrier = ir::sealCarrier({ir::CarrierKind::Signature, "gemini", "m", {carried}}, "k");
    ir::Request request;
    request.source = Format::OpenAiResponses;
    request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
    request.turns.push_back(
        turn(ir::Role::Assistant, {thought(carrier), call("c1", "go", "{}"), call("c2", "go", "{}")}));
    request.turns.push_back(turn(ir::Role::User, {result("c1", {}), result("c2", {})}));
    Target to = target();
    to.dialect.family = "gemini";
    const Json calls = body(write(request, to))["messages"][1]["tool_calls"];
    QVERIFY(calls[0]["extra_content"]["google"]["thought_signature"] == "sig+/=");
    QVERIFY(!calls[1].contains("extra_content"));
    to.dialect.family = "openai";
    QVERIFY(!body(write(request, to))["messages"][1]["tool_calls"][0].contains("extra_content"));
}

void TestChatRequestWriter::refuses_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("several answers") << 0 << QByteArray("n");
    QTest::newRow("a stored answer") << 1 << QByteArray("previous_response_id");
    QTest::newRow("no messages") << 2 << QByteArray("messages");
    QTest::newRow("no tool is left") << 3 << QByteArray("tools");
    QTest::newRow("a tool nothing can replace") << 4 << QByteArray("tools");
    QTest::newRow("a hosted tool is forced") << 5 << QByteArray("tool_choice");
    QTest::newRow("another provider's file") << 6 << QByteArray("messages");
    QTest::newRow("another provider's compaction") << 7 << QByteArray("input");
    QTest::newRow("a conversation that another provider keeps") << 8 << QByteArray("conversation");
    QTest::newRow("an answer in the background") << 9 << QByteArray("background");
    QTest::newRow("content that another provider keeps") << 10 << QByteArray("cachedContent");
    QTest::newRow("tools where none are taken") << 11 << QByteArray("tools");
    QTest::newRow("calls in the history where none are taken") << 12 << QByteArray("messages");
}

void TestChatRequestWriter::refuses()
{
    QFETCH(int, which);
    QFETCH(QByteArray, place);
    ir::Request request = agentRequest();
    Target to = target();
    if (which > 10)
        to.dialect.refusedFields = {"tools"};
    if (which == 9) {
        request.extras.emplace_back(Text{"background"}, RawJson{"true"});
    } else if (which == 10) {
        request.source = Format::Gemini;
        request.extras.emplace_back(Text{"cachedContent"}, RawJson{R"("cachedContents/1")"});
    } else if (which == 11) {
        request.turns.resize(1);
    } else if (which == 12) {
        request.toolChoice.mode = ir::ToolChoice::Mode::None;
    } else if (which == 0) {
        request.sampling.count = 2;
    } else if (which == 1) {
        request.previousResponseId = Text{"resp_1"};
    } else if (which == 2) {
        request.turns.clear();
        request.system.clear();
    } else if (which == 3) {
        request.tools.erase(request.tools.begin(), request.tools.begin() + 3);
    } else if (which == 4) {
        request.tools.back().hostedType = Text{"file_search"};
    } else if (which == 5) {
        request.toolChoice.mode = ir::ToolChoice::Mode::Hosted;
    } else if (which == 8) {
        request.extras.emplace_back(Text{"conversation"}, RawJson{R"("conv_1")"});
    } else if (which == 7) {
        request.turns.front().blocks.emplace_back().value =
            ir::OpaqueBlock{Format::OpenAiResponses, Text{"compaction"}, RawJson{"{}"}};
    } else {
        ir::ImageBlock picture;
        picture.source = {ir::MediaSource::Kind::FileId, {}, Text{"file-1"}};
        request.turns.front().blocks.emplace_back().value = picture;
    }
    const auto written = write(request, to);
    QVERIFY(!written);
    QVERIFY(written.error().code == ErrorCode::InvalidInput);
    QCOMPARE(QByteArray::fromStdString(written.error().place), place);
}

void TestChatRequestWriter::toolsThatMustNotBeCalledAreLeftOut()
{
    ir::Request request;
    request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
    request.tools.push_back(tool(ir::Tool::Kind::Function, "go"));
    request.toolChoice.mode = ir::ToolChoice::Mode::None;
    Target to = target();
    to.dialect.refusedFields = {"tools"};
    const auto written = write(request, to);
    QVERIFY(!body(written).contains("tools"));
    QVERIFY(written->dropped == std::vector<std::string>{"tools"});
}

void TestChatRequestWriter::rolesByTurns()
{
    ir::Request request;
    request.source = Format::OpenAiChat;
    request.system.push_back(text("Be brief."));
    request.turns.push_back(turn(ir::Role::Assistant, {text("Hello.")}));
    request.turns.push_back(turn(ir::Role::User, {text("a")}));
    request.turns.push_back(turn(ir::Role::User, {text("b")}));
    request.turns.push_back(turn(ir::Role::Operator, {text("c")}));
    request.turns.push_back(turn(ir::Role::Assistant, {text("d")}));
    Target to = target();
    to.dialect.alternatingRoles = true;
    std::string roles;
    const Json made = body(write(request, to));
    for (const Json &message : made["messages"])
        roles += message["role"].get<std::string>() + ' ';
    QCOMPARE(roles, std::string("system user assistant user assistant user "));
}

void TestChatRequestWriter::whatReasonersRefuse()
{
    ir::Request request;
    request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
    request.sampling.stop = {Text{"x"}};
    Target to = target();
    to.dialect.refusedFieldsOfReasoners = {"stop"};
    QVERIFY(body(write(request, to)).contains("stop"));
    to.reasoning = true;
    const auto written = write(request, to);
    QVERIFY(!body(written).contains("stop"));
    QVERIFY(written->dropped == std::vector<std::string>{"stop"});
}

void TestChatRequestWriter::severalCallsWhereTheyMustBeAskedFor()
{
    ir::Request request;
    request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
    request.tools.push_back(tool(ir::Tool::Kind::Function, "go"));
    Target to = target();
    QVERIFY(!body(write(request, to)).contains("parallel_tool_calls"));
    to.dialect.parallelCallsAsked = true;
    QVERIFY(body(write(request, to))["parallel_tool_calls"] == true);
    request.parallelToolCalls = false;
    QVERIFY(body(write(request, to))["parallel_tool_calls"] == false);
    request.tools.clear();
    QVERIFY(!body(write(request, to)).contains("parallel_tool_calls"));
}

void TestChatRequestWriter::modelsThatOnlyStream()
{
    ir::Request request;
    request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
    Target to = target();
    to.dialect.streamingModels = {"qwq"};
    to.model = "qwen-plus";
    QVERIFY(!body(write(request, to)).contains("stream"));
    to.model = "qwq-plus";
    QVERIFY(body(write(request, to))["stream"] == true);
}

void TestChatRequestWriter::callIdsOfACertainForm()
{
    ir::Request request;
    request.source = Format::AnthropicMessages;
    request.turns.push_back(turn(ir::Role::User, {text("Hi")}));
    request.turns.push_back(turn(ir::Role::Assistant,
                                 {call("toolu_long_0123456789", "go", "{}"), call("abcDEF123", "go", "{}")}));
    request.turns.push_back(
        turn(ir::Role::User, {result("toolu_long_0123456789", {}), result("abcDEF123", {})}));
    Target to = target();
    to.dialect.toolCallIdLength = 9;
    const Json messages = body(write(request, to))["messages"];
    const std::string id = messages[1]["tool_calls"][0]["id"];
    QCOMPARE(id.size(), std::size_t(9));
    QVERIFY(messages[2]["tool_call_id"] == id);
    QVERIFY(messages[1]["tool_calls"][1]["id"] == "abcDEF123");
}

void TestChatRequestWriter::prefixesStayEqualFromTurnToTurn()
{
    ir::Request request = agentRequest();
    const std::string first = write(request, target())->body;
    QCOMPARE(write(request, target())->body, first);
    const std::string head = first.substr(0, first.find(R"(],"tools")"));
    request.turns.push_back(turn(ir::Role::Assistant, {text("Done.")}));
    request.turns.push_back(turn(ir::Role::User, {text("Thanks.")}));
    const std::string second = write(request, target())->body;
    QVERIFY(second.starts_with(head));
}

QTEST_APPLESS_MAIN(TestChatRequestWriter)
#include "tst_chat_request_writer.moc"
