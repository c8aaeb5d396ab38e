// The shared collection of HTTP/1.1 messages, end to end over real sockets: requests to the server, and
// behind refused ones to the whole gateway; answers to the client. tst_http_corpus feeds the same cases to
// the parsers and judges verdicts and statuses; here it is told what the next one behind them gets to see.
// Skipped where the collection is not at hand.
#include "base/random.h"
#include "http/syntax.h"
#include "support/http_handler.h"
#include "support/lying_provider.h"
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#include "support/transports.h"
#include "upstream/http_client.h"
#ifndef Q_MOC_RUN // moc of Qt 6.4 loses its way in raw strings with an odd number of quotes
#    include "integration/lies.h"
#endif

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <map>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kMark = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nmark"_ba;

QByteArray bytesOf(const QJsonObject &entry, QLatin1String name)
{
    return QByteArray::fromBase64(entry[name].toString().toLatin1());
}

bool holds(const QJsonObject &entry, QLatin1String list, QLatin1String word)
{
    return entry[list].toArray().contains(QJsonValue(word));
}

QString latin1(std::string_view text)
{
    return QString::fromLatin1(text.data(), qsizetype(text.size()));
}

QString describe(const http::RequestHead &head, const std::string &body)
{
    QString text = latin1(head.method) + u' ' + latin1(head.target);
    for (const auto &[name, value] : head.fields.all())
        text += u'\n' + latin1(name) + u": "_s + latin1(value);
    return text + u"\n\n"_s + QString::fromLatin1(QByteArray::fromStdString(body).toPercentEncoding());
}

/// As a handler has to see it: in origin form.
QString describe(const QJsonObject &message)
{
    http::RequestHead head;
    head.method = message["method"_L1].toString().toLatin1().toStdString();
    head.target = message["target"_L1].toString().toLatin1().toStdString();
    for (const auto &field : message["headers"_L1].toArray())
        head.fields.add(field.toArray().at(0).toString().toLatin1().toStdString(),
                        field.toArray().at(1).toString().toLatin1().toStdString());
    http::toOriginForm(head);
    return describe(head, bytesOf(message, "body_base64"_L1).toStdString());
}

/// How the bytes go out: at once, byte by byte, or cut at seeded places.
std::vector<QByteArray> piecesOf(const QByteArray &bytes, const QString &manner)
{
    if (manner == "whole"_L1)
        return {bytes};
    SeededRandom random(static_cast<std::uint64_t>(bytes.size()) + 1);
    std::vector<QByteArray> pieces;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype length =
            manner == "bytes"_L1 ? 1
                                 : 1 + static_cast<qsizetype>(random.next() % std::uint64_t(bytes.size()));
        pieces.push_back(bytes.mid(at, length));
        at += length;
    }
    return pieces;
}

/// Lets everybody in this thread have a turn, so that the pieces arrive apart.
void takeTurns()
{
    QTest::qWait(0);
}

/// Writes down how a call ends.
class Recorder final : public upstream::CallListener
{
public:
    void onHead(const http::ResponseHead &head) override { status = head.status; }
    void onBody(std::string_view bytes) override { body += bytes; }
    void onEnd() override { hasEnded = true; }
    void onFailed(const Error &failure) override
    {
        hasFailed = true;
        error = failure.message;
    }

    int status = 0;
    std::string body;
    std::string error;
    bool hasEnded = false;
    bool hasFailed = false;
};

} // namespace

class TestCorpusOverSockets : public QObject
{
    Q_OBJECT

private:
    std::map<QByteArray, std::unique_ptr<RunningGateway>> m_gateways;
    LyingProvider m_provider;
    SystemClock m_clock;

    static void cases(const QStringList &files, const QStringList &manners)
    {
        QTest::addColumn<QByteArray>("transport");
        QTest::addColumn<QString>("manner");
        QTest::addColumn<QJsonObject>("entry");
        for (const QString &name : files) {
            QFile file(QStringLiteral(SIGNALBOX_SHARED_DIR "/corpora/http1/") + name);
            if (!file.open(QFile::ReadOnly))
                QSKIP("the shared collection is not here");
            const QJsonArray all = QJsonDocument::fromJson(file.readAll()).object()["cases"_L1].toArray();
            for (const QByteArray &transport : transportNames()) {
                for (const auto &value : all) {
                    for (const QString &manner : manners) {
                        const QJsonObject entry = value.toObject();
                        if (manner == "bytes"_L1 && bytesOf(entry, "bytes_base64"_L1).size() > 100)
                            continue;
                        QTest::addRow("%s %s %s", transport.constData(),
                                      qPrintable(entry["id"_L1].toString()), qPrintable(manner))
                            << transport << manner << entry;
                    }
                }
            }
        }
    }

    RunningGateway &gateway(const QByteArray &transport)
    {
        auto &running = m_gateways[transport];
        if (!running)
            running = std::make_unique<RunningGateway>(
                transport, "{\"id\":\"p\",\"kind\":\"openai-compatible\",\"wire\":\"openai-responses\","
                           "\"base_url\":\"http://127.0.0.1:" +
                               QByteArray::number(m_provider.port()) +
                               "/v1\",\"keys\":[],\"retry\":{\"max\":0},\"models\":[{\"id\":\"m\"}]}");
        return *running;
    }

    static QJsonArray listOf(const QString &file, QLatin1String list)
    {
        QFile data(QStringLiteral(SIGNALBOX_SHARED_DIR "/corpora/") + file);
        return data.open(QFile::ReadOnly) ? QJsonDocument::fromJson(data.readAll()).object()[list].toArray()
                                          : QJsonArray();
    }

private Q_SLOTS:
    void cleanupTestCase() { m_gateways.clear(); }

    void handlersSeeTheRequestsThatAreThere_data()
    {
        cases({u"http1-requests.json"_s, u"own-http1-requests.json"_s}, {u"whole"_s, u"cut"_s, u"bytes"_s});
    }
    void handlersSeeTheRequestsThatAreThere()
    {
        QFETCH(QByteArray, transport);
        QFETCH(QString, manner);
        QFETCH(QJsonObject, entry);
        const auto made = makeTransport(transport.toStdString());
        RecordingHandler handler;
        QStringList seen;
        handler.onHandle = [&](http::Exchange &exchange) {
            seen.append(describe(exchange.head(), std::string(exchange.body())));
            exchange.respond({200, {}, "seen"});
        };
        http::ServerLimits limits; // as the collection assumes
        limits.targetBytes = 65'536;
        limits.headBytes = 66'000;
        limits.fields = 1000;
        const auto server = http::Server::create(*made, handler, m_clock, limits);
        const auto address = server->listen("127.0.0.1:0");
        QVERIFY(address);
        PlainClient client(QByteArray::fromStdString(address->substr(address->rfind(':') + 1)).toUShort());
        for (const QByteArray &piece : piecesOf(bytesOf(entry, "bytes_base64"_L1), manner)) {
            client.send(piece);
            takeTurns();
        }
        client.endSending();
        QTRY_VERIFY_WITH_TIMEOUT(client.takeAll() != PlainEnd::NotYet, 10'000);

        QStringList expected;
        for (const auto &message : entry["messages"_L1].toArray())
            expected.append(describe(message.toObject()));
        // A coding is taken off before the handler sees the request: told by tst_http_server.
        const bool isCoded = client.received.contains(" 415 ") ||
                             expected.join(u'\n').contains("content-encoding: "_L1, Qt::CaseInsensitive);
        if (!isCoded)
            QCOMPARE(seen, expected.mid(0, seen.size()));
        QVERIFY(seen.size() <= expected.size());
        const bool wasRefused = !handler.errors.empty();
        if (entry["verdict"_L1] == "reject"_L1 && entry["also_ok"_L1].toArray().isEmpty())
            QVERIFY2(wasRefused, client.received.constData());
        if (entry["verdict"_L1] == "accept"_L1 && !wasRefused)
            QCOMPARE(seen.size(), expected.size());
        if (wasRefused) { // told, and the connection's last word
            static const QRegularExpression refusal(u"HTTP/1.1 [45][0-9][0-9] "_s);
            const qsizetype last = QString::fromLatin1(client.received).lastIndexOf(refusal);
            QVERIFY2(last >= 0, client.received.constData());
            QVERIFY(client.received.mid(last).contains("\r\nConnection: close\r\n"));
        }
    }

    void nothingBehindARefusedRequestReachesAProvider_data()
    {
        cases({u"http1-requests.json"_s, u"own-http1-requests.json"_s}, {u"whole"_s});
    }
    void nothingBehindARefusedRequestReachesAProvider()
    {
        QFETCH(QByteArray, transport);
        QFETCH(QJsonObject, entry);
        if (entry["verdict"_L1] != "reject"_L1 || holds(entry, "also_ok"_L1, "accept"_L1) ||
            holds(entry, "also_ok"_L1, "incomplete"_L1))
            return;
        RunningGateway &running = gateway(transport);
        m_provider.setLie({.bytes = kMark, .then = Lie::Then::Close});
        PlainClient client(running.port());
        // The request that an attacker would like to have taken for one: it is in order, key and all.
        client.send(bytesOf(entry, "bytes_base64"_L1) +
                    modelCall("{\"model\":\"p/m\",\"input\":\"hi\"}", RunningGateway::kKey));
        client.endSending();
        QTRY_VERIFY_WITH_TIMEOUT(client.takeAll() != PlainEnd::NotYet, 10'000);
        QCOMPARE(m_provider.requests, 0);
        QVERIFY(!client.received.contains("HTTP/1.1 502"));
    }

    void jsonTravelsAsItIsOrNotAtAll_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("travels");
        const QString file = u"json/jsontestsuite.json"_s;
        for (const auto &value : listOf(file, "cases"_L1)) {
            const QJsonObject entry = value.toObject();
            const QString expect = entry["expect"_L1].toString();
            const QString answer = entry["strict_proxy"_L1].toObject()["answer"_L1].toString();
            QTest::newRow(qPrintable(entry["id"_L1].toString()))
                << bytesOf(entry, "bytes_base64"_L1)
                << (expect == u"either" ? answer : expect).startsWith("accept"_L1);
        }
        for (const auto &value : listOf(file, "transform"_L1))
            QTest::newRow(qPrintable(value.toObject()["id"_L1].toString()))
                << bytesOf(value.toObject(), "bytes_base64"_L1)
                << QUtf8StringView(bytesOf(value.toObject(), "bytes_base64"_L1)).isValidUtf8();
        if (listOf(file, "cases"_L1).isEmpty())
            QSKIP("the shared collection is not here");
    }
    void jsonTravelsAsItIsOrNotAtAll()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, travels);
        RunningGateway &running = gateway(transportNames().front());
        m_provider.setLie({.bytes = kMark, .then = Lie::Then::Close});
        const RawAnswer answer =
            askOnce(running.port(), modelCall("{\"model\":\"p/m\",\"input\":\"hi\",\"x\":" + text + "}",
                                              RunningGateway::kKey, "Connection: close\r\n"));
        QCOMPARE(m_provider.requests, travels ? 1 : 0);
        if (travels)
            QVERIFY(m_provider.lastRequest.endsWith("{\"model\":\"m\",\"input\":\"hi\",\"x\":" + text + "}"));
        else
            QCOMPARE(answer.status, 400);
    }

    void aRelayedStreamKeepsItsBytes_data()
    {
        QTest::addColumn<QByteArray>("block");
        for (const char *file : {"sse/sse.json", "sse/own-sse.json"}) {
            for (const auto &value : listOf(QString::fromLatin1(file), "cases"_L1)) {
                const QByteArray bytes = bytesOf(value.toObject(), "bytes_base64"_L1);
                const bool ends =
                    bytes.endsWith("\n\n") || bytes.endsWith("\r\n\r\n") || bytes.endsWith("\r\r");
                if (ends)
                    QTest::newRow(qPrintable(value.toObject()["id"_L1].toString())) << bytes;
            }
        }
        if (listOf(u"sse/sse.json"_s, "cases"_L1).isEmpty())
            QSKIP("the shared collection is not here");
    }
    void aRelayedStreamKeepsItsBytes()
    {
        QFETCH(QByteArray, block);
        RunningGateway &running = gateway(transportNames().front());
        const QByteArray stream = sse({kCreated, kAdded, kDelta}) + block + sse({kDone, kCompleted});
        m_provider.setLie({.bytes = kStreamHead + stream});
        const RawAnswer answer =
            askOnce(running.port(), modelCall("{\"model\":\"p/m\",\"stream\":true,\"input\":\"hi\"}",
                                              RunningGateway::kKey, "Connection: close\r\n"));
        QCOMPARE(answer.status, 200);
        // Behind an error, which some of the blocks are, the client gets its own.
        const qsizetype failed = answer.body.indexOf("event: response.failed");
        if (failed < 0)
            QCOMPARE(answer.body, stream);
        else
            QVERIFY2(stream.startsWith(answer.body.left(failed)), answer.body.constData());
    }

    void answersAreReadAsTheyAre_data()
    {
        cases({u"http1-responses.json"_s, u"own-http1-responses.json"_s}, {u"whole"_s, u"cut"_s});
    }
    void answersAreReadAsTheyAre();
};

void TestCorpusOverSockets::answersAreReadAsTheyAre()
{
    QFETCH(QByteArray, transport);
    QFETCH(QString, manner);
    QFETCH(QJsonObject, entry);
    const auto made = makeTransport(transport.toStdString());
    const auto client = upstream::HttpClient::create(*made, m_clock);
    RawServer peer;
    const auto start = [&](Recorder &recorder, const QString &method) {
        upstream::HttpRequest request;
        request.endpoint = {"127.0.0.1", peer.port(), false, ""};
        request.method = method.toStdString();
        request.target = "/asked";
        return client->start(std::move(request), {}, recorder);
    };
    const auto asked = [&](std::size_t socket) {
        return peer.sockets.size() > socket && peer.sockets[socket]->received.endsWith("\r\n\r\n");
    };
    Recorder first;
    const auto call = start(first, entry["request_methods"_L1].toArray().at(0).toString(u"GET"_s));
    QTRY_VERIFY(asked(0));
    for (const QByteArray &piece : piecesOf(bytesOf(entry, "bytes_base64"_L1), manner)) {
        if (!peer.sockets[0]->isConnected())
            break; // it has heard enough
        peer.sockets[0]->send(piece);
        takeTurns();
    }
    if (entry["closed_after"_L1].toBool())
        peer.sockets[0]->close();
    // Without its end an answer is waited for; with it everything is told.
    const bool isTold = QTest::qWaitFor([&] { return first.hasEnded || first.hasFailed; },
                                        entry["verdict"_L1] == "incomplete"_L1 ? 50 : 5'000);
    QVERIFY(isTold || !entry["closed_after"_L1].toBool());

    QJsonObject expected; // the first answer that is final
    for (const auto &message : entry["messages"_L1].toArray()) {
        const int status = message.toObject()["status"_L1].toInt();
        if (expected.isEmpty() && (status >= 200 || status == 101))
            expected = message.toObject();
    }
    if (first.hasEnded) {
        const bool isLenient = holds(entry, "also_ok"_L1, "accept"_L1);
        QVERIFY(!expected.isEmpty() || isLenient);
        if (!expected.isEmpty()) {
            QCOMPARE(first.status, expected["status"_L1].toInt());
            QCOMPARE(QByteArray::fromStdString(first.body), bytesOf(expected, "body_base64"_L1));
        } else {
            QVERIFY(entry["lenient_bodies_base64"_L1].toArray().contains(
                QJsonValue(QString::fromLatin1(QByteArray::fromStdString(first.body).toBase64()))));
        }
    } else if (entry["verdict"_L1] == "accept"_L1 && !expected.isEmpty()) {
        // Stricter than asked, see tst_http_corpus; a protocol that nobody asked for is no answer either.
        const QByteArray why = QByteArray::fromStdString(first.error);
        QVERIFY2(holds(entry, "also_ok"_L1, "reject"_L1) || why.contains("chunk extension") ||
                     why.contains("only HTTP/1.0 and HTTP/1.1") || why.contains("changes the protocol"),
                 why.constData());
    }

    // Whatever else had come: the next request gets its own answer.
    Recorder second;
    const auto next = start(second, u"GET"_s);
    std::size_t answering = 0;
    QTRY_VERIFY((answering = peer.sockets.size() - 1,
                 peer.sockets[answering]->received.count("/asked") == (answering == 0 ? 2 : 1)));
    peer.sockets[answering]->send(kMark);
    QTRY_VERIFY_WITH_TIMEOUT(second.hasEnded || second.hasFailed, 5'000);
    QVERIFY2(second.hasEnded, second.error.c_str());
    QCOMPARE(second.body, std::string("mark"));
}

QTEST_GUILESS_MAIN(TestCorpusOverSockets)
#include "tst_corpus_over_sockets.moc"
