#include "simulator/simulated_transport.h"

#include "memory_client.h"
#include "requests.h"

#include "wire/format.h"
#include "wire/sse/decoder.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace signalbox;
using namespace signalbox::simulator;
using namespace std::chrono_literals;
using requests::Sum;

namespace {

constexpr const char *kResponses = "/v1/responses";
constexpr const char *kChat = "/v1/chat/completions";

/// Adds up what a reader of the format makes of the bytes.
class Summing final : public wire::ir::EventSink
{
public:
    void on(const wire::ir::Event &event) override
    {
        requests::add(sum, event);
        failed = failed || std::holds_alternative<wire::ir::Failure>(event);
    }
    Sum sum;
    bool failed = false;
};

const wire::FormatCodec &codecAt(const QByteArray &path)
{
    return *wire::codecFor(path == kChat ? wire::Format::OpenAiChat : wire::Format::OpenAiResponses);
}

Summing read(const QByteArray &path, const std::string &body, bool streamed)
{
    Summing summing;
    const auto reader = codecAt(path).answerReader({});
    if (streamed) {
        wire::sse::Decoder decoder;
        decoder.feed(body);
        while (const auto event = decoder.next()) {
            if (event->hasData)
                (void)reader->message(event->name, event->data, summing);
        }
    } else {
        ByteBuffer padded;
        padded.append(body);
        reader->whole(padded.view(), summing);
    }
    reader->end(summing);
    return summing;
}

QByteArray request(const QByteArray &path, const QByteArray &model, bool stream, QJsonObject more = {})
{
    more[QStringLiteral("model")] = QString::fromUtf8(model);
    more[QStringLiteral("stream")] = stream;
    if (path == kChat) {
        const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                                  {QStringLiteral("content"), QStringLiteral("Which way to Bern?")}};
        more[QStringLiteral("messages")] = QJsonArray{message};
        if (stream)
            more[QStringLiteral("stream_options")] = QJsonObject{{QStringLiteral("include_usage"), true}};
    } else {
        more[QStringLiteral("input")] = QStringLiteral("Which way to Bern?");
    }
    return QJsonDocument(more).toJson(QJsonDocument::Compact);
}

/// One shell, declared as the path's format has it.
QJsonObject withShell(const QByteArray &path)
{
    const QJsonObject text{{QStringLiteral("type"), QStringLiteral("string")}};
    const QJsonObject parameters{{QStringLiteral("type"), QStringLiteral("object")},
                                 {QStringLiteral("properties"), QJsonObject{{QStringLiteral("cmd"), text}}},
                                 {QStringLiteral("required"), QJsonArray{QStringLiteral("cmd")}}};
    QJsonObject function{{QStringLiteral("name"), QStringLiteral("exec_command")},
                         {QStringLiteral("parameters"), parameters}};
    QJsonObject tool{{QStringLiteral("type"), QStringLiteral("function")}};
    if (path == kChat) {
        tool[QStringLiteral("function")] = function;
    } else {
        function[QStringLiteral("type")] = QStringLiteral("function");
        tool = function;
    }
    return {{QStringLiteral("tools"), QJsonArray{tool}}};
}

/// A schema whose smallest instance has some 60 kB: more than fits between the ends of a connection once it
/// is written in pieces.
QJsonObject withLongAnswer()
{
    const QJsonObject text{{QStringLiteral("type"), QStringLiteral("string")},
                           {QStringLiteral("minLength"), 4000}};
    const QJsonObject schema{{QStringLiteral("type"), QStringLiteral("array")},
                             {QStringLiteral("items"), text},
                             {QStringLiteral("minItems"), 15}};
    const QJsonObject format{{QStringLiteral("type"), QStringLiteral("json_schema")},
                             {QStringLiteral("name"), QStringLiteral("long")},
                             {QStringLiteral("schema"), schema}};
    return {{QStringLiteral("text"), QJsonObject{{QStringLiteral("format"), format}}}};
}

} // namespace

class TestSimulatedTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void listsItsModels()
    {
        SimulatedTransport transport(m_clock);
        MemoryClient client(transport);
        client.get("/v1/models");
        QTRY_VERIFY(client.ended);
        QVERIFY(client.connected);
        QCOMPARE(client.status(), 200);
        const auto data = QJsonDocument::fromJson(QByteArray::fromStdString(client.body))
                              .object()
                              .value(QStringLiteral("data"));
        QStringList ids;
        for (const QJsonValue &model : data.toArray())
            ids << model.toObject()[QStringLiteral("id")].toString();
        QCOMPARE(ids.join(u' '), QStringLiteral("fast steady reasoner tools flaky"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("closes");
        const auto posted = [](const char *path, const QByteArray &body) {
            return QByteArray("POST ") + path +
                   " HTTP/1.1\r\nHost: x\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                   body;
        };
        QTest::newRow("an unknown path") << posted("/v1/images", "{}") << 404 << false;
        QTest::newRow("GET of a model call")
            << QByteArray("GET /v1/responses HTTP/1.1\r\nHost: x\r\n\r\n") << 405 << false;
        QTest::newRow("no JSON, Responses") << posted(kResponses, "{") << 400 << false;
        QTest::newRow("no JSON, Chat") << posted(kChat, "{") << 400 << false;
        QTest::newRow("no request, Responses")
            << posted(kResponses, R"({"model":"fast","input":5})") << 400 << false;
        QTest::newRow("no request, Chat")
            << posted(kChat, R"({"model":"fast","messages":5})") << 400 << false;
        QTest::newRow("no HTTP") << QByteArray("HELLO\r\n\r\n") << 400 << true;
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        QFETCH(bool, closes);
        SimulatedTransport transport(m_clock);
        MemoryClient client(transport);
        client.sendRaw(bytes.toStdString());
        QTRY_VERIFY(client.ended);
        QCOMPARE(client.status(), status);
        const auto error = QJsonDocument::fromJson(QByteArray::fromStdString(client.body))
                               .object()
                               .value(QStringLiteral("error"));
        QVERIFY(!error.toObject()[QStringLiteral("message")].toString().isEmpty());
        if (closes)
            QTRY_VERIFY(client.broken);
        QCOMPARE(transport.runningAnswers(), std::size_t(0));
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<bool>("stream");
        for (const char *path : {kResponses, kChat}) {
            for (const char *model : {"fast", "reasoner", "tools"}) {
                for (const bool stream : {false, true}) {
                    QTest::addRow("%s %s %s", model, stream ? "streamed" : "whole", path)
                        << QByteArray(path) << QByteArray(model) << stream;
                }
            }
        }
    }
    void answers()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, model);
        QFETCH(bool, stream);
        SimulatedTransport transport(m_clock, {.tokensPerSecond = 0, .firstToken = 0ms});
        MemoryClient client(transport);
        const QByteArray body = request(path, model, stream, withShell(path));
        client.post(path.toStdString(), body.toStdString());
        QTRY_VERIFY(client.ended);
        QCOMPARE(client.status(), 200);
        QCOMPARE(client.field("content-type"),
                 std::string(stream ? "text/event-stream" : "application/json"));
        const Summing got = read(path, client.body, stream);
        QVERIFY(!got.failed);
        QVERIFY(got.sum.text.starts_with("This is a simulated answer"));
        QCOMPARE(got.sum.finishes, 1);
        QCOMPARE(!got.sum.thoughts.empty(), model == "reasoner");
        QCOMPARE(got.sum.usage.reasoningTokens > 0, model == "reasoner");
        QVERIFY(got.sum.usage.inputTokens > 0);
        QVERIFY(got.sum.usage.outputTokens > 5);
        const bool calls = model == "tools" || model == "reasoner";
        QCOMPARE(got.sum.calls.size(), std::size_t(calls ? 1 : 0));
        if (calls) {
            QCOMPARE(got.sum.calls.front().name, std::string("exec_command"));
            QCOMPARE(got.sum.calls.front().arguments, std::string(R"({"cmd":"echo signalbox-demo"})"));
            QVERIFY(got.sum.reason == wire::ir::StopReason::ToolCalls);
        } else {
            QVERIFY(got.sum.reason == wire::ir::StopReason::Stop);
        }

        // The same again on the same connection: the same bytes.
        const std::string first = client.body;
        client.post(path.toStdString(), body.toStdString());
        QTRY_VERIFY(client.ended);
        QCOMPARE(client.body, first);
    }

    void aStreamAddsUpToTheWholeAnswer()
    {
        SimulatedTransport transport(m_clock, {.tokensPerSecond = 0, .firstToken = 0ms});
        for (const char *path : {kResponses, kChat}) {
            MemoryClient whole(transport);
            whole.post(path, request(path, "reasoner", false).toStdString());
            MemoryClient stream(transport);
            stream.post(path, request(path, "reasoner", true).toStdString());
            QTRY_VERIFY(whole.ended && stream.ended);
            const Sum a = read(path, whole.body, false).sum;
            const Sum b = read(path, stream.body, true).sum;
            QCOMPARE(a.text, b.text);
            QCOMPARE(a.thoughts, b.thoughts);
            QVERIFY(a.usage == b.usage);
        }
    }

    void streamsInTime()
    {
        SimulatedTransport transport(m_clock, {.tokensPerSecond = 10, .firstToken = 500ms});
        MemoryClient client(transport);
        client.post(kChat, request(kChat, "steady", true).toStdString());
        QTRY_COMPARE(transport.runningAnswers(), std::size_t(1));
        m_clock.advance(499ms);
        transport.wake();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(client.body, std::string());
        std::size_t before = 0;
        m_clock.advance(1ms);
        for (int token = 0; token < 5; ++token) {
            transport.wake();
            QTRY_VERIFY(client.body.size() > before);
            before = client.body.size();
            QVERIFY(!client.ended);
            m_clock.advance(100ms);
        }
        m_clock.advance(1h);
        transport.wake();
        QTRY_VERIFY(client.ended);
    }

    void timersSayWhatIsDue()
    {
        const SystemClock clock;
        SimulatedTransport transport(clock, {.tokensPerSecond = 2000, .firstToken = 20ms});
        MemoryClient client(transport);
        client.post(kResponses, request(kResponses, "steady", true).toStdString());
        QTRY_VERIFY(client.ended);
        QCOMPARE(read(kResponses, client.body, true).sum.finishes, 1);
    }

    void aWholeAnswerTakesItsTimeToo()
    {
        SimulatedTransport transport(m_clock, {.tokensPerSecond = 10, .firstToken = 500ms});
        MemoryClient client(transport);
        client.post(kResponses, request(kResponses, "steady", false).toStdString());
        QTRY_COMPARE(transport.runningAnswers(), std::size_t(1));
        m_clock.advance(1s);
        transport.wake();
        QCOMPARE(transport.runningAnswers(), std::size_t(1));
        m_clock.advance(1h);
        transport.wake();
        QTRY_VERIFY(client.ended);
        QCOMPARE(client.status(), 200);
    }

    void failsAsProvidersDo()
    {
        SimulatedTransport transport(m_clock, {.firstToken = 0ms, .failRate = 1});
        std::set<int> seen;
        MemoryClient client(transport);
        for (int attempt = 0; attempt < 40; ++attempt) {
            client.post(kChat, request(kChat, "flaky", true).toStdString());
            QTRY_VERIFY(client.ended);
            seen.insert(client.status());
            QCOMPARE(client.field("retry-after"), std::string(client.status() == 429 ? "1" : ""));
            const wire::ir::Failure failure = codecAt(kChat).readError(client.status(), client.body);
            QVERIFY(failure.message.find("simulated failure") != std::string::npos);
        }
        QVERIFY((seen == std::set<int>{429, 500, 503}));
    }

    void stalls_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("whole") << false;
        QTest::newRow("streamed") << true;
    }
    void stalls()
    {
        QFETCH(bool, stream);
        SimulatedTransport transport(m_clock, {.tokensPerSecond = 0, .firstToken = 0ms, .stallRate = 1});
        MemoryClient client(transport);
        client.post(kResponses, request(kResponses, "flaky", stream).toStdString());
        QTRY_COMPARE(transport.runningAnswers(), std::size_t(1));
        m_clock.advance(1h);
        transport.wake();
        QCoreApplication::sendPostedEvents();
        QVERIFY(!client.ended && !client.broken);
        client.leave();
        QTRY_COMPARE(transport.runningAnswers(), std::size_t(0));
    }

    void cuts_data() { stalls_data(); }
    void cuts()
    {
        QFETCH(bool, stream);
        SimulatedTransport transport(m_clock, {.tokensPerSecond = 0, .firstToken = 0ms, .cutRate = 1});
        MemoryClient client(transport);
        client.post(kResponses, request(kResponses, "flaky", stream).toStdString());
        QTRY_VERIFY(client.broken);
        QVERIFY(client.cut && !client.ended);
        QCOMPARE(client.status(), 200);
        QVERIFY(!client.body.empty());
        QCOMPARE(transport.runningAnswers(), std::size_t(0));
    }

    void aClientThatLeavesEndsItsAnswer()
    {
        SimulatedTransport transport(m_clock);
        MemoryClient client(transport);
        client.post(kChat, request(kChat, "steady", true).toStdString());
        QTRY_COMPARE(transport.runningAnswers(), std::size_t(1));
        client.leave();
        QTRY_COMPARE(transport.runningAnswers(), std::size_t(0));
    }

    void goesWithRunningAnswers()
    {
        auto transport = std::make_unique<SimulatedTransport>(m_clock);
        MemoryClient client(*transport);
        client.post(kChat, request(kChat, "steady", true).toStdString());
        QTRY_COMPARE(transport->runningAnswers(), std::size_t(1));
        transport.reset();
        QTRY_VERIFY(client.broken);
    }

    void aSlowClientHoldsTheAnswerBack()
    {
        SimulatedTransport transport(m_clock);
        MemoryClient client(transport);
        client.setPaused(true);
        client.post(kResponses, request(kResponses, "fast", true, withLongAnswer()).toStdString());
        QTRY_COMPARE(transport.runningAnswers(), std::size_t(1));
        for (int i = 0; i < 20; ++i) {
            transport.wake();
            QCoreApplication::sendPostedEvents();
        }
        QCOMPARE(transport.runningAnswers(), std::size_t(1));
        client.setPaused(false);
        QTRY_VERIFY(client.ended);
        const Sum sum = read(kResponses, client.body, true).sum;
        QVERIFY(sum.text.size() > 60'000);
        QVERIFY(QJsonDocument::fromJson(QByteArray::fromStdString(sum.text)).isArray());
    }

    void responsesStreamsKeepTheOfficialRules()
    {
        const QString script = QStringLiteral(SIGNALBOX_SHARED_DIR "/wire/validate_responses_stream.py");
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (!QFileInfo::exists(script) || python.isEmpty())
            QSKIP("the validator is not here");
        SimulatedTransport transport(m_clock, {.tokensPerSecond = 0, .firstToken = 0ms});
        QTemporaryDir folder;
        QStringList arguments{script};
        const auto keep = [&](const char *name, const QByteArray &body) {
            MemoryClient client(transport);
            client.post(kResponses, body.toStdString());
            QTRY_VERIFY(client.ended);
            QFile file(folder.filePath(QString::fromUtf8(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(client.body.data(), static_cast<qint64>(client.body.size()));
            arguments << file.fileName();
        };
        for (const char *model : {"fast", "steady", "reasoner", "tools"}) {
            keep(model, request(kResponses, model, true, withShell(kResponses)));
            QJsonObject limited = withShell(kResponses);
            limited[QStringLiteral("max_output_tokens")] = 7;
            keep((QByteArray(model) + "-limited").constData(), request(kResponses, model, true, limited));
        }
        keep("long", request(kResponses, "fast", true, withLongAnswer()));
        QProcess validator;
        validator.setProcessChannelMode(QProcess::MergedChannels);
        validator.start(python, arguments);
        QVERIFY(validator.waitForFinished(60'000));
        QVERIFY2(validator.exitCode() == 0, validator.readAll().constData());
    }

private:
    ManualClock m_clock;
};

QTEST_GUILESS_MAIN(TestSimulatedTransport)
#include "tst_simulated_transport.moc"
