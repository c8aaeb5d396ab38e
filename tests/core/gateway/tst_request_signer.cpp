#include "gateway/request_signer.h"

#include "base/rfc3339.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

const WallTime kNow = parseRfc3339("2026-11-22T10:11:12Z").value();

RequestSigner signer(std::string token = {})
{
    return {{.accessKeyId = Secret(std::string("AKIAIOSFODNN7EXAMPLE")),
             .secretAccessKey = Secret(std::string("secret/of+the/tests")),
             .sessionToken = Secret(std::move(token))},
            "eu-central-1"};
}

upstream::HttpRequest request(std::vector<std::string_view> body = {"{}"})
{
    upstream::HttpRequest made;
    made.endpoint = {"bedrock-runtime.eu-central-1.amazonaws.com", 443, true, ""};
    made.target = "/model/a.b-v1%3A0/converse";
    made.fields.add("Content-Type", "application/json");
    made.fields.add("Accept", "application/json");
    made.body = std::move(body);
    return made;
}

std::string authorizationOf(upstream::HttpRequest made, const RequestSigner &with = signer(),
                            std::string_view service = "bedrock", WallTime now = kNow)
{
    with.sign(made, service, now);
    return std::string(made.fields.value("Authorization").value_or(""));
}

} // namespace

class TestRequestSigner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsWhatIsSent()
    {
        const std::string signature = authorizationOf(request());
        QVERIFY2(signature.starts_with("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261122/"
                                       "eu-central-1/bedrock/aws4_request, "
                                       "SignedHeaders=content-type;host;x-amz-date, Signature="),
                 signature.c_str());
        const std::string temporary = authorizationOf(request(), signer("token"));
        QVERIFY2(temporary.find("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,") !=
                     std::string::npos,
                 temporary.c_str());
    }

    void everyPartCounts_data()
    {
        QTest::addColumn<QByteArray>("other");
        const auto row = [](const char *name, const std::string &other) {
            QTest::newRow(name) << QByteArray::fromStdString(other);
        };
        row("body", authorizationOf(request({"{ }"})));
        row("service", authorizationOf(request(), signer(), "bedrock-mantle"));
        row("time", authorizationOf(request(), signer(), "bedrock", kNow + std::chrono::seconds(1)));
        upstream::HttpRequest other = request();
        other.endpoint.port = 8443;
        row("port", authorizationOf(other));
        other = request();
        other.target = "/model/a.b-v1%3A1/converse";
        row("target", authorizationOf(other));
        other = request();
        other.fields.add("X-Amzn-Bedrock-GuardrailIdentifier", "g");
        row("a field of AWS", authorizationOf(other));
    }
    void everyPartCounts()
    {
        QFETCH(const QByteArray, other);
        QVERIFY(other != QByteArray::fromStdString(authorizationOf(request())));
    }

    void piecesAreSignedAsTheirWhole()
    {
        QCOMPARE(authorizationOf(request({"{\"a\":", "", "1", "}"})),
                 authorizationOf(request({"{\"a\":1}"})));
    }

    void whatProxiesChangeIsNotSigned()
    {
        upstream::HttpRequest other = request();
        other.fields.add("User-Agent", "x");
        QCOMPARE(authorizationOf(other), authorizationOf(request()));
    }

    void aRequestHoldsNoSecret()
    {
        upstream::HttpRequest made = request();
        signer("token").sign(made, "bedrock", kNow);
        for (const auto [name, value] : made.fields.all())
            QVERIFY(value.find("secret/of+the/tests") == std::string_view::npos);
        QCOMPARE(made.fields.value("X-Amz-Security-Token"), std::string_view("token"));
    }

    void partsAreMasked()
    {
        std::string answer = "key secret/of+the/tests, token of-a-session";
        signer("of-a-session").maskIn(answer);
        QCOMPARE(answer, std::string("key *******************, token ************"));
    }
};

QTEST_APPLESS_MAIN(TestRequestSigner)
#include "tst_request_signer.moc"
