#include "gemini_support.h"
#include "wire/ir/carrier.h"

#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::wire;
using gemini_support::Json;
using gemini_support::Parsed;

class TestGeminiRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void summarizes();
    void refusesSummaries_data();
    void refusesSummaries();
    void readsWords();
    void readsCallsAndResults();
    void callsWithoutIdsGetSome();
    void readsWhatAToolSaid_data();
    void readsWhatAToolSaid();
    void readsMedia();
    void readsTools();
    void readsChoices_data();
    void readsChoices();
    void readsParameters();
    void readsSchemasOfGoogle();
    void opensCarriers();
    void refuses_data();
    void refuses();
    void recordedRequestsSurvive_data();
    void recordedRequestsSurvive();
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

std::string camel(std::string key)
{
    std::string made;
    for (std::size_t at = 0; at < key.size(); ++at) {
        const bool joins =
            at > 0 && key[at] == '_' && at + 1 < key.size() && key[at + 1] >= 'a' && key[at + 1] <= 'z';
        made += joins ? static_cast<char>(key[++at] - 'a' + 'A') : key[at];
    }
    return made;
}

/// What a request means: keys in one spelling, defaults left out. Arguments, results and schemas are the
/// user's.
Json meaning(const Json &value, const std::string &key = {})
{
    if (key == "args" || key == "response" || key == "parameters" || key == "parametersJsonSchema" ||
        key == "responseSchema" || key == "responseJsonSchema")
        return value;
    if (value.is_array()) {
        Json list = Json::array();
        for (const Json &inner : value)
            list.push_back(meaning(inner));
        return list;
    }
    if (!value.is_object())
        return value;
    Json object = Json::object();
    for (const auto &[name, inner] : value.items()) {
        if (!inner.is_null())
            object[camel(name)] = meaning(inner, camel(name));
    }
    return object;
}

/// Types are the same in capitals, keywords with and without an underscore.
Json schemaMeaning(Json schema)
{
    for (const char *name : {"any_of", "property_ordering"}) {
        if (!schema.is_object() || !schema.contains(name))
            continue;
        const Json value = schema[name];
        schema.erase(name);
        schema[camel(name)] = value;
    }
    if (schema.is_object() && schema.contains("type") && schema["type"].is_string())
        schema["type"] = QByteArray::fromStdString(schema["type"]).toLower().toStdString();
    for (Json &inner : schema) {
        if (inner.is_structured())
            inner = schemaMeaning(inner);
    }
    return schema;
}

/// One entry for the functions, then one for each hosted tool.
Json toolsMeaning(const Json &tools)
{
    Json functions = Json::array();
    Json hosted = Json::array();
    for (const Json &entry : tools.is_object() ? Json::array({tools}) : tools) {
        for (const auto &[key, value] : entry.items()) {
            if (key != "functionDeclarations")
                hosted.push_back({{key, value}});
            else
                functions.insert(functions.end(), value.begin(), value.end());
        }
    }
    return {functions, hosted};
}

Json requestMeaning(const Json &request)
{
    Json made = meaning(request);
    if (made["contents"].is_object())
        made["contents"] = Json::array({made["contents"]});
    for (Json &content : made["contents"]) {
        if (!content.contains("role") || content["role"] == "function")
            content["role"] = "user";
        if (content["parts"].is_object())
            content["parts"] = Json::array({content["parts"]});
        for (Json &part : content["parts"]) {
            if (part.contains("functionCall") && !part["functionCall"].contains("args"))
                part["functionCall"]["args"] = Json::object();
        }
    }
    if (made.contains("systemInstruction")) {
        Json &system = made["systemInstruction"];
        if (system.is_string())
            system = {{"parts", Json::array({{{"text", system}}})}};
        system.erase("role");
    }
    if (made.contains("tools"))
        made["tools"] = toolsMeaning(made["tools"]);
    Json &config = made["generationConfig"];
    if (config.is_null())
        config = Json::object();
    if (config.value("responseModalities", Json()) == Json::array({"TEXT"}) ||
        config.value("responseModalities", Json()) == Json::array({"Text"}))
        config.erase("responseModalities");
    for (const char *name : {"responseSchema", "responseJsonSchema"}) {
        if (config.contains(name)) {
            const Json schema = schemaMeaning(config[name]);
            config.erase(name);
            config["responseJsonSchema"] = schema;
        }
    }
    made.erase("model");
    return made;
}

} // namespace

void TestGeminiRequest::summarizes()
{
    const Parsed parsed(
        R"({"contents":[{"parts":[{"inline_data":{"mime_type":"image/png","data":"QQ=="}}]}],"tools":[{"googleSearch":{}}]})");
    const auto summary = geminiCodec().summarize(parsed.document);
    QVERIFY(summary.has_value());
    QVERIFY(summary->hasTools && summary->hasImages && !summary->stream);
    QVERIFY(summary->model.empty() && summary->modelEnd == 0);
    const Parsed small(R"({"contents":{"parts":{"text":"image/png"}}})");
    const auto plain = geminiCodec().summarize(small.document);
    QVERIFY(plain && !plain->hasTools && !plain->hasImages);
}

void TestGeminiRequest::refusesSummaries_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("contents twice") << QByteArray(R"({"contents":[],"contents":[]})")
                                    << QByteArray("contents");
    QTest::newRow("in both spellings") << QByteArray(R"({"systemInstruction":"a","system_instruction":"b"})")
                                       << QByteArray("systemInstruction");
    QTest::newRow("an escaped name") << QByteArray(R"({"tool\u0073":[]})") << QByteArray("tools");
    QTest::newRow("no object") << QByteArray("[]") << QByteArray();
}

void TestGeminiRequest::refusesSummaries()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, place);
    const Parsed parsed(body.toStdString());
    const auto summary = geminiCodec().summarize(parsed.document);
    QVERIFY(!summary && summary.error().code == ErrorCode::InvalidInput);
    QCOMPARE(QByteArray::fromStdString(summary.error().place), place);
}

void TestGeminiRequest::readsWords()
{
    const Parsed parsed(
        R"({"system_instruction":{"role":"user","parts":[{"text":"Be brief."},{"text":"And kind."}]},
        "contents":[{"role":"user","parts":[{"text":"Hi \"there\""}]},
        {"role":"model","parts":[{"text":"hm","thought":true},{"text":"Hello","thoughtSignature":"c2ln"},{"text":"","thought_signature":"ZW5k"},{"executableCode":{"code":"1"}},{"mystery":1}]},
        {"parts":{"text":"Go on"}}]})");
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    QCOMPARE(request->system.size(), std::size_t(2));
    QCOMPARE(request->turns.size(), std::size_t(3));
    QCOMPARE(bytes(block<ir::TextBlock>(request->turns[0]).text), QByteArray("Hi \"there\""));
    const ir::Turn &model = request->turns[1];
    QCOMPARE(model.role, ir::Role::Assistant);
    QCOMPARE(bytes(block<ir::ReasoningBlock>(model).summary.at(0)), QByteArray("hm"));
    QCOMPARE(bytes(block<ir::TextBlock>(model, 1).text), QByteArray("Hello"));
    QCOMPARE(model.blocks[1].extras.size(), std::size_t(1));
    QCOMPARE(bytes(block<ir::OpaqueBlock>(model, 2).type), QByteArray("thoughtSignature"));
    QCOMPARE(bytes(block<ir::HostedBlock>(model, 3).type), QByteArray("executableCode"));
    QCOMPARE(bytes(block<ir::OpaqueBlock>(model, 4).type), QByteArray("mystery"));
    QCOMPARE(bytes(block<ir::TextBlock>(request->turns[2]).text), QByteArray("Go on"));
}

void TestGeminiRequest::readsCallsAndResults()
{
    const Parsed parsed(R"({"contents":[{"parts":[{"text":"x"}]},
        {"role":"model","parts":[{"functionCall":{"id":"a","name":"go","args":{"n":1.0}},"thoughtSignature":"c2ln"},{"function_call":{"name":"stop","id":"b"}}]},
        {"role":"user","parts":[{"functionResponse":{"id":"b","name":"stop","response":{"output":"done"}}},{"function_response":{"id":"a","name":"go","response":{"error":"no"}}}]}]})");
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    const auto &call = block<ir::CallBlock>(request->turns[1]);
    const std::string arguments = R"({"n":1.0})";
    QCOMPARE(call.object.text, std::string_view(arguments));
    QCOMPARE(bytes(call.token), QByteArray("c2ln"));
    QCOMPARE(block<ir::CallBlock>(request->turns[1], 1).object.text, std::string_view("{}"));
    QCOMPARE(bytes(block<ir::ResultBlock>(request->turns[2]).callId), QByteArray("b"));
    QVERIFY(block<ir::ResultBlock>(request->turns[2], 1).isError);
}

void TestGeminiRequest::callsWithoutIdsGetSome()
{
    const std::string body = R"({"contents":[{"parts":[{"text":"x"}]},
        {"role":"model","parts":[{"functionCall":{"name":"go","args":{}}},{"functionCall":{"name":"stop"}},{"functionCall":{"name":"go"}}]},
        {"parts":[{"functionResponse":{"name":"go","response":{}}},{"functionResponse":{"name":"go","response":{}}},{"functionResponse":{"name":"stop","response":{}}},{"functionResponse":{"name":"lost","response":{}}}]}]})";
    const Parsed parsed(body);
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    const auto callId = [&](std::size_t at) { return bytes(block<ir::CallBlock>(request->turns[1], at).id); };
    const auto resultId = [&](std::size_t at) {
        return bytes(block<ir::ResultBlock>(request->turns[2], at).callId);
    };
    QVERIFY(!callId(0).isEmpty() && callId(0) != callId(2) && callId(0) != callId(1));
    QCOMPARE(resultId(0), callId(0));
    QCOMPARE(resultId(1), callId(2));
    QCOMPARE(resultId(2), callId(1));
    QVERIFY(!resultId(3).isEmpty() && resultId(3) != callId(0));
    const Parsed again(body);
    QCOMPARE(bytes(block<ir::CallBlock>(gemini_support::read(again)->turns[1]).id), callId(0));
}

void TestGeminiRequest::readsWhatAToolSaid_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *response, const char *text) {
        QTest::newRow(name) << QByteArray(response) << QByteArray(text);
    };
    row("output", R"({"output":"a\nb"})", "a\nb");
    row("result", R"({"result":"a"})", "a");
    row("name and content, as opencode has it", R"({"name":"go","content":"a"})", "a");
    row("error", R"({"error":"no"})", "no");
    row("an object", R"({"output":{"a":1}})", R"({"output":{"a":1}})");
    row("several members", R"({"output":"a","code":1})", R"({"output":"a","code":1})");
    row("nothing", "{}", "{}");
}

void TestGeminiRequest::readsWhatAToolSaid()
{
    QFETCH(QByteArray, response);
    QFETCH(QByteArray, text);
    std::string body = R"({"contents":[{"parts":[{"functionResponse":{"name":"go","response":)";
    body += response.toStdString();
    body += "}}]}]}";
    const Parsed parsed(body);
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    const auto &result = block<ir::ResultBlock>(request->turns[0]);
    QCOMPARE(bytes(std::get<ir::TextBlock>(result.content.at(0).value).text), text);
}

void TestGeminiRequest::readsMedia()
{
    using Kind = ir::MediaSource::Kind;
    const Parsed parsed(R"({"contents":[{"parts":[
        {"inlineData":{"mimeType":"image/png","data":"QQ=="}},
        {"file_data":{"mime_type":"image/jpeg","file_uri":"https://e.x/a.jpg"}},
        {"fileData":{"mimeType":"application/pdf","fileUri":"https://generativelanguage.googleapis.com/v1beta/files/x"}},
        {"inlineData":{"mimeType":"audio/mpeg","data":"QQ=="}},
        {"inlineData":{"mimeType":"video/mp4","data":"QQ=="},"videoMetadata":{"fps":1}},
        {"functionResponse":{"name":"go","response":{},"parts":[{"inlineData":{"mimeType":"image/png","data":"QQ=="}}]}}]}]})");
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    const ir::Turn &turn = request->turns[0];
    QCOMPARE(block<ir::ImageBlock>(turn, 0).source.kind, Kind::Base64);
    QCOMPARE(block<ir::ImageBlock>(turn, 1).source.kind, Kind::Url);
    QCOMPARE(block<ir::FileBlock>(turn, 2).source.kind, Kind::FileId);
    QCOMPARE(bytes(block<ir::AudioBlock>(turn, 3).format), QByteArray("mp3"));
    QCOMPARE(bytes(block<ir::FileBlock>(turn, 4).source.mediaType), QByteArray("video/mp4"));
    QCOMPARE(turn.blocks[4].extras.size(), std::size_t(1));
    QVERIFY(std::holds_alternative<ir::ImageBlock>(block<ir::ResultBlock>(turn, 5).content.at(1).value));
}

void TestGeminiRequest::readsTools()
{
    const Parsed parsed(R"({"contents":[{"parts":[{"text":"x"}]}],"tools":{"function_declarations":[
        {"name":"a","description":"d","parameters":{"type":"OBJECT","properties":{"title":{"type":"STRING","nullable":true}}}},
        {"name":"b","parametersJsonSchema":{"type":"object"}}],"googleSearch":{},"codeExecution":{}}})");
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    QCOMPARE(request->tools.size(), std::size_t(4));
    const std::string schema = R"({"type":"object","properties":{"title":{"type":["string","null"]}}})";
    QCOMPARE(request->tools[0].parameters.text, std::string_view(schema));
    QCOMPARE(bytes(request->tools[1].name), QByteArray("b"));
    QCOMPARE(bytes(request->tools[2].hostedType), QByteArray("web_search"));
    const std::string raw = R"({"codeExecution":{}})";
    QCOMPARE(request->tools[3].raw.text, std::string_view(raw));
}

void TestGeminiRequest::readsChoices_data()
{
    using Mode = ir::ToolChoice::Mode;
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("subset");
    const auto row = [](const char *name, const char *config, Mode mode, int subset = 0) {
        QTest::newRow(name) << QByteArray(config) << int(mode) << subset;
    };
    row("auto", R"({"functionCallingConfig":{"mode":"AUTO"}})", Mode::Auto);
    row("none", R"({"function_calling_config":{"mode":"NONE"}})", Mode::None);
    row("any", R"({"functionCallingConfig":{"mode":"ANY"}})", Mode::Required);
    row("one", R"({"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["a"]}})", Mode::One, 1);
    row("some", R"({"functionCallingConfig":{"mode":"ANY","allowed_function_names":["a","b"]}})",
        Mode::Subset, 2);
    row("validated", R"({"functionCallingConfig":{"mode":"VALIDATED"}})", Mode::Auto);
    row("nothing of calls", R"({"retrievalConfig":{}})", Mode::Unset);
}

void TestGeminiRequest::readsChoices()
{
    QFETCH(QByteArray, config);
    QFETCH(int, mode);
    QFETCH(int, subset);
    const Parsed parsed(R"({"contents":[{"parts":[{"text":"x"}]}],"toolConfig":)" + config.toStdString() +
                        "}");
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    QCOMPARE(int(request->toolChoice.mode), mode);
    QCOMPARE(int(request->toolChoice.subset.size()), subset);
}

void TestGeminiRequest::readsParameters()
{
    const Parsed parsed(R"({"contents":[{"parts":[{"text":"x"}]}],"safetySettings":[],"generationConfig":{
        "temperature":0.70,"top_p":1,"topK":3,"candidateCount":1,"max_output_tokens":7,"stopSequences":["a","b"],
        "seed":5,"presencePenalty":0.1,"responseLogprobs":true,"logprobs":2,"responseModalities":["TEXT"],"mediaResolution":"MEDIA_RESOLUTION_LOW",
        "responseMimeType":"application/json","thinkingConfig":{"thinking_level":"HIGH","include_thoughts":true}}})");
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    QCOMPARE(request->sampling.temperature.text, std::string_view("0.70"));
    QCOMPARE(request->maxOutputTokens, std::optional<std::int64_t>(7));
    QCOMPARE(request->sampling.stop.size(), std::size_t(2));
    QCOMPARE(request->sampling.logprobs.text, std::string_view("true"));
    QCOMPARE(request->sampling.topLogprobs.text, std::string_view("2"));
    QCOMPARE(request->output.kind, ir::OutputFormat::Kind::JsonObject);
    QCOMPARE(bytes(request->reasoning.effort), QByteArray("high"));
    QCOMPARE(bytes(request->reasoning.summary), QByteArray("auto"));
    QCOMPARE(request->extras.size(), std::size_t(2));
    QCOMPARE(bytes(request->extras[1].first), QByteArray("generationConfig.mediaResolution"));
    const Parsed budget(
        R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}})");
    QVERIFY(gemini_support::read(budget)->reasoning.off);
    const Parsed dynamic(
        R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"thinkingConfig":{"thinkingBudget":-1}}})");
    QVERIFY(!gemini_support::read(dynamic)->reasoning.budget);
}

void TestGeminiRequest::readsSchemasOfGoogle()
{
    const Parsed parsed(
        R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseMimeType":"application/json",
        "responseSchema":{"type":"ARRAY","items":{"type":"INTEGER"},"min_items":1}}})");
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    QCOMPARE(request->output.kind, ir::OutputFormat::Kind::JsonSchema);
    const std::string schema = R"({"type":"array","items":{"type":"integer"},"minItems":1})";
    QCOMPARE(request->output.schema.text, std::string_view(schema));
}

void TestGeminiRequest::opensCarriers()
{
    const std::string carrier = ir::sealCarrier({ir::CarrierKind::Reasoning, "anthropic", "m", {}}, "k");
    AnswerContext context;
    const auto writer = geminiCodec().answerWriter(context, false);
    writer->on(ir::Start{});
    ir::BlockStart thought;
    thought.kind = ir::BlockKind::Reasoning;
    writer->on(thought);
    ir::Signature state;
    state.token = Text{carrier};
    writer->on(state);
    writer->on(ir::BlockEnd{0, true});
    ir::BlockStart call;
    call.kind = ir::BlockKind::Call;
    call.index = 1;
    call.name = Text{"go"};
    writer->on(call);
    writer->on(ir::BlockEnd{1, true});
    writer->on(ir::Finish{});
    const Json content = Json::parse(writer->body())["candidates"][0]["content"];
    QVERIFY(content["parts"].size() == 1 && content["parts"][0].contains("thoughtSignature"));
    const std::string body = R"({"contents":[{"parts":[{"text":"x"}]},)" + content.dump() + "]}";
    const Parsed parsed(body);
    const auto request = gemini_support::read(parsed);
    QVERIFY(request.has_value());
    QCOMPARE(bytes(block<ir::ReasoningBlock>(request->turns[1]).token), QByteArray::fromStdString(carrier));
    QVERIFY(block<ir::CallBlock>(request->turns[1], 1).token.isEmpty());
}

void TestGeminiRequest::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char *name, const char *body, const char *place) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(place);
    };
    row("no contents", "{}", "contents");
    row("contents is a string", R"({"contents":"x"})", "contents");
    row("a content is a string", R"({"contents":["x"]})", "contents[0]");
    row("an unknown role", R"({"contents":[{"role":"king","parts":[]}]})", "contents[0].role");
    row("parts is a string", R"({"contents":[{"parts":"x"}]})", "contents[0].parts");
    row("a part is a string", R"({"contents":[{"parts":["x"]}]})", "contents[0].parts[0]");
    row("text is a number", R"({"contents":[{"parts":[{"text":1}]}]})", "contents[0].parts[0].text");
    row("a call without a name", R"({"contents":[{"parts":[{"functionCall":{}}]}]})",
        "contents[0].parts[0].functionCall.name");
    row("arguments are a string", R"({"contents":[{"parts":[{"functionCall":{"name":"a","args":"x"}}]}]})",
        "contents[0].parts[0].functionCall.args");
    row("a function without a name", R"({"contents":[{"parts":[]}],"tools":[{"functionDeclarations":[{}]}]})",
        "tools[0].functionDeclarations");
    row("tools is a string", R"({"contents":[{"parts":[]}],"tools":"x"})", "tools");
    row("a temperature in words", R"({"contents":[{"parts":[]}],"generationConfig":{"temperature":"hot"}})",
        "generationConfig.temperature");
    row("a limit in words", R"({"contents":[{"parts":[]}],"generationConfig":{"maxOutputTokens":"many"}})",
        "generationConfig.maxOutputTokens");
    row("system words as a number", R"({"contents":[{"parts":[]}],"systemInstruction":1})",
        "systemInstruction");
}

void TestGeminiRequest::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, place);
    const Parsed parsed(body.toStdString());
    QVERIFY(parsed.ok);
    const auto request = gemini_support::read(parsed);
    QVERIFY(!request && request.error().code == ErrorCode::InvalidInput);
    QCOMPARE(QByteArray::fromStdString(request.error().place), place);
}

void TestGeminiRequest::recordedRequestsSurvive_data()
{
    QTest::addColumn<QString>("file");
    const QStringList folders{
        QStringLiteral("recordings/gemini"),         QStringLiteral("recordings/gemini-vertex"),
        QStringLiteral("captures/gemini-cli"),       QStringLiteral("captures/opencode/google-genai"),
        QStringLiteral("captures/qwen-code/gemini"), QStringLiteral("captures/sdks")};
    const QStringList files = gemini_support::sharedFiles(folders);
    if (files.isEmpty())
        QSKIP("the recordings are not at hand");
    for (const QString &file : files)
        QTest::newRow(file.section(QLatin1Char('/'), -3).toUtf8().constData()) << file;
}

void TestGeminiRequest::recordedRequestsSurvive()
{
    QFETCH(QString, file);
    const Json body = gemini_support::requestBody(gemini_support::readJson(file));
    if (!body.is_object() || !body.contains("contents"))
        return;
    const Parsed parsed(body.dump());
    const auto request = gemini_support::read(parsed);
    QVERIFY2(request.has_value(), request ? "" : request.error().message.c_str());
    Target target;
    target.model = "m";
    target.dialect.family = "gemini";
    const auto written = geminiCodec().writeRequest(*request, target);
    QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
    const Json before = requestMeaning(body);
    const Json after = requestMeaning(Json::parse(written->body));
    QVERIFY2(before == after, Json::diff(before, after).dump(1).c_str());
    QVERIFY(written->dropped.empty());
}

QTEST_APPLESS_MAIN(TestGeminiRequest)
#include "tst_gemini_request.moc"
