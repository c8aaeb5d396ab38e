#include "gemini_support.h"
#include "wire/gemini/carried_signature.h"
#include "wire/ir/carrier.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using gemini_support::Json;
using gemini_support::Parsed;

/// What stands beside requests and answers: paths, counting, errors, carriers as signatures.
class TestGeminiParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paths_data();
    void paths();
    void counts();
    void countRequests();
    void readsErrors_data();
    void readsErrors();
    void writesErrors_data();
    void writesErrors();
    void carriersSurviveAsSignatures();
};

void TestGeminiParts::paths_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("a name") << QByteArray("gemini-3-pro") << QByteArray("/models/gemini-3-pro");
    QTest::newRow("a name with slashes and colons")
        << QByteArray("a/b:c d") << QByteArray("/models/a%2Fb%3Ac%20d");
    QTest::newRow("where it stands") << QByteArray("models/x") << QByteArray("/models/x");
    QTest::newRow("a publisher") << QByteArray("publishers/google/models/x")
                                 << QByteArray("/publishers/google/models/x");
    QTest::newRow("on Google's cloud")
        << QByteArray("on-a-cloud") << QByteArray("/publishers/google/models/on-a-cloud");
    QTest::newRow("a way out") << QByteArray("models/?x#") << QByteArray("/models/%3Fx%23");
}

void TestGeminiParts::paths()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, path);
    Target target;
    target.model = model.toStdString();
    if (model == "on-a-cloud")
        target.dialect.modelsPath = "/publishers/google/models/";
    QCOMPARE(QByteArray::fromStdString(geminiCodec().path(target, false)), path + ":generateContent");
    QCOMPARE(QByteArray::fromStdString(geminiCodec().path(target, true)),
             path + ":streamGenerateContent?alt=sse");
    QCOMPARE(QByteArray::fromStdString(geminiCodec().tokenCounting()->path(target)), path + ":countTokens");
}

void TestGeminiParts::counts()
{
    const TokenCounting &counting = *geminiCodec().tokenCounting();
    QCOMPARE(counting.readCount(R"({"totalTokens":12})").value_or(0), 12);
    QVERIFY(!counting.readCount(R"({"totalTokens":-1})"));
    QVERIFY(!counting.readCount(R"({})"));
    QVERIFY(!counting.readCount("<html>"));
    QCOMPARE(counting.readCount(counting.writeCount(7)).value_or(0), 7);
}

void TestGeminiParts::countRequests()
{
    const TokenCounting &counting = *geminiCodec().tokenCounting();
    const Parsed plain(R"({"contents":[{"parts":[{"text":"x"}]}]})");
    const Parsed whole(
        R"({"generateContentRequest":{"model":"models/m","contents":[{"parts":[{"text":"x"}]}],"systemInstruction":"s","generationConfig":{"topK":1}}})");
    QCOMPARE(counting.readRequest(plain.document)->turns.size(), std::size_t(1));
    const auto request = counting.readRequest(whole.document);
    QVERIFY(request && request->system.size() == 1);
    Target target;
    target.model = "m";
    const Json studio = Json::parse(counting.writeRequest(*request, target)->body)["generateContentRequest"];
    QVERIFY(studio["model"] == "models/m" && studio.contains("systemInstruction") &&
            !studio.contains("generationConfig"));
    target.dialect.googleCloud = true;
    const Json vertex = Json::parse(counting.writeRequest(*request, target)->body);
    QVERIFY(vertex.contains("contents") && vertex.contains("systemInstruction") && !vertex.contains("model"));
}

void TestGeminiParts::readsErrors_data()
{
    using Kind = ir::FailureKind;
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, int status, const char *body, Kind kind, const char *message) {
        QTest::newRow(name) << status << QByteArray(body) << int(kind) << QByteArray(message);
    };
    row("a bad request", 400, R"({"error":{"code":400,"message":"no","status":"INVALID_ARGUMENT"}})",
        Kind::BadRequest, "no");
    row("too long", 400,
        R"({"error":{"code":400,"message":"The input token count (9) exceeds","status":"INVALID_ARGUMENT"}})",
        Kind::ContextTooLong, "The input token count (9) exceeds");
    row("a bad key", 400,
        R"({"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}})",
        Kind::Auth, "API key not valid.");
    row("not allowed", 403, R"({"error":{"message":"no","status":"PERMISSION_DENIED"}})", Kind::Forbidden,
        "no");
    row("unknown", 404, R"({"error":{"message":"no","status":"NOT_FOUND"}})", Kind::NotFound, "no");
    row("in a list", 503, R"([{"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}}])",
        Kind::Overloaded, "busy");
    row("by its status alone", 504, "{}", Kind::Timeout, "the provider answered with status 504");
    row("HTML", 502, "<html>secret</html>", Kind::Server, "upstream sent HTML, status 502");
    row("words", 429, "slow down", Kind::RateLimited, "slow down");
    row("nothing", 500, "", Kind::Server, "the provider answered without a word, status 500");
}

void TestGeminiParts::readsErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    QFETCH(QByteArray, message);
    const ir::Failure failure = geminiCodec().readError(status, body.toStdString());
    QCOMPARE(int(failure.kind), kind);
    QCOMPARE(QByteArray::fromStdString(failure.message), message);
    const ir::Failure later = geminiCodec().readError(
        429, R"({"error":{"message":"x","details":[{"@type":"RetryInfo","retryDelay":"34.4s"}]}})");
    QCOMPARE(later.retryAfterSeconds, std::optional(34.4));
}

void TestGeminiParts::writesErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("400") << 400 << QByteArray("INVALID_ARGUMENT");
    QTest::newRow("401") << 401 << QByteArray("UNAUTHENTICATED");
    QTest::newRow("402") << 402 << QByteArray("FAILED_PRECONDITION");
    QTest::newRow("429") << 429 << QByteArray("RESOURCE_EXHAUSTED");
    QTest::newRow("500") << 500 << QByteArray("INTERNAL");
    QTest::newRow("503") << 503 << QByteArray("UNAVAILABLE");
    QTest::newRow("504") << 504 << QByteArray("DEADLINE_EXCEEDED");
}

void TestGeminiParts::writesErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, word);
    const Json error =
        Json::parse(geminiCodec().writeError({status, "t", "c", "a \"word\"", "contents"}))["error"];
    QCOMPARE(error["code"].get<int>(), status);
    QCOMPARE(QByteArray::fromStdString(error["status"]), word);
    QVERIFY(error["message"] == "a \"word\"");
    QVERIFY(error["details"][0]["fieldViolations"][0]["field"] == "contents");
}

void TestGeminiParts::carriersSurviveAsSignatures()
{
    std::vector<std::string> carriers;
    for (const std::size_t length : {0, 1, 2, 3, 100}) {
        ir::Carrier carrier{ir::CarrierKind::Reasoning, "anthropic", std::string(length, 'm'), {}};
        carriers.push_back(ir::sealCarrier(carrier, "k"));
        const std::string packed = gemini::packCarriers(carriers);
        QVERIFY(packed.size() % 4 == 0 && packed.find_first_of("+/-_=") == std::string::npos);
        QCOMPARE(gemini::unpackCarriers(Text{packed}), carriers);
    }
    QVERIFY(gemini::packCarriers({}).empty());
    for (const char *foreign : {"", "c2tpcF90aG91Z2h0", "Z3cx", "Z3cxLiI=", "Z3cx!!"})
        QVERIFY(gemini::unpackCarriers(Text{foreign}).empty());
}

QTEST_APPLESS_MAIN(TestGeminiParts)
#include "tst_gemini_parts.moc"
