// A client's own bytes of the Messages API, as the clouds that host Claude take them.
#include "base/byte_buffer.h"
#include "gateway/cloud_messages.h"

#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

wire::Dialect onGoogleCloud()
{
    wire::Dialect dialect;
    dialect.messagesPath = "/models/{model}:rawPredict";
    dialect.messagesVersion = "v";
    return dialect;
}

wire::Dialect onAmazonCloud()
{
    wire::Dialect dialect = onGoogleCloud();
    dialect.messagesPath = "/model/{model}/invoke";
    dialect.streamMember = false;
    dialect.betas = {"b1", "b2"};
    dialect.refusedFields = {"metadata", "service_tier"};
    return dialect;
}

/// What becomes of a body, and what was left out of it.
struct Put
{
    bool isPossible = false;
    QByteArray body;
    std::vector<std::string> dropped;
};

Put put(const wire::Dialect &dialect, const QByteArray &body, const std::vector<QByteArray> &betas = {})
{
    ByteBuffer padded;
    padded.append({body.data(), static_cast<std::size_t>(body.size())});
    wire::json::Document document;
    const wire::FormatCodec &codec = *wire::codecFor(wire::Format::AnthropicMessages);
    if (!document.parse(padded.view()))
        return {};
    const auto summary = codec.summarize(document);
    if (!summary)
        return {};
    http::RequestHead head;
    for (const QByteArray &each : betas)
        head.fields.add("Anthropic-Beta", each.toStdString());
    const Inbound inbound{.head = &head,
                          .body = padded.view(),
                          .codec = &codec,
                          .summary = &*summary,
                          .document = &document,
                          .request = nullptr};
    FormatEndpoint endpoint;
    endpoint.format = wire::Format::AnthropicMessages;
    auto target = std::make_shared<wire::Target>();
    target->dialect = dialect;
    Candidate candidate;
    candidate.endpoint = &endpoint;
    candidate.target = target;
    Put result;
    result.isPossible = wantsCloudBody(candidate) && hasCloudBody(inbound, candidate);
    Outbound outbound;
    outbound.owned.emplace_back();
    putCloudBody(inbound, candidate, outbound);
    for (const std::string_view piece : outbound.http.body)
        result.body.append(piece.data(), static_cast<qsizetype>(piece.size()));
    result.dropped = outbound.dropped;
    return result;
}

} // namespace

class TestCloudMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodies_data()
    {
        QTest::addColumn<bool>("isAmazon");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("sent");
        const auto row = [](const char *name, bool isAmazon, const char *body, const char *sent) {
            QTest::newRow(name) << isAmazon << QByteArray(body) << QByteArray(sent);
        };
        row("the version takes the model's place", false, R"({"a":1, "model" : "m" ,"stream":true})",
            R"({"a":1, "anthropic_version":"v" ,"stream":true})");
        row("the model alone", true, R"({"model":"m"})", R"({"anthropic_version":"v"})");
        row("stream behind it", true, R"({"model":"m","stream":true})", R"({"anthropic_version":"v"})");
        row("stream before it", true, R"({"stream":true,"model":"m"})", R"({"anthropic_version":"v"})");
        row("stream between", true, R"({"model":"m","stream" : false, "a":[{"stream":1}]})",
            R"({"anthropic_version":"v", "a":[{"stream":1}]})");
        row("several at the beginning", true, R"({ "stream":true, "metadata":{}, "model":"m","a":1})",
            R"({ "anthropic_version":"v","a":1})");
        row("several at the end", true, R"({"a":1,"model":"m","metadata":{},"stream":true })",
            R"({"a":1,"anthropic_version":"v" })");
        row("several between", true,
            R"({"a":1,"stream":true,"metadata":{},"model":"m","service_tier":"x","b":2})",
            R"({"a":1,"anthropic_version":"v","b":2})");
        row("a name with escapes", true, R"({"model":"m","met\u0061data":{},"b":2})",
            R"({"anthropic_version":"v","b":2})");
    }
    void bodies()
    {
        QFETCH(bool, isAmazon);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, sent);
        const Put result = put(isAmazon ? onAmazonCloud() : onGoogleCloud(), body);
        QVERIFY(result.isPossible);
        QCOMPARE(result.body, sent);
    }

    void whatIsLeftOutIsNoted()
    {
        const Put result = put(
            onAmazonCloud(),
            R"({"stream":true,"model":"m","metadata":{"user_id":"u"},"service_tier":"auto"})", {"b1,other"});
        QCOMPARE(result.dropped, std::vector<std::string>({"anthropic-beta", "metadata", "service_tier"}));
    }

    void betas_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("in one line") << QByteArray("b2, b1") << QByteArray()
                                     << QByteArray(R"(,"anthropic_beta":["b2","b1"])");
        QTest::newRow("in two lines")
            << QByteArray("b1") << QByteArray("x,b2") << QByteArray(R"(,"anthropic_beta":["b1","b2"])");
        QTest::newRow("none that is known") << QByteArray("x") << QByteArray() << QByteArray();
    }
    void betas()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QFETCH(QByteArray, sent);
        QCOMPARE(put(onAmazonCloud(), R"({"model":"m"})", {first, second}).body,
                 R"({"anthropic_version":"v")" + sent + '}');
        QCOMPARE(put(onGoogleCloud(), R"({"model":"m"})", {first, second}).body,
                 QByteArray(R"({"anthropic_version":"v"})"));
    }

    void aClientsOwnBetasStay()
    {
        QCOMPARE(put(onAmazonCloud(), R"({"model":"m","anthropic_beta":["own"]})", {"b1"}).body,
                 QByteArray(R"({"anthropic_version":"v","anthropic_beta":["own"]})"));
    }

    void aBodyThatNamesAVersionIsNone()
    {
        QVERIFY(!put(onAmazonCloud(), R"({"model":"m","anthropic_version":"x"})").isPossible);
        wire::Dialect plain = onGoogleCloud();
        plain.messagesPath = "/v1/messages";
        QVERIFY(!put(plain, R"({"model":"m"})").isPossible);
    }
};

QTEST_APPLESS_MAIN(TestCloudMessages)
#include "tst_cloud_messages.moc"
