#include "framing_support.h"
#include "support/aws_frames.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

#include <vector>

using namespace signalbox;
using namespace signalbox::test;
using wire::Framing;

namespace {

using Messages = std::vector<std::pair<std::string, std::string>>;

nlohmann::json corpus(const char *name)
{
    QFile file(QString::fromUtf8(QByteArray(SIGNALBOX_SHARED_DIR "/corpora/aws-eventstream/") + name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return nlohmann::json::parse(file.readAll().toStdString(), nullptr, false)["cases"];
}

std::string fromBase64(const nlohmann::json &text)
{
    return QByteArray::fromBase64(QByteArray::fromStdString(text.get<std::string>())).toStdString();
}

/// Every header type once, and one that means something behind them.
std::string allHeaders()
{
    const auto header = [](std::string_view name, int type, std::string_view value) {
        std::string bytes = bigEndian(name.size(), 1);
        return bytes.append(name).append(bigEndian(type, 1)).append(value);
    };
    using namespace std::string_literals;
    return header("true", 0, "") + header("false", 1, "") + header("byte", 2, "x") +
           header("short", 3, "xx") + header("integer", 4, "xxxx") + header("long", 5, "xxxxxxxx") +
           header("bytes", 6, "\0\3abc"s) + header("string", 7, "\0\0"s) + header("time", 8, "xxxxxxxx") +
           header("uuid", 9, "xxxxxxxxxxxxxxxx") + stringHeader(":event-type", "last");
}

std::string broken(std::string bytes, std::size_t at)
{
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    return bytes;
}

} // namespace

Q_DECLARE_METATYPE(Messages)

class TestAwsEventStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Messages>("messages");
        const auto row = [](const char *name, const std::string &bytes, const Messages &messages) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << messages;
        };
        row("an event is named by its type", eventFrame("messageStart", "{}"), {{"messageStart", "{}"}});
        row("several", eventFrame("a", "1") + eventFrame("b", "22") + eventFrame("a", "333"),
            {{"a", "1"}, {"b", "22"}, {"a", "333"}});
        row("an exception is named by its type", exceptionFrame("throttlingException", R"({"message":"no"})"),
            {{"throttlingException", R"({"message":"no"})"}});
        row("an exception without words", exceptionFrame("throttlingException", ""),
            {{"throttlingException", R"({"__type":"throttlingException","message":""})"}});
        row("an error has its words in headers",
            frame({{":error-code", "Internal\"Error"},
                   {":error-message", "bo\nom"},
                   {":message-type", "error"}},
                  ""),
            {{"Internal\"Error", "{\"__type\":\"Internal\\\"Error\",\"message\":\"bo\\nom\"}"}});
        row("all types of headers are read over", frameAround(allHeaders(), "{}"), {{"last", "{}"}});
        row("no headers", frameAround("", "{}"), {{"", "{}"}});
        row("no payload", eventFrame("ping", ""), {});
        row("nothing at all", frameAround("", ""), {});
        row("a payload of any bytes", eventFrame("x", std::string(3, '\0') + "\xff\n"),
            {{"x", std::string(3, '\0') + "\xff\n"}});
        row("a name of another type than string is none",
            frameAround(bigEndian(11, 1) + ":event-type" + bigEndian(6, 1) + bigEndian(1, 2) + "x", "{}"),
            {{"", "{}"}});
        row("a stream that ends inside a message", eventFrame("a", "1") + eventFrame("b", "2").substr(0, 30),
            {{"a", "1"}});
    }

    void reads()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const Messages, messages);
        const std::string stream = bytes.toStdString();
        const SeenStream seen = decodeStream(Framing::AwsEventStream, stream);
        QCOMPARE(seen.messages, messages);
        QCOMPARE(seen.problem, std::string());
        QVERIFY(stream.starts_with(seen.wire));
        QCOMPARE(oddSplit(Framing::AwsEventStream, stream), std::size_t(0));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *name, const std::string &bytes, const char *problem) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << problem;
        };
        const std::string good = eventFrame("a", "{}");
        const auto prelude = [](std::size_t total, std::size_t headers) {
            const std::string lengths = bigEndian(total, 4) + bigEndian(headers, 4);
            return lengths + checksumOf(lengths);
        };
        const char *prelude1 = "sent a message whose prelude's checksum is wrong";
        row("a bit of the length", broken(good, 3), prelude1);
        row("a bit of the headers' length", broken(good, 7), prelude1);
        row("a bit of the prelude's checksum", broken(good, 11), prelude1);
        row("a bit of a header", broken(good, 14), "sent a message whose checksum is wrong");
        row("a bit of the payload", broken(good, good.size() - 5), "sent a message whose checksum is wrong");
        row("a bit of the checksum", broken(good, good.size() - 1), "sent a message whose checksum is wrong");
        row("4 GB are not waited for", prelude(0xFFFFFFFF, 0), "sent an event that is too large");
        row("just too large", prelude(24 * 1024 * 1024 + 1, 0), "sent an event that is too large");
        row("headers too large", prelude(1024 * 1024, 128 * 1024 + 1), "sent an event that is too large");
        row("shorter than what belongs to it", prelude(15, 0), "sent a message whose lengths are wrong");
        row("headers beyond the message", prelude(32, 17), "sent a message whose lengths are wrong");
        const char *headers = "sent a message whose headers are wrong";
        using namespace std::string_literals;
        row("a header's type nobody knows", frameAround("\1x\12"s, ""), headers);
        row("a header without a type", frameAround("\1x"s, ""), headers);
        row("a header's name beyond the block", frameAround("\377x"s, ""), headers);
        row("a value beyond the block", frameAround("\1x\7\0\5ab"s, ""), headers);
        row("a value without its length", frameAround("\1x\7\0"s, ""), headers);
        row("a number beyond the block", frameAround("\1x\5abc"s, ""), headers);
    }

    void refuses()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, problem);
        const std::string stream =
            eventFrame("first", "{}") + bytes.toStdString() + eventFrame("behind", "{}");
        const SeenStream seen = decodeStream(Framing::AwsEventStream, stream);
        QCOMPARE(QString::fromStdString(seen.problem), problem);
        QCOMPARE(seen.messages, Messages({{"first", "{}"}}));
        QCOMPARE(oddSplit(Framing::AwsEventStream, stream), std::size_t(0));
    }

    void corpusOfOthers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("not there") << QByteArray();
        for (const char *name : {"frames.json", "own-frames.json"}) {
            for (const nlohmann::json &entry : corpus(name)) {
                const QByteArray id = QByteArray::fromStdString(entry.value("id", ""));
                QTest::newRow(QByteArray(name + QByteArray("/") + id).constData())
                    << QByteArray::fromStdString(entry.dump());
            }
        }
    }

    void corpusOfOthers()
    {
        QFETCH(const QByteArray, text);
        if (text.isEmpty())
            return; // a row of its own, so that there is one where the corpora are not
        const auto entry = nlohmann::json::parse(text.toStdString());
        const std::string bytes = fromBase64(entry["bytes_base64"]);
        const SeenStream seen = decodeStream(Framing::AwsEventStream, bytes);
        QCOMPARE(oddSplit(Framing::AwsEventStream, bytes), std::size_t(0));
        if (entry["kind"] == "negative") {
            // Of a message that was cut nobody knows yet that it is wrong.
            QVERIFY(seen.messages.empty());
            QCOMPARE(seen.problem.empty(), entry["error"] == "incomplete");
            return;
        }
        QCOMPARE(seen.problem, std::string());
        QCOMPARE(seen.wire, bytes);
        std::vector<std::string> payloads;
        for (const nlohmann::json &message : entry.contains("decoded")
                                                 ? nlohmann::json::array({entry["decoded"]})
                                                 : entry["decoded_sequence"]) {
            if (std::string payload = fromBase64(message["payload_base64"]); !payload.empty())
                payloads.push_back(std::move(payload));
        }
        std::vector<std::string> given;
        for (const auto &[name, data] : seen.messages) {
            if (!data.starts_with(R"({"__type")"))
                given.push_back(data);
        }
        QCOMPARE(given, payloads);
    }
};

QTEST_GUILESS_MAIN(TestAwsEventStream)
#include "tst_aws_event_stream.moc"
