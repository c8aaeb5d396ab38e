#include "../upstream_support.h"
#include "ollama_samples.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::testing;

namespace {

const FormatCodec &codec()
{
    return *codecFor(Format::Ollama);
}

Target target()
{
    Target made;
    made.model = "m";
    made.contextTokens = 8192;
    made.reasoning = true;
    return made;
}

Messages messagesOf(const std::vector<std::string> &lines)
{
    Messages messages;
    for (const std::string &line : lines)
        messages.emplace_back("", line);
    return messages;
}

/// What is wrong with a body by the rules of the API; empty where nothing is.
std::string problemOf(const Json &body)
{
    if (!body["options"].is_object() || !body["stream"].is_boolean() || body["messages"].empty())
        return "members";
    for (const Json &message : body["messages"]) {
        if (!message["content"].is_string())
            return "content is no string";
        for (const Json &call : message.value("tool_calls", Json::array())) {
            if (!call["function"]["arguments"].is_object())
                return "arguments are no object";
        }
        if (message["role"] == "tool" && message.value("tool_name", "").empty())
            return "a result without name";
    }
    return {};
}

} // namespace

class TestOllama : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<int>("number");
        int number = 0;
        for (const AnswerSample &sample : answerSamples())
            QTest::newRow(sample.name) << number++;
    }

    void answers()
    {
        QFETCH(const int, number);
        const AnswerSample sample = answerSamples()[static_cast<std::size_t>(number)];
        EventLog log;
        readMessages(*codec().answerReader({}), messagesOf(sample.lines), log);
        QCOMPARE(log.joined(), QByteArray(sample.events));
        QVERIFY(log.problems().empty());
        QCOMPARE(log.ends(), 1);
    }

    void requests_data()
    {
        QTest::addColumn<int>("number");
        int number = 0;
        for (const RequestSample &sample : requestSamples())
            QTest::newRow(sample.name) << number++;
    }

    void requests()
    {
        QFETCH(const int, number);
        const RequestSample sample = requestSamples()[static_cast<std::size_t>(number)];
        Json request = Json::parse(std::string("{") + sample.members + "}");
        request["messages"] = Json::parse(sample.messages);
        request["model"] = "m";
        const Sent sent = send(Format::Ollama, ClientRequest(Format::OpenAiChat, request.dump()), target());
        QCOMPARE(sent.problem, std::string());
        const Json expected = Json::parse(sample.expected);
        for (const auto &[name, value] : expected.items()) {
            const Json found = sent.body.contains(name) ? sent.body[name] : Json();
            QCOMPARE(QByteArray::fromStdString(found.dump()), QByteArray::fromStdString(value.dump()));
        }
        std::string dropped;
        for (const std::string &name : sent.dropped)
            dropped += (dropped.empty() ? "" : ",") + name;
        QCOMPARE(dropped, std::string(sample.dropped));
    }

    void levelsOfThought()
    {
        Target levels = target();
        levels.rules.efforts = {"low", "medium", "high"};
        levels.rules.thinkingOff = false;
        QCOMPARE(sendChat(Format::Ollama, "\"reasoning_effort\":\"xhigh\"", levels).body["think"].dump(),
                 std::string("\"high\""));
        QCOMPARE(sendChat(Format::Ollama, "\"reasoning_effort\":\"none\"", levels).body["think"].dump(),
                 std::string("\"low\""));
        levels.reasoning = false;
        const Sent none = sendChat(Format::Ollama, "\"reasoning_effort\":\"low\"", levels);
        QVERIFY(!none.body.contains("think"));
        QCOMPARE(none.dropped, std::vector<std::string>{"reasoning_effort"});
    }

    void contextIsNotGuessed()
    {
        Target unknown = target();
        unknown.contextTokens = 0;
        QVERIFY(!sendChat(Format::Ollama, "", unknown).body["options"].contains("num_ctx"));
    }

    void usageAndErrors()
    {
        EventLog log;
        readWhole(*codec().answerReader({}),
                  "{\"message\":{\"content\":\"a\"},\"done\":true,\"prompt_eval_count\":3,\"eval_count\":4}",
                  log);
        QCOMPARE(log.usage().inputTokens, 3);
        QCOMPARE(log.usage().outputTokens, 4);
        const ir::Failure failure = codec().readError(404, "{\"error\":\"model 'x' not found\"}");
        QCOMPARE(failure.message, std::string("model 'x' not found"));
        QVERIFY(failure.kind == ir::FailureKind::NotFound);
        QVERIFY(codec().readError(400, "{\"error\":\"prompt is too long\"}").kind ==
                ir::FailureKind::ContextTooLong);
        QVERIFY(codec().framing({}) == Framing::JsonLines);
        QCOMPARE(codec().path({}, true), std::string("/api/chat"));
    }

    void recordings()
    {
        for (const QString &path : sharedFiles(QStringLiteral("recordings/ollama"))) {
            const Json file = readJson(path);
            if (file["request"]["path"] != "/api/chat" || file["response"]["status"] != 200)
                continue;
            EventLog log;
            Crossing chat(Format::Ollama, Format::OpenAiChat, true);
            Crossing responses(Format::Ollama, Format::OpenAiResponses, true);
            Fork fork({&log, &chat.sink(), &responses.sink()});
            const Json &answer = file["response"];
            if (answer.contains("ndjson"))
                readMessages(*codec().answerReader({}),
                             messagesOf(answer["ndjson"].get<std::vector<std::string>>()), fork);
            else
                readWhole(*codec().answerReader({}), answer["body"].dump(), fork);
            QVERIFY2(log.joined().contains("\nfinish "), qPrintable(path));
            QVERIFY(log.problems().empty());
            QVERIFY(chat.streamed().find("[DONE]") != std::string::npos);
            QVERIFY(responses.streamed().find("response.completed") != std::string::npos);
        }
    }

    void recordedRequests()
    {
        int written = 0;
        for (const auto &[format, body] : clientBodies()) {
            const Sent sent = send(Format::Ollama, ClientRequest(format, body), target());
            if (!sent.problem.empty())
                continue; // refused with its reason
            ++written;
            QVERIFY2(sent.body.is_object(), sent.text.c_str());
            QVERIFY2(problemOf(sent.body).empty(),
                     (problemOf(sent.body) + ": " + sent.text.substr(0, 2000)).c_str());
        }
        if (!clientBodies().empty())
            QVERIFY2(written > 300, std::to_string(written).c_str());
    }
};

QTEST_GUILESS_MAIN(TestOllama)
#include "tst_ollama.moc"
