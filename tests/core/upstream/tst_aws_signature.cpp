#include "upstream/aws_signature.h"

#include "base/rfc3339.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

#include <array>

using namespace signalbox;
using namespace signalbox::upstream;

namespace {

constexpr std::array<std::string_view, 1> kBody{"{}"};
constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

nlohmann::json corpus(const char *name)
{
    QFile file(QString::fromUtf8(QByteArray(SIGNALBOX_SHARED_DIR "/corpora/aws-sigv4/") + name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return nlohmann::json::parse(file.readAll().toStdString(), nullptr, false)["cases"];
}

std::string canonical(std::string_view target, const http::Fields &fields = {},
                      AwsPath path = AwsPath::Normalised)
{
    const auto text =
        awsCanonicalRequest({.method = "GET", .target = target, .fields = &fields, .body = {}}, path);
    return {text.data(), text.size()};
}

std::string line(const std::string &text, qsizetype number)
{
    return QByteArray::fromStdString(text).split('\n').value(number).toStdString();
}

/// Fields that awsSignature adds itself.
bool isAdded(std::string_view name)
{
    const QByteArray lower = QByteArray(name.data(), static_cast<qsizetype>(name.size())).toLower();
    return lower == "x-amz-date" || lower == "x-amz-security-token" || lower == "x-amz-content-sha256";
}

} // namespace

class TestAwsSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void canonicalPath_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        const auto row = [](const char *name, const char *target, const char *path) {
            QTest::newRow(name) << QByteArray(target) << QByteArray(path);
        };
        row("root", "/", "/");
        row("none", "", "/");
        row("encoded once more", "/model/a.b-v1%3A0/converse", "/model/a.b-v1%253A0/converse");
        row("a slash inside a segment", "/model/a%2Fb/converse", "/model/a%252Fb/converse");
        row("a colon", "/a:b", "/a%3Ab");
        row("unreserved", "/-._~AZaz09", "/-._~AZaz09");
        row("dots", "/a/./b/../c", "/a/c");
        row("beyond the root", "/../../a", "/a");
        row("ends with a dot", "/a/.", "/a/");
        row("slashes", "//a//b//", "/a/b/");
        row("bytes above ASCII", "/ä", "/%C3%A4");
    }

    void canonicalPath()
    {
        QFETCH(const QByteArray, target);
        QFETCH(const QByteArray, path);
        QCOMPARE(line(canonical(target.toStdString()), 1), path.toStdString());
    }

    void pathAsSent()
    {
        QCOMPARE(line(canonical("//a/../b", {}, AwsPath::AsSent), 1), std::string("//a/../b"));
    }

    void canonicalQuery_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("canonical");
        const auto row = [](const char *name, const char *query, const char *expected) {
            QTest::newRow(name) << QByteArray(query) << QByteArray(expected);
        };
        row("none", "/", "");
        row("empty", "/?", "");
        row("sorted by name", "/?b=1&a=2", "a=2&b=1");
        row("sorted by value", "/?a=2&a=1", "a=1&a=2");
        row("a name alone", "/?a", "a=");
        row("encoded once", "/?a=x%2Fy&b=x/y", "a=x%2Fy&b=x%2Fy");
        row("small hexadecimal digits", "/?a=%2f", "a=%2F");
        row("a percent that is no escape", "/?a=5%", "a=5%25");
        row("equals in the value", "/?a=b=c", "a=b%3Dc");
        row("empty parameters", "/?&a=1&&", "a=1");
    }

    void canonicalQuery()
    {
        QFETCH(const QByteArray, query);
        QFETCH(const QByteArray, canonical);
        QCOMPARE(line(::canonical(query.toStdString()), 2), canonical.toStdString());
    }

    void canonicalFields()
    {
        http::Fields fields;
        fields.add("X-B", "  two   words\t");
        fields.add("Host", "example.com");
        fields.add("x-b", "again");
        const std::string text = canonical("/", fields);
        QCOMPARE(line(text, 3), std::string("host:example.com"));
        QCOMPARE(line(text, 4), std::string("x-b:two words,again"));
        QCOMPARE(line(text, 6), std::string("host;x-b"));
    }

    void addsWhatIsMissing()
    {
        http::Fields fields;
        fields.add("Host", "example.com");
        const AwsRequest request{.method = "POST", .target = "/", .fields = &fields, .body = kBody};
        const WallTime time = parseRfc3339("2025-11-22T10:11:12.999Z").value();
        const AwsScope scope{"us-east-1", "bedrock"};
        const http::Fields plain = awsSignature(request, {"AKIDEXAMPLE", kSecret, {}}, scope, time);
        QCOMPARE(plain.value("X-Amz-Date"), std::string_view("20251122T101112Z"));
        QVERIFY(!plain.contains("X-Amz-Security-Token"));
        QVERIFY(!plain.contains("X-Amz-Content-Sha256"));
        QVERIFY(plain.value("Authorization")
                    ->starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20251122/us-east-1/bedrock/"
                                  "aws4_request, SignedHeaders=host;x-amz-date, Signature="));
        const http::Fields full = awsSignature(request, {"AKIDEXAMPLE", kSecret, "token"}, scope, time,
                                               AwsPath::Normalised, AwsBodyHash::Sent);
        QCOMPARE(full.value("X-Amz-Security-Token"), std::string_view("token"));
        QCOMPARE(full.value("X-Amz-Content-Sha256"),
                 std::string_view("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
        QVERIFY(full.value("Authorization")
                    ->find("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,") !=
                std::string_view::npos);
        QVERIFY(full.value("Authorization") != plain.value("Authorization"));
    }

    void everythingCounts()
    {
        http::Fields fields;
        fields.add("Host", "example.com");
        http::Fields otherFields;
        otherFields.add("Host", "example.org");
        const WallTime time = parseRfc3339("2025-11-22T10:11:12Z").value();
        const AwsRequest request{.method = "POST", .target = "/a", .fields = &fields, .body = kBody};
        const auto sign = [&](const AwsRequest &what, std::string_view secret, AwsScope scope,
                              WallTime when) {
            return std::string(
                awsSignature(what, {"AKID", secret, {}}, scope, when).value("Authorization").value());
        };
        std::vector<std::string> all{sign(request, "s", {"r", "x"}, time)};
        QCOMPARE(sign(request, "s", {"r", "x"}, time), all.front());
        constexpr std::array<std::string_view, 1> otherBody{"{ }"};
        for (const AwsRequest &other : {AwsRequest{"PUT", "/a", &fields, kBody},
                                        {"POST", "/b", &fields, kBody},
                                        {"POST", "/a?q", &fields, kBody},
                                        {"POST", "/a", &otherFields, kBody},
                                        {"POST", "/a", &fields, otherBody}})
            all.push_back(sign(other, "s", {"r", "x"}, time));
        all.push_back(sign(request, "t", {"r", "x"}, time));
        all.push_back(sign(request, "s", {"q", "x"}, time));
        all.push_back(sign(request, "s", {"r", "y"}, time));
        all.push_back(sign(request, "s", {"r", "x"}, time + std::chrono::seconds(1)));
        std::ranges::sort(all);
        QVERIFY(std::ranges::adjacent_find(all) == all.end());
    }

    void publishedVectors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("not there") << QByteArray();
        for (const char *name : {"sigv4-suite.json", "own-bedrock.json"}) {
            for (const nlohmann::json &entry : corpus(name))
                QTest::newRow(entry.value("id", "").c_str()) << QByteArray::fromStdString(entry.dump());
        }
    }

    void publishedVectors()
    {
        QFETCH(const QByteArray, text);
        if (text.isEmpty())
            return; // a row of its own, so that there is one where the corpora are not
        const auto entry = nlohmann::json::parse(text.toStdString());
        const nlohmann::json &request = entry["request"];
        http::Fields fields;
        bool hasBodyHash = entry["options"].value("sign_body", false);
        for (const nlohmann::json &field : request["headers"]) {
            const auto name = field[0].get<std::string>();
            hasBodyHash |= name == "X-Amz-Content-Sha256";
            if (!isAdded(name))
                fields.add(name, field[1].get<std::string>());
        }
        const auto word = [&](const char *name) { return entry.value(name, std::string()); };
        const nlohmann::json &keys = entry["credentials"];
        const bool omitsToken = entry["options"].value("omit_session_token", false);
        const auto token =
            keys["token"].is_string() && !omitsToken ? keys["token"].get<std::string>() : std::string();
        const auto id = keys["access_key_id"].get<std::string>();
        const auto secret = keys["secret_access_key"].get<std::string>();
        const auto method = request["method"].get<std::string>();
        const auto target = request["target"].get<std::string>();
        const auto body = request["body"].get<std::string>();
        const std::array<std::string_view, 2> pieces{std::string_view(body).substr(0, body.size() / 2),
                                                     std::string_view(body).substr(body.size() / 2)};
        const std::string region = word("region");
        const std::string service = word("service");
        const http::Fields added = awsSignature(
            {method, target, &fields, pieces}, {id, secret, token}, {region, service},
            parseRfc3339(word("time")).value(),
            entry["options"].value("normalize_path", true) ? AwsPath::Normalised : AwsPath::AsSent,
            hasBodyHash ? AwsBodyHash::Sent : AwsBodyHash::Implied);
        const auto expected = entry["header"]["authorization"].get<std::string>();
        QCOMPARE(std::string(added.value("Authorization").value()), expected);
    }
};

QTEST_GUILESS_MAIN(TestAwsSignature)
#include "tst_aws_signature.moc"
