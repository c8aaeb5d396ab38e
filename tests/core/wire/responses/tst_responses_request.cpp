#ifndef Q_MOC_RUN
#    include "request_samples.h"
#endif
#include "responses_support.h"
#include "wire/ir/carrier.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::testing;

namespace {

/// A host that takes all that Codex sends.
Target native()
{
    Target target;
    target.model = "up";
    target.reasoning = true;
    target.dialect.provider = target.dialect.family = "openai";
    target.dialect.codexFields = target.dialect.namespaceTools = target.dialect.customTools = true;
    target.dialect.encryptedReasoning = target.dialect.hostedTools = target.dialect.developerRole = true;
    target.dialect.reasoningTokenPrefix = "gAAAA";
    return target;
}

Target portable()
{
    Target target;
    target.model = "up";
    return target;
}

Result<WrittenRequest> rewrite(std::string_view body, const Target &target)
{
    const Padded padded(body);
    json::Document document;
    if (auto parsed = document.parse(padded.view()); !parsed)
        return std::unexpected(parsed.error());
    const auto request = openAiResponsesCodec().readRequest(document);
    if (!request)
        return std::unexpected(request.error());
    return openAiResponsesCodec().writeRequest(*request, target);
}

void dropNulls(Json &object)
{
    for (auto it = object.begin(); it != object.end();)
        it = it->is_null() ? object.erase(it) : std::next(it);
}

/// A request in the one of several equal forms that the writer chooses.
nlohmann::json normal(Json request)
{
    request["model"] = "up";
    dropNulls(request);
    if (!request.contains("stream"))
        request["stream"] = false;
    if (request.contains("tools") && request["tools"].empty()) // none is none
        request.erase("tools");
    if (request.value("instructions", "x").empty())
        request.erase("instructions");
    if (!request.contains("input"))
        request["input"] = Json::array();
    if (request["input"].is_string()) { // short for one message of the user
        Json message = {{"role", "user"}, {"content", request["input"]}};
        request["input"] = Json::array({message});
    }
    Json kept = Json::array();
    for (Json &item : request["input"]) {
        // Reasoning that is not the provider's own is an error there.
        const Json token = item.value("encrypted_content", Json());
        if (item.value("type", "") == "reasoning" && token.is_string() &&
            !token.get<std::string>().starts_with("gAAAA"))
            continue;
        if (item.value("type", "") == "reasoning" && item.value("content", Json()).empty())
            item.erase("content");
        if (!item.contains("type")) // may be left out of messages
            item["type"] = "message";
        if (item["type"] == "message" || item["type"] == "reasoning" || item["type"] == "function_call")
            dropNulls(item);
        kept.push_back(item);
    }
    request["input"] = kept;
    return request;
}

std::string difference(const nlohmann::json &expected, const nlohmann::json &actual)
{
    const auto patch = nlohmann::json::diff(expected, actual);
    return patch.dump().substr(0, 1500);
}

} // namespace

class TestResponsesRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("place");
        for (const BadRequest &sample : badRequests())
            QTest::newRow(sample.name)
                << QByteArray::fromStdString(sample.body) << QByteArray::fromStdString(sample.place);
    }
    void refuses()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, place);
        const auto written = rewrite(body.toStdString(), portable());
        QVERIFY(!written);
        QVERIFY(written.error().code == ErrorCode::InvalidInput);
        QCOMPARE(QByteArray::fromStdString(written.error().place), place);
        QVERIFY(!written.error().message.empty());
    }

    void refusesToSummarize_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("place");
        for (const BadRequest &sample : badSummaries())
            QTest::newRow(sample.name)
                << QByteArray::fromStdString(sample.body) << QByteArray::fromStdString(sample.place);
    }
    void refusesToSummarize()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, place);
        json::Document document;
        QVERIFY(document.parseCopy(body.toStdString()));
        const auto summary = openAiResponsesCodec().summarize(document);
        QVERIFY(!summary);
        QVERIFY(summary.error().code == ErrorCode::InvalidInput);
        QCOMPARE(QByteArray::fromStdString(summary.error().place), place);
    }

    void summarizes()
    {
        const std::string body = readFile(ownData("tools.json"));
        const std::string request = "  " + Json::parse(body).at("request").at("body").dump() + "\n";
        json::Document document;
        QVERIFY(document.parseCopy(request));
        const auto summary = openAiResponsesCodec().summarize(document);
        QVERIFY(summary.has_value());
        QCOMPARE(summary->model, std::string("small-1"));
        QCOMPARE(request.substr(summary->modelBegin, summary->modelEnd - summary->modelBegin),
                 std::string("\"small-1\""));
        QVERIFY(!summary->stream);
        QVERIFY(summary->hasTools);
        QVERIFY(summary->hasImages);
        QVERIFY(document.parseCopy(
            "{\"x\":{\"model\":1,\"stream\":2},\"stream\":true,\"model\":\"a\\/b\",\"input\":\"x\"}"));
        const auto small = openAiResponsesCodec().summarize(document);
        QVERIFY(small.has_value());
        QCOMPARE(small->model, std::string("a/b"));
        QVERIFY(small->stream && !small->hasTools && !small->hasImages);
    }

    void portableForms_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<QStringList>("dropped");
        for (const Rewritten &sample : portableRequests()) {
            QStringList dropped;
            for (const std::string &name : sample.dropped)
                dropped += QString::fromStdString(name);
            QTest::newRow(sample.name) << QByteArray::fromStdString(sample.body)
                                       << QByteArray::fromStdString(sample.written) << dropped;
        }
    }
    void portableForms()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, expected);
        QFETCH(QStringList, dropped);
        const auto written = rewrite(body.toStdString(), portable());
        QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
        QCOMPARE(QByteArray::fromStdString(written->body), expected);
        QStringList names;
        for (const std::string &name : written->dropped)
            names += QString::fromStdString(name);
        QCOMPARE(names, dropped);
        QCOMPARE(rewrite(body.toStdString(), portable())->body, written->body); // the same bytes each time
    }

    void refusesWhereNoToolIsLeft()
    {
        const auto written =
            rewrite("{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"file_search\"}]}", portable());
        QVERIFY(!written);
        QCOMPARE(written.error().place, std::string("tools"));
    }

    void refusesForeignCompaction()
    {
        const std::string body =
            "{\"model\":\"m\",\"input\":[{\"type\":\"compaction\",\"id\":\"c\",\"encrypted_content\":\"x\"},"
            "{\"role\":\"user\",\"content\":\"x\"}]}";
        QVERIFY(!rewrite(body, portable()));
        QVERIFY(rewrite(body, native()).has_value());
    }

    void tokensGoToWhoCanReadThem_data()
    {
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<bool>("isSent");
        const auto row = [](const char *name, const char *prefix, const char *token, bool isSent) {
            QTest::newRow(name) << QByteArray(prefix) << QByteArray(token) << isSent;
        };
        row("OpenAI's, to OpenAI", "gAAAA", "gAAAAx", true);
        row("Bedrock's, to OpenAI", "gAAAA", "rsn_x", false);
        row("Bedrock's, to Bedrock", "rsn_", "rsn_x", true);
        row("OpenAI's, to Bedrock", "rsn_", "gAAAAx", false);
        row("nobody's, to OpenAI", "gAAAA", "e30", false);
        row("nobody's, to another", "", "e30", true);
        row("OpenAI's, to another", "", "gAAAAx", false);
    }
    void tokensGoToWhoCanReadThem()
    {
        QFETCH(QByteArray, prefix);
        QFETCH(QByteArray, token);
        QFETCH(bool, isSent);
        Target target = portable();
        target.dialect.family = "openai";
        target.dialect.encryptedReasoning = true;
        target.dialect.reasoningTokenPrefix = prefix.toStdString();
        ir::CarriedBlock block;
        block.token = token.toStdString();
        const std::string carrier = ir::sealCarrier({ir::CarrierKind::Reasoning, "openai", "m", {block}}, {});
        // In a carrier it is said that it is of that family: only who cannot read it by its form is left out.
        const bool isCarried = prefix.isEmpty() || token.startsWith(prefix);
        for (const auto &[sent, expected] : {std::pair(token.toStdString(), isSent), {carrier, isCarried}}) {
            const auto written = rewrite(
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"a\"},{\"type\":\"reasoning\","
                "\"summary\":[],\"encrypted_content\":\"" +
                    sent +
                    "\"},{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"}]}",
                target);
            QVERIFY(written.has_value());
            QCOMPARE(written->body.find("\"encrypted_content\":\"" + token.toStdString()) !=
                         std::string::npos,
                     expected);
        }
    }

    void searchesOfOtherFormats_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("tool");
        QTest::addColumn<QByteArray>("dropped");
        for (const ForeignSearch &sample : foreignSearches())
            QTest::newRow(sample.name) << int(sample.format) << QByteArray(sample.body)
                                       << QByteArray(sample.tool) << QByteArray(sample.dropped);
    }
    void searchesOfOtherFormats()
    {
        QFETCH(int, format);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, tool);
        QFETCH(QByteArray, dropped);
        const Padded padded(body.toStdString());
        json::Document document;
        QVERIFY(document.parse(padded.view()).has_value());
        const auto request = codecFor(Format(format))->readRequest(document);
        QVERIFY(request.has_value());
        const auto written = openAiResponsesCodec().writeRequest(*request, native());
        QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
        QCOMPARE(QByteArray::fromStdString(Json::parse(written->body).at("tools").at(0).dump()), tool);
        QByteArrayList names;
        for (const std::string &name : written->dropped)
            names += QByteArray::fromStdString(name);
        QCOMPARE(names.join(','), dropped);
    }

    void aSearchThatIsForced()
    {
        const Padded padded(kForcedSearch);
        json::Document document;
        QVERIFY(document.parse(padded.view()).has_value());
        const auto request = codecFor(Format::AnthropicMessages)->readRequest(document);
        QVERIFY(request.has_value());
        const auto written = openAiResponsesCodec().writeRequest(*request, native());
        QVERIFY(written.has_value());
        QCOMPARE(Json::parse(written->body).at("tool_choice").dump(),
                 std::string("{\"type\":\"web_search\"}"));
        const auto refused = openAiResponsesCodec().writeRequest(*request, portable());
        QVERIFY(!refused);
        QCOMPARE(refused.error().place, std::string("tool_choice"));
    }

    void refusesWhatIsMadeInTheBackground()
    {
        const std::string body = "{\"model\":\"m\",\"input\":\"x\",\"background\":";
        const auto refused = rewrite(body + "true}", native());
        QVERIFY(!refused);
        QCOMPARE(refused.error().place, std::string("background"));
        QVERIFY(rewrite(body + "false}", native()).has_value());
    }

    void countsWhatTokensComeOf()
    {
        const Padded padded(std::string_view(
            "{\"model\":\"m\",\"input\":\"x\",\"instructions\":\"y\",\"stream\":true,\"store\":false,"
            "\"max_output_tokens\":20,\"prompt_cache_key\":\"k\",\"temperature\":1}"));
        json::Document document;
        QVERIFY(document.parse(padded.view()).has_value());
        const TokenCounting &counting = *openAiResponsesCodec().tokenCounting();
        const auto request = counting.readRequest(document);
        QVERIFY(request.has_value());
        const auto written = counting.writeRequest(*request, native());
        QVERIFY(written.has_value());
        const auto sent = nlohmann::json::parse(written->body);
        QCOMPARE(int(sent.size()), 3);
        QVERIFY(sent.contains("model") && sent.contains("input") && sent.contains("instructions"));
        QVERIFY(counting.path(native()).empty());
        QCOMPARE(*counting.readCount("{\"object\":\"response.input_tokens\",\"input_tokens\":11}"), 11);
        QVERIFY(!counting.readCount("{\"input_tokens\":-1}"));
        QVERIFY(!counting.readCount("<html>"));
        QCOMPARE(counting.writeCount(11),
                 std::string("{\"object\":\"response.input_tokens\",\"input_tokens\":11}"));
    }

    void seesCodex_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<bool>("isCodex");
        QTest::newRow("client metadata") << QByteArray("\"client_metadata\":{}") << true;
        QTest::newRow("added tools") << QByteArray("\"input\":[{\"type\":\"additional_tools\",\"tools\":[]}]")
                                     << true;
        QTest::newRow("freeform apply_patch")
            << QByteArray("\"tools\":[{\"type\":\"custom\",\"name\":\"apply_patch\"}]") << true;
        QTest::newRow("another freeform tool")
            << QByteArray("\"tools\":[{\"type\":\"custom\",\"name\":\"sql\"}]") << false;
        QTest::newRow("plain") << QByteArray("\"input\":\"x\"") << false;
    }
    void seesCodex()
    {
        QFETCH(QByteArray, member);
        QFETCH(bool, isCodex);
        json::Document document;
        QVERIFY(document.parseCopy("{\"model\":\"m\"," + member.toStdString() + "}"));
        const auto request = openAiResponsesCodec().readRequest(document);
        QVERIFY(request.has_value());
        QCOMPARE(request->isCodex, isCodex);
    }

    void roundTrips_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("own: text.json") << ownData("text.json");
        QTest::newRow("own: tools.json") << ownData("tools.json");
        for (const QString &path : responsesRecordings() + sharedFiles(QStringLiteral("captures/codex")))
            QTest::newRow(qPrintable(path.section(QLatin1Char('/'), -2))) << path;
    }
    void roundTrips()
    {
        QFETCH(QString, path);
        const Json file = Json::parse(readFile(path));
        const Json &holder =
            file.contains("request") && file.at("request").is_object() ? file.at("request") : file;
        if (!holder.contains("body") || !holder.at("body").is_object() ||
            !holder.at("body").contains("model"))
            return; // only the answer was kept, or it is another endpoint's
        const std::string body = holder.at("body").dump();
        const auto written = rewrite(body, native());
        if (holder.at("body").value("background", false)) {
            QVERIFY(!written);
            return;
        }
        QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
        const nlohmann::json expected = normal(holder.at("body"));
        const nlohmann::json actual = nlohmann::json::parse(written->body);
        QVERIFY2(actual == expected, difference(expected, actual).c_str());
        QVERIFY2(written->dropped.empty(), written->dropped.empty() ? "" : written->dropped.front().c_str());

        const auto flat = rewrite(body, portable());
        if (!flat) { // what a plain host cannot be told: a refusal that says so, nothing else
            QVERIFY2(flat.error().place == "tools" || flat.error().place == "input",
                     describe(flat.error()).c_str());
            return;
        }
        const auto flatBody = nlohmann::json::parse(flat->body);
        for (const auto &item : flatBody.at("input")) {
            const std::string type = item.at("type");
            QVERIFY2(type == "message" || type == "function_call" || type == "function_call_output" ||
                         type == "reasoning",
                     type.c_str());
            QVERIFY(!item.contains("namespace"));
        }
        for (const auto &tool : flatBody.value("tools", nlohmann::json::array()))
            QVERIFY(tool.at("type") == "function");
        QVERIFY(!flatBody.contains("client_metadata"));
    }

    void clientsOfOtherFormats()
    {
        ir::Request request;
        request.source = Format::OpenAiChat;
        request.model = request.arena.text("m");
        request.system.push_back({ir::TextBlock{request.arena.text("Be brief."), {}, {}, {}}, {}});
        ir::Turn user;
        user.blocks.push_back({ir::TextBlock{request.arena.text("Hi"), {}, {}, {}}, {}});
        request.turns.push_back(user);
        ir::Turn assistant;
        assistant.role = ir::Role::Assistant;
        ir::CallBlock call;
        call.id = request.arena.text("toolu_" + std::string(70, 'x'));
        call.name = request.arena.text("look");
        call.object = {"{\"a\":\"\\n\"}"};
        assistant.blocks.push_back({call, {}});
        request.turns.push_back(assistant);
        ir::Turn results;
        ir::ResultBlock result;
        result.callId = call.id;
        result.isError = true;
        result.content.push_back({ir::TextBlock{request.arena.text("gone"), {}, {}, {}}, {}});
        results.blocks.push_back({result, {}});
        request.turns.push_back(results);
        ir::Tool tool;
        tool.name = request.arena.text("look");
        request.tools.push_back(tool);
        request.sampling.temperature = {"0.70"};
        request.sampling.seed = {"7"};
        request.sampling.logprobs = {"true"};
        request.maxOutputTokens = 5;
        Target target = native();
        target.dialect.samplingWithReasoning = false;
        const auto written = openAiResponsesCodec().writeRequest(request, target);
        QVERIFY(written.has_value());
        const auto body = nlohmann::json::parse(written->body);
        QCOMPARE(body.at("instructions").get<std::string>(), std::string("Be brief."));
        QVERIFY(body.at("store") == false);
        QVERIFY(body.at("include") ==
                nlohmann::json::array({"reasoning.encrypted_content", "message.output_text.logprobs"}));
        QVERIFY(body.at("max_output_tokens") == 16);
        QVERIFY(body.at("tools").at(0).at("strict") == false);
        const auto &input = body.at("input");
        QCOMPARE(input.at(1).at("arguments").get<std::string>(), std::string("{\"a\":\"\\n\"}"));
        QVERIFY(input.at(1).at("call_id").get<std::string>().size() <= 64);
        QVERIFY(input.at(1).at("call_id") == input.at(2).at("call_id"));
        QCOMPARE(input.at(2).at("output").get<std::string>(), std::string("Error: gone"));
        QVERIFY(written->dropped == (std::vector<std::string>{"temperature", "seed"}));

        request.sampling.count = 2;
        QVERIFY(!openAiResponsesCodec().writeRequest(request, target));
    }
};

QTEST_APPLESS_MAIN(TestResponsesRequest)
#include "tst_responses_request.moc"
