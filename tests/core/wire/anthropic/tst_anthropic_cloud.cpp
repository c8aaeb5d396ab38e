// The Messages API as clouds host it: the model in the path, the version in the body.
#include "anthropic_support.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace anthropic_test;

namespace {

Target onGoogleCloud(const char *model)
{
    Target target;
    target.model = model;
    target.dialect.messagesPath = "/publishers/anthropic/models/{model}:rawPredict";
    target.dialect.messagesStreamPath = "/publishers/anthropic/models/{model}:streamRawPredict";
    target.dialect.messagesCountPath = "/publishers/anthropic/models/count-tokens:rawPredict";
    target.dialect.messagesVersion = "vertex-2023-10-16";
    return target;
}

/// Bedrock's Invoke, which tells by the path alone whether an answer is streamed.
Target onAmazonCloud()
{
    Target target;
    target.model = "anthropic.claude-x-v1:0";
    target.dialect.messagesPath = "/model/{model}/invoke";
    target.dialect.messagesStreamPath = "/model/{model}/invoke-with-response-stream";
    target.dialect.messagesCountPath = "";
    target.dialect.messagesVersion = "bedrock-2023-05-31";
    target.dialect.streamMember = false;
    target.dialect.betasInBody = true;
    return target;
}

QByteArray text(const std::string &from)
{
    return QByteArray::fromStdString(from);
}

Json written(const std::string &body, const Target &target)
{
    const Parsed parsed(body);
    const auto request = anthropicMessagesCodec().readRequest(parsed.document);
    if (!request)
        return describe(request.error());
    const auto made = anthropicMessagesCodec().writeRequest(*request, target);
    return made ? Json::parse(made->body) : Json(describe(made.error()));
}

} // namespace

class TestAnthropicCloud : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paths_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("whole");
        QTest::addColumn<QByteArray>("stream");
        QTest::newRow("a version behind its sign")
            << QByteArray("claude-x@20250929")
            << QByteArray("/publishers/anthropic/models/claude-x@20250929:rawPredict")
            << QByteArray("/publishers/anthropic/models/claude-x@20250929:streamRawPredict");
        QTest::newRow("a way out") << QByteArray("../x?y")
                                   << QByteArray("/publishers/anthropic/models/..%2Fx%3Fy:rawPredict")
                                   << QByteArray("/publishers/anthropic/models/..%2Fx%3Fy:streamRawPredict");
    }
    void paths()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, whole);
        QFETCH(QByteArray, stream);
        const Target target = onGoogleCloud(model.constData());
        QCOMPARE(text(anthropicMessagesCodec().path(target, false)), whole);
        QCOMPARE(text(anthropicMessagesCodec().path(target, true)), stream);
    }

    void pathsOfOthers()
    {
        Target plain;
        plain.model = "m";
        QCOMPARE(text(anthropicMessagesCodec().path(plain, true)), QByteArray("/v1/messages"));
        QCOMPARE(text(anthropicMessagesCodec().path(onAmazonCloud(), true)),
                 QByteArray("/model/anthropic.claude-x-v1%3A0/invoke-with-response-stream"));
    }

    void theVersionStandsForTheModel()
    {
        const Json body = written(
            R"({"model":"a","max_tokens":5,"stream":true,"messages":[{"role":"user","content":"x"}]})",
            onGoogleCloud("claude-x"));
        QVERIFY2(!body.contains("model"), body.dump().c_str());
        QVERIFY(body["anthropic_version"] == "vertex-2023-10-16");
        QVERIFY(body["stream"] == true);
    }

    void aClientsOwnVersionIsNotRepeated()
    {
        const std::string body =
            R"({"model":"a","max_tokens":5,"anthropic_version":"old","messages":[{"role":"user","content":"x"}]})";
        const Parsed parsed(body);
        const auto request = anthropicMessagesCodec().readRequest(parsed.document);
        QVERIFY(request.has_value());
        const auto cloud = anthropicMessagesCodec().writeRequest(*request, onGoogleCloud("claude-x"));
        QCOMPARE(text(cloud->body).count("anthropic_version"), 1);
        QVERIFY(text(cloud->body).contains("vertex-2023-10-16"));
        QVERIFY(written(body, target())["anthropic_version"] == "old");
    }

    void streamsAreToldByThePathAlone()
    {
        const Json body = written(
            R"({"model":"a","max_tokens":5,"stream":true,"messages":[{"role":"user","content":"x"}]})",
            onAmazonCloud());
        QVERIFY2(!body.contains("model") && !body.contains("stream"), body.dump().c_str());
        QVERIFY(body["anthropic_version"] == "bedrock-2023-05-31");
    }

    void betasAreWhereTheHostReadsThem_data()
    {
        QTest::addColumn<bool>("inBody");
        QTest::newRow("in the head") << false;
        QTest::newRow("in the body") << true;
    }
    void betasAreWhereTheHostReadsThem()
    {
        QFETCH(bool, inBody);
        Target target = inBody ? onAmazonCloud() : onGoogleCloud("claude-sonnet-4-5");
        target.reasoning = true;
        target.maxOutputTokens = 64000;
        target.rules.budgetThinking = true;
        target.rules.adaptiveThinking = false;
        const Parsed parsed(
            R"({"model":"m","messages":[{"role":"user","content":"x"}],"reasoning_effort":"high","tools":[{"type":"function","function":{"name":"go","parameters":{"type":"object"}}}]})");
        const auto request = codecFor(Format::OpenAiChat)->readRequest(parsed.document);
        QVERIFY(request.has_value());
        const auto made = anthropicMessagesCodec().writeRequest(*request, target);
        QVERIFY(made.has_value());
        const Json body = Json::parse(made->body);
        QCOMPARE(body.contains("anthropic_beta"), inBody);
        QCOMPARE(made->fields.empty(), inBody);
        const std::string beta =
            inBody ? body["anthropic_beta"].at(0).get<std::string>() : made->fields.front().second;
        QCOMPARE(text(beta), QByteArray("interleaved-thinking-2025-05-14"));
    }

    void countingNamesTheModelInTheBody()
    {
        const TokenCounting &counting = *anthropicMessagesCodec().tokenCounting();
        const Target target = onGoogleCloud("claude-x");
        QCOMPARE(text(counting.path(target)),
                 QByteArray("/publishers/anthropic/models/count-tokens:rawPredict"));
        const Parsed parsed(R"({"model":"m","messages":[{"role":"user","content":"foo"}]})");
        const auto request = counting.readRequest(parsed.document);
        QVERIFY(request.has_value());
        const Json body = Json::parse(counting.writeRequest(*request, target)->body);
        QVERIFY(body["model"] == "claude-x" && body["anthropic_version"] == "vertex-2023-10-16");
        QVERIFY(counting.path(onAmazonCloud()).empty());
    }
};

QTEST_APPLESS_MAIN(TestAnthropicCloud)
#include "tst_anthropic_cloud.moc"
