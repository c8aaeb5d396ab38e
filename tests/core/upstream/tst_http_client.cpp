#include "support/raw_peer.h"
#include "support/tls_identity.h"
#include "support/transports.h"
#include "support/turns.h"
#include "upstream/connection_pool.h"
#include "upstream/http_client.h"

#include <QRegularExpression>
#include <QTest>

using namespace signalbox;
using namespace signalbox::upstream;
using namespace signalbox::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Writes down what a call tells.
class Recorder final : public CallListener
{
public:
    void onHead(const http::ResponseHead &head) override
    {
        ++heads;
        status = head.status;
        if (whenHead)
            whenHead();
    }
    void onBody(std::string_view bytes) override
    {
        ++reads;
        body += bytes;
        if (whenBody)
            whenBody();
    }
    void onEnd() override
    {
        ++ends;
        if (whenEnd)
            whenEnd();
    }
    void onFailed(const Error &failure) override
    {
        error = failure;
        ++failures;
        if (whenFailed)
            whenFailed();
    }

    int heads = 0;
    int reads = 0;
    int ends = 0;
    int failures = 0;
    int status = 0;
    std::string body;
    Error error;
    std::function<void()> whenHead;
    std::function<void()> whenBody;
    std::function<void()> whenEnd;
    std::function<void()> whenFailed;
};

const QByteArray kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"_ba;

struct Fixture
{
    explicit Fixture(const net::TransportOptions &options = {}) : transport(createChosenTransport(options)) {}

    [[nodiscard]] net::Endpoint endpoint() const { return {"127.0.0.1", peer.port(), false, ""}; }

    std::unique_ptr<Call> start(Recorder &recorder, const Deadlines &deadlines = {},
                                const std::string &method = "POST")
    {
        HttpRequest request;
        request.endpoint = endpoint();
        request.method = method;
        request.target = "/v1/x";
        request.body = {"{\"a\":", "1}"};
        return client->start(std::move(request), deadlines, recorder);
    }

    /// The connection that has got `requests` whole requests of start().
    [[nodiscard]] bool hasRequests(std::size_t socket, int requests) const
    {
        return peer.sockets.size() > socket && peer.sockets[socket]->received.count("{\"a\":1}") == requests;
    }

    RawServer peer;
    ManualClock clock;
    std::unique_ptr<net::Transport> transport;
    std::unique_ptr<HttpClient> client = HttpClient::create(*transport, clock);
};

} // namespace

class TestHttpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void sendsAndReceives()
    {
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder);
        QVERIFY(!call->wasSent());
        QTRY_VERIFY(f.hasRequests(0, 1));
        QVERIFY(call->wasSent());
        QVERIFY(!call->reusedConnection());
        QVERIFY(f.peer.sockets[0]->received.startsWith("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:"));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(recorder.ends, 1);
        QCOMPARE(recorder.heads, 1);
        QCOMPARE(recorder.status, 200);
        QCOMPARE(recorder.body, std::string("{}"));
        QCOMPARE(recorder.failures, 0);
    }

    void readsAnAnswerWhateverItsFraming_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("content length") << kAnswer << false << "{}"_ba << true;
        QTest::newRow("chunked") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n"_ba
                                 << false << "abcde"_ba << true;
        QTest::newRow("until close") << "HTTP/1.1 200 OK\r\n\r\nall of it"_ba << true << "all of it"_ba
                                     << false;
        QTest::newRow("closing") << "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"_ba
                                 << false << "{}"_ba << false;
        QTest::newRow("HTTP/1.0") << "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}"_ba << false << "{}"_ba
                                  << false;
        QTest::newRow("no content") << "HTTP/1.1 204 No Content\r\n\r\n"_ba << false << QByteArray() << true;
        QTest::newRow("interim answers first")
            << "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"_ba + kAnswer
            << false << "{}"_ba << true;
        QTest::newRow("more than was asked for") << kAnswer + "HTTP/1.1 200 OK\r\n\r\n"
                                                 << false << "{}"_ba << false;
    }

    void readsAnAnswerWhateverItsFraming()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, closes);
        QFETCH(QByteArray, body);
        QFETCH(bool, isKept);
        for (const qsizetype step : {answer.size(), qsizetype(5)}) {
            Fixture f;
            Recorder recorder;
            auto call = f.start(recorder);
            QTRY_VERIFY(f.hasRequests(0, 1));
            for (qsizetype i = 0; i < answer.size(); i += step) {
                f.peer.sockets[0]->send(answer.mid(i, step));
                if (step < answer.size())
                    letPass(1ms);
            }
            if (closes)
                f.peer.sockets[0]->close();
            QTRY_COMPARE(recorder.ends, 1);
            QCOMPARE(recorder.failures, 0);
            QCOMPARE(QByteArray::fromStdString(recorder.body), body);
            if (step == answer.size() || answer.startsWith(kAnswer) == false)
                QTRY_COMPARE(f.client->idleConnections(), std::size_t(isKept ? 1 : 0));
        }
    }

    void piecesOfOneReadAreTold_once()
    {
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
                                "1\r\nx\r\n"_ba.repeated(1000) + "0\r\n\r\n");
        QTRY_COMPARE(recorder.ends, 1);
        QCOMPARE(recorder.body, std::string(1000, 'x'));
        QVERIFY(recorder.reads < 10);
    }

    void failsWhereTheAnswerIsNoAnswer_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<bool>("isProtocol"); // else it was the network
        QTest::newRow("nothing") << QByteArray() << true << false;
        QTest::newRow("half a head") << "HTTP/1.1 200 OK\r\nConte"_ba << true << false;
        QTest::newRow("half a body") << "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"_ba << true << false;
        QTest::newRow("no last chunk")
            << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"_ba << true << false;
        QTest::newRow("a page instead of a head") << "<html><body>502</body></html>\r\n"_ba << false << true;
        QTest::newRow("two lengths")
            << "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"_ba << false << true;
        QTest::newRow("a head without end")
            << "HTTP/1.1 200 OK\r\n"_ba + "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n"_ba.repeated(5000) << false
            << true;
        QTest::newRow("bad chunk size")
            << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"_ba << false << true;
        QTest::newRow("a changed protocol")
            << "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"_ba << false
            << true;
        QTest::newRow("interim answers without end")
            << "HTTP/1.1 100 Continue\r\n\r\n"_ba.repeated(20) << false << true;
    }

    void failsWhereTheAnswerIsNoAnswer()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, closes);
        QFETCH(bool, isProtocol);
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send(answer);
        if (closes)
            f.peer.sockets[0]->close();
        QTRY_COMPARE(recorder.failures, 1);
        QVERIFY(recorder.error.code == (isProtocol ? ErrorCode::Protocol : ErrorCode::Network));
        QVERIFY(recorder.error.message.find("127.0.0.1") == std::string::npos);
        QCOMPARE(recorder.ends, 0);
        QCOMPARE(f.client->idleConnections(), std::size_t(0));
        QCOMPARE(f.peer.sockets.size(), std::size_t(1)); // a fresh connection is not tried again
    }

    void usesTheLastConnectionAgain()
    {
        Fixture f;
        Recorder one;
        Recorder two;
        auto first = f.start(one);
        auto second = f.start(two);
        QTRY_VERIFY(f.hasRequests(0, 1) && f.hasRequests(1, 1));
        f.peer.sockets[1]->send(kAnswer);
        QTRY_COMPARE(one.ends + two.ends, 1);
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(one.ends + two.ends, 2);
        QCOMPARE(f.client->idleConnections(), std::size_t(2));
        Recorder three;
        auto third = f.start(three);
        QVERIFY(third->reusedConnection());
        QVERIFY(third->wasSent());
        QTRY_VERIFY(f.hasRequests(0, 2)); // put back last
        QCOMPARE(f.client->idleConnections(), std::size_t(1));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(three.ends, 1);
    }

    void aConnectionIsFreeBeforeTheEndIsTold()
    {
        Fixture f;
        Recorder one;
        Recorder two;
        std::unique_ptr<Call> next;
        one.whenEnd = [&] { next = f.start(two); };
        auto call = f.start(one);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_VERIFY(f.hasRequests(0, 2));
        QVERIFY(next->reusedConnection());
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(two.ends, 1);
    }

    void aDeadReusedConnectionIsReplacedSilently()
    {
        Fixture f;
        Recorder one;
        auto first = f.start(one);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(one.ends, 1);
        Recorder two;
        auto second = f.start(two);
        QVERIFY(second->reusedConnection());
        QTRY_VERIFY(f.hasRequests(0, 2));
        f.peer.sockets[0]->close(); // before a byte of the answer
        QTRY_VERIFY(f.hasRequests(1, 1));
        QVERIFY(!second->reusedConnection());
        QCOMPARE(two.failures, 0);
        f.peer.sockets[1]->send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
        QTRY_COMPARE(two.heads, 1);
        f.peer.sockets[1]->close();
        QTRY_COMPARE(two.failures, 1); // once is enough
        QCOMPARE(f.peer.sockets.size(), std::size_t(2));
    }

    void aReusedConnectionThatBeganToAnswerIsNotReplaced()
    {
        Fixture f;
        Recorder one;
        auto first = f.start(one);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(one.ends, 1);
        Recorder two;
        auto second = f.start(two);
        QTRY_VERIFY(f.hasRequests(0, 2));
        f.peer.sockets[0]->send("H");
        f.peer.sockets[0]->close();
        QTRY_COMPARE(two.failures, 1);
        QCOMPARE(f.peer.sockets.size(), std::size_t(1));
    }

    void anIdleConnectionThatSaysAnythingIsDropped_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("its end") << QByteArray();
        QTest::newRow("an answer nobody asked for") << kAnswer;
    }

    void anIdleConnectionThatSaysAnythingIsDropped()
    {
        QFETCH(QByteArray, said);
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(f.client->idleConnections(), std::size_t(1));
        if (said.isEmpty())
            f.peer.sockets[0]->close();
        else
            f.peer.sockets[0]->send(said);
        QTRY_COMPARE(f.client->idleConnections(), std::size_t(0));
        QTRY_VERIFY(f.peer.sockets[0]->isClosed);
    }

    // Found by thinking of a provider that tells an idle connection "408 Request Timeout" the moment it is
    // wanted again: what has come and nobody has looked at yet must not be the next request's answer.
    void whatCameWhileIdleIsNotTheNextAnswer()
    {
        Fixture f;
        Recorder one;
        auto first = f.start(one);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(f.client->idleConnections(), std::size_t(1));
        f.peer.sockets[0]->send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        Recorder two;
        auto second = f.start(two); // before the event loop is back
        QVERIFY(!second->reusedConnection());
        QTRY_VERIFY(f.hasRequests(1, 1));
        f.peer.sockets[1]->send(kAnswer);
        QTRY_COMPARE(two.ends, 1);
        QCOMPARE(two.status, 200);
    }

    void idleConnectionsAreLimitedInTimeAndNumber()
    {
        Fixture f;
        constexpr std::size_t kCalls = ConnectionPool::kIdlePerEndpoint + 3;
        std::vector<Recorder> recorders(kCalls);
        std::vector<std::unique_ptr<Call>> calls;
        for (Recorder &recorder : recorders)
            calls.push_back(f.start(recorder));
        QTRY_COMPARE(f.peer.sockets.size(), kCalls);
        for (std::size_t i = 0; i < kCalls; ++i) {
            QTRY_VERIFY(f.hasRequests(i, 1));
            f.peer.sockets[i]->send(kAnswer);
        }
        for (Recorder &recorder : recorders)
            QTRY_COMPARE(recorder.ends, 1);
        QCOMPARE(f.client->idleConnections(), ConnectionPool::kIdlePerEndpoint);
        f.clock.advance(61s);
        Recorder recorder;
        auto call = f.start(recorder); // the timer runs while something does
        QTRY_COMPARE(f.client->idleConnections(), std::size_t(0));
    }

    void dropsIdleConnectionsWhenTold()
    {
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(f.client->idleConnections(), std::size_t(1));
        f.client->dropIdle();
        QCOMPARE(f.client->idleConnections(), std::size_t(0));
        QTRY_VERIFY(f.peer.sockets[0]->isClosed);
    }

    void keepsEachDeadline_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("afterMilliseconds");
        QTest::addColumn<QString>("message");
        QTest::newRow("first byte") << QByteArray() << 3'000 << u"the answer did not begin in time"_s;
        QTest::newRow("half a head") << "HTTP/1.1 200 OK\r\n"_ba << 3'000
                                     << u"the answer did not begin in time"_s;
        QTest::newRow("idle") << "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"_ba << 2'000
                              << u"the answer stood still for too long"_s;
    }

    void keepsEachDeadline()
    {
        QFETCH(QByteArray, answer);
        QFETCH(int, afterMilliseconds);
        QFETCH(QString, message);
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder, {1s, 3s, 2s, 10s});
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send(answer);
        if (answer.contains("\r\n\r\n"))
            QTRY_COMPARE(recorder.heads, 1);
        else
            letPass(20ms);
        f.clock.advance(std::chrono::milliseconds(afterMilliseconds - 1));
        letTicksPass();
        QCOMPARE(recorder.failures, 0);
        f.clock.advance(1ms);
        QTRY_COMPARE(recorder.failures, 1);
        QVERIFY(recorder.error.code == ErrorCode::Timeout);
        QCOMPARE(QString::fromStdString(recorder.error.message), message);
        QTRY_VERIFY(f.peer.sockets[0]->isClosed);
    }

    void keepsTheTotalDeadlineWhateverHappens()
    {
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder, {1s, 3s, 2s, 10s});
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        QTRY_COMPARE(recorder.heads, 1);
        for (int i = 1; i < 10; ++i) {
            f.clock.advance(1s);
            f.peer.sockets[0]->send("1\r\nx\r\n");
            QTRY_COMPARE(recorder.body.size(), std::size_t(i));
        }
        QCOMPARE(recorder.failures, 0);
        f.clock.advance(1s);
        QTRY_COMPARE(recorder.failures, 1);
        QVERIFY(recorder.error.code == ErrorCode::Timeout);
    }

    void aConnectionThatIsNeverMadeTimesOut()
    {
        Fixture f;
        QTcpServer deaf; // accepts TCP, never speaks TLS
        QVERIFY(deaf.listen(QHostAddress::LocalHost));
        HttpRequest request;
        request.endpoint = {"127.0.0.1", deaf.serverPort(), true, ""};
        request.target = "/";
        Recorder recorder;
        auto call = f.client->start(std::move(request), {1s, 3s, 2s, 10s}, recorder);
        QTRY_VERIFY(deaf.hasPendingConnections());
        f.clock.advance(1s);
        QTRY_COMPARE(recorder.failures, 1);
        QVERIFY(recorder.error.code == ErrorCode::Timeout);
        QVERIFY(!call->wasSent());
    }

    void noDeadlineMeansNone()
    {
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder, {0s, 0s, 0s, 0s});
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.clock.advance(24h);
        letTicksPass();
        QCOMPARE(recorder.failures, 0);
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(recorder.ends, 1);
    }

    void tellsARefusedConnection()
    {
        Fixture f;
        f.peer.stop();
        HttpRequest request;
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        request.endpoint = {"127.0.0.1", gone.serverPort(), false, ""};
        request.target = "/";
        gone.close();
        Recorder recorder;
        auto call = f.client->start(std::move(request), {}, recorder);
        QCOMPARE(recorder.failures, 0); // never from within start
        QTRY_COMPARE(recorder.failures, 1);
        QVERIFY(recorder.error.code == ErrorCode::Network);
        QCOMPARE(QString::fromStdString(recorder.error.message), u"the connection was refused"_s);
        QVERIFY(!call->wasSent());
    }

    void tellsAnUnsendableRequestLater()
    {
        Fixture f;
        HttpRequest request;
        request.endpoint = f.endpoint();
        request.target = "/";
        request.fields.add("Authorization", "Bearer key\n");
        Recorder recorder;
        auto call = f.client->start(std::move(request), {}, recorder);
        QCOMPARE(recorder.failures, 0);
        QTRY_COMPARE(recorder.failures, 1);
        QVERIFY(recorder.error.code == ErrorCode::InvalidInput);
        QVERIFY(f.peer.sockets.empty());
    }

    void destroyingACallCancelsIt()
    {
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}");
        QTRY_COMPARE(recorder.heads, 1);
        call.reset();
        QTRY_VERIFY(f.peer.sockets[0]->isClosed);
        QCOMPARE(f.client->idleConnections(), std::size_t(0));
        QCOMPARE(recorder.ends + recorder.failures, 0);
    }

    void aCallMayBeDestroyedInAnyNotice_data()
    {
        QTest::addColumn<QString>("notice");
        for (const char *name : {"head", "body", "end", "failed"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void aCallMayBeDestroyedInAnyNotice()
    {
        QFETCH(QString, notice);
        Fixture f;
        Recorder recorder;
        std::unique_ptr<Call> call;
        int notices = 0;
        const auto destroy = [&] {
            call.reset();
            ++notices;
        };
        if (notice == u"head")
            recorder.whenHead = destroy;
        else if (notice == u"body")
            recorder.whenBody = destroy;
        else if (notice == u"end")
            recorder.whenEnd = destroy;
        else
            recorder.whenFailed = destroy;
        call = f.start(recorder);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.peer.sockets[0]->send(notice == u"failed" ? "garbage\r\n\r\n"_ba : kAnswer);
        QTRY_COMPARE(notices, 1);
        letPass(20ms);
        QCOMPARE(recorder.heads + recorder.reads + recorder.ends, notice == u"head"   ? 1
                                                                  : notice == u"body" ? 2
                                                                  : notice == u"end"  ? 3
                                                                                      : 0);
        // With its answer whole the connection is kept all the same.
        QCOMPARE(f.client->idleConnections(), std::size_t(notice == u"body" || notice == u"end" ? 1 : 0));
    }

    void pausesAFastProvider()
    {
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder, {1s, 3s, 2s, 0s});
        QTRY_VERIFY(f.hasRequests(0, 1));
        constexpr qsizetype kTotal = 30'000'000;
        recorder.whenBody = [&] { call->setPaused(true); };
        f.peer.sockets[0]->send("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(kTotal) +
                                "\r\n\r\n" + QByteArray(kTotal, 'x'));
        QTRY_VERIFY(recorder.reads > 0);
        letPass(50ms);
        QCOMPARE(recorder.reads, 1);
        QVERIFY(f.peer.sockets[0]->unsent() > kTotal / 2); // TCP holds the provider back
        f.clock.advance(1h);
        letTicksPass();
        QCOMPARE(recorder.failures, 0); // we stood still, not the provider
        recorder.whenBody = nullptr;
        call->setPaused(false);
        QTRY_COMPARE(recorder.ends, 1);
        QCOMPARE(recorder.body.size(), std::size_t(kTotal));
    }

    void sendsALargeBodyInPieces()
    {
        Fixture f;
        const std::string large(20'000'000, 'x');
        HttpRequest request;
        request.endpoint = f.endpoint();
        request.target = "/";
        request.body = {"<", large, ">"};
        Recorder recorder;
        auto call = f.client->start(std::move(request), {}, recorder);
        QTRY_VERIFY(!f.peer.sockets.empty() && f.peer.sockets[0]->received.endsWith('>'));
        QVERIFY(f.peer.sockets[0]->received.contains("Content-Length: 20000002\r\n"));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(recorder.ends, 1);
    }

    void sendsAsManyPiecesAsThereAre()
    {
        for (const std::size_t count : {7, 8, 9, 16, 40}) {
            Fixture f;
            HttpRequest request;
            request.endpoint = f.endpoint();
            request.target = "/";
            std::vector<std::string> pieces;
            std::string whole;
            for (std::size_t i = 0; i < count; ++i) {
                pieces.push_back('<' + std::to_string(i) + '>');
                whole += pieces.back();
            }
            request.body.assign(pieces.begin(), pieces.end());
            request.body.insert(request.body.begin() + 3, std::string_view());
            Recorder recorder;
            auto call = f.client->start(std::move(request), {}, recorder);
            const auto body = "\r\n\r\n" + QByteArray::fromStdString(whole);
            QTRY_VERIFY(!f.peer.sockets.empty() && f.peer.sockets[0]->received.endsWith(body));
        }
    }

    void anAnswerBeforeTheRequestIsOutEndsTheConnection()
    {
        Fixture f;
        const std::string large(20'000'000, 'x');
        HttpRequest request;
        request.endpoint = f.endpoint();
        request.target = "/";
        request.body = {large};
        Recorder recorder;
        auto call = f.client->start(std::move(request), {}, recorder);
        QTRY_VERIFY(!f.peer.sockets.empty());
        f.peer.sockets[0]->setDeaf(true);
        f.peer.sockets[0]->send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
        QTRY_COMPARE(recorder.ends, 1);
        QCOMPARE(recorder.status, 413);
        QCOMPARE(f.client->idleConnections(), std::size_t(0));
    }

    void theClientMayGoBeforeItsCalls()
    {
        Fixture f;
        Recorder recorder;
        auto call = f.start(recorder);
        QTRY_VERIFY(f.hasRequests(0, 1));
        f.client.reset();
        QTRY_VERIFY(f.peer.sockets[0]->isClosed);
        call->setPaused(true);
        call.reset();
        QCOMPARE(recorder.ends + recorder.failures, 0);
    }

    void looksNamesUp()
    {
        Fixture f;
        HttpRequest request;
        request.endpoint = {"localhost", f.peer.port(), false, ""};
        request.method = "GET";
        request.target = "/";
        Recorder recorder;
        auto call = f.client->start(std::move(request), {}, recorder);
        QTRY_VERIFY(!f.peer.sockets.empty() && f.peer.sockets[0]->received.contains("\r\n\r\n"));
        f.peer.sockets[0]->send(kAnswer);
        QTRY_COMPARE(recorder.ends, 1);
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_http_client.moc"
