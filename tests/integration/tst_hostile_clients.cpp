// Clients that mean no good, from socket to socket through the whole gateway: each gets a clear error, and
// the others notice nothing.
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#include "support/transports.h"
#include "support/turns.h"
#ifndef Q_MOC_RUN // moc of Qt 6.4 loses its way in raw strings with an odd number of quotes
#    include "integration/refused_requests.h"
#endif

#include <QTest>

#include <map>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(RefusedRow)

class TestHostileClients : public QObject
{
    Q_OBJECT

private:
    LyingProvider m_quick;   ///< answers whole, at once
    LyingProvider m_endless; ///< streams words without end
    std::map<QByteArray, std::unique_ptr<RunningGateway>> m_gateways;

    RunningGateway &gateway(const QByteArray &transport)
    {
        auto &found = m_gateways[transport];
        if (!found) {
            const auto provider = [](const QByteArray &id, quint16 port) {
                return "{\"id\":\"" + id +
                       "\",\"kind\":\"openai-compatible\",\"wire\":\"openai-responses\",\"base_url\":"
                       "\"http://127.0.0.1:" +
                       QByteArray::number(port) +
                       "/v1\",\"keys\":[],\"retry\":{\"max\":0},\"models\":[{\"id\":\"m\"}]}";
            };
            found = std::make_unique<RunningGateway>(
                transport, provider("quick", m_quick.port()) + ',' + provider("endless", m_endless.port()),
                QByteArray(), ",\"max_body_bytes\":100000");
        }
        return *found;
    }

    static QByteArray ping(const QByteArray &fields = {})
    {
        return modelCall(kPing, RunningGateway::kKey, fields);
    }
    static QByteArray streamCall()
    {
        return modelCall("{\"model\":\"endless/m\",\"stream\":true,\"input\":\"hi\"}", RunningGateway::kKey);
    }

    /// Whether a client on a connection of its own is served as if nothing were.
    static bool serves(quint16 port)
    {
        const RawAnswer answer = askOnce(port, ping("Connection: close\r\n"));
        return answer.status == 200 && answer.body == kWhole;
    }

    static void everyTransport()
    {
        QTest::addColumn<QByteArray>("transport");
        for (const QByteArray &transport : transportNames())
            QTest::newRow(transport.constData()) << transport;
    }

private Q_SLOTS:
    void init()
    {
        m_quick.setLie({.bytes = whole(), .then = Lie::Then::Stay});
        m_endless.setLie({.bytes = kStreamHead + sse({kCreated, kAdded}),
                          .again = QByteArray(sse({kDelta})).repeated(100),
                          .upTo = 128 * 1024 * 1024,
                          .then = Lie::Then::Stay});
    }
    void cleanupTestCase() { m_gateways.clear(); }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("transport");
        QTest::addColumn<RefusedRow>("row");
        for (const QByteArray &transport : transportNames()) {
            for (const RefusedRow &row : refusedRequests())
                QTest::addRow("%s: %s", transport.constData(), row.name) << transport << row;
        }
    }
    void refuses()
    {
        QFETCH(QByteArray, transport);
        QFETCH(RefusedRow, row);
        RunningGateway &running = gateway(transport);
        QVERIFY2(running.port() != 0, running.problem.c_str());
        const auto beside = RawSocket::connectTo(running.port());
        beside->send(ping());
        QTRY_VERIFY(beside->received.contains(kWhole));
        beside->received.clear();
        const int before = m_quick.requests;

        // What stands behind a fault is no request, whatever it looks like.
        const auto peer = RawSocket::connectTo(running.port());
        peer->send(row.request + ping());
        QTRY_VERIFY_WITH_TIMEOUT(peer->isClosed || peer->received.contains(kWhole), 10'000);
        const RawAnswer answer(peer->received);
        QVERIFY2(answer.status == row.status, peer->received.left(300).constData());
        QCOMPARE(peer->received.count("\r\nDate: "), row.status == 421 ? 2 : 1);
        QCOMPARE(answer.field("content-type"), QByteArray("application/json"));
        QVERIFY2(answer.body.contains("\"message\""), answer.body.constData());
        // A wrong Host is framed well: only it is refused, what follows is another request.
        QCOMPARE(m_quick.requests, before + (row.status == 421 ? 1 : 0));

        beside->send(ping()); // on the connection it had
        QTRY_VERIFY(beside->received.contains(kWhole));
    }

    void anOldRequestHasNothingBehindIt()
    {
        RunningGateway &running = gateway(transportNames().front());
        const int before = m_quick.requests;
        const auto peer = RawSocket::connectTo(running.port());
        peer->send(ping().replace("HTTP/1.1", "HTTP/1.0") + ping());
        QTRY_VERIFY(peer->isClosed);
        QCOMPARE(peer->received.count("HTTP/1.1 200"), 1);
        QCOMPARE(m_quick.requests, before + 1);
    }

    void whoMayNotAskIsNotToldToGoOn()
    {
        RunningGateway &running = gateway(transportNames().front());
        const auto peer = RawSocket::connectTo(running.port());
        peer->send("POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk-wrong\r\n"
                   "Expect: 100-continue\r\nContent-Length: 90000\r\n\r\n");
        QTRY_VERIFY(peer->received.contains("\r\n\r\n"));
        QCOMPARE(RawAnswer(peer->received).status, 401);
        QVERIFY(!peer->received.contains("100 Continue"));
    }

    void pipelinedRequestsAreAnsweredInTheirOrder_data() { everyTransport(); }
    void pipelinedRequestsAreAnsweredInTheirOrder()
    {
        QFETCH(QByteArray, transport);
        RunningGateway &running = gateway(transport);
        const std::int64_t before = running.rows();
        const auto peer = RawSocket::connectTo(running.port());
        constexpr int kRequests = 60;
        QByteArray all;
        for (int i = 0; i < kRequests; ++i)
            all += i % 3 == 2 ? QByteArray("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") : ping();
        peer->send(all);
        QTRY_COMPARE_WITH_TIMEOUT(peer->received.count("HTTP/1.1 200"), kRequests, 15'000);
        QTRY_COMPARE(peer->received.count(kWhole), kRequests * 2 / 3);
        qsizetype at = 0;
        for (int i = 0; i < kRequests; ++i) {
            const qsizetype model = peer->received.indexOf(kWhole, at);
            const qsizetype health = peer->received.indexOf("{\"status\":\"ok\"}", at);
            QCOMPARE(i % 3 == 2, health >= 0 && (model < 0 || health < model));
            at = (i % 3 == 2 ? health : model) + 1;
        }
        QCOMPARE(running.rows(), before + kRequests * 2 / 3);
    }

    void slowSendersHoldNobodyUp_data() { everyTransport(); }
    void slowSendersHoldNobodyUp()
    {
        QFETCH(QByteArray, transport);
        RunningGateway &running = gateway(transport);
        const QByteArray request = ping();
        const qsizetype head = request.indexOf("\r\n\r\n") + 4;
        std::vector<std::unique_ptr<RawSocket>> slow;
        for (int i = 0; i < 200; ++i) {
            slow.push_back(RawSocket::connectTo(running.port()));
            slow.back()->send(request.left(i % 2 == 0 ? head - 10 : head + 10));
        }
        QVERIFY(serves(running.port()));
        for (int i = 0; i < 200; ++i)
            slow[static_cast<std::size_t>(i)]->send(request.mid(i % 2 == 0 ? head - 10 : head + 10));
        for (const auto &client : slow)
            QTRY_VERIFY_WITH_TIMEOUT(client->received.contains(kWhole), 10'000);
    }

    void aSlowReaderSlowsItsProviderDown_data() { everyTransport(); }
    void aSlowReaderSlowsItsProviderDown()
    {
        QFETCH(QByteArray, transport);
        RunningGateway &running = gateway(transport);
        const auto deaf = RawSocket::connectTo(running.port());
        deaf->setDeaf(true);
        deaf->send(streamCall());
        QTRY_VERIFY_WITH_TIMEOUT(m_endless.taken > 0, 10'000);
        // The provider gets rid of what the kernel's buffers hold, and then of nothing more.
        qint64 last = -1;
        for (int i = 0; i < 40 && last != m_endless.taken; ++i) {
            last = m_endless.taken;
            letTicksPass();
        }
        QCOMPARE(m_endless.taken, last);
        QVERIFY2(last < 40 * 1024 * 1024, QByteArray::number(last).constData());
        QVERIFY(serves(running.port()));
        deaf->setDeaf(false);
        QTRY_VERIFY_WITH_TIMEOUT(m_endless.taken > last, 10'000);
        deaf->reset();
        const qint64 left = m_endless.taken;
        QVERIFY(serves(running.port()));
        QTRY_VERIFY(m_endless.taken < left + 40 * 1024 * 1024);
    }

    void clientsThatResetAreSettledAndForgotten_data() { everyTransport(); }
    void clientsThatResetAreSettledAndForgotten()
    {
        QFETCH(QByteArray, transport);
        RunningGateway &running = gateway(transport);
        const std::int64_t before = running.rows();
        const QByteArray request = streamCall();
        constexpr int kEach = 10;
        for (int i = 0; i < kEach; ++i) {
            for (const qsizetype length : {qsizetype(20), request.size() - 5}) {
                const auto client = RawSocket::connectTo(running.port());
                client->send(request.left(length));
                QTRY_VERIFY(client->isConnected());
                client->reset();
            }
            const auto client = RawSocket::connectTo(running.port());
            client->send(request);
            QTRY_VERIFY(client->received.contains("Hi"));
            const linger reset{1, 0};
            ::setsockopt(static_cast<int>(client->socket().socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset,
                         sizeof reset);
            client->reset();
        }
        QTRY_COMPARE(running.rows(), before + kEach); // those that had asked
        QVERIFY(serves(running.port()));
    }
};

QTEST_GUILESS_MAIN(TestHostileClients)
#include "tst_hostile_clients.moc"
