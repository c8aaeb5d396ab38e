#include "base/clock.h"
#include "http/server.h"
#include "support/http_handler.h"
#include "support/raw_peer.h"
#include "support/transports.h"
#include "support/turns.h"

#include <QDeadlineTimer>
#include <QTest>

#include <zlib.h>
#include <zstd.h>

using namespace signalbox;
using namespace signalbox::http;
using namespace signalbox::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray gzipped(const QByteArray &bytes)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&stream, uLong(bytes.size()))) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return out;
}

QByteArray zstdPacked(const QByteArray &bytes)
{
    QByteArray out(qsizetype(ZSTD_compressBound(size_t(bytes.size()))), '\0');
    out.resize(
        qsizetype(ZSTD_compress(out.data(), size_t(out.size()), bytes.data(), size_t(bytes.size()), 3)));
    return out;
}

QByteArray post(const QByteArray &body, const QByteArray &fields = {})
{
    return "POST /v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n" + fields + "\r\n" + body;
}

const QByteArray kGet = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"_ba;

/// A server on a free port with everything a test can turn.
struct Fixture
{
    explicit Fixture(ServerLimits limits = {}) : server(Server::create(*transport, handler, clock, limits))
    {
        const auto address = server->listen("127.0.0.1:0");
        if (address)
            port = QByteArray::fromStdString(address->substr(address->rfind(':') + 1)).toUShort();
    }

    std::unique_ptr<net::Transport> transport = createChosenTransport();
    RecordingHandler handler;
    ManualClock clock;
    std::unique_ptr<Server> server;
    quint16 port = 0;
};

} // namespace

class TestHttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void keepsTheConnectionForTheNextRequest()
    {
        Fixture f;
        auto client = RawSocket::connectTo(f.port);
        for (int i = 1; i <= 3; ++i) {
            client->received.clear();
            client->send(post("{\"n\":" + QByteArray::number(i) + "}"));
            QTRY_VERIFY(client->received.endsWith("{\"n\":" + QByteArray::number(i) + "}"));
            QVERIFY(client->received.startsWith("HTTP/1.1 200 OK\r\n"));
            QVERIFY(client->received.contains("\r\nContent-Length: 7\r\n"));
            QVERIFY(client->received.contains("\r\nDate: Fri, 15 Jan 2027 08:00:00 GMT\r\n"));
            QVERIFY(!client->received.contains("Connection:"));
        }
        QCOMPARE(f.server->connectionCount(), std::size_t(1));
        QCOMPARE(f.handler.requests.size(), std::size_t(3));
    }

    void answersPipelinedRequestsInOrder()
    {
        Fixture f;
        std::vector<Exchange *> open;
        f.handler.onHandle = [&](Exchange &exchange) { open.push_back(&exchange); };
        auto client = RawSocket::connectTo(f.port);
        client->send(post("one") + post("two") + post("three"));
        QTRY_COMPARE(open.size(), std::size_t(1));
        for (const char *name : {"one", "two", "three"}) {
            QTRY_COMPARE(f.handler.bodies.back(), std::string(name));
            const std::size_t seen = open.size();
            open.back()->respond({200, {}, "answer to " + std::string(open.back()->body())});
            QCOMPARE(open.size(), seen); // the next one is never begun from within this call
        }
        QTRY_VERIFY(client->received.endsWith("answer to three"));
        QVERIFY(client->received.indexOf("answer to one") < client->received.indexOf("answer to two"));
    }

    void readsABodyWhateverItsFraming_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("body");
        const QByteArray large(300'000, 'x');
        QTest::newRow("none") << kGet << QByteArray();
        QTest::newRow("content length") << post("{}") << "{}"_ba;
        QTest::newRow("large content length") << post(large) << large;
        QTest::newRow("chunked") << "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"_ba
                                 << "hello world"_ba;
        QTest::newRow("chunked with trailers")
            << "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
               "2\r\nhi\r\n0\r\nHost: evil\r\n\r\n"_ba
            << "hi"_ba;
        QTest::newRow("gzip") << post(gzipped(large), "Content-Encoding: gzip\r\n") << large;
        QTest::newRow("gzip in two members")
            << post(gzipped("one ") + gzipped("two"), "Content-Encoding: gzip\r\n") << "one two"_ba;
        QTest::newRow("zstd") << post(zstdPacked(large), "Content-Encoding: zstd\r\n") << large;
        const QByteArray huge(5'000'000, 'x'); // more than is decoded in one turn
        QTest::newRow("gzip of much") << post(gzipped(huge), "Content-Encoding: gzip\r\n") << huge;
        QTest::newRow("zstd of much") << post(zstdPacked(huge), "Content-Encoding: zstd\r\n") << huge;
        QTest::newRow("gzip of much in a chunk")
            << "POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" +
                   QByteArray::number(gzipped(huge).size(), 16) + "\r\n" + gzipped(huge) + "\r\n0\r\n\r\n"
            << huge;
        QTest::newRow("gzip in many members")
            << post(gzipped("x").repeated(1'000), "Content-Encoding: gzip\r\n") << QByteArray(1'000, 'x');
        QTest::newRow("identity") << post("{}", "Content-Encoding: identity\r\n") << "{}"_ba;
        QTest::newRow("coded but empty") << post({}, "Content-Encoding: gzip\r\n") << QByteArray();
    }

    void readsABodyWhateverItsFraming()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, body);
        Fixture f;
        auto whole = RawSocket::connectTo(f.port);
        whole->send(request);
        QTRY_COMPARE(f.handler.bodies.size(), std::size_t(1));
        QVERIFY(f.handler.bodies[0] == body.toStdString());
        // Cut in the head and in the body; a following request shows that the end was found.
        auto cut = RawSocket::connectTo(f.port);
        const qsizetype headEnd = request.indexOf("\r\n\r\n") + 3;
        for (const QByteArray &piece : {request.left(11), request.mid(11, headEnd - 11),
                                        request.mid(headEnd, 9), request.mid(headEnd + 9) + kGet}) {
            cut->send(piece);
            letPass(1ms); // so that the pieces come apart; the result is the same if they do not
        }
        QTRY_COMPARE(f.handler.bodies.size(), std::size_t(3));
        QVERIFY(f.handler.bodies[1] == body.toStdString());
        QCOMPARE(f.handler.bodies[2], std::string());
    }

    void aBodyThatExpandsLetsOthersPass_data()
    {
        QTest::addColumn<QByteArray>("packed");
        QTest::addColumn<QByteArray>("coding");
        const QByteArray large(8'000'000, 'x');
        QTest::newRow("gzip") << gzipped(large) << "Content-Encoding: gzip\r\n"_ba;
        QTest::newRow("zstd") << zstdPacked(large) << "Content-Encoding: zstd\r\n"_ba;
        // Nothing comes out of these, and it takes as long.
        QTest::newRow("empty members") << gzipped({}).repeated(3'000) << "Content-Encoding: gzip\r\n"_ba;
    }

    void aBodyThatExpandsLetsOthersPass()
    {
        QFETCH(QByteArray, packed);
        QFETCH(QByteArray, coding);
        Fixture f;
        PlainClient large(f.port);
        PlainClient small(f.port);
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(2));
        constexpr std::size_t kBetween = 8;
        std::size_t servedBefore = 0;
        f.handler.onHandle = [&](Exchange &exchange) {
            exchange.respond({});
            if (f.handler.bodies.back() != "small") {
                servedBefore = f.handler.bodies.size() - 1;
            } else if (f.handler.bodies.size() < kBetween) {
                small.send(post("small")); // it is in the server's kernel buffer when this returns
            }
        };
        large.send(post(packed, coding));
        small.send(post("small"));
        QTRY_COMPARE(f.handler.bodies.size(), kBetween + 1);
        QCOMPARE(servedBefore, kBetween);
    }

    void aBodyThatExpandsAndItsClient_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("served");
        QTest::addColumn<int>("error");
        const QByteArray packed = gzipped(QByteArray(5'000'000, 'x'));
        const QByteArray large = post(packed, "Content-Encoding: gzip\r\n");
        QTest::newRow("another behind it") << large + kGet + large + kGet << 4 << 0;
        QTest::newRow("ends as it should not")
            << post(packed + "x", "Content-Encoding: gzip\r\n") + kGet << 0 << 400;
        QTest::newRow("breaks off") << post(packed.chopped(9), "Content-Encoding: gzip\r\n") + kGet << 0
                                    << 400;
        QTest::newRow("half of it never comes") << large.chopped(300) << 0 << 0;
    }

    void aBodyThatExpandsAndItsClient()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, served);
        QFETCH(int, error);
        Fixture f;
        f.handler.onHandle = [](Exchange &exchange) { exchange.respond({}); };
        // A client that has ended its side gets its answers all the same.
        PlainClient client(f.port);
        client.send(request);
        client.endSending();
        QTRY_VERIFY(client.takeAll() == PlainEnd::Orderly);
        QCOMPARE(client.received.count("HTTP/1.1 200"), served);
        QCOMPARE(f.handler.bodies.size(), std::size_t(served));
        QCOMPARE(f.handler.errors, error == 0 ? std::vector<int>{} : std::vector<int>{error});
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(0));
    }

    void whoLeavesIsForgottenWhileABodyIsDecoded()
    {
        Fixture f;
        f.handler.onHandle = [](Exchange &exchange) { exchange.respond({}); };
        PlainClient large(f.port);
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(1));
        large.send(post(gzipped(QByteArray(20'000'000, 'x')), "Content-Encoding: gzip\r\n"));
        PlainClient old(f.port);
        old.send(QByteArray(kGet).replace("1.1", "1.0")); // the connection closes behind its answer
        // A few turns at a time, because QTRY_VERIFY waits longer than the large one takes.
        const QDeadlineTimer patience(5'000);
        while (old.takeAll() != PlainEnd::Orderly && !patience.hasExpired())
            letPass(0ms);
        QCOMPARE(f.handler.requests.size(), std::size_t(1)); // closed while the large one was being decoded
        old.reset();
        large.reset();
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(0));
    }

    void refusesWhatItMustNotRead_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("field");
        const QByteArray bomb = gzipped(QByteArray(5'000'000, '0'));
        QTest::newRow("garbage") << "hello\r\n\r\n"_ba << 400 << QByteArray();
        QTest::newRow("two lengths") << post("x", "Content-Length: 1\r\n") << 400 << QByteArray();
        QTest::newRow("length and coding")
            << post("x", "Transfer-Encoding: chunked\r\n") << 400 << QByteArray();
        QTest::newRow("no host") << "GET / HTTP/1.1\r\n\r\n"_ba << 400 << QByteArray();
        QTest::newRow("unknown method") << "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"_ba << 501 << QByteArray();
        QTest::newRow("tunnel") << "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"_ba << 405 << "Allow: GET"_ba;
        QTest::newRow("HTTP/2") << "GET / HTTP/2.0\r\nHost: a\r\n\r\n"_ba << 505 << QByteArray();
        QTest::newRow("long target") << "GET /" + QByteArray(20'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"
                                     << 414 << QByteArray();
        QTest::newRow("long head") << "GET / HTTP/1.1\r\nHost: a\r\nX: " + QByteArray(70'000, 'a') +
                                          "\r\n\r\n"
                                   << 431 << QByteArray();
        QTest::newRow("declared too large")
            << "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000001\r\n\r\n"_ba << 413 << QByteArray();
        QTest::newRow("chunked too large")
            << "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nf4241\r\n" +
                   QByteArray(1'000'001, 'x')
            << 413 << QByteArray();
        QTest::newRow("decoded too large") << post(bomb, "Content-Encoding: gzip\r\n") << 413 << QByteArray();
        QTest::newRow("zstd decoded too large")
            << post(zstdPacked(QByteArray(5'000'000, '0')), "Content-Encoding: zstd\r\n") << 413
            << QByteArray();
        QTest::newRow("unknown coding")
            << post("x", "Content-Encoding: br\r\n") << 415 << "Accept-Encoding: gzip, zstd"_ba;
        QTest::newRow("a coding on a coding")
            << post(gzipped("x"), "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n") << 415
            << QByteArray();
        QTest::newRow("broken gzip") << post("not gzip at all", "Content-Encoding: gzip\r\n") << 400
                                     << QByteArray();
        QTest::newRow("gzip cut off")
            << post(gzipped("hello").chopped(4), "Content-Encoding: gzip\r\n") << 400 << QByteArray();
        QTest::newRow("zstd cut off")
            << post(zstdPacked("hello").chopped(2), "Content-Encoding: zstd\r\n") << 400 << QByteArray();
        QTest::newRow("unknown expectation") << post("x", "Expect: 200-ok\r\n") << 417 << QByteArray();
    }

    void refusesWhatItMustNotRead()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        QFETCH(QByteArray, field);
        Fixture f({.bodyBytes = 1'000'000});
        auto client = RawSocket::connectTo(f.port);
        client->send(request + kGet); // what comes behind a fault is never a request
        QTRY_VERIFY(client->received.contains("\r\n\r\n"));
        QVERIFY2(client->received.startsWith("HTTP/1.1 " + QByteArray::number(status)),
                 client->received.constData());
        QVERIFY(client->received.contains("\r\nConnection: close\r\n"));
        QVERIFY(field.isEmpty() || client->received.contains(field));
        QTRY_VERIFY(client->isClosed);
        QVERIFY(f.handler.requests.empty());
        QCOMPARE(f.handler.errors, std::vector<int>{status});
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(0));
    }

    void absoluteFormNamesTheHost()
    {
        Fixture f;
        auto client = RawSocket::connectTo(f.port);
        client->send("GET http://good.test:81/p?q=1 HTTP/1.1\r\nHost: evil.test\r\n\r\n");
        QTRY_COMPARE(f.handler.requests.size(), std::size_t(1));
        QCOMPARE(f.handler.requests[0].target, std::string("/p?q=1"));
        QCOMPARE(f.handler.requests[0].path(), std::string_view("/p"));
        QCOMPARE(f.handler.requests[0].query(), std::string_view("q=1"));
        QCOMPARE(f.handler.requests[0].fields.value("host"), std::optional<std::string_view>("good.test:81"));
    }

    void tellsTheClientToGoOn()
    {
        Fixture f;
        auto client = RawSocket::connectTo(f.port);
        client->send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        QTRY_COMPARE(client->received, "HTTP/1.1 100 Continue\r\n\r\n"_ba);
        client->send("{}");
        QTRY_VERIFY(client->received.endsWith("\r\n\r\n{}"));
        // Not where the body is already here, nor for HTTP/1.0.
        auto eager = RawSocket::connectTo(f.port);
        eager->send(post("{}", "Expect: 100-continue\r\n"));
        QTRY_VERIFY(eager->received.endsWith("\r\n\r\n{}"));
        QVERIFY(!eager->received.contains("100 Continue"));
    }

    void refusesEarlyWithoutReadingTheBody()
    {
        Fixture f;
        f.handler.onRefuseEarly = [](const RequestHead &head) -> std::optional<Response> {
            if (head.target == "/open")
                return std::nullopt;
            return Response{401, {}, "no key"};
        };
        // Small: the body passes by, the connection stays.
        auto client = RawSocket::connectTo(f.port);
        client->send("POST /closed HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
        QTRY_VERIFY(client->received.endsWith("no key"));
        client->send("helloGET /open HTTP/1.1\r\nHost: a\r\n\r\n");
        QTRY_VERIFY(client->received.contains("HTTP/1.1 200 OK"));
        QCOMPARE(f.handler.requests.size(), std::size_t(1));
        QCOMPARE(f.handler.requests[0].target, std::string("/open"));
        // Without a body at all.
        client->received.clear();
        client->send("GET /closed HTTP/1.1\r\nHost: a\r\n\r\nGET /open HTTP/1.1\r\nHost: a\r\n\r\n");
        QTRY_VERIFY(client->received.contains("HTTP/1.1 200 OK"));
        QVERIFY(client->received.startsWith("HTTP/1.1 401"));
        QCOMPARE(f.handler.requests.size(), std::size_t(2));
        // Large, and sent by a client that reads only afterwards: the answer still gets there.
        auto large = RawSocket::connectTo(f.port);
        large->send("POST /closed HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\n\r\n" +
                    QByteArray(8'000'000, 'x'));
        QTRY_VERIFY(large->received.endsWith("no key"));
        QVERIFY(large->received.contains("Connection: close"));
        QTRY_VERIFY(large->isClosed);
        QCOMPARE(large->lastError, QAbstractSocket::RemoteHostClosedError);
        QCOMPARE(f.handler.requests.size(), std::size_t(2));
    }

    void streamsAnAnswer_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("ends");
        QTest::addColumn<bool>("closes");
        QTest::newRow("chunked for 1.1") << kGet << "\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"_ba << false;
        QTest::newRow("chunked, then closed")
            << "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"_ba
            << "Connection: close\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"_ba << true;
        QTest::newRow("until close for 1.0") << "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"_ba
                                             << "Connection: close\r\n\r\nhello!"_ba << true;
        QTest::newRow("head only for HEAD") << "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"_ba
                                            << "Transfer-Encoding: chunked\r\n\r\n"_ba << false;
    }

    void streamsAnAnswer()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, ends);
        QFETCH(bool, closes);
        Fixture f;
        f.handler.onHandle = [](Exchange &exchange) {
            Fields fields;
            fields.add("Content-Type", "text/event-stream");
            fields.add("Content-Length", "3"); // the server's business
            fields.add("X-Bad", "a\r\nSet-Cookie: evil");
            exchange.begin(200, fields);
            exchange.send("hello");
            exchange.send("");
            exchange.send("!");
            exchange.finish();
        };
        auto client = RawSocket::connectTo(f.port);
        client->send(request);
        QTRY_VERIFY2(client->received.endsWith(ends), client->received.constData());
        QVERIFY(client->received.contains("Content-Type: text/event-stream\r\n"));
        QVERIFY(!client->received.contains("evil"));
        QVERIFY(!client->received.contains("Content-Length"));
        if (closes) {
            QTRY_VERIFY(client->isClosed);
        } else {
            client->received.clear();
            client->send(kGet);
            QTRY_VERIFY(client->received.endsWith("0\r\n\r\n"));
        }
    }

    void sendsTheHeadAloneWhenNothingFollows()
    {
        Fixture f;
        f.handler.onHandle = [](Exchange &exchange) { exchange.begin(200, {}); };
        auto client = RawSocket::connectTo(f.port);
        client->send(kGet);
        QTRY_VERIFY(client->received.endsWith("chunked\r\n\r\n"));
        QVERIFY(!client->isClosed);
    }

    void anAnswerWithoutBodyHasNone()
    {
        Fixture f;
        f.handler.onHandle = [](Exchange &exchange) { exchange.respond({204, {}, "never"}); };
        auto client = RawSocket::connectTo(f.port);
        client->send(kGet + "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        QTRY_COMPARE(f.handler.requests.size(), std::size_t(2));
        QTRY_COMPARE(client->received.count("HTTP/1.1 204 No Content"), 2);
        QVERIFY(!client->received.contains("never"));
        QVERIFY(!client->received.contains("Content-Length"));
    }

    void headHasTheLengthButNoBody()
    {
        Fixture f;
        f.handler.onHandle = [](Exchange &exchange) { exchange.respond({200, {}, "12345"}); };
        auto client = RawSocket::connectTo(f.port);
        client->send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        QTRY_VERIFY(client->received.endsWith("Content-Length: 5\r\n\r\n"));
    }

    void keepsAnOldClientThatAsks()
    {
        Fixture f;
        auto client = RawSocket::connectTo(f.port);
        client->send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        QTRY_VERIFY(client->received.contains("Connection: keep-alive\r\n"));
        client->send("GET /2 HTTP/1.0\r\n\r\n");
        QTRY_VERIFY(client->isClosed);
        QCOMPARE(f.handler.requests.size(), std::size_t(2));
    }

    void aCutAnswerLooksCut()
    {
        Fixture f;
        f.handler.onHandle = [](Exchange &exchange) {
            exchange.begin(200, {});
            exchange.send("half");
            exchange.cut();
        };
        auto client = RawSocket::connectTo(f.port);
        client->send(kGet);
        QTRY_VERIFY(client->isClosed);
        QVERIFY(client->received.endsWith("4\r\nhalf\r\n")); // no last chunk
        PlainClient old(f.port);
        QVERIFY(old.isConnected);
        old.send("GET / HTTP/1.0\r\n\r\n");
        QTRY_COMPARE(old.takeAll(), PlainEnd::Reset); // else it would look whole
    }

    void dropsSlowClients_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<int>("afterSeconds");
        QTest::addColumn<bool>("isAnswered");
        QTest::newRow("nothing sent") << QByteArray() << 121 << false;
        QTest::newRow("half a head") << "GET / HT"_ba << 16 << true;
        QTest::newRow("head without end") << "GET / HTTP/1.1\r\nHost: a\r\n"_ba << 16 << true;
        QTest::newRow("half a body") << "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf"_ba << 31
                                     << true;
        QTest::newRow("half a chunked body")
            << "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"_ba << 31 << true;
        QTest::newRow("idle after an answer") << kGet << 121 << false;
    }

    void dropsSlowClients()
    {
        QFETCH(QByteArray, sent);
        QFETCH(int, afterSeconds);
        QFETCH(bool, isAnswered);
        Fixture f;
        auto client = RawSocket::connectTo(f.port);
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(1));
        client->send(sent);
        if (sent == kGet)
            QTRY_VERIFY(client->received.contains("200 OK"));
        else
            letPass(20ms); // nothing shows that it has been read
        client->received.clear();
        f.clock.advance(std::chrono::seconds(afterSeconds - 2));
        letTicksPass(); // a tick passes, and nothing happens
        QCOMPARE(f.server->connectionCount(), std::size_t(1));
        QVERIFY(client->received.isEmpty());
        f.clock.advance(2s);
        QTRY_VERIFY(client->isClosed);
        QCOMPARE(client->received.startsWith("HTTP/1.1 408"), isAnswered);
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(0));
    }

    void aTrickledHeadIsTooSlowAsAWhole()
    {
        Fixture f;
        auto client = RawSocket::connectTo(f.port);
        client->send("GET / HTTP/1.1\r\nHost: a\r\n");
        letPass(20ms);
        for (int i = 0; i < 20 && client->received.isEmpty(); ++i) {
            client->send("X: y\r\n"); // always some progress
            letPass(20ms);
            f.clock.advance(1s);
        }
        QTRY_VERIFY(client->received.startsWith("HTTP/1.1 408"));
    }

    void aClientThatTakesNothingIsLeft()
    {
        Fixture f;
        RecordingListener listener;
        f.handler.onHandle = [&](Exchange &exchange) {
            exchange.setListener(&listener);
            exchange.begin(200, {});
            const std::string piece(1'000'000, 'x');
            for (int i = 0; i < 20; ++i)
                exchange.send(piece);
        };
        auto client = RawSocket::connectTo(f.port);
        client->setDeaf(true);
        client->send(kGet);
        QTRY_COMPARE(f.handler.requests.size(), std::size_t(1));
        letTicksPass();
        QCOMPARE(listener.gone, 0);
        f.clock.advance(121s);
        QTRY_COMPARE(listener.gone, 1);
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(0));
    }

    void holdsBackForASlowClient()
    {
        Fixture f;
        RecordingListener listener;
        Exchange *exchange = nullptr;
        const std::string piece(64 * 1024, 'x');
        std::size_t sent = 0;
        std::size_t most = 0;
        constexpr std::size_t kTotal = 40'000'000;
        const auto sendMore = [&] {
            while (sent < kTotal && exchange->unsentBytes() <= net::Connection::kHighWater) {
                exchange->send(piece);
                sent += piece.size();
                most = std::max(most, exchange->unsentBytes());
            }
            if (sent >= kTotal)
                exchange->finish();
        };
        listener.whenSendable = sendMore;
        f.handler.onHandle = [&](Exchange &given) {
            exchange = &given;
            given.setListener(&listener);
            given.begin(200, {});
            sendMore();
        };
        auto client = RawSocket::connectTo(f.port);
        client->setDeaf(true);
        client->send(kGet);
        QTRY_VERIFY(sent > 0);
        letPass(50ms);
        QVERIFY(sent < kTotal); // it waits
        QCOMPARE(listener.sendable, 0);
        client->setDeaf(false);
        QTRY_VERIFY(client->received.endsWith("0\r\n\r\n"));
        QVERIFY(listener.sendable > 0);
        QVERIFY(most < net::Connection::kHighWater + 2 * piece.size());
        QVERIFY(client->received.size() > qsizetype(kTotal));
    }

    void aFloodOfPipelinedRequestsIsNotHoarded()
    {
        Fixture f;
        const std::string answer(10'000, 'a');
        f.handler.onHandle = [&](Exchange &exchange) { exchange.respond({200, {}, answer}); };
        auto client = RawSocket::connectTo(f.port);
        client->setDeaf(true);
        constexpr int kRequests = 20'000;
        client->send(kGet.repeated(kRequests));
        QTRY_VERIFY(f.handler.requests.size() > 100);
        std::size_t before = 0;
        QTRY_VERIFY(std::exchange(before, f.handler.requests.size()) ==
                    f.handler.requests.size()); // it stands
        QVERIFY(f.handler.requests.size() < kRequests);
        client->setDeaf(false);
        QTRY_COMPARE(f.handler.requests.size(), std::size_t(kRequests));
        QTRY_COMPARE(client->received.count("HTTP/1.1 200 OK"), qsizetype(kRequests));
    }

    void hearsThatTheClientHasGone()
    {
        Fixture f;
        RecordingListener listener;
        f.handler.onHandle = [&](Exchange &exchange) { exchange.setListener(&listener); };
        auto client = RawSocket::connectTo(f.port);
        client->send(kGet);
        QTRY_COMPARE(f.handler.requests.size(), std::size_t(1));
        const linger reset{1, 0};
        ::setsockopt(static_cast<int>(client->socket().socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset,
                     sizeof reset);
        client->reset();
        QTRY_COMPARE(listener.gone, 1);
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(0));
    }

    void aHalfClosedClientGetsItsAnswers()
    {
        Fixture f;
        std::vector<Exchange *> open;
        RecordingListener listener;
        f.handler.onHandle = [&](Exchange &exchange) {
            exchange.setListener(&listener);
            open.push_back(&exchange);
        };
        auto client = RawSocket::connectTo(f.port);
        client->send(post("1") + post("2") + "POST /half");
        QTRY_COMPARE(open.size(), std::size_t(1));
        client->endSending();
        letPass(20ms);
        QCOMPARE(listener.gone, 0);
        open.back()->respond({200, {}, "first"});
        QTRY_COMPARE(open.size(), std::size_t(2));
        open.back()->begin(200, {});
        open.back()->send("second");
        f.clock.advance(10s); // an answer has begun: only a failed write tells that the client has left
        letTicksPass();
        QCOMPARE(listener.gone, 0);
        open.back()->finish();
        QTRY_VERIFY(client->isClosed);
        QVERIFY(client->received.contains("first"));
        QVERIFY(client->received.contains("second\r\n0\r\n\r\n"));
        QCOMPARE(client->lastError, QAbstractSocket::RemoteHostClosedError);
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(0));
    }

    void aClientThatClosedIsNotBelievedForEver()
    {
        Fixture f;
        RecordingListener listener;
        f.handler.onHandle = [&](Exchange &exchange) { exchange.setListener(&listener); };
        auto client = RawSocket::connectTo(f.port);
        client->send(kGet);
        QTRY_COMPARE(f.handler.requests.size(), std::size_t(1));
        client->close();
        QTRY_VERIFY(client->isClosed);
        letTicksPass();
        QCOMPARE(listener.gone, 0); // it may have half-closed
        f.clock.advance(2s);
        QTRY_COMPARE(listener.gone, 1);
    }

    void aClientThatClosedWhileStreamingIsGone()
    {
        Fixture f;
        RecordingListener listener;
        Exchange *open = nullptr;
        f.handler.onHandle = [&](Exchange &exchange) {
            exchange.setListener(&listener);
            exchange.begin(200, {});
            exchange.send("first");
            open = &exchange;
        };
        auto client = RawSocket::connectTo(f.port);
        client->send(kGet);
        QTRY_VERIFY(client->received.contains("first"));
        client->close();
        QTRY_VERIFY(client->isClosed);
        client.reset();
        // The first write meets a closed socket, the answer to it is a reset.
        QTRY_VERIFY((listener.gone == 0 ? open->send("more") : void(), listener.gone == 1));
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(0));
    }

    void drainsRunningAnswers()
    {
        Fixture f;
        Exchange *open = nullptr;
        f.handler.onHandle = [&](Exchange &exchange) { open = &exchange; };
        auto idle = RawSocket::connectTo(f.port);
        auto busy = RawSocket::connectTo(f.port);
        busy->send(kGet);
        QTRY_VERIFY(open);
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(2));
        bool drained = false;
        f.server->drain([&] { drained = true; });
        QVERIFY(!drained);
        QTRY_VERIFY(idle->isClosed);
        auto late = RawSocket::connectTo(f.port);
        QTRY_COMPARE(late->lastError, QAbstractSocket::ConnectionRefusedError);
        letTicksPass();
        QVERIFY(!drained);
        open->respond({200, {}, "done"});
        QTRY_VERIFY(drained);
        QTRY_VERIFY(busy->isClosed);
        QVERIFY(busy->received.endsWith("done"));
        QVERIFY(busy->received.contains("Connection: close"));
    }

    void drainsAtOnceWhereNothingRuns()
    {
        Fixture f;
        bool drained = false;
        f.server->drain([&] { drained = true; });
        QVERIFY(!drained); // never from within the call
        QTRY_VERIFY(drained);
    }

    void closesAllAndTells()
    {
        Fixture f;
        RecordingListener listener;
        f.handler.onHandle = [&](Exchange &exchange) { exchange.setListener(&listener); };
        auto client = RawSocket::connectTo(f.port);
        client->send(kGet);
        QTRY_COMPARE(f.handler.requests.size(), std::size_t(1));
        f.server->closeAll();
        QCOMPARE(listener.gone, 1);
        QTRY_VERIFY(client->isClosed);
        QCOMPARE(f.server->connectionCount(), std::size_t(0));
    }

    void mayBeDestroyedWhileAnswering()
    {
        auto f = std::make_unique<Fixture>();
        RecordingListener listener;
        f->handler.onHandle = [&](Exchange &exchange) { exchange.setListener(&listener); };
        auto client = RawSocket::connectTo(f->port);
        client->send(kGet);
        QTRY_COMPARE(f->handler.requests.size(), std::size_t(1));
        f.reset();
        QCOMPARE(listener.gone, 1);
        QTRY_VERIFY(client->isClosed);
    }

    void acceptsNoMoreThanItsLimit()
    {
        Fixture f({.connections = 2});
        auto one = RawSocket::connectTo(f.port);
        auto two = RawSocket::connectTo(f.port);
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(2));
        auto three = RawSocket::connectTo(f.port);
        QTRY_VERIFY(three->isClosed);
        QVERIFY(!one->isClosed);
        one->close();
        QTRY_COMPARE(f.server->connectionCount(), std::size_t(1));
        auto four = RawSocket::connectTo(f.port);
        four->send(kGet);
        QTRY_VERIFY(four->received.contains("200 OK"));
    }

    void listensOnMoreThanOneAddress()
    {
        Fixture f;
        const auto second = f.server->listen("[::1]:0");
        QVERIFY(second);
        QVERIFY(second->starts_with("[::1]:"));
        const auto port = QByteArray::fromStdString(second->substr(6)).toUShort();
        auto client = RawSocket::connectTo(port, QHostAddress(QHostAddress::LocalHostIPv6));
        client->send(kGet);
        QTRY_VERIFY(client->received.contains("200 OK"));
        const auto third = f.server->listen("localhost:0");
        QVERIFY(third);
        QVERIFY(third->starts_with("127.0.0.1:"));
    }

    void tellsAPortThatIsTaken()
    {
        Fixture f;
        const auto again = f.server->listen("127.0.0.1:" + std::to_string(f.port));
        QVERIFY(!again);
        QVERIFY(again.error().code == ErrorCode::Conflict);
    }

    void refusesToListenOnNonsense_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("no port") << u"127.0.0.1"_s;
        QTest::newRow("a name") << u"example.com:80"_s;
        QTest::newRow("port out of range") << u"127.0.0.1:70000"_s;
        QTest::newRow("no number") << u"127.0.0.1:http"_s;
        QTest::newRow("version 6 without brackets") << u"::1:80"_s;
        QTest::newRow("version 4 in brackets") << u"[127.0.0.1]:80"_s;
        QTest::newRow("empty") << QString();
    }

    void refusesToListenOnNonsense()
    {
        QFETCH(QString, address);
        Fixture f;
        const auto result = f.server->listen(address.toStdString());
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
