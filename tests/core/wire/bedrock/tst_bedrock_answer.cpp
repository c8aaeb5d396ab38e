#include "../upstream_support.h"
#include "answer_samples.h"
#include "support/aws_frames.h"
#include "wire/framing/stream_decoder.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::testing;

namespace {

std::unique_ptr<AnswerReader> reader()
{
    return codecFor(Format::BedrockConverse)->answerReader({});
}

Messages decoded(const QByteArray &stream)
{
    Messages messages;
    framing::StreamDecoder decoder(Framing::AwsEventStream);
    decoder.feed(stream.toStdString());
    while (const auto message = decoder.next()) {
        if (message->hasData)
            messages.emplace_back(message->name, message->data);
    }
    return messages;
}

/// The messages of a recorded stream: as it came, or taken apart by who recorded it. Empty: no stream.
Messages streamOf(const Json &answer)
{
    if (answer.contains("eventstream"))
        return decoded(
            QByteArray::fromBase64(QByteArray::fromStdString(answer.at("eventstream").get<std::string>())));
    Messages messages;
    for (const Json &event : answer.value("events", Json::array()))
        messages.emplace_back(event.at("headers").at(":event-type").get<std::string>(),
                              event.at("payload").dump());
    return messages;
}

QString fileName(const QString &path)
{
    return path.section(QLatin1Char('/'), -1);
}

} // namespace

Q_DECLARE_METATYPE(Messages)

class TestBedrockAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streams_data()
    {
        QTest::addColumn<Messages>("messages");
        QTest::addColumn<QByteArray>("events");
        for (const StreamSample &sample : streamSamples())
            QTest::newRow(sample.name) << sample.messages << QByteArray(sample.events);
    }

    void streams()
    {
        QFETCH(const Messages, messages);
        QFETCH(const QByteArray, events);
        EventLog log;
        readMessages(*reader(), messages, log);
        QCOMPARE(log.joined(), events);
        QVERIFY(log.problems().empty());
        QCOMPARE(log.ends(), 1);
    }

    void wholes_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("events");
        for (const WholeSample &sample : wholeSamples())
            QTest::newRow(sample.name) << QByteArray(sample.body) << QByteArray(sample.events);
    }

    void wholes()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, events);
        EventLog log;
        readWhole(*reader(), body.toStdString(), log);
        QCOMPARE(log.joined(), events);
        QVERIFY(log.problems().empty());
    }

    void usage()
    {
        EventLog log;
        readWhole(*reader(), kUsageBody, log);
        const record::Usage &usage = log.usage();
        QCOMPARE(usage.inputTokens, 10 + 20 + 30);
        QCOMPARE(usage.cachedInputTokens, 20);
        QCOMPARE(usage.cacheWriteTokens, 25);
        QCOMPARE(usage.cacheWrite1hTokens, 5);
        QCOMPARE(usage.outputTokens, 7);
    }

    void natures()
    {
        const auto read = reader();
        EventLog log;
        const auto nature = [&](std::string_view name, std::string data) {
            const std::size_t size = data.size();
            data.append(ByteBuffer::kPadding, '\0');
            return read->message(name, std::string_view(data).substr(0, size), log);
        };
        QVERIFY(!nature("messageStart", "{}").real);
        QVERIFY(!nature("contentBlockDelta", kEmptyText).real);
        QVERIFY(nature("contentBlockDelta", kSomeText).real);
        const MessageNature stop = nature("messageStop", kEndTurn);
        QVERIFY(stop.finishing && !stop.terminal);
        QVERIFY(nature("metadata", "{}").terminal);
        QCOMPARE(log.ends(), 1);
    }

    void errors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("message");
        for (const ErrorSample &sample : errorSamples())
            QTest::newRow(sample.name)
                << sample.status << QByteArray(sample.body) << int(sample.kind) << QByteArray(sample.message);
    }

    void errors()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const int, kind);
        QFETCH(const QByteArray, message);
        const ir::Failure failure = codecFor(Format::BedrockConverse)->readError(status, body.toStdString());
        QCOMPARE(QByteArray::fromStdString(failure.message), message);
        QCOMPARE(int(failure.kind), kind);
    }

    void recordings_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("not there") << QString();
        for (const QString &path : sharedFiles(QStringLiteral("recordings/bedrock-converse")))
            QTest::newRow(qPrintable(fileName(path))) << path;
    }

    void recordings()
    {
        QFETCH(const QString, path);
        if (path.isEmpty())
            return; // a row of its own, so that there is one where the recordings are not
        const Json answer = readJson(path).at("response");
        if (answer.at("status") != 200) {
            const Json &body = answer.at("body");
            const auto failure =
                codecFor(Format::BedrockConverse)->readError(answer.at("status"), body.dump());
            QCOMPARE(failure.message, body.at("message").get<std::string>());
            return;
        }
        const Messages stream = streamOf(answer);
        if (stream.empty() && !answer.at("body").contains("output"))
            return; // a count of tokens
        EventLog log;
        Crossing chat(Format::BedrockConverse, Format::OpenAiChat, true);
        Crossing responses(Format::BedrockConverse, Format::OpenAiResponses, true);
        Crossing chatWhole(Format::BedrockConverse, Format::OpenAiChat, false);
        Crossing responsesWhole(Format::BedrockConverse, Format::OpenAiResponses, false);
        Fork fork({&log, &chat.sink(), &responses.sink(), &chatWhole.sink(), &responsesWhole.sink()});
        if (stream.empty())
            readWhole(*reader(), answer.at("body").dump(), fork);
        else
            readMessages(*reader(), stream, fork);
        QVERIFY2(log.problems().empty(), log.joined().constData());
        QCOMPARE(log.ends(), 1);
        QVERIFY2(log.joined().contains("\nfinish "), log.joined().constData());
        QVERIFY(chat.streamed().find("[DONE]") != std::string::npos);
        QVERIFY(responses.streamed().find("response.failed") == std::string::npos);
        QVERIFY(Json::parse(chatWhole.body())["choices"].size() == 1);
        QVERIFY(Json::parse(responsesWhole.body())["status"] != "failed");
    }
};

QTEST_GUILESS_MAIN(TestBedrockAnswer)
#include "tst_bedrock_answer.moc"
