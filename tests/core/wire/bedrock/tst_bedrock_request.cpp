#include "../upstream_support.h"
#include "request_samples.h"

#include <QTest>

#include <set>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::testing;

namespace {

Target targetFor(Model model)
{
    Target target;
    target.model = "m";
    target.dialect.provider = "bedrock";
    target.dialect.family = "anthropic";
    ModelRules &rules = target.rules;
    rules.jsonSchema = model != Model::Plain;
    if (model == Model::Claude) {
        rules.efforts = {"low", "medium", "high", "xhigh", "max"};
        rules.adaptiveThinking = true;
        rules.sampling = false;
        target.maxOutputTokens = 32000;
    } else if (model == Model::Budget) {
        rules.budgetThinking = true;
        rules.leastBudget = 1024;
        rules.samplingWhileThinking = rules.bothSamplings = rules.forcedWhileThinking = false;
        rules.prefill = true;
        target.maxOutputTokens = 64000;
    } else if (model == Model::Levels) {
        rules.efforts = {"low", "medium", "high"};
    }
    rules.cachePoints = model == Model::Cached;
    return target;
}

bool isId(const std::string &id)
{
    return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
    });
}

/// What is wrong with a body by the rules of the Converse API; empty where nothing is.
class RuleCheck
{
public:
    explicit RuleCheck(const Json &body)
    {
        std::string role = "assistant";
        for (const Json &message : body.value("messages", Json::array())) {
            need(message["role"] != role, "the roles do not alternate");
            role = message["role"];
            need(!message["content"].empty(), "a message without content");
            calls(message);
        }
        need(!body["messages"].empty() && body["messages"][0]["role"] == "user", "a user must begin");
        need(role == "user", "a user must end");
        need(m_open.empty(), "a call without its result");
        need(!m_hasTools || body.contains("toolConfig"), "tools in the history and none declared");
        if (!body.contains("toolConfig"))
            return;
        need(!body["toolConfig"]["tools"].empty(), "no tools");
        for (const Json &tool : body["toolConfig"]["tools"]) {
            if (!tool.contains("toolSpec"))
                continue;
            const Json &spec = tool["toolSpec"];
            need(isId(spec["name"]), "a name of a tool");
            need(!spec["description"].get<std::string>().empty(), "a tool without description");
            need(spec["inputSchema"]["json"].is_object(), "a tool without schema");
        }
    }

    [[nodiscard]] const std::string &problem() const { return m_problem; }

private:
    void need(bool holds, const char *problem)
    {
        if (!holds && m_problem.empty())
            m_problem = problem;
    }

    void calls(const Json &message)
    {
        std::set<std::string> asked;
        std::set<std::string> answered;
        for (const Json &block : message["content"]) {
            need(block.size() == 1, "a block of two kinds");
            if (block.contains("text"))
                need(block["text"].get<std::string>().find_first_not_of(" \t\r\n") != std::string::npos,
                     "blank text");
            if (block.contains("toolUse")) {
                need(isId(block["toolUse"]["toolUseId"]), "an id");
                need(block["toolUse"]["input"].is_object(), "arguments that are no object");
                asked.insert(block["toolUse"]["toolUseId"].get<std::string>());
            }
            if (block.contains("toolResult")) {
                need(!block["toolResult"]["content"].empty(), "an empty result");
                answered.insert(block["toolResult"]["toolUseId"].get<std::string>());
            }
        }
        m_hasTools |= !asked.empty() || !answered.empty();
        need(answered == m_open, "results do not follow their calls");
        m_open = asked;
    }

    std::string m_problem;
    std::set<std::string> m_open;
    bool m_hasTools = false;
};

std::string joined(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ",") + name;
    return text;
}

} // namespace

class TestBedrockRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes_data()
    {
        QTest::addColumn<int>("number");
        int number = 0;
        for (const RequestSample &sample : requestSamples())
            QTest::newRow(sample.name) << number++;
    }

    void writes()
    {
        QFETCH(const int, number);
        const RequestSample sample = requestSamples()[static_cast<std::size_t>(number)];
        Json request = Json::parse(std::string("{") + sample.members + "}");
        request["messages"] = Json::parse(sample.messages != nullptr ? sample.messages : kHi);
        request["model"] = "m";
        const ClientRequest client(Format::OpenAiChat, request.dump());
        const Sent sent = send(Format::BedrockConverse, client, targetFor(sample.model));
        QCOMPARE(sent.problem, std::string());
        QVERIFY(sent.body.is_object());
        const Json expected = Json::parse(sample.expected);
        for (const auto &[name, value] : expected.items()) {
            const Json found = sent.body.contains(name) ? sent.body[name] : Json();
            QCOMPARE(QByteArray::fromStdString(found.dump()), QByteArray::fromStdString(value.dump()));
        }
        QCOMPARE(joined(sent.dropped), std::string(sample.dropped));
        QCOMPARE(send(Format::BedrockConverse, client, targetFor(sample.model)).text, sent.text);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("problem");
        for (const RefusedSample &sample : refusedSamples())
            QTest::newRow(sample.name) << QByteArray(sample.body) << QByteArray(sample.problem);
    }

    void refuses()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, problem);
        Json request = Json::parse(body.toStdString());
        request["model"] = "m";
        const Sent sent = send(Format::BedrockConverse, ClientRequest(Format::OpenAiChat, request.dump()),
                               targetFor(Model::Plain));
        QCOMPARE(QByteArray::fromStdString(sent.problem), problem);
    }

    void thoughtsComeBack()
    {
        // As a Responses client keeps them, in the order of the answer.
        const ir::Carrier carrier{ir::CarrierKind::Reasoning,
                                  "anthropic",
                                  "m",
                                  {{.text = "hm", .token = "SIG/+=", .id = {}, .details = {}}}};
        ir::Carrier redacted = carrier;
        redacted.blocks.front() = {.text = {}, .token = "QUJD", .id = {}, .details = {}, .redacted = true};
        ir::Carrier foreign = carrier;
        foreign.family = "gemini";
        Json request{{"model", "m"}, {"input", Json::array()}};
        const auto add = [&](const ir::Carrier &what) {
            request["input"].push_back({{"type", "reasoning"},
                                        {"summary", Json::array()},
                                        {"encrypted_content", ir::sealCarrier(what, {})}});
        };
        request["input"].push_back({{"role", "user"}, {"content", "hi"}});
        add(carrier);
        add(redacted);
        add(foreign);
        request["input"].push_back(
            {{"type", "function_call"}, {"call_id", "c"}, {"name", "go"}, {"arguments", "{}"}});
        request["input"].push_back({{"type", "function_call_output"}, {"call_id", "c"}, {"output", "x"}});
        const ClientRequest client(Format::OpenAiResponses, request.dump());
        const Sent sent = send(Format::BedrockConverse, client, targetFor(Model::Claude));
        QCOMPARE(sent.problem, std::string());
        const Json expected = Json::array(
            {{{"reasoningContent", {{"reasoningText", {{"text", "hm"}, {"signature", "SIG/+="}}}}}},
             {{"reasoningContent", {{"redactedContent", "QUJD"}}}},
             {{"toolUse", {{"toolUseId", "c"}, {"name", "go"}, {"input", Json::object()}}}}});
        QCOMPARE(sent.body["messages"][1]["content"].dump(), expected.dump());
        const Sent other = send(Format::BedrockConverse, client, targetFor(Model::Plain));
        QCOMPARE(other.body["messages"][1]["content"].size(), std::size_t(1));
    }

    void paths()
    {
        const FormatCodec &codec = *codecFor(Format::BedrockConverse);
        Target target;
        target.model = "a.b-v1:0";
        QCOMPARE(codec.path(target, false), std::string("/model/a.b-v1%3A0/converse"));
        target.model = "arn:aws:x/y";
        QCOMPARE(codec.path(target, true), std::string("/model/arn%3Aaws%3Ax%2Fy/converse-stream"));
        QVERIFY(codec.framing({}) == Framing::AwsEventStream);
    }

    void noClientSpeaksIt()
    {
        const FormatCodec &codec = *codecFor(Format::BedrockConverse);
        QVERIFY(codec.summarize({}).error().code == ErrorCode::Unavailable);
        QVERIFY(codec.readRequest({}).error().code == ErrorCode::Unavailable);
        QVERIFY(codec.answerWriter({}, true) == nullptr);
        QVERIFY(codec.writeError({}).empty());
    }

    void recordedRequests()
    {
        int written = 0;
        for (const auto &[format, body] : clientBodies()) {
            for (const Model model : {Model::Plain, Model::Claude, Model::Cached}) {
                const Sent sent =
                    send(Format::BedrockConverse, ClientRequest(format, body), targetFor(model));
                if (!sent.problem.empty())
                    continue; // refused with its reason
                ++written;
                QVERIFY2(sent.body.is_object(), sent.text.c_str());
                const RuleCheck check(sent.body);
                QVERIFY2(check.problem().empty(),
                         (check.problem() + ": " + sent.text.substr(0, 3000)).c_str());
            }
        }
        if (!clientBodies().empty())
            QVERIFY2(written > 900, std::to_string(written).c_str());
    }
};

QTEST_GUILESS_MAIN(TestBedrockRequest)
#include "tst_bedrock_request.moc"
