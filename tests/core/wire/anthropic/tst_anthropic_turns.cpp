// A conversation through a client that keeps its history in another format: what the model signed comes back
// to it byte for byte.
#include "anthropic_support.h"
#include "api_rules.h"
#include "wire/ir/carrier.h"
#include "wire/ir/tool_restorer.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace anthropic_test;

class TestAnthropicTurns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signaturesComeBack_data();
    void signaturesComeBack();
    void thoughtsOfOthersReachAnAnthropicClientSigned();
};

namespace {

constexpr const char *kAnswer =
    R"({"id":"msg_1","type":"message","model":"up","content":[{"type":"thinking","thinking":"hm\n\"q\" é","signature":"EqAB+/=="},{"type":"redacted_thinking","data":"dark/+="},{"type":"text","text":"Looking."},{"type":"tool_use","id":"toolu_1","name":"go","input":{"n":1.0}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}})";

/// The answer as a client of `format` gets it whole.
std::string answerFor(Format format, const std::string &body, const ir::Request &request)
{
    AnswerContext context;
    context.answerId = "answer";
    context.model = "m";
    context.request = &request;
    const auto writer = codecFor(format)->answerWriter(context, false);
    ir::CarrierSealer sealer({.upstream = Format::AnthropicMessages,
                              .client = format,
                              .dialect = target().dialect,
                              .model = "up",
                              .key = {}},
                             *writer);
    ir::ToolRestorer restorer(request, target().dialect, sealer);
    const Parsed padded(body);
    anthropicMessagesCodec().answerReader(target())->whole(padded.view(), restorer);
    return writer->body();
}

/// The first request of the client.
Json asking(Format format)
{
    return format == Format::OpenAiResponses
               ? Json::parse(R"({"model":"m","input":[{"role":"user","content":"x"}]})")
               : Json::parse(R"({"model":"m","messages":[{"role":"user","content":"x"}]})");
}

/// Puts what was answered behind what was asked, with results for its calls, as the clients do.
Json replayed(Format format, Json request, const Json &answer)
{
    if (format == Format::OpenAiChat) {
        const Json message = answer["choices"][0]["message"];
        request["messages"].push_back(message);
        for (const Json &call : message.value("tool_calls", Json::array()))
            request["messages"].push_back(
                {{"role", "tool"}, {"tool_call_id", call["id"]}, {"content", "done"}});
        return request;
    }
    for (Json item : answer["output"]) {
        if (item["type"] == "reasoning")
            item.erase("id");
        request["input"].push_back(item);
        if (item["type"] == "function_call")
            request["input"].push_back(
                {{"type", "function_call_output"}, {"call_id", item["call_id"]}, {"output", "done"}});
    }
    return request;
}

/// The thoughts of a content, in order, without what clients may leave away.
std::vector<std::string> thoughts(const Json &content)
{
    std::vector<std::string> found;
    for (const Json &block : content) {
        if (block.value("type", "") == "thinking" && !block.value("signature", "").empty())
            found.push_back(block.value("thinking", "") + '|' + block.value("signature", ""));
        else if (block.value("type", "") == "redacted_thinking")
            found.push_back(block.value("data", ""));
    }
    return found;
}

} // namespace

void TestAnthropicTurns::signaturesComeBack_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("format");
    const auto add = [](const QString &name, const std::string &answer) {
        QTest::newRow(qPrintable(QStringLiteral("responses: ") + name))
            << QByteArray::fromStdString(answer) << int(Format::OpenAiResponses);
        QTest::newRow(qPrintable(QStringLiteral("chat: ") + name))
            << QByteArray::fromStdString(answer) << int(Format::OpenAiChat);
    };
    add(QStringLiteral("own"), kAnswer);
    for (const auto &recording : exchanges()) {
        const Json &response = recording.content["response"];
        if (!response.contains("body") || !response["body"].is_object() ||
            !response["body"].contains("content"))
            continue;
        if (!thoughts(response["body"]["content"]).empty())
            add(recording.file, response["body"].dump());
    }
}

void TestAnthropicTurns::signaturesComeBack()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, format);
    const Json first = asking(Format(format));
    const Parsed asked(first.dump());
    const auto request = codecFor(Format(format))->readRequest(asked.document);
    QVERIFY(request.has_value());
    const std::string given = answerFor(Format(format), answer.toStdString(), *request);
    const Json read = Json::parse(given, nullptr, false);
    QVERIFY2(!read.is_discarded(), given.c_str());
    const Parsed again(replayed(Format(format), first, read).dump());
    const auto next = codecFor(Format(format))->readRequest(again.document);
    QVERIFY2(next.has_value(), next ? "" : describe(next.error()).c_str());
    const auto written = anthropicMessagesCodec().writeRequest(*next, target());
    QVERIFY2(written.has_value(), written ? "" : describe(written.error()).c_str());
    const Json made = Json::parse(written->body);
    std::vector<std::string> back;
    for (const Json &message : made["messages"]) {
        for (const std::string &thought : thoughts(message["content"]))
            back.push_back(thought);
    }
    const std::vector<std::string> signedOnes = thoughts(Json::parse(answer.toStdString())["content"]);
    QVERIFY2(back == signedOnes, written->body.c_str());
    const std::string broken = ApiRules::broken(Sorted::parse(written->body));
    QVERIFY2(broken.empty(), broken.c_str());
}

/// A model of another kind thinks aloud: the client keeps the state, and it goes back to that model alone.
void TestAnthropicTurns::thoughtsOfOthersReachAnAnthropicClientSigned()
{
    Target deep;
    deep.model = "deep";
    deep.dialect.family = "deepseek";
    deep.dialect.reasoningField = "reasoning_content";
    const Parsed asked(R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}]})");
    const auto request = anthropicMessagesCodec().readRequest(asked.document);
    AnswerContext context;
    context.answerId = "answer";
    const auto writer = anthropicMessagesCodec().answerWriter(context, false);
    ir::CarrierSealer sealer({.upstream = Format::OpenAiChat,
                              .client = Format::AnthropicMessages,
                              .dialect = deep.dialect,
                              .model = "deep",
                              .key = {}},
                             *writer);
    const Parsed answer(
        R"({"id":"a","choices":[{"index":0,"message":{"role":"assistant","reasoning_content":"hm","content":null,"tool_calls":[{"id":"functions.go:0","type":"function","function":{"name":"go","arguments":"{}"}}]},"finish_reason":"tool_calls"}]})");
    codecFor(Format::OpenAiChat)->answerReader(deep)->whole(answer.view(), sealer);
    const Json told = Json::parse(writer->body());
    QVERIFY(told["content"][0]["thinking"] == "hm");
    QVERIFY(told["content"][0]["signature"].get<std::string>().starts_with("gw1.r."));
    QVERIFY(told["content"][1]["id"].get<std::string>().starts_with("toolu_"));
    Json body = Json::parse(asked.view());
    body["messages"].push_back({{"role", "assistant"}, {"content", told["content"]}});
    body["messages"].push_back(
        {{"role", "user"},
         {"content",
          Json::array({Json::object(
              {{"type", "tool_result"}, {"tool_use_id", told["content"][1]["id"]}, {"content", "y"}})})}});
    const Parsed again(body.dump());
    const auto next = anthropicMessagesCodec().readRequest(again.document);
    QVERIFY(next.has_value());
    const auto back = codecFor(Format::OpenAiChat)->writeRequest(*next, deep);
    QVERIFY(Json::parse(back->body)["messages"][1]["reasoning_content"] == "hm");
    const auto elsewhere = anthropicMessagesCodec().writeRequest(*next, target());
    QVERIFY2(elsewhere->body.find("gw1.") == std::string::npos, elsewhere->body.c_str());
    QVERIFY(elsewhere->body.find("hm") == std::string::npos);
}

QTEST_APPLESS_MAIN(TestAnthropicTurns)
#include "tst_anthropic_turns.moc"
