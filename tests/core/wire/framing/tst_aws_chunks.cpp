#include "framing_support.h"
#include "support/aws_frames.h"

#include <QTest>

#include <vector>

using namespace signalbox;
using namespace signalbox::test;
using wire::Framing;

namespace {

using Messages = std::vector<std::pair<std::string, std::string>>;

const std::string kStart = "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\"}}";

/// A frame of Invoke whose payload is this, good or bad.
std::string chunkOf(std::string_view payload)
{
    return eventFrame("chunk", payload);
}

std::string error(const std::string &type, const std::string &message)
{
    return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\"}}";
}

} // namespace

Q_DECLARE_METATYPE(Messages)

class TestAwsChunks : public QObject
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
        row("an event is named by its type", chunkFrame(kStart), {{"message_start", kStart}});
        row("several", chunkFrame(kStart) + chunkFrame("{\"type\":\"ping\"}"),
            {{"message_start", kStart}, {"ping", "{\"type\":\"ping\"}"}});
        row("the type need not come first", chunkFrame("{ \"index\":0, \"type\":\"content_block_stop\" }"),
            {{"content_block_stop", "{ \"index\":0, \"type\":\"content_block_stop\" }"}});
        row("an event without a type has no name", chunkFrame("{\"a\":1}"), {{"", "{\"a\":1}"}});
        row("no JSON at all is its reader's question", chunkFrame("not JSON"), {{"", "not JSON"}});
        row("nothing in it", chunkFrame(""), {});
        row("lines are made one", chunkFrame("{\"type\":\"ping\",\r\n\"a\":1\n}"),
            {{"ping", "{\"type\":\"ping\",  \"a\":1 }"}});
        row("a type that would be more than a name", chunkFrame("{\"type\":\"a\\nevent: b\"}"),
            {{"", "{\"type\":\"a\\nevent: b\"}"}});
        row("bytes without padding, a slash escaped", chunkOf("{\"p\":\"x\",\"bytes\":\"e30\"}"),
            {{"", "{}"}});
        row("other events are nobody's", eventFrame("initial-response", "{}") + chunkFrame(kStart),
            {{"message_start", kStart}});
        row("an exception is an error",
            exceptionFrame("throttlingException", "{\"message\":\"slow \\\"down\\\"\"}"),
            {{"error", error("throttlingException", "slow \\\"down\\\"")}});
        row("an exception in capitals", exceptionFrame("modelStreamErrorException", "{\"Message\":\"oh\"}"),
            {{"error", error("modelStreamErrorException", "oh")}});
        row("an exception without words", exceptionFrame("internalServerException", ""),
            {{"error", error("internalServerException", "the provider reported internalServerException")}});
        row("an exception that is no JSON", exceptionFrame("internalServerException", "<oh>"),
            {{"error", error("internalServerException", "the provider reported internalServerException")}});
        row("an error has its words in headers",
            frame({{":error-code", "Internal"}, {":error-message", "bo\nom"}, {":message-type", "error"}},
                  ""),
            {{"error", error("Internal", "bo\\nom")}});
        row("a stream that ends inside a message", chunkFrame(kStart) + chunkFrame(kStart).substr(0, 40),
            {{"message_start", kStart}});
    }
    void reads()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const Messages, messages);
        const std::string stream = bytes.toStdString();
        const SeenStream seen = decodeStream(Framing::AwsChunks, stream);
        QCOMPARE(seen.messages, messages);
        QCOMPARE(seen.problem, std::string());
        QCOMPARE(oddSplit(Framing::AwsChunks, stream), std::size_t(0));
    }

    void whatAClientGetsIsTheSameAsEvents()
    {
        const std::string stream = chunkFrame(kStart) + eventFrame("initial-response", "{}") +
                                   chunkFrame("{\"a\":\n1}") + chunkFrame("{\"type\":\"message_stop\"}");
        const SeenStream seen = decodeStream(Framing::AwsChunks, stream);
        QCOMPARE(QByteArray::fromStdString(seen.wire),
                 "event: message_start\ndata: " + QByteArray::fromStdString(kStart) +
                     "\n\ndata: {\"a\": 1}\n\n"
                     "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        QCOMPARE(decodeStream(Framing::ServerSentEvents, seen.wire).messages, seen.messages);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *name, const std::string &bytes, const char *problem) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << problem;
        };
        const char *noBase64 = "sent a chunk that holds no base64";
        row("no payload", chunkOf(""), noBase64);
        row("no JSON", chunkOf("x"), noBase64);
        row("no object", chunkOf("[\"e30=\"]"), noBase64);
        row("no bytes", chunkOf("{\"p\":\"abc\"}"), noBase64);
        row("bytes are no text", chunkOf("{\"bytes\":1}"), noBase64);
        row("no base64", chunkOf("{\"bytes\":\"{}{}\"}"), noBase64);
        row("base64 of a length that is none", chunkOf("{\"bytes\":\"e30ab\"}"), noBase64);
        row("base64 for URLs", chunkOf("{\"bytes\":\"-_-_\"}"), noBase64);
        std::string broken = chunkFrame(kStart);
        broken[broken.size() - 9] = static_cast<char>(broken[broken.size() - 9] ^ 1);
        row("a wrong checksum", broken, "sent a message whose checksum is wrong");
    }
    void refuses()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, problem);
        const std::string stream = chunkFrame(kStart) + bytes.toStdString() + chunkFrame(kStart);
        const SeenStream seen = decodeStream(Framing::AwsChunks, stream);
        QCOMPARE(QString::fromStdString(seen.problem), problem);
        QCOMPARE(seen.messages, Messages({{"message_start", kStart}}));
        QCOMPARE(oddSplit(Framing::AwsChunks, stream), std::size_t(0));
    }
};

QTEST_APPLESS_MAIN(TestAwsChunks)
#include "tst_aws_chunks.moc"
