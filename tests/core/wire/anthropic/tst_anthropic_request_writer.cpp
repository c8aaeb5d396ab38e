// Requests of other formats, written for this one: the rules of translation one by one, and every recorded
// request against what the API asks of all.
#include "anthropic_support.h"
#include "api_rules.h"
#include "wire/ir/carrier.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace anthropic_test;

class TestAnthropicRequestWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAgentsRequest();
    void members_data();
    void members();
    void thinking_data();
    void thinking();
    void conversations_data();
    void conversations();
    void aLoopWithoutOwnThoughtsIsNotThoughtAbout();
    void toolChoiceThatCannotBeForced();
    void cacheMarks();
    void operatorTurns();
    void interleavedThoughtsAreAskedFor();
    void budgetsBecomeLevels();
    void refuses_data();
    void refuses();
    void requestsOfOthersKeepTheRules_data();
    void requestsOfOthersKeepTheRules();
};

namespace {

/// A request in the words of Chat, read and written for a model of these rules.
Result<WrittenRequest> fromChat(const std::string &body, const Target &to)
{
    static std::unique_ptr<Parsed> parsed; // what is read refers to it
    parsed = std::make_unique<Parsed>(body);
    const auto request = codecFor(Format::OpenAiChat)->readRequest(parsed->document);
    if (!request)
        return std::unexpected(request.error());
    return anthropicMessagesCodec().writeRequest(*request, to);
}

Result<WrittenRequest> fromResponses(const std::string &body, const Target &to)
{
    static std::unique_ptr<Parsed> parsed;
    parsed = std::make_unique<Parsed>(body);
    const auto request = codecFor(Format::OpenAiResponses)->readRequest(parsed->document);
    if (!request)
        return std::unexpected(request.error());
    return anthropicMessagesCodec().writeRequest(*request, to);
}

/// A Chat request of one word with these further members.
std::string asking(const std::string &members)
{
    return R"({"model":"m","messages":[{"role":"user","content":"Hi"}])" +
           (members.empty() ? "" : "," + members) + "}";
}

Sorted bodyOf(const Result<WrittenRequest> &written)
{
    return written ? Sorted::parse(written->body, nullptr, false) : Sorted(describe(written.error()));
}

ModelRules adaptive()
{
    ModelRules rules;
    rules.efforts = {"low", "medium", "high", "max"};
    rules.adaptiveThinking = rules.omitsThoughts = true;
    rules.samplingWhileThinking = rules.bothSamplings = false;
    return rules;
}

ModelRules byBudget()
{
    ModelRules rules;
    rules.budgetThinking = true;
    rules.leastBudget = 1024;
    rules.samplingWhileThinking = rules.bothSamplings = rules.forcedWhileThinking = false;
    rules.prefill = true;
    return rules;
}

ModelRules strict()
{
    ModelRules rules = adaptive();
    rules.sampling = rules.thinkingOff = rules.forcedToolChoice = rules.jsonSchema = false;
    return rules;
}

const QHash<QByteArray, ModelRules> &kinds()
{
    static const QHash<QByteArray, ModelRules> all{
        {"unknown", {}}, {"adaptive", adaptive()}, {"budget", byBudget()}, {"strict", strict()}};
    return all;
}

Sorted parsed(const QByteArray &text)
{
    return Sorted::parse(text.toStdString(), nullptr, false);
}

} // namespace

void TestAnthropicRequestWriter::anAgentsRequest()
{
    const auto written = fromResponses(
        R"json({"model":"m","stream":true,"store":false,"prompt_cache_key":"k","instructions":"Base.","parallel_tool_calls":false,
        "tools":[{"type":"function","name":"exec_command","description":"Runs.","parameters":{"type":"object","properties":{}},"strict":false},
            {"type":"custom","name":"apply_patch","description":"Edits."},
            {"type":"namespace","name":"mcp__gw","description":"","tools":[{"type":"function","name":"echo","parameters":{}}]},
            {"type":"web_search"}],
        "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Fix it."}]},
            {"type":"reasoning","summary":[],"encrypted_content":"gAAAAforeign"},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Looking."}]},
            {"type":"function_call","call_id":"c.1","name":"exec_command","arguments":"{\"n\":1.0}"},
            {"type":"custom_tool_call","call_id":"c2","name":"apply_patch","input":"*** \"x\"\n"},
            {"type":"function_call","call_id":"c3","name":"echo","namespace":"mcp__gw","arguments":"not JSON"},
            {"type":"message","role":"developer","content":[{"type":"input_text","text":"Stay."}]},
            {"type":"function_call_output","call_id":"c.1","output":""},
            {"type":"custom_tool_call_output","call_id":"c2","output":"done"},
            {"type":"function_call_output","call_id":"c3","output":[{"type":"input_text","text":"seen"},{"type":"input_image","image_url":"data:image/gif;base64,iVBORw0KGgo="}]}]})json",
        target());
    QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
    const Sorted made = bodyOf(written);
    const std::string id = made["messages"][1]["content"][1]["id"];
    QVERIFY(id.starts_with("toolu_"));
    const Sorted messages = Sorted::parse(R"json([
        {"role":"user","content":[{"type":"text","text":"Fix it.","cache_control":{"type":"ephemeral"}}]},
        {"role":"assistant","content":[{"type":"text","text":"Looking."},
            {"type":"tool_use","id":"ID","name":"exec_command","input":{"n":1.0}},
            {"type":"tool_use","id":"c2","name":"apply_patch","input":{"input":"*** \"x\"\n"}},
            {"type":"tool_use","id":"c3","name":"mcp__gw__echo","input":{"_raw":"not JSON"}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"ID","content":"(no output)"},
            {"type":"tool_result","tool_use_id":"c2","content":"done"},
            {"type":"tool_result","tool_use_id":"c3","content":[{"type":"text","text":"seen"},
                {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]},
            {"type":"text","text":"<system>Stay.</system>","cache_control":{"type":"ephemeral"}}]}])json");
    Sorted expected = messages;
    expected[1]["content"][1]["id"] = expected[2]["content"][0]["tool_use_id"] = id;
    QVERIFY2(made["messages"] == expected, Sorted::diff(expected, made["messages"]).dump(1).c_str());
    QCOMPARE(made["tools"].size(), std::size_t(3));
    QVERIFY(made["tools"][1]["input_schema"]["required"][0] == "input");
    QVERIFY(made["tools"][2]["input_schema"]["type"] == "object");
    QVERIFY(made["tools"][2].contains("cache_control") && !made["tools"][0].contains("cache_control"));
    QVERIFY(made["tool_choice"] == Sorted::parse(R"({"type":"auto","disable_parallel_tool_use":true})"));
    QVERIFY(made["max_tokens"] == 32000 && made["stream"] == true);
    QVERIFY(written->body.find("gAAAA") == std::string::npos);
    QVERIFY(written->dropped == std::vector<std::string>{"tools.web_search"});
    QCOMPARE(ApiRules::broken(made), std::string());
}

void TestAnthropicRequestWriter::members_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("expected"); // members, null for those that must not be there
    QTest::addColumn<QByteArray>("dropped");
    const auto row = [](const char *name, const char *asked, const char *rules, const char *expected,
                        const char *dropped = "") {
        QTest::newRow(name) << QByteArray(asked) << QByteArray(rules) << QByteArray(expected)
                            << QByteArray(dropped);
    };
    row("the client's own limit", R"("max_tokens":5)", "unknown", R"({"max_tokens":5})");
    row("no limit", "", "unknown",
        R"({"max_tokens":32000,"stream":null,"thinking":null,"output_config":null})");
    row("temperature of a longer scale", R"("temperature":1.7)", "unknown", R"({"temperature":1})");
    row("temperature as it was written", R"("temperature":0.5)", "unknown", R"({"temperature":0.5})");
    row("one of two samplings", R"("temperature":0.5,"top_p":0.9)", "budget",
        R"({"temperature":0.5,"top_p":null})", "top_p");
    row("no sampling at all", R"("temperature":0.5,"top_p":0.9,"top_k":3)", "strict",
        R"({"temperature":null,"top_p":null,"top_k":null})", "temperature,top_p,top_k");
    row("no sampling while it thinks", R"("temperature":0.5,"reasoning_effort":"low")", "adaptive",
        R"({"temperature":null})", "temperature");
    row("what has no counterpart",
        R"("presence_penalty":1,"frequency_penalty":1,"seed":1,"logit_bias":{},"logprobs":true,"verbosity":"low","mystery":1)",
        "unknown", R"({"seed":null,"mystery":null})",
        "presence_penalty,frequency_penalty,seed,logit_bias,logprobs,verbosity,mystery");
    row("stop words", R"("stop":["a"," \n"])", "unknown", R"({"stop_sequences":["a"]})", "stop");
    row("a service", R"("service_tier":"default")", "unknown", R"({"service_tier":"standard_only"})");
    row("a service unknown here", R"("service_tier":"flex")", "unknown", R"({"service_tier":null})",
        "service_tier");
    row("any JSON", R"("response_format":{"type":"json_object"})", "unknown",
        R"({"system":[{"type":"text","text":"Answer with one JSON object, nothing else."}]})");
    row("a closed schema",
        R"("response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object","additionalProperties":false}}})",
        "unknown",
        R"({"output_config":{"format":{"type":"json_schema","schema":{"type":"object","additionalProperties":false}}},"system":null})");
    row("an open schema",
        R"("response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}})",
        "unknown",
        R"({"output_config":null,"system":[{"type":"text","text":"Answer with one JSON value matching this schema, nothing else: {\"type\":\"object\"}"}]})");
    row("a schema and a model that knows none",
        R"("response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object","additionalProperties":false}}})",
        "strict",
        R"({"output_config":null,"system":[{"type":"text","text":"Answer with one JSON value matching this schema, nothing else: {\"type\":\"object\",\"additionalProperties\":false}"}]})");
    row("a choice", R"("tools":[{"function":{"name":"a"}}],"tool_choice":"required")", "unknown",
        R"({"tool_choice":{"type":"any"},"tools":[{"name":"a","input_schema":{"type":"object","properties":{}}}]})");
    row("one tool",
        R"("tools":[{"function":{"name":"a"}}],"tool_choice":{"type":"function","function":{"name":"a"}})",
        "unknown", R"({"tool_choice":{"type":"tool","name":"a"}})");
    row("no tool", R"("tools":[{"function":{"name":"a"}}],"tool_choice":"none")", "unknown",
        R"({"tool_choice":{"type":"none"}})");
    row("some tools",
        R"("tools":[{"function":{"name":"a"}},{"function":{"name":"b"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"function":{"name":"b"}}]}})",
        "unknown",
        R"({"tool_choice":{"type":"any"},"tools":[{"name":"b","input_schema":{"type":"object","properties":{}}}]})");
    row("a choice without tools", R"("tool_choice":"auto")", "unknown",
        R"({"tool_choice":null,"tools":null})");
    row("a strict tool",
        R"("tools":[{"function":{"name":"a","strict":true,"parameters":{"type":"object","additionalProperties":false}}}])",
        "unknown",
        R"({"tools":[{"name":"a","strict":true,"input_schema":{"type":"object","additionalProperties":false}}]})");
}

void TestAnthropicRequestWriter::members()
{
    QFETCH(QByteArray, asked);
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, expected);
    QFETCH(QByteArray, dropped);
    const auto written = fromChat(asking(asked.toStdString()), target(kinds()[rules]));
    QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
    const Sorted made = bodyOf(written);
    const Sorted wanted = parsed(expected);
    for (const auto &[name, value] : wanted.items())
        QVERIFY2(value.is_null() ? !made.contains(name) : made.value(name, Sorted()) == value,
                 written->body.c_str());
    QByteArray names;
    for (const std::string &name : written->dropped)
        names += (names.isEmpty() ? "" : ",") + QByteArray::fromStdString(name);
    QCOMPARE(names, dropped);
    QCOMPARE(ApiRules::broken(made), std::string());
}

void TestAnthropicRequestWriter::thinking_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("thinking");
    QTest::addColumn<QByteArray>("effort");
    QTest::addColumn<int>("maxTokens");
    const auto row = [](const char *name, const char *asked, const char *rules, const char *thinking,
                        const char *effort, int maxTokens = 32000) {
        QTest::newRow(name) << QByteArray(asked) << QByteArray(rules) << QByteArray(thinking)
                            << QByteArray(effort) << maxTokens;
    };
    row("unset stays unset", "", "adaptive", "null", "");
    row("a level", R"("reasoning":{"effort":"medium"})", "adaptive", R"({"type":"adaptive"})", "medium");
    row("a level that the model lacks", R"("reasoning":{"effort":"xhigh"})", "adaptive",
        R"({"type":"adaptive"})", "max");
    row("the least level", R"("reasoning":{"effort":"minimal"})", "adaptive", R"({"type":"adaptive"})",
        "low");
    row("thoughts are to be seen", R"("reasoning":{"effort":"low","summary":"auto"})", "adaptive",
        R"({"type":"adaptive","display":"summarized"})", "low");
    row("thoughts are to be seen, of no level", R"("reasoning":{"summary":"auto"})", "adaptive",
        R"({"type":"adaptive","display":"summarized"})", "");
    row("off", R"("reasoning":{"effort":"none"})", "adaptive", R"({"type":"disabled"})", "");
    row("cannot be off", R"("reasoning":{"effort":"none"})", "strict", R"({"type":"adaptive"})", "low");
    row("a level as tokens", R"("reasoning":{"effort":"medium"})", "budget",
        R"({"type":"enabled","budget_tokens":8192})", "");
    row("many tokens need a higher limit", R"("reasoning":{"effort":"xhigh"})", "budget",
        R"({"type":"enabled","budget_tokens":32768})", "", 48768);
    row("half of the client's limit", R"("max_output_tokens":6000,"reasoning":{"effort":"high"})", "budget",
        R"({"type":"enabled","budget_tokens":3000})", "", 6000);
    row("too little room to think", R"("max_output_tokens":2000,"reasoning":{"effort":"high"})", "budget",
        R"({"type":"disabled"})", "", 2000);
    row("a model that does not think", R"("reasoning":{"effort":"high"})", "unknown", "null", "");
    row("a model that does not think, off", R"("reasoning":{"effort":"none"})", "unknown", "null", "");
}

void TestAnthropicRequestWriter::thinking()
{
    QFETCH(QByteArray, asked);
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, thinking);
    QFETCH(QByteArray, effort);
    QFETCH(int, maxTokens);
    const auto written = fromResponses(
        R"({"model":"m","input":"Hi")" + std::string(asked.isEmpty() ? "" : ",") + asked.toStdString() + "}",
        target(kinds()[rules]));
    QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
    const Sorted made = bodyOf(written);
    QVERIFY2(made.value("thinking", Sorted()) == parsed(thinking), written->body.c_str());
    QCOMPARE(QByteArray::fromStdString(made.value("output_config", Sorted::object()).value("effort", "")),
             effort);
    QCOMPARE(made["max_tokens"].get<int>(), maxTokens);
    QCOMPARE(ApiRules::broken(made), std::string());
}

void TestAnthropicRequestWriter::conversations_data()
{
    QTest::addColumn<QByteArray>("messages"); // of Chat
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *messages, const char *expected,
                        const char *rules = "unknown") {
        QTest::newRow(name) << QByteArray(messages) << QByteArray(rules) << QByteArray(expected);
    };
    row("the assistant does not begin",
        R"([{"role":"assistant","content":"A"},{"role":"user","content":"B"}])",
        R"j([{"role":"user","content":[{"type":"text","text":"(continue)"}]},{"role":"assistant","content":[{"type":"text","text":"A"}]},{"role":"user","content":[{"type":"text","text":"B"}]}])j");
    row("the assistant does not end",
        R"([{"role":"user","content":"B"},{"role":"assistant","content":"A "}])",
        R"j([{"role":"user","content":[{"type":"text","text":"B"}]},{"role":"assistant","content":[{"type":"text","text":"A "}]},{"role":"user","content":[{"type":"text","text":"(continue)"}]}])j");
    row("where it may, without white space",
        R"([{"role":"user","content":"B"},{"role":"assistant","content":"A \n"}])",
        R"([{"role":"user","content":[{"type":"text","text":"B"}]},{"role":"assistant","content":[{"type":"text","text":"A"}]}])",
        "budget");
    row("neighbours become one", R"([{"role":"user","content":"A"},{"role":"user","content":"B"}])",
        R"([{"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}])");
    row("an interrupted call",
        R"([{"role":"user","content":"A"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","function":{"name":"go","arguments":""}}]},{"role":"user","content":"B"}])",
        R"([{"role":"user","content":[{"type":"text","text":"A"}]},{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"go","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":"[no output: the call was interrupted]","is_error":true},{"type":"text","text":"B"}]}])");
    row("an id used twice",
        R"([{"role":"user","content":"A"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","function":{"name":"go","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"1"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","function":{"name":"go","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"2"}])",
        R"([{"role":"user","content":[{"type":"text","text":"A"}]},{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"go","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":"1"}]},{"role":"assistant","content":[{"type":"tool_use","id":"c_2","name":"go","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c_2","content":"2"}]}])");
    row("media",
        R"([{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://e.x/a.png"}},{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}},{"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,SGki"}}]}])",
        R"([{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://e.x/a.png"}},{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"QQ=="},"title":"a.pdf"},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Hi\""},"title":"a.txt"}]}])");
}

void TestAnthropicRequestWriter::conversations()
{
    QFETCH(QByteArray, messages);
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, expected);
    const auto written =
        fromChat(R"({"model":"m","messages":)" + messages.toStdString() + "}", target(kinds()[rules]));
    QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
    const Sorted made = bodyOf(written);
    QVERIFY2(made["messages"] == parsed(expected), made["messages"].dump().c_str());
}

/// With a budget each step of a running loop must begin with a signed thought. One that another model made
/// has none.
void TestAnthropicRequestWriter::aLoopWithoutOwnThoughtsIsNotThoughtAbout()
{
    const auto asked = [](const std::string &token) {
        return R"({"model":"m","reasoning":{"effort":"low"},"tools":[{"type":"function","name":"go","parameters":{}}],"input":[{"role":"user","content":"A"},)" +
               (token.empty()
                    ? ""
                    : R"({"type":"reasoning","summary":[],"encrypted_content":")" + token + "\"},") +
               R"({"type":"function_call","call_id":"c","name":"go","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"x"}]})";
    };
    const auto carried = [](std::string_view family) {
        ir::Carrier carrier;
        carrier.family = family;
        carrier.blocks.push_back({.text = "hm", .token = "sig==", .id = {}, .details = {}});
        return ir::sealCarrier(carrier, {});
    };
    const Target budget = target(byBudget());
    QVERIFY(bodyOf(fromResponses(asked(""), budget))["thinking"]["type"] == "disabled");
    QVERIFY(bodyOf(fromResponses(asked(carried("gemini")), budget))["thinking"]["type"] == "disabled");
    const Sorted own = bodyOf(fromResponses(asked(carried("anthropic")), budget));
    QVERIFY(own["thinking"]["type"] == "enabled");
    QVERIFY(own["messages"][1]["content"][0] ==
            Sorted::parse(R"({"type":"thinking","thinking":"hm","signature":"sig=="})"));
    QVERIFY(bodyOf(fromResponses(asked(""), target(adaptive())))["thinking"]["type"] == "adaptive");
}

void TestAnthropicRequestWriter::toolChoiceThatCannotBeForced()
{
    const std::string asked = asking(
        R"("tools":[{"function":{"name":"go"}}],"tool_choice":{"type":"function","function":{"name":"go"}},"reasoning_effort":"low")");
    for (const char *rules : {"strict", "budget"}) {
        const auto written = fromChat(asked, target(kinds()[rules]));
        const Sorted made = bodyOf(written);
        QVERIFY(made["tool_choice"] == Sorted::parse(R"({"type":"auto"})"));
        QVERIFY(made["system"].back()["text"] == "You must call the tool go.");
        QVERIFY(written->dropped == std::vector<std::string>{"tool_choice"});
    }
    QVERIFY(bodyOf(fromChat(asked, target(adaptive())))["tool_choice"]["type"] == "tool");
}

void TestAnthropicRequestWriter::cacheMarks()
{
    const auto ask = [](const char *more) {
        return R"({"model":"m","messages":[{"role":"system","content":"S"},{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"C"},{"role":"assistant","content":"D"},{"role":"user","content":"E"}],"tools":[{"function":{"name":"x"}},{"function":{"name":"y"}}])" +
               std::string(more) + "}";
    };
    const auto marked = [](const Sorted &body) {
        QByteArray list;
        for (const Sorted &tool : body["tools"])
            list += tool.contains("cache_control") ? QByteArray::fromStdString(tool["name"]) : "";
        for (const Sorted &block : body["system"])
            list += block.contains("cache_control") ? QByteArray::fromStdString(block["text"]) : "";
        for (const Sorted &message : body["messages"]) {
            for (const Sorted &block : message["content"])
                list += block.contains("cache_control") ? QByteArray::fromStdString(block["text"]) : "";
        }
        return list;
    };
    QCOMPARE(marked(bodyOf(fromChat(ask(""), target()))), QByteArray());
    QCOMPARE(marked(bodyOf(fromChat(ask(R"(,"prompt_cache_key":"k")"), target()))), QByteArray("ySCE"));
    const Sorted lasting =
        bodyOf(fromChat(ask(R"(,"prompt_cache_key":"k","prompt_cache_retention":"24h")"), target()));
    QVERIFY(lasting["system"][0]["cache_control"] == Sorted::parse(R"({"type":"ephemeral","ttl":"1h"})"));
}

void TestAnthropicRequestWriter::operatorTurns()
{
    ModelRules rules;
    rules.operatorTurns = true;
    const auto roles = [&](const char *messages) {
        const Sorted body =
            bodyOf(fromChat(std::string(R"({"model":"m","messages":)") + messages + "}", target(rules)));
        QByteArray list;
        for (const Sorted &message : body["messages"])
            list += QByteArray::fromStdString(message["role"]).left(1) +
                    QByteArray::fromStdString(message["content"][0].value("text", "")) + ' ';
        return list.trimmed();
    };
    QCOMPARE(
        roles(
            R"([{"role":"user","content":"A"},{"role":"system","content":"S"},{"role":"assistant","content":"B"},{"role":"user","content":"C"}])"),
        QByteArray("uA sS aB uC"));
    QCOMPARE(
        roles(
            R"([{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"system","content":"S"},{"role":"user","content":"C"}])"),
        QByteArray("uA aB uC sS"));
    QCOMPARE(
        roles(
            R"([{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"system","content":"S"}])"),
        QByteArray("uA aB u<system>S</system>"));
}

void TestAnthropicRequestWriter::interleavedThoughtsAreAskedFor()
{
    const std::string asked = asking(R"("tools":[{"function":{"name":"go"}}],"reasoning_effort":"low")");
    const auto byTokens = fromChat(asked, target(byBudget()));
    QVERIFY(byTokens.has_value());
    QCOMPARE(byTokens->fields.size(), std::size_t(1));
    QCOMPARE(byTokens->fields[0].first, std::string("anthropic-beta"));
    QVERIFY(fromChat(asked, target(adaptive()))->fields.empty());
}

/// A budget of a client of this API, for a model that decides itself how long it thinks.
void TestAnthropicRequestWriter::budgetsBecomeLevels()
{
    const Parsed parsed(
        R"({"model":"m","max_tokens":64000,"thinking":{"type":"enabled","budget_tokens":8000},"messages":[{"role":"user","content":"hi"}]})");
    const auto request = codecFor(Format::AnthropicMessages)->readRequest(parsed.document);
    QVERIFY(request.has_value());
    const auto written = codecFor(Format::AnthropicMessages)->writeRequest(*request, target(adaptive()));
    const Sorted body = bodyOf(written);
    QVERIFY(body["thinking"]["type"] == "adaptive");
    QVERIFY(body["output_config"]["effort"] == "medium");
}

void TestAnthropicRequestWriter::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char *name, const char *members, const char *place) {
        QTest::newRow(name) << QByteArray::fromStdString(asking(members)) << QByteArray(place);
    };
    row("several answers", R"("n":2)", "n");
    row("a tool that nobody else has", R"("tools":[{"type":"file_search"}])", "tools");
    row("no tool is left", R"("tools":[{"type":"web_search"}])", "tools");
    row("sound",
        R"("messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}}]}])",
        "messages");
    row("an image of another kind",
        R"("messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/tiff;base64,QQ=="}}]}])",
        "messages");
    row("another provider's file",
        R"("messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}])", "messages");
}

void TestAnthropicRequestWriter::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, place);
    const auto written = fromChat(body.toStdString(), target());
    QVERIFY(!written);
    QCOMPARE(QByteArray::fromStdString(written.error().place), place);
}

void TestAnthropicRequestWriter::requestsOfOthersKeepTheRules_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("own") << int(Format::OpenAiChat) << QByteArray::fromStdString(asking(""));
    const auto add = [](const QString &name, Format format, const Json &body) {
        if (body.is_object() && (body.contains("messages") || body.contains("input")))
            QTest::newRow(qPrintable(name)) << int(format) << QByteArray::fromStdString(body.dump());
    };
    for (const auto &[folder, format] :
         {std::pair{"openai-chat", Format::OpenAiChat}, {"openai-responses", Format::OpenAiResponses}}) {
        const QDir dir(recordings::folder() + QString::fromLatin1(folder));
        for (const QString &file : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            const Json content = recordings::read(dir.filePath(file));
            if (content.contains("request") && content["request"].is_object())
                add(QString::fromLatin1(folder) + u'/' + file, format, content["request"]["body"]);
        }
    }
    const QDir codex(QStringLiteral(SIGNALBOX_SHARED_DIR "/captures/codex"));
    for (const QString &file : codex.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const Json content = recordings::read(codex.filePath(file));
        if (content.is_object() && content.contains("body"))
            add(QStringLiteral("codex/") + file, Format::OpenAiResponses, content["body"]);
    }
}

void TestAnthropicRequestWriter::requestsOfOthersKeepTheRules()
{
    QFETCH(int, format);
    QFETCH(QByteArray, body);
    const Parsed parsed(body.toStdString());
    const auto request = codecFor(Format(format))->readRequest(parsed.document);
    if (!request)
        QSKIP("no request of a conversation");
    for (const ModelRules &rules : kinds()) {
        const auto written = anthropicMessagesCodec().writeRequest(*request, target(rules));
        if (!written) {
            // Refused by name: what cannot be had at all, or what is stored elsewhere.
            QVERIFY2(!written.error().place.empty(), describe(written.error()).c_str());
            continue;
        }
        QCOMPARE(written->body, anthropicMessagesCodec().writeRequest(*request, target(rules))->body);
        const Sorted made = Sorted::parse(written->body, nullptr, false);
        QVERIFY(!made.is_discarded());
        const std::string broken = ApiRules::broken(made);
        QVERIFY2(broken.empty(), (broken + ": " + written->body.substr(0, 3000)).c_str());
    }
}

QTEST_APPLESS_MAIN(TestAnthropicRequestWriter)
#include "tst_anthropic_request_writer.moc"
