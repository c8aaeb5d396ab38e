// The gateway from socket to socket: real connections, a real ledger, providers that do as they are told.
#include "app/composition.h"
#include "ledger/ledger_reader.h"
#include "support/raw_peer.h"
#ifndef Q_MOC_RUN // moc of Qt 6.4 loses its way in raw strings with an odd number of quotes
#    include "integration/scripted_provider.h"
#endif

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

class TestGatewayEndToEnd : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    app::Paths m_paths;
    std::unique_ptr<app::Composition> m_composition;
    std::unique_ptr<ScriptedProvider> m_first;
    std::unique_ptr<ScriptedProvider> m_second;
    quint16 m_port = 0;

    struct Answer
    {
        int status = 0;
        QByteArray head;
        QByteArray body; ///< chunked coding taken off

        [[nodiscard]] QByteArray field(const QByteArray &name) const
        {
            const qsizetype at = head.toLower().indexOf("\r\n" + name.toLower() + ": ");
            return at < 0 ? QByteArray()
                          : head.mid(at + name.size() + 4, head.indexOf('\r', at + 2) - at - name.size() - 4);
        }
        [[nodiscard]] QJsonObject error() const
        {
            return QJsonDocument::fromJson(body).object().value(QLatin1String("error")).toObject();
        }
    };

    static QByteArray dechunked(QByteArray body)
    {
        QByteArray whole;
        for (;;) {
            const qsizetype line = body.indexOf("\r\n");
            const qsizetype size = line < 0 ? 0 : body.left(line).toLongLong(nullptr, 16);
            if (size == 0)
                return whole;
            whole += body.mid(line + 2, size);
            body.remove(0, line + 2 + size + 2);
        }
    }

    Answer ask(const QByteArray &path, const QByteArray &body,
               const QByteArray &fields = "Authorization: Bearer sk-sbx-e2e\r\n",
               const QByteArray &method = "POST", const QByteArray &host = "127.0.0.1")
    {
        const auto peer = test::RawSocket::connectTo(m_port);
        peer->send(method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + fields +
                   (method == "POST" ? "Content-Type: application/json\r\nContent-Length: " +
                                           QByteArray::number(body.size()) + "\r\n"
                                     : QByteArray()) +
                   "\r\n" + body);
        const bool ended = QTest::qWaitFor([&] { return peer->isClosed; }, 10'000);
        Answer answer;
        const qsizetype head = peer->received.indexOf("\r\n\r\n");
        if (!ended || head < 0)
            return answer;
        answer.head = peer->received.left(head + 2);
        answer.status = answer.head.mid(9, 3).toInt();
        answer.body = peer->received.mid(head + 4);
        if (answer.field("transfer-encoding") == "chunked")
            answer.body = dechunked(answer.body);
        return answer;
    }

    Result<record::RequestRecord> settled(const QByteArray &id) const
    {
        auto reader = ledger::LedgerReader::open(m_paths.database());
        return reader ? reader->request(id.toStdString())
                      : Result<record::RequestRecord>(std::unexpected(reader.error()));
    }

private Q_SLOTS:
    void init()
    {
        m_first = std::make_unique<ScriptedProvider>();
        m_second = std::make_unique<ScriptedProvider>();
        const QString run = m_folder.filePath(QString::number(QRandomGenerator::global()->generate()));
        m_paths.configFile = (run + QStringLiteral("/config.json")).toStdString();
        m_paths.dataDir = (run + QStringLiteral("/data")).toStdString();
        m_paths.stateDir = (run + QStringLiteral("/state")).toStdString();
        QVERIFY(QDir().mkpath(run));
        qputenv("SIGNALBOX_E2E_KEY", "sk-sbx-e2e");
        qputenv("SIGNALBOX_E2E_UPSTREAM", "sk-upstream-secret");
        QFile file(run + QStringLiteral("/config.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(configurationText(m_first->serverPort(), m_second->serverPort()));
        file.close();
        auto created =
            app::Composition::create({.paths = m_paths, .listen = {}, .notice = [](const std::string &) {}});
        QVERIFY2(created, created ? "" : created.error().message.c_str());
        m_composition = std::move(*created);
        m_port = 0;
        m_composition->start([this](const Result<std::vector<std::string>> &addresses) {
            if (addresses)
                m_port = static_cast<quint16>(
                    std::stoi(addresses->front().substr(addresses->front().rfind(':') + 1)));
        });
        QTRY_VERIFY(m_port != 0);
    }

    void cleanup()
    {
        bool done = false;
        m_composition->shutdown([&] { done = true; });
        QTRY_VERIFY(done);
        m_composition.reset();
    }

    void passesThroughUntouchedAndSettlesBeforeDone()
    {
        m_first->answerStream(sse({kCreated, kAdded, kDelta, kDone, kCompleted}));
        const QByteArray body =
            R"({"unknown_field":{"b":1,"a":[1.50]},"model":"coder","stream":true,"input":"hi \u00e9"})";
        const Answer answer = ask("/v1/responses", body);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, sse({kCreated, kAdded, kDelta, kDone, kCompleted}));
        QCOMPARE(answer.field("x-signalbox-route"), QByteArray("first/m; attempts=1; reason=priority"));
        // To the provider: the client's bytes with another model, and our key, not the client's.
        QCOMPARE(m_first->requests.size(), 1);
        const QByteArray sent = m_first->requests[0];
        QVERIFY(sent.endsWith(
            R"({"unknown_field":{"b":1,"a":[1.50]},"model":"m","stream":true,"input":"hi \u00e9"})"));
        QVERIFY(sent.startsWith("POST /v1/responses HTTP/1.1\r\n"));
        QVERIFY(sent.contains("Authorization: Bearer sk-upstream-secret\r\n"));
        QVERIFY(!sent.contains("sk-sbx-e2e"));
        // The row is there the moment the answer has ended.
        const auto record = settled(answer.field("x-request-id"));
        QVERIFY(record);
        QVERIFY(record->outcome == record::Outcome::Ok);
        QCOMPARE(record->usage->inputTokens, std::int64_t(1'000'000));
        QCOMPARE(record->cost.total->nano(), std::int64_t(2'000'000'000));
        QCOMPARE(record->attempts.size(), std::size_t(1));
    }

    void aTargetThatDiesBeforeItSpeaksIsReplaced_data()
    {
        QTest::addColumn<int>("status"); // 0: a stream that is cut
        QTest::newRow("status 500") << 500;
        QTest::newRow("status 429") << 429;
        QTest::newRow("our key is bad") << 401;
        QTest::newRow("cut before the first word") << 0;
    }
    void aTargetThatDiesBeforeItSpeaksIsReplaced()
    {
        QFETCH(int, status);
        if (status == 0)
            m_first->answerStream(sse({kCreated, kAdded}), false);
        else
            m_first->answerStatus(status, R"({"error":{"message":"no","type":"x","code":null}})");
        m_second->answerStream(sse({kCreated, kAdded, kDelta, kDone, kCompleted}));
        const Answer answer = ask("/v1/responses", R"({"model":"coder","stream":true,"input":"hi"})");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, sse({kCreated, kAdded, kDelta, kDone, kCompleted}));
        QCOMPARE(answer.field("x-signalbox-route"), QByteArray("second/m; attempts=2; reason=fallback"));
        QCOMPARE(settled(answer.field("x-request-id"))->attempts.size(), std::size_t(2));
    }

    void aTargetThatDiesLaterEndsWithATerminalEvent()
    {
        m_first->answerStream(sse({kCreated, kAdded, kDelta}), false);
        const Answer answer = ask("/v1/responses", R"({"model":"coder","stream":true,"input":"hi"})");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.startsWith(sse({kCreated, kAdded, kDelta})));
        QVERIFY(answer.body.contains("\"type\":\"response.failed\""));
        // The same answer's end, not another one's beginning.
        QCOMPARE(answer.body.count("\"type\":\"response.created\""), 1);
        QCOMPARE(answer.body.count("\"id\":\"resp_1\""), 2);
        QCOMPARE(m_second->requests.size(), 0);
        QVERIFY(settled(answer.field("x-request-id"))->outcome == record::Outcome::Cut);
    }

    // Found by killing the gateway under load: the translated end left with the usage chunk, before [DONE].
    void aTranslatedEndWaitsUntilItIsSettled()
    {
        m_second->answerOpenStream(
            sse({"{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":"
                 "\"Hi\"}}]}",
                 "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
                 "{\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,"
                 "\"total_tokens\":4}}"}));
        const auto peer = test::RawSocket::connectTo(m_port);
        const QByteArray body = "{\"model\":\"chatty/m\",\"stream\":true,\"input\":\"hi\"}";
        peer->send("POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                   "sk-sbx-e2e\r\nContent-Length: " +
                   QByteArray::number(body.size()) + "\r\n\r\n" + body);
        QTRY_VERIFY_WITH_TIMEOUT(peer->received.contains("response.completed"), 10'000);
        const qsizetype id = peer->received.indexOf("x-request-id: ") + 14;
        const auto record = settled(peer->received.mid(id, peer->received.indexOf('\r', id) - id));
        QVERIFY(record);
        QVERIFY(record->outcome == record::Outcome::Ok);
        QCOMPARE(record->usage->outputTokens, std::int64_t(1));
    }

    void usageThatNobodyToldIsEstimated()
    {
        m_second->answerStream(chatAnswer("four score and seven years ago")); // 30 bytes
        const Answer answer =
            ask("/v1/responses", "{\"model\":\"chatty/m\",\"stream\":true,\"input\":\"hi\"}");
        QVERIFY2(answer.body.contains("\"input_tokens\":5,"), answer.body.constData());
        QVERIFY2(answer.body.contains("\"output_tokens\":9,"), answer.body.constData());
        const auto record = settled(answer.field("x-request-id"));
        QVERIFY(record && record->usage);
        QVERIFY(record->usage->estimated);
        QCOMPARE(record->usage->outputTokens, std::int64_t(9));
    }

    void aCompactionIsMadeByAProviderThatKnowsNone()
    {
        m_second->answerStream(chatAnswer("half is done"));
        const Answer compacted = ask("/v1/responses", kAskForCompaction);
        QCOMPARE(compacted.body.count("event: response.output_item.done"), 1);
        QVERIFY2(compacted.body.contains("event: response.completed"), compacted.body.constData());
        QVERIFY(!m_second->requests[0].contains("\"tools\""));
        const qsizetype item = compacted.body.indexOf("{\"type\":\"compaction\"");
        QVERIFY2(item > 0, compacted.body.constData());
        const QByteArray kept = compacted.body.mid(item, compacted.body.indexOf('}', item) - item + 1);
        m_second->answerStream(chatAnswer("all is done"));
        const Answer next = ask("/v1/responses", "{\"model\":\"chatty/m\",\"stream\":true,\"input\":[" +
                                                     kept + ",{\"role\":\"user\",\"content\":\"go on\"}]}");
        QCOMPARE(next.status, 200);
        QVERIFY2(m_second->requests[1].contains("Summary of the conversation so far: half is done"),
                 m_second->requests[1].constData());
    }

    void theOnlyTargetIsAskedAgainAfterItsOwnTime()
    {
        m_first->answerStatus(503, R"({"error":{"message":"busy"}})", "Retry-After: 1\r\n");
        m_first->answerStream(sse({kCreated, kAdded, kDelta, kDone, kCompleted}));
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(ask("/v1/responses", R"({"model":"first/m","stream":true,"input":"hi"})").status, 200);
        QVERIFY(timer.elapsed() >= 1000);
    }

    void aClientsMistakeIsToldAtOnce()
    {
        m_first->answerStatus(
            400,
            R"({"error":{"message":"bad image","type":"invalid_request_error","code":"invalid_image"}})");
        const Answer answer = ask("/v1/responses", R"({"model":"coder","input":"hi"})");
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.field("x-signalbox-error"), QByteArray("upstream_failed"));
        QVERIFY(
            answer.error().value(QLatin1String("message")).toString().contains(QLatin1String("bad image")));
        QCOMPARE(answer.error().value(QLatin1String("code")).toString(), QStringLiteral("invalid_prompt"));
        QCOMPARE(m_second->requests.size(), 0);
        QVERIFY(settled(answer.field("x-request-id"))->outcome == record::Outcome::Failed);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        const QByteArray key("Authorization: Bearer sk-sbx-e2e\r\n");
        QTest::newRow("no key") << QByteArray("/v1/responses") << QByteArray("{}") << QByteArray() << 401
                                << QByteArray("unauthorized");
        QTest::newRow("a wrong key") << QByteArray("/v1/responses") << QByteArray("{}")
                                     << QByteArray("x-api-key: sk-sbx-other\r\n") << 401
                                     << QByteArray("unauthorized");
        QTest::newRow("no JSON") << QByteArray("/v1/responses") << QByteArray("{ no JSON") << key << 400
                                 << QByteArray("invalid_request");
        QTest::newRow("two models") << QByteArray("/v1/responses")
                                    << QByteArray(R"({"model":"coder","model":"x"})") << key << 400
                                    << QByteArray("invalid_request");
        QTest::newRow("an escaped model key")
            << QByteArray("/v1/responses") << QByteArray(R"({"mod\u0065l":"coder"})") << key << 400
            << QByteArray("invalid_request");
        QTest::newRow("no model") << QByteArray("/v1/chat/completions") << QByteArray("{}") << key << 400
                                  << QByteArray("invalid_request");
        QTest::newRow("a model the key may not use")
            << QByteArray("/v1/chat/completions") << QByteArray(R"({"model":"second/m","messages":[]})")
            << key << 403 << QByteArray("model_not_allowed");
        QTest::newRow("the same on Responses")
            << QByteArray("/v1/responses") << QByteArray(R"({"model":"second/m","input":"x"})") << key << 400
            << QByteArray("model_not_allowed");
        QTest::newRow("too large") << QByteArray("/v1/responses") << QByteArray(120'000, ' ') << key << 413
                                   << QByteArray("body_too_large");
        QTest::newRow("nothing there")
            << QByteArray("/v1/nothing") << QByteArray("{}") << key << 404 << QByteArray("invalid_request");
        QTest::newRow("WebSocket") << QByteArray("/v1/responses") << QByteArray("{}")
                                   << key + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                   << 426 << QByteArray("invalid_request");
    }
    void refuses()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, fields);
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        const Answer answer = ask(path, body, fields);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.field("x-signalbox-error"), code);
        QVERIFY(!answer.error().value(QLatin1String("message")).toString().isEmpty());
        QCOMPARE(m_first->requests.size(), 0);
    }

    void anUnknownTransportIsToldAtStart()
    {
        const QByteArray before = qgetenv("SIGNALBOX_TRANSPORT");
        qputenv("SIGNALBOX_TRANSPORT", "carrier-pigeon");
        app::Paths paths = m_paths;
        paths.dataDir += "-pigeon";
        paths.stateDir += "-pigeon";
        const auto made =
            app::Composition::create({.paths = paths, .listen = {}, .notice = [](const std::string &) {}});
        if (before.isEmpty())
            qunsetenv("SIGNALBOX_TRANSPORT");
        else
            qputenv("SIGNALBOX_TRANSPORT", before);
        QVERIFY(!made);
        QVERIFY(made.error().code == ErrorCode::InvalidInput);
        QVERIFY(made.error().message.find("carrier-pigeon") != std::string::npos);
    }

    void aTakenAddressNamesItsHolder()
    {
        app::Paths paths = m_paths;
        paths.dataDir += "-second";
        paths.stateDir += "-second";
        auto second = app::Composition::create({.paths = paths,
                                                .listen = "127.0.0.1:" + std::to_string(m_port),
                                                .notice = [](const std::string &) {}});
        QVERIFY(second.has_value());
        std::optional<Error> error;
        (*second)->start([&](const Result<std::vector<std::string>> &addresses) {
            error = addresses ? Error{} : addresses.error();
        });
        QTRY_VERIFY(error.has_value());
        QVERIFY(error->code == ErrorCode::Conflict);
        QVERIFY(error->message.find("(process " + std::to_string(QCoreApplication::applicationPid()) + ')') !=
                std::string::npos);
    }

    void aStrangersHostIsRefused()
    {
        const Answer answer =
            ask("/v1/models", {}, "Authorization: Bearer sk-sbx-e2e\r\n", "GET", "evil.example");
        QCOMPARE(answer.status, 421);
        QVERIFY(answer.body.contains("server.allowed_hosts"));
    }

    void listsModelsForBothKindsOfClients()
    {
        const Answer answer =
            ask("/v1/models?client_version=1", {}, "Authorization: Bearer sk-sbx-e2e\r\n", "GET");
        QCOMPARE(answer.status, 200);
        const QJsonObject body = QJsonDocument::fromJson(answer.body).object();
        QCOMPARE(body.value(QLatin1String("models"))
                     .toArray()[0]
                     .toObject()
                     .value(QLatin1String("slug"))
                     .toString(),
                 QStringLiteral("coder"));
        QCOMPARE(
            body.value(QLatin1String("data")).toArray()[0].toObject().value(QLatin1String("id")).toString(),
            QStringLiteral("coder"));
        QCOMPARE(body.value(QLatin1String("data")).toArray().size(), 3); // second/m is not this key's
        QCOMPARE(ask("/v1/models", {},
                     "Authorization: Bearer sk-sbx-e2e\r\nIf-None-Match: " + answer.field("etag") + "\r\n",
                     "GET")
                     .status,
                 304);
    }

    void metricsTellWhatHappened()
    {
        m_first->answerStream(sse({kCreated, kAdded, kDelta, kDone, kCompleted}));
        QCOMPARE(ask("/v1/responses", R"({"model":"coder","stream":true,"input":"hi"})").status, 200);
        const Answer answer = ask("/metrics", {}, {}, "GET");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.contains("signalbox_requests_total{provider=\"first\",model=\"m\",surface="
                                     "\"responses\",outcome=\"ok\"} 1"));
    }

    void chatStreamsTellTheirUsageToUsAlone()
    {
        const char *const role =
            R"({"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]})";
        const char *const word =
            R"({"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]})";
        const char *const end =
            R"({"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})";
        const char *const usage =
            R"({"id":"c","object":"chat.completion.chunk","model":"m","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}})";
        m_first->answerStream(sse({role, word, end, usage, "[DONE]"}));
        const Answer answer =
            ask("/v1/chat/completions",
                R"({"model":"coder","stream":true,"messages":[{"role":"user","content":"hi"}]})");
        QCOMPARE(answer.body, sse({role, word, end, "[DONE]"}));
        QVERIFY(m_first->requests[0].contains("include_usage"));
        QCOMPARE(settled(answer.field("x-request-id"))->usage->inputTokens, std::int64_t(10));
    }
};

QTEST_GUILESS_MAIN(TestGatewayEndToEnd)
#include "tst_gateway_end_to_end.moc"
