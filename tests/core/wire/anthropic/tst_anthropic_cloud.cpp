// The Messages API as clouds host it: the model in the path, the version in the body.
#include "anthropic_support.h"

#include <QTest>

#include <algorithm>

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
    target.dialect.messagesCountPath = "/model/{model}/count-tokens";
    target.dialect.messagesVersion = "bedrock-2023-05-31";
    target.dialect.streamMember = false;
    target.dialect.invokes = true;
    target.dialect.betas = {"interleaved-thinking-2025-05-14", "context-1m-2025-08-07"};
    target.dialect.refusedFields = {"metadata", "service_tier"};
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
    }

    void invocationsAreCountedWhole()
    {
        const TokenCounting &counting = *anthropicMessagesCodec().tokenCounting();
        const Parsed parsed(
            R"({"model":"m","system":"be","messages":[{"role":"user","content":"foo"}],"tools":[]})");
        const auto request = counting.readRequest(parsed.document);
        QVERIFY(request.has_value());
        Target target = onAmazonCloud();
        target.maxOutputTokens = 4096;
        const Json body = Json::parse(counting.writeRequest(*request, target)->body);
        QCOMPARE(body.size(), std::size_t(1));
        const Json counted =
            Json::parse(QByteArray::fromBase64(text(body["input"]["invokeModel"]["body"].get<std::string>()))
                            .toStdString());
        QVERIFY2(!counted.contains("model") && !counted.contains("stream"), counted.dump().c_str());
        QVERIFY(counted["anthropic_version"] == "bedrock-2023-05-31" && counted["max_tokens"] > 0);
        QVERIFY2(text(counted["messages"].dump()).contains("foo"), counted.dump().c_str());
        QVERIFY2(text(counted["system"].dump()).contains("be"), counted.dump().c_str());
    }

    void countsOfBothCloudsAreRead()
    {
        const TokenCounting &counting = *anthropicMessagesCodec().tokenCounting();
        QCOMPARE(counting.readCount(R"({"inputTokens":18})").value_or(-1), std::int64_t(18));
        QCOMPARE(counting.readCount(R"({"input_tokens":19})").value_or(-1), std::int64_t(19));
        QVERIFY(!counting.readCount(R"({"message":"The provided model counts no tokens."})"));
    }

    void whatCountsKnowsNoProfiles_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("path");
        const auto row = [](const char *name, const char *model, const char *segment) {
            QTest::newRow(name) << QByteArray(model) << "/model/" + QByteArray(segment) + "/count-tokens";
        };
        row("the model itself", "anthropic.claude-x-v1:0", "anthropic.claude-x-v1%3A0");
        row("of a region", "us.anthropic.claude-x-v1:0", "anthropic.claude-x-v1%3A0");
        row("of all", "global.anthropic.claude-x", "anthropic.claude-x");
        row("a profile's ARN", "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-x",
            "anthropic.claude-x");
        row("a model's ARN", "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-x",
            "anthropic.claude-x");
        row("what tells no model", "arn:aws:bedrock:r:1:application-inference-profile/abc",
            "arn%3Aaws%3Abedrock%3Ar%3A1%3Aapplication-inference-profile%2Fabc");
        row("an alias", "mine", "mine");
    }
    void whatCountsKnowsNoProfiles()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, path);
        Target target = onAmazonCloud();
        target.model = model.toStdString();
        QCOMPARE(text(anthropicMessagesCodec().tokenCounting()->path(target)), path);
    }

    void aClientsBetasStandInTheBody_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("betas");
        QTest::addColumn<bool>("isDropped");
        QTest::newRow("none") << QByteArray() << QByteArray("null") << false;
        QTest::newRow("one") << QByteArray("context-1m-2025-08-07")
                             << QByteArray(R"(["context-1m-2025-08-07"])") << false;
        QTest::newRow("each once") << QByteArray(" context-1m-2025-08-07 ,,context-1m-2025-08-07")
                                   << QByteArray(R"(["context-1m-2025-08-07"])") << false;
        QTest::newRow("what is unknown there is left out")
            << QByteArray("new-2030-01-01,interleaved-thinking-2025-05-14")
            << QByteArray(R"(["interleaved-thinking-2025-05-14"])") << true;
        QTest::newRow("nothing known") << QByteArray("new-2030-01-01") << QByteArray("null") << true;
    }
    void aClientsBetasStandInTheBody()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, betas);
        QFETCH(bool, isDropped);
        const Parsed parsed(R"({"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}]})");
        auto request = anthropicMessagesCodec().readRequest(parsed.document);
        QVERIFY(request.has_value());
        request->betas = header.toStdString();
        const auto made = anthropicMessagesCodec().writeRequest(*request, onAmazonCloud());
        QVERIFY(made.has_value());
        QCOMPARE(text(Json::parse(made->body).value("anthropic_beta", Json()).dump()), betas);
        QVERIFY(made->fields.empty());
        QCOMPARE(std::ranges::count(made->dropped, "anthropic-beta") == 1, isDropped);
    }

    void aClientsOwnBetasInTheBodyStay()
    {
        const Parsed parsed(
            R"({"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"anthropic_beta":["own"]})");
        auto request = anthropicMessagesCodec().readRequest(parsed.document);
        QVERIFY(request.has_value());
        request->betas = "context-1m-2025-08-07";
        const auto made = anthropicMessagesCodec().writeRequest(*request, onAmazonCloud());
        QCOMPARE(text(made->body).count("anthropic_beta"), 1);
        QVERIFY(text(made->body).contains(R"("anthropic_beta":["own"])"));
    }

    void refusedMembersAreLeftOut_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<bool>("ofOthers");
        QTest::addColumn<QByteArray>("dropped");
        QTest::newRow("metadata") << QByteArray(R"("metadata":{"user_id":"u"})") << false
                                  << QByteArray("metadata");
        QTest::newRow("tier") << QByteArray(R"("service_tier":"auto")") << false
                              << QByteArray("service_tier");
        QTest::newRow("a user of another API") << QByteArray(R"("user":"u")") << true << QByteArray("user");
        QTest::newRow("a tier of another API")
            << QByteArray(R"("service_tier":"auto")") << true << QByteArray("service_tier");
    }
    void refusedMembersAreLeftOut()
    {
        QFETCH(QByteArray, member);
        QFETCH(bool, ofOthers);
        QFETCH(QByteArray, dropped);
        const Parsed parsed(
            (R"({"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":5,)" + member + '}')
                .toStdString());
        const FormatCodec &codec = *codecFor(ofOthers ? Format::OpenAiChat : Format::AnthropicMessages);
        const auto request = codec.readRequest(parsed.document);
        QVERIFY(request.has_value());
        const auto made = anthropicMessagesCodec().writeRequest(*request, onAmazonCloud());
        const Json body = Json::parse(made->body);
        QVERIFY2(!body.contains("metadata") && !body.contains("service_tier"), made->body.c_str());
        QCOMPARE(std::ranges::count(made->dropped, dropped.toStdString()), 1);
    }

    void amazonFetchesNothing_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("image") << QByteArray("image");
        QTest::newRow("document") << QByteArray("document");
    }
    void amazonFetchesNothing()
    {
        QFETCH(QByteArray, type);
        const Json block = {{"type", type.toStdString()},
                            {"source", {{"type", "url"}, {"url", "https://x.example/y"}}}};
        const std::string body =
            Json({{"model", "m"},
                  {"max_tokens", 5},
                  {"messages", Json::array({{{"role", "user"}, {"content", Json::array({block})}}})}})
                .dump();
        Target amazon = onAmazonCloud();
        amazon.images = true;
        QVERIFY(text(written(body, amazon).dump()).contains("takes no URLs"));
        QVERIFY(text(written(body, onGoogleCloud("m")).dump()).contains("https://x.example/y"));
    }

    void framingIsTheHosts()
    {
        QVERIFY(anthropicMessagesCodec().framing(onAmazonCloud()) == Framing::AwsChunks);
        QVERIFY(anthropicMessagesCodec().framing(onGoogleCloud("m")) == Framing::ServerSentEvents);
    }
};

QTEST_APPLESS_MAIN(TestAnthropicCloud)
#include "tst_anthropic_cloud.moc"
