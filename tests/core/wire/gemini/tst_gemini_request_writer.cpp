#include "gemini_rules.h"
#include "gemini_support.h"
#include "wire/ir/carrier.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using gemini_support::Json;
using gemini_support::Parsed;

class TestGeminiRequestWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAConversation();
    void resultsAreObjects_data();
    void resultsAreObjects();
    void mediaOfResults_data();
    void mediaOfResults();
    void argumentsAreObjects_data();
    void argumentsAreObjects();
    void unsignedCallsOfTheRunningTurn();
    void signaturesComeBack();
    void carriersOfOthersAreLeftOut();
    void thinking_data();
    void thinking();
    void tools_data();
    void tools();
    void parameters_data();
    void parameters();
    void notesWhatResponsesAloneCanSay();
    void modelsWithoutSystemWords();
    void refuses_data();
    void refuses();
    void recordedRequests_data();
    void recordedRequests();
};

namespace {

Target target()
{
    Target made;
    made.model = "gemini-3";
    made.dialect.family = "gemini";
    made.rules.efforts = {"minimal", "low", "medium", "high"};
    made.rules.signedCalls = true;
    made.carrierKey = "k";
    return made;
}

struct Written
{
    Json body;
    std::vector<std::string> dropped;
    Error error;
};

Written write(const std::string &body, const Target &to = target(), Format from = Format::OpenAiChat)
{
    Written made;
    const Parsed parsed(body);
    auto request = gemini_support::read(parsed, from);
    if (!request) {
        made.error = request.error();
        return made;
    }
    auto written = geminiCodec().writeRequest(*request, to);
    if (!written) {
        made.error = written.error();
        return made;
    }
    made.body = Json::parse(written->body);
    made.dropped = written->dropped;
    return made;
}

/// A Chat request of one message of the user and these members.
std::string chat(std::string_view more, std::string_view messages = R"({"role":"user","content":"x"})")
{
    std::string body = R"({"model":"m","messages":[)";
    body += messages;
    body += ']';
    body += more;
    return body + '}';
}

/// A call of `go`, its result, and nothing behind.
std::string step(const std::string &arguments, const std::string &result)
{
    return R"({"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"go","arguments":)" +
           Json(arguments).dump() + R"(}}]},{"role":"tool","tool_call_id":"c1","content":)" +
           Json(result).dump() + "}";
}

} // namespace

void TestGeminiRequestWriter::writesAConversation()
{
    const Written written = write(chat(
        "",
        R"({"role":"system","content":"Be brief."},{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"},
        {"role":"assistant","content":"Wait","tool_calls":[{"id":"c1","type":"function","function":{"name":"a.b","arguments":"{\"n\":1.0}"}},{"id":"c2","type":"function","function":{"name":"c","arguments":""}}]},
        {"role":"tool","tool_call_id":"c2","content":"two"},{"role":"system","content":"Hurry."},{"role":"tool","tool_call_id":"c1","content":"one"},{"role":"assistant","content":"Bye"})"));
    QCOMPARE(QByteArray::fromStdString(gemini_rules::fault(written.body)), QByteArray());
    QVERIFY(written.body["systemInstruction"]["parts"][0]["text"] == "Be brief.");
    const Json &contents = written.body["contents"];
    QVERIFY(contents[0]["parts"][0]["text"] == "(continue)");
    const Json &call = contents[3]["parts"][1]["functionCall"];
    QVERIFY(call["id"] == "c1" && call["name"].get<std::string>().starts_with("a_b_"));
    QVERIFY(call["args"].dump() == "{\"n\":1.0}");
    QVERIFY(contents[4]["parts"][0]["functionResponse"]["response"]["output"] == "one");
    QVERIFY(contents[4]["parts"].size() == 2);
    QVERIFY(contents[5]["parts"][0]["text"] == "<system>Hurry.</system>");
    QVERIFY(contents.back()["parts"][0]["text"] == "(continue)");
}

void TestGeminiRequestWriter::resultsAreObjects_data()
{
    QTest::addColumn<QByteArray>("result");
    QTest::addColumn<QByteArray>("response");
    const auto row = [](const char *name, const char *result, const char *response) {
        QTest::newRow(name) << QByteArray(result) << QByteArray(response);
    };
    row("words", "done", R"({"output":"done"})");
    row("an object", R"({"a":[1.0]})", R"({"a":[1.0]})");
    row("an object with an output of its own", R"({"output":1})", R"({"output":"{\"output\":1}"})");
    row("an object with an error of its own", R"({"error":1})", R"({"output":"{\"error\":1}"})");
    row("a list", "[1]", R"({"output":"[1]"})");
    row("half an object", R"({"a":)", R"({"output":"{\"a\":"})");
    row("nothing", "", "{\"output\":\"(no output)\"}");
}

void TestGeminiRequestWriter::resultsAreObjects()
{
    QFETCH(QByteArray, result);
    QFETCH(QByteArray, response);
    const Written written = write(chat("", step("{}", result.toStdString())));
    QCOMPARE(QByteArray::fromStdString(
                 written.body["contents"][2]["parts"][0]["functionResponse"]["response"].dump()),
             response);
}

void TestGeminiRequestWriter::mediaOfResults_data()
{
    QTest::addColumn<bool>("inside");
    QTest::newRow("taken inside") << true;
    QTest::newRow("in a content that follows") << false;
}

void TestGeminiRequestWriter::mediaOfResults()
{
    QFETCH(bool, inside);
    Target to = target();
    to.rules.mediaInResults = inside;
    const Written written = write(
        R"({"model":"m","input":[{"role":"user","content":"x"},{"type":"function_call","call_id":"c1","name":"go","arguments":"{}"},
        {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"see"},{"type":"input_image","image_url":"data:image/png;base64,QQ=="}]}]})",
        to, Format::OpenAiResponses);
    const Json &contents = written.body["contents"];
    const Json &response = contents[2]["parts"][0]["functionResponse"];
    QCOMPARE(response.contains("parts"), inside);
    if (inside) {
        QVERIFY(response["parts"][0]["inlineData"]["data"] == "QQ==");
        QVERIFY(response["response"]["output"] == "see");
    } else {
        QVERIFY(response["response"]["output"] == "see\n[image 1 of this result follows]");
        QVERIFY(contents[3]["parts"][0]["inlineData"]["mimeType"] == "image/png");
    }
}

void TestGeminiRequestWriter::argumentsAreObjects_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QByteArray>("args");
    QTest::newRow("an object") << QByteArray(R"({"a":"b\n"})") << QByteArray(R"({"a":"b\n"})");
    QTest::newRow("nothing") << QByteArray("") << QByteArray("{}");
    QTest::newRow("null") << QByteArray("null") << QByteArray("{}");
    QTest::newRow("half an object") << QByteArray(R"({"a)") << QByteArray(R"({"_raw":"{\"a"})");
    QTest::newRow("a list") << QByteArray("[1]") << QByteArray(R"({"_raw":"[1]"})");
}

void TestGeminiRequestWriter::argumentsAreObjects()
{
    QFETCH(QByteArray, arguments);
    QFETCH(QByteArray, args);
    const Written written = write(chat("", step(arguments.toStdString(), "done")));
    QCOMPARE(
        QByteArray::fromStdString(written.body["contents"][1]["parts"][0]["functionCall"]["args"].dump()),
        args);
}

void TestGeminiRequestWriter::unsignedCallsOfTheRunningTurn()
{
    const std::string more =
        R"(,{"role":"assistant","content":null,"tool_calls":[{"id":"c2","type":"function","function":{"name":"go","arguments":"{}"}},{"id":"c3","type":"function","function":{"name":"go","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c2","content":"a"},{"role":"tool","tool_call_id":"c3","content":"b"})";
    const std::string words = R"(,{"role":"user","content":"now"})";
    const Written written = write(chat("", step("{}", "done") + words + more));
    const Json &contents = written.body["contents"];
    QVERIFY(!contents[1]["parts"][0].contains("thoughtSignature")); // a turn that is over
    const Json &parts = contents[4]["parts"];
    QVERIFY(parts[0]["thoughtSignature"] == "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=");
    QVERIFY(!parts[1].contains("thoughtSignature"));
    Target older = target();
    older.rules.signedCalls = false;
    QVERIFY(!write(chat("", step("{}", "done")), older)
                 .body["contents"][1]["parts"][0]
                 .contains("thoughtSignature"));
}

void TestGeminiRequestWriter::signaturesComeBack()
{
    const auto seal = [](ir::CarriedBlock::Place place, const char *token) {
        ir::Carrier carrier{ir::CarrierKind::Signature, "gemini", "gemini-3", {}};
        ir::CarriedBlock block;
        block.place = place;
        block.token = token;
        carrier.blocks.push_back(block);
        return ir::sealCarrier(carrier, "k");
    };
    const std::string text = R"({"role":"assistant","content":[{"type":"output_text","text":"Hi"}]})";
    const auto thought = [](const std::string &token) {
        return R"({"type":"reasoning","summary":[],"encrypted_content":")" + token + "\"}";
    };
    const Written written =
        write(R"({"model":"m","input":[{"role":"user","content":"x"},)" + text + "," +
                  thought(seal(ir::CarriedBlock::Place::Previous, "s1")) + "," +
                  thought(seal(ir::CarriedBlock::Place::Next, "s2")) +
                  R"(,{"type":"function_call","call_id":"c1","name":"go","arguments":"{}"},)" +
                  thought(seal(ir::CarriedBlock::Place::Previous, "s3")) +
                  R"(,{"type":"function_call_output","call_id":"c1","output":"y"}]})",
              target(), Format::OpenAiResponses);
    const Json &parts = written.body["contents"][1]["parts"];
    QCOMPARE(parts.size(), std::size_t(3));
    QVERIFY(parts[0]["text"] == "Hi" && parts[0]["thoughtSignature"] == "s1");
    QVERIFY(parts[1].contains("functionCall") && parts[1]["thoughtSignature"] == "s2");
    QVERIFY(parts[2]["text"] == "" && parts[2]["thoughtSignature"] == "s3");
}

void TestGeminiRequestWriter::carriersOfOthersAreLeftOut()
{
    ir::Carrier carrier{ir::CarrierKind::Reasoning, "anthropic", "claude", {}};
    carrier.blocks.emplace_back().token = "theirs";
    const Written written = write(
        R"({"model":"m","input":[{"role":"user","content":"x"},{"type":"reasoning","summary":[],"encrypted_content":")" +
            ir::sealCarrier(carrier, "k") +
            R"("},{"role":"assistant","content":"Hi"},{"role":"user","content":"y"}]})",
        target(), Format::OpenAiResponses);
    QVERIFY(written.body["contents"][1]["parts"].size() == 1);
    QVERIFY(written.body.dump().find("theirs") == std::string::npos);
}

void TestGeminiRequestWriter::thinking_data()
{
    QTest::addColumn<QByteArray>("asked"); // of the Responses API
    QTest::addColumn<QStringList>("efforts");
    QTest::addColumn<bool>("budget");
    QTest::addColumn<QByteArray>("expected");
    const QStringList levels{QStringLiteral("minimal"), QStringLiteral("low"), QStringLiteral("medium"),
                             QStringLiteral("high")};
    const QStringList two{QStringLiteral("low"), QStringLiteral("high")};
    const auto row = [](const char *name, const char *asked, const QStringList &efforts, bool budget,
                        const char *expected) {
        QTest::newRow(name) << QByteArray(asked) << efforts << budget << QByteArray(expected);
    };
    row("nothing", "{}", levels, false, "null");
    row("a level", R"({"effort":"low"})", levels, false, R"({"thinkingLevel":"LOW"})");
    row("the next level above", R"({"effort":"medium"})", two, false, R"({"thinkingLevel":"HIGH"})");
    row("the strongest", R"({"effort":"xhigh"})", levels, false, R"({"thinkingLevel":"HIGH"})");
    row("off where it cannot be", R"({"effort":"none"})", two, false, R"({"thinkingLevel":"LOW"})");
    row("tokens", R"({"effort":"medium"})", {}, true, R"({"thinkingBudget":8192})");
    row("no more than it takes", R"({"effort":"xhigh"})", {}, true, R"({"thinkingBudget":24576})");
    row("off", R"({"effort":"none"})", {}, true, R"({"thinkingBudget":0})");
    row("thoughts", R"({"summary":"auto"})", levels, false, R"({"includeThoughts":true})");
    row("thoughts and a level", R"({"summary":"auto","effort":"high"})", levels, false,
        R"({"includeThoughts":true,"thinkingLevel":"HIGH"})");
    row("a model that does not think", R"({"summary":"auto","effort":"high"})", {}, false, "null");
}

void TestGeminiRequestWriter::thinking()
{
    QFETCH(QByteArray, asked);
    QFETCH(QStringList, efforts);
    QFETCH(bool, budget);
    QFETCH(QByteArray, expected);
    Target to = target();
    to.rules.efforts.clear();
    for (const QString &effort : efforts)
        to.rules.efforts.push_back(effort.toStdString());
    to.rules.budgetThinking = budget;
    to.rules.mostBudget = 24576;
    const Written written = write(R"({"model":"m","input":"x","reasoning":)" + asked.toStdString() + "}", to,
                                  Format::OpenAiResponses);
    const Json config = written.body["generationConfig"].value("thinkingConfig", Json());
    QCOMPARE(QByteArray::fromStdString(config.dump()), expected);
}

void TestGeminiRequestWriter::tools_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<bool>("together");
    QTest::addColumn<QByteArray>("expected"); // toolConfig, or null
    QTest::addColumn<int>("entries");
    const auto row = [](const char *name, const char *more, const char *expected, int entries = 1,
                        bool together = true) {
        QTest::newRow(name) << QByteArray(more) << together << QByteArray(expected) << entries;
    };
    const char *one =
        R"("tools":[{"type":"function","name":"a","strict":false,"parameters":{"type":"object","properties":{"title":{"type":"string"}}}}])";
    const auto with = [&](const char *more) { return QByteArray(one) + more; };
    row("auto", one, "null");
    row("none", with(R"(,"tool_choice":"none")").constData(), R"({"functionCallingConfig":{"mode":"NONE"}})");
    row("required", with(R"(,"tool_choice":"required")").constData(),
        R"({"functionCallingConfig":{"mode":"ANY"}})");
    row("one", with(R"(,"tool_choice":{"type":"function","name":"a"})").constData(),
        R"({"functionCallingConfig":{"allowedFunctionNames":["a"],"mode":"ANY"}})");
    row("some",
        with(
            R"(,"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"a"}]})")
            .constData(),
        R"({"functionCallingConfig":{"allowedFunctionNames":["a"],"mode":"VALIDATED"}})");
    row("strict", R"("tools":[{"type":"function","name":"a","strict":true,"parameters":{}}])",
        R"({"functionCallingConfig":{"mode":"VALIDATED"}})");
    row("a search beside a function",
        R"("tools":[{"type":"function","name":"a","strict":false},{"type":"web_search"},{"type":"web_search_preview"}])",
        R"({"includeServerSideToolInvocations":true})", 2);
    row("a search that goes with no function",
        R"("tools":[{"type":"function","name":"a","strict":false},{"type":"web_search"}])", "null", 1, false);
    row("a search alone", R"("tools":[{"type":"web_search"}])", "null", 1, false);
}

void TestGeminiRequestWriter::tools()
{
    QFETCH(QByteArray, more);
    QFETCH(bool, together);
    QFETCH(QByteArray, expected);
    QFETCH(int, entries);
    Target to = target();
    to.rules.toolsTogether = together;
    const Written written =
        write(R"({"model":"m","input":"x",)" + more.toStdString() + "}", to, Format::OpenAiResponses);
    QCOMPARE(QByteArray::fromStdString(written.body.value("toolConfig", Json()).dump()), expected);
    QCOMPARE(int(written.body["tools"].size()), entries);
    QCOMPARE(QByteArray::fromStdString(gemini_rules::fault(written.body)), QByteArray());
}

void TestGeminiRequestWriter::parameters_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("dropped");
    const auto row = [](const char *name, const char *more, const char *config, const char *dropped = "") {
        QTest::newRow(name) << QByteArray(more) << QByteArray(config) << QByteArray(dropped);
    };
    row("sampling",
        R"(,"temperature":0.5,"top_p":0.9,"top_k":3,"seed":1,"presence_penalty":1,"frequency_penalty":2)",
        R"({"frequencyPenalty":2,"presencePenalty":1,"seed":1,"temperature":0.5,"topK":3,"topP":0.9})");
    row("a limit and stops", R"(,"max_tokens":5,"stop":["a","b","c","d","e","f"])",
        R"({"maxOutputTokens":5,"stopSequences":["a","b","c","d","e"]})", "stop");
    row("probabilities", R"(,"logprobs":true,"top_logprobs":2)", R"({"logprobs":2,"responseLogprobs":true})");
    row("JSON", R"(,"response_format":{"type":"json_object"})", R"({"responseMimeType":"application/json"})");
    row("a schema",
        R"(,"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object","title":"T","properties":{"title":{"const":1}}}}})",
        R"({"responseJsonSchema":{"properties":{"title":{"enum":[1]}},"type":"object"},"responseMimeType":"application/json"})");
    row("what has no counterpart", R"(,"logit_bias":{"1":1},"user":"u","store":true,"mystery":1)", "{}",
        "logit_bias,user,store,mystery");
}

void TestGeminiRequestWriter::parameters()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, dropped);
    const Written written = write(chat(more.toStdString()));
    QCOMPARE(QByteArray::fromStdString(written.body["generationConfig"].dump()), config);
    QByteArrayList names;
    for (const std::string &name : written.dropped)
        names += QByteArray::fromStdString(name);
    QCOMPARE(names.join(','), dropped);
}

void TestGeminiRequestWriter::notesWhatResponsesAloneCanSay()
{
    const Written written = write(
        R"({"model":"m","input":"x","reasoning":{"context":"all_turns"},"tools":[{"type":"web_search"}],"tool_choice":"required"})",
        target(), Format::OpenAiResponses);
    QVERIFY(written.dropped == (std::vector<std::string>{"tool_choice", "reasoning.context"}));
    const Written search = write(
        R"({"model":"m","input":"x","tools":[{"type":"web_search","filters":{"allowed_domains":["a"]},"user_location":null}]})",
        target(), Format::OpenAiResponses);
    QVERIFY(search.dropped == std::vector<std::string>{"tools.web_search.allowed_domains"});
}

void TestGeminiRequestWriter::modelsWithoutSystemWords()
{
    Target to = target();
    to.rules.systemMessage = false;
    const Written written = write(
        chat(
            "",
            R"({"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},{"role":"assistant","content":"a"},{"role":"user","content":"b"})"),
        to);
    QVERIFY(!written.body.contains("systemInstruction"));
    QVERIFY(written.body["contents"][0]["parts"][0]["text"] == "Be brief.");
    QVERIFY(written.body["contents"][0]["parts"][1]["text"] == "Hi");
    QVERIFY(written.body["contents"][2]["parts"].size() == 1);
}

void TestGeminiRequestWriter::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("several answers")
        << QByteArray(R"({"model":"m","messages":[{"role":"user","content":"x"}],"n":2})") << QByteArray("n");
    QTest::newRow("another provider's file")
        << QByteArray(
               R"({"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]})")
        << QByteArray("contents");
    QTest::newRow("no messages but the system's")
        << QByteArray(R"({"model":"m","messages":[{"role":"system","content":"x"}]})")
        << QByteArray("contents");
}

void TestGeminiRequestWriter::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, place);
    const Written written = write(body.toStdString());
    QVERIFY(written.body.is_null() && written.error.code == ErrorCode::InvalidInput);
    QCOMPARE(QByteArray::fromStdString(written.error.place), place);
}

void TestGeminiRequestWriter::recordedRequests_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("format");
    const auto add = [](const QStringList &folders, Format format) {
        for (const QString &file : gemini_support::sharedFiles(folders))
            QTest::newRow(file.section(QLatin1Char('/'), -2).toUtf8().constData()) << file << int(format);
    };
    if (gemini_support::sharedFiles({QStringLiteral("recordings/openai-chat")}).isEmpty())
        QSKIP("the recordings are not at hand");
    add({QStringLiteral("recordings/openai-chat"), QStringLiteral("captures/qwen-code/openai-chat")},
        Format::OpenAiChat);
    add({QStringLiteral("recordings/openai-responses"), QStringLiteral("captures/codex")},
        Format::OpenAiResponses);
}

void TestGeminiRequestWriter::recordedRequests()
{
    QFETCH(QString, file);
    QFETCH(int, format);
    const Json body = gemini_support::requestBody(gemini_support::readJson(file));
    const char *conversation = Format(format) == Format::OpenAiChat ? "messages" : "input";
    if (!body.is_object() || !body.contains(conversation) || body.contains("jsonrpc"))
        return;
    const Parsed parsed(body.dump());
    const auto request = gemini_support::read(parsed, Format(format));
    if (!request)
        return; // that is for the other format's tests
    const auto written = geminiCodec().writeRequest(*request, target());
    if (!written) {
        QVERIFY(written.error().code == ErrorCode::InvalidInput && !written.error().place.empty());
        return;
    }
    QCOMPARE(QByteArray::fromStdString(gemini_rules::fault(Json::parse(written->body))), QByteArray());
    QVERIFY(geminiCodec().writeRequest(*request, target())->body == written->body);
}

QTEST_APPLESS_MAIN(TestGeminiRequestWriter)
#include "tst_gemini_request_writer.moc"
