#include "gateway/aws_key.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

const QByteArray kId = "AKIAIOSFODNN7EXAMPLE";
const QByteArray kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const QByteArray kToken = "IQoJb3JpZ2luX2VjEXAMPLE/+w==";

QByteArray exported(const QByteArray &id, const QByteArray &secret, const QByteArray &more)
{
    return "{\n  \"Version\": 1,\n  \"AccessKeyId\": \"" + id + "\",\n  \"SecretAccessKey\": \"" + secret +
           "\"" + more + "\n}\n";
}

} // namespace

class TestAwsKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void credentialsAreTakenApart_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("token");
        const auto row = [](const char *name, const QByteArray &text, const QByteArray &token = {}) {
            QTest::newRow(name) << text << token;
        };
        row("id and secret", kId + ':' + kSecret);
        row("with a session token", kId + ':' + kSecret + ':' + kToken, kToken);
        row("with a line end", kId + ':' + kSecret + "\r\n");
        row("exported", exported(kId, kSecret, {}));
        row("exported with a token", exported(kId, kSecret, ",\n  \"SessionToken\": \"" + kToken + '"'),
            kToken);
        row("exported with an end",
            exported(kId, kSecret,
                     ",\"SessionToken\":\"" + kToken + "\",\"Expiration\":\"2026-01-01T00:00:00Z\""),
            kToken);
        row("exported without one", exported(kId, kSecret, ",\"SessionToken\":null"));
        row("slashes that are escaped", exported(kId, QByteArray(kSecret).replace('/', "\\/"), {}));
    }
    void credentialsAreTakenApart()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, token);
        const auto key = readAwsKey(text.toStdString());
        QVERIFY(key && *key);
        QCOMPARE((*key)->accessKeyId.reveal(), std::string_view(kId));
        QCOMPARE((*key)->secretAccessKey.reveal(), std::string_view(kSecret));
        QCOMPARE((*key)->sessionToken.reveal(), std::string_view(token));
    }

    void keysOfTheServiceAreSentAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("long-term") << QByteArray("ABSKQmVkcm9ja0FQSUtleS1leGFtcGxlOmV4YW1wbGU=");
        QTest::newRow("short-term") << QByteArray("bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb24=");
        QTest::newRow("of a host in front of it") << QByteArray("sk-of-a-gateway");
    }
    void keysOfTheServiceAreSentAsTheyAre()
    {
        QFETCH(const QByteArray, text);
        const auto key = readAwsKey(text.toStdString());
        QVERIFY(key && !*key);
    }

    void whatIsNoKeySaysWhatToStore_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("why");
        const auto row = [](const char *name, const QByteArray &text, const QByteArray &why) {
            QTest::newRow(name) << text << why;
        };
        row("an id alone", kId, "AWS_SECRET_ACCESS_KEY");
        row("an id of a session alone", "ASIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY");
        row("a secret alone", kSecret, "AWS_ACCESS_KEY_ID");
        row("an id and no secret", kId + ':', "secret access key");
        row("a secret and no id", ':' + kSecret, "access key id");
        row("an id with a sign in it", "AKIA/IOSFODNN7EXAMPL:" + kSecret, "access key id");
        row("a secret with a space", kId + ":wJalrXUtnFEMI K7MDENG", "secret access key");
        row("a token with a line end", kId + ':' + kSecret + ":to\nken", "session token");
        row("four parts", kId + ':' + kSecret + ':' + kToken + ":more", "more parts");
        row("JSON that is none", exported(kId, kSecret, ","), "is none");
        row("JSON of a service account", R"({"type":"service_account","private_key":"planted"})",
            "AccessKeyId");
        row("JSON without a secret", R"({"Version":1,"AccessKeyId":"AKIAIOSFODNN7EXAMPLE"})",
            "SecretAccessKey");
        row("JSON with a token that is none", exported(kId, kSecret, ",\"SessionToken\":7"), "SessionToken");
        row("JSON with a line end in its secret", exported(kId, "wJalr\\nXUtn", {}), "secret access key");
        row("nothing", "", "no key");
        row("two words", "two words", "no key");
    }
    void whatIsNoKeySaysWhatToStore()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, why);
        const auto key = readAwsKey(text.toStdString());
        QVERIFY(!key);
        QVERIFY(key.error().code == ErrorCode::InvalidInput);
        const QByteArray message = QByteArray::fromStdString(key.error().message);
        QVERIFY2(message.contains(why), message.constData());
        QVERIFY2(message.contains("Store a Bedrock API key"), message.constData());
        for (const QByteArray &part : {kId, kSecret, kToken, QByteArray("planted"), QByteArray("wJalr")})
            QVERIFY2(!message.contains(part), message.constData());
    }
};

QTEST_APPLESS_MAIN(TestAwsKey)
#include "tst_aws_key.moc"
