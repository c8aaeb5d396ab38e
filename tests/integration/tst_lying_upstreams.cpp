// Providers that lie, from socket to socket through the whole gateway: each lie is told to the client as what
// it is, settled once in the ledger, and a request that runs beside it notices nothing.
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#include "support/transports.h"
#ifndef Q_MOC_RUN // moc of Qt 6.4 loses its way in raw strings with an odd number of quotes
#    include "integration/lies.h"
#endif

#include <QTest>

#include <map>

using namespace signalbox;
using namespace signalbox::test;

namespace {

QByteArray providerNamed(const QByteArray &id, quint16 port, const QByteArray &timeouts,
                         const QByteArray &wire = "openai-responses")
{
    return "{\"id\":\"" + id + "\",\"kind\":\"openai-compatible\",\"wire\":\"" + wire +
           "\",\"base_url\":\"http://127.0.0.1:" + QByteArray::number(port) +
           "/v1\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}]," +
           "\"retry\":{\"max\":0,\"base_ms\":1,\"max_ms\":1},\"timeouts\":{" + timeouts +
           "},\"models\":[{\"id\":\"m\",\"price\":{\"input_per_mtok\":1,\"output_per_mtok\":2}}]}";
}

} // namespace

Q_DECLARE_METATYPE(LieRow)

class TestLyingUpstreams : public QObject
{
    Q_OBJECT

private:
    LyingProvider m_liar;
    RawServer m_honest; ///< answers the requests that run beside the lies
    std::map<QByteArray, std::unique_ptr<RunningGateway>> m_gateways;

    RunningGateway &gateway(const QByteArray &transport)
    {
        auto &found = m_gateways[transport];
        if (!found) {
            const QByteArray patient = "\"first_byte_ms\":20000,\"idle_ms\":20000,\"total_ms\":30000";
            const QByteArray hasty = "\"first_byte_ms\":800,\"idle_ms\":400,\"total_ms\":1200";
            found = std::make_unique<RunningGateway>(
                transport, providerNamed("liar", m_liar.port(), patient) + ',' +
                               providerNamed("chatliar", m_liar.port(), patient, "openai-chat") + ',' +
                               providerNamed("hasty", m_liar.port(), hasty) + ',' +
                               providerNamed("honest", m_honest.port(), patient));
        }
        return *found;
    }

    static QByteArray call(const QByteArray &model, bool stream, const QByteArray &fields = {},
                           const QByteArray &input = "hi")
    {
        return modelCall("{\"model\":\"" + model + "\",\"stream\":" + (stream ? "true" : "false") +
                             ",\"input\":\"" + input + "\"}",
                         RunningGateway::kKey, fields);
    }

    static QByteArray chatCall(const QByteArray &model)
    {
        return modelCall("{\"model\":\"" + model +
                             "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                         RunningGateway::kKey, "Connection: close\r\n", "/v1/chat/completions");
    }

    /// A stream from the honest provider that is half told.
    class Bystander final
    {
    public:
        Bystander(quint16 port, RawServer &provider)
            : m_client(RawSocket::connectTo(port)), m_provider(provider), m_before(provider.sockets.size())
        {
            m_client->send(call("honest/m", true, "Connection: close\r\n"));
            (void)QTest::qWaitFor(
                [&] {
                    return m_provider.sockets.size() > m_before &&
                           m_provider.sockets.back()->received.endsWith('}');
                },
                10'000);
            if (m_provider.sockets.size() <= m_before)
                return;
            m_provider.sockets.back()->send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
                "Transfer-Encoding: chunked\r\n\r\n" +
                chunk(sse({kCreated, kAdded, kDelta})));
            (void)QTest::qWaitFor([&] { return m_client->received.contains("Hi"); }, 10'000);
        }

        /// Tells the rest; whether the client got all of it, unharmed.
        bool ends()
        {
            if (m_provider.sockets.size() <= m_before || m_client->isClosed)
                return false;
            m_provider.sockets[m_before]->send(chunk(sse({kDone, kCompleted})) + "0\r\n\r\n");
            (void)QTest::qWaitFor([&] { return m_client->isClosed; }, 10'000);
            const RawAnswer answer(m_client->received);
            return answer.status == 200 && answer.body == sse({kCreated, kAdded, kDelta, kDone, kCompleted});
        }

    private:
        std::unique_ptr<RawSocket> m_client;
        RawServer &m_provider;
        const std::size_t m_before;
    };

private Q_SLOTS:
    void cleanupTestCase() { m_gateways.clear(); }

    void lies_data()
    {
        QTest::addColumn<QByteArray>("transport");
        QTest::addColumn<LieRow>("row");
        for (const QByteArray &transport : transportNames()) {
            for (const auto &table : {framingLies(), contentLies(), slowLies()}) {
                for (const LieRow &row : table)
                    QTest::addRow("%s: %s", transport.constData(), row.name) << transport << row;
            }
        }
    }
    void lies()
    {
        QFETCH(QByteArray, transport);
        QFETCH(LieRow, row);
        RunningGateway &running = gateway(transport);
        QVERIFY2(running.port() != 0, running.problem.c_str());
        const std::int64_t before = running.rows();
        m_liar.setLie(row.lie);
        Bystander bystander(running.port(), m_honest);

        const RawAnswer answer =
            askOnce(running.port(),
                    row.chat ? chatCall(row.model) : call(row.model, row.stream, "Connection: close\r\n"));
        QVERIFY2(answer.status == row.status, (answer.head + '\n' + answer.body.left(500)).constData());
        QVERIFY2(answer.body.contains(row.says), answer.body.left(500).constData());
        QCOMPARE(answer.field("x-signalbox-error"), row.code);
        QVERIFY2(m_liar.taken <= row.mostTaken, QByteArray::number(m_liar.taken).constData());
        QCOMPARE(m_liar.connections, 1);

        QVERIFY(bystander.ends());
        QCOMPARE(running.rows(), before + 2);
        const auto record = running.record(answer.field("x-request-id"));
        QVERIFY(record);
        QCOMPARE(record->attempts.size(), std::size_t(1));
        const auto outcome = row.status != 200               ? record::Outcome::Failed
                             : row.says == "response.failed" ? record::Outcome::Cut
                                                             : record::Outcome::Ok;
        QVERIFY2(record->outcome == outcome, answer.body.constData());
        // Hosts and keys are nobody's business.
        QVERIFY(!answer.body.contains("127.0.0.1") && !answer.body.contains("sk-of-the-provider"));
    }

    void whatStandsBehindAnAnswerIsNeverTheNextOne_data()
    {
        QTest::addColumn<QByteArray>("transport");
        QTest::addColumn<QByteArray>("behind");
        for (const QByteArray &transport : transportNames()) {
            const auto row = [&](const char *name, const QByteArray &behind) {
                QTest::addRow("%s: %s", transport.constData(), name) << transport << behind;
            };
            row("another answer", whole().replace("Hi", "Ha"));
            row("one byte", "x");
            row("a time-out nobody asked for", "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        }
    }
    void whatStandsBehindAnAnswerIsNeverTheNextOne()
    {
        QFETCH(QByteArray, transport);
        QFETCH(QByteArray, behind);
        RunningGateway &running = gateway(transport);
        m_liar.setLie({.bytes = whole() + behind, .then = Lie::Then::Stay});
        for (int i = 1; i <= 3; ++i) {
            const RawAnswer answer = askOnce(running.port(), call("liar/m", false, "Connection: close\r\n"));
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, kWhole);
            QCOMPARE(m_liar.connections, i); // none is used again
        }
    }

    void aTruthfulConnectionIsUsedAgain()
    {
        RunningGateway &running = gateway(transportNames().front());
        m_liar.setLie({.bytes = whole(), .then = Lie::Then::Stay});
        for (int i = 1; i <= 3; ++i)
            QCOMPARE(askOnce(running.port(), call("liar/m", false, "Connection: close\r\n")).status, 200);
        QCOMPARE(m_liar.requests, 3);
        QCOMPARE(m_liar.connections, 1);
    }

    void aLargeRequestThatIsAnsweredEarly()
    {
        RunningGateway &running = gateway(transportNames().front());
        m_liar.setLie({.bytes = whole(), .when = Lie::When::HeadSeen, .then = Lie::Then::Stay});
        const QByteArray large(20'000'000, 'x');
        const RawAnswer answer =
            askOnce(running.port(), call("liar/m", false, "Connection: close\r\n", large));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, kWhole);
    }
};

QTEST_GUILESS_MAIN(TestLyingUpstreams)
#include "tst_lying_upstreams.moc"
