#include "../upstream_support.h"
#include "cohere_samples.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::testing;

namespace {

const FormatCodec &codec()
{
    return *codecFor(Format::Cohere);
}

Target target()
{
    Target made;
    made.model = "m";
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
    if (!body["stream"].is_boolean() || body["messages"].empty())
        return "members";
    for (const Json &message : body["messages"]) {
        if (!message.contains("content") && !message.contains("tool_calls"))
            return "a message without content";
        for (const Json &call : message.value("tool_calls", Json::array())) {
            if (!Json::parse(call["function"]["arguments"].get<std::string>()).is_object())
                return "arguments are no object";
        }
        if (message["role"] == "tool" && message.value("content", "").empty())
            return "an empty result";
    }
    if (body.contains("tools") && body.contains("response_format"))
        return "JSON by force beside tools";
    return {};
}

} // namespace

class TestCohere : public QObject
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
        readMessages(*codec().answerReader({}), messagesOf(sample.messages), log);
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
        const Sent sent = send(Format::Cohere, ClientRequest(Format::OpenAiChat, request.dump()), target());
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

    void onlyModelsThatReasonAreToldTo()
    {
        Target plain = target();
        plain.reasoning = false;
        const Sent sent = sendChat(Format::Cohere, "\"reasoning_effort\":\"low\"", plain);
        QVERIFY(!sent.body.contains("thinking"));
        QCOMPARE(sent.dropped, std::vector<std::string>{"reasoning_effort"});
    }

    void usageAndErrors()
    {
        EventLog log;
        readWhole(*codec().answerReader({}),
                  "{\"id\":\"a\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]},"
                  "\"finish_reason\":\"COMPLETE\",\"usage\":{\"billed_units\":{\"input_tokens\":1},"
                  "\"tokens\":{\"input_tokens\":5,\"output_tokens\":6},\"cached_tokens\":4}}",
                  log);
        QCOMPARE(log.usage().inputTokens, 5);
        QCOMPARE(log.usage().cachedInputTokens, 4);
        QCOMPARE(log.usage().outputTokens, 6);
        const ir::Failure failure = codec().readError(404, "{\"id\":\"x\",\"message\":\"model not found\"}");
        QCOMPARE(failure.message, std::string("model not found"));
        QVERIFY(failure.kind == ir::FailureKind::NotFound);
        QVERIFY(codec().readError(400, "{\"message\":\"too many tokens\"}").kind ==
                ir::FailureKind::ContextTooLong);
        QVERIFY(codec().framing({}) == Framing::ServerSentEvents);
        QCOMPARE(codec().path({}, true), std::string("/chat"));
    }

    void recordings()
    {
        for (const QString &path : sharedFiles(QStringLiteral("recordings/cohere"))) {
            const Json file = readJson(path);
            if (file["response"]["status"] != 200)
                continue;
            EventLog log;
            Crossing chat(Format::Cohere, Format::OpenAiChat, true);
            Crossing responses(Format::Cohere, Format::OpenAiResponses, true);
            Fork fork({&log, &chat.sink(), &responses.sink()});
            const Json &answer = file["response"];
            if (answer.contains("sse")) {
                Messages messages;
                for (const Json &event : answer["sse"])
                    messages.emplace_back(event.value("event", ""), event.value("data", ""));
                readMessages(*codec().answerReader({}), messages, fork);
            } else {
                readWhole(*codec().answerReader({}), answer["body"].dump(), fork);
            }
            QVERIFY2(log.joined().contains("\nfinish "), qPrintable(path));
            QVERIFY(log.problems().empty());
            QVERIFY(chat.streamed().find("[DONE]") != std::string::npos);
            QVERIFY(responses.streamed().find("response.failed") == std::string::npos);
        }
    }

    void recordedRequests()
    {
        int written = 0;
        for (const auto &[format, body] : clientBodies()) {
            const Sent sent = send(Format::Cohere, ClientRequest(format, body), target());
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

QTEST_GUILESS_MAIN(TestCohere)
#include "tst_cohere.moc"
