// Many connections and few descriptors: the program waits, says what it cannot do, and goes on. In a process
// of its own, whose limits are set and whose descriptors and memory are counted.
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#include "support/serve_process.h"
#include "support/transports.h"
#include "support/turns.h"
#ifndef Q_MOC_RUN // moc of Qt 6.4 loses its way in raw strings with an odd number of quotes
#    include "integration/refused_requests.h"
#endif

#include <QTest>

#include <sys/resource.h>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

class TestScarceDescriptors : public QObject
{
    Q_OBJECT

private:
    LyingProvider m_quick;

    static QByteArray ping(const QByteArray &fields = {})
    {
        return modelCall(kPing, RunningGateway::kKey, fields);
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
    void initTestCase()
    {
#ifndef Q_OS_LINUX
        QSKIP("reads /proc");
#endif
        if (!qEnvironmentVariableIsSet("SIGNALBOX_PROGRAM"))
            QSKIP("SIGNALBOX_PROGRAM names no program");
    }
    void init() { m_quick.setLie({.bytes = whole(), .then = Lie::Then::Stay}); }

    void thousandsOfIdleConnections_data() { everyTransport(); }
    void thousandsOfIdleConnections();
    void withoutDescriptorsItWaitsAndGoesOn_data() { everyTransport(); }
    void withoutDescriptorsItWaitsAndGoesOn();
    void withoutDescriptorsForProvidersItSaysSo_data() { everyTransport(); }
    void withoutDescriptorsForProvidersItSaysSo();
    void asManyDescriptorsAsArePermitted();
};
void TestScarceDescriptors::thousandsOfIdleConnections()
{
    QFETCH(QByteArray, transport);
    constexpr std::size_t kClients = 10'000;
    constexpr rlim_t kDescriptors = kClients + 500;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < kDescriptors)
        QSKIP("the hard limit of descriptors is too low for 10,000 clients");
    limit.rlim_cur = std::max(limit.rlim_cur, kDescriptors);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ServeProcess serve(transport, m_quick.port(), kDescriptors, kDescriptors);
    QVERIFY2(serve.port != 0, serve.said.constData());
    QVERIFY(serves(serve.port)); // what is made once is made
    const qint64 descriptors = serve.descriptors();
    const qint64 kilobytes = serve.residentKilobytes();

    std::vector<std::unique_ptr<PlainClient>> idle;
    for (std::size_t i = 0; i < kClients; ++i) {
        idle.push_back(std::make_unique<PlainClient>(serve.port));
        QVERIFY(idle.back()->isConnected);
        if (i % 3 == 0) // some have been served, some have never said a word
            idle.back()->send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        if (i % 500 == 499) // the kernel's queue is short; and who comes now is served among all of them
            QVERIFY(serves(serve.port));
    }
    QTRY_VERIFY(serve.descriptors() >= descriptors + qint64(kClients));
    for (int i = 0; i < 20; ++i)
        QVERIFY(serves(serve.port));
    for (std::size_t i = 0; i < kClients; ++i) {
        QVERIFY2(idle[i]->takeAll() == PlainEnd::NotYet, QByteArray::number(qulonglong(i)).constData());
        QCOMPARE(idle[i]->received.count("HTTP/1.1 200"), i % 3 == 0 ? 1 : 0);
    }
    const qint64 each = (serve.residentKilobytes() - kilobytes) * 1024 / qint64(kClients);
    if (!isSanitized())
        QVERIFY2(each < 6 * 1024, QByteArray::number(each).constData());

    for (std::size_t i = 1; i < kClients; i += 3)
        idle[i]->send("GET /heal");
    QVERIFY(serves(serve.port));
    idle[1]->send("thz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    QTRY_VERIFY(idle[1]->takeAll() == PlainEnd::NotYet && idle[1]->received.contains("HTTP/1.1 200"));

    idle.clear();
    QTRY_VERIFY_WITH_TIMEOUT(serve.descriptors() <= descriptors + 8, 20'000);
    QVERIFY(serves(serve.port));
    if (!isSanitized()) // at least half of it: what lies between pieces in use stays
        QTRY_VERIFY_WITH_TIMEOUT(serve.residentKilobytes() - kilobytes < each * qint64(kClients) / 1024 / 2,
                                 20'000);
    QVERIFY(serve.runs());
}

void TestScarceDescriptors::withoutDescriptorsItWaitsAndGoesOn()
{
    QFETCH(QByteArray, transport);
    constexpr rlim_t kDescriptors = 100;
    ServeProcess serve(transport, m_quick.port(), kDescriptors, kDescriptors);
    QVERIFY2(serve.port != 0, serve.said.constData());
    const auto before = RawSocket::connectTo(serve.port);
    before->send(ping());
    QTRY_VERIFY_WITH_TIMEOUT(before->received.contains(kWhole), 10'000);

    std::vector<std::unique_ptr<PlainClient>> greedy;
    for (rlim_t i = 0; i < 2 * kDescriptors; ++i)
        greedy.push_back(std::make_unique<PlainClient>(serve.port));
    for (int i = 0; i < 5; ++i) { // who had a connection is served, by providers that have to be dialled too
        m_quick.setLie({.bytes = whole(), .then = Lie::Then::Stay});
        before->received.clear();
        before->send(ping());
        QTRY_VERIFY_WITH_TIMEOUT(before->received.contains(kWhole), 10'000);
    }
    const qint64 ticks = serve.ticks();
    letPass(1500ms);
    const qint64 spent = serve.ticks() - ticks;
    QVERIFY2(spent <= 20, QByteArray::number(spent).constData()); // a busy loop would take 150
    QVERIFY(serve.runs());

    greedy.clear();
    const RawAnswer answer = askOnce(serve.port, ping("Connection: close\r\n"));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, kWhole);
}

void TestScarceDescriptors::withoutDescriptorsForProvidersItSaysSo()
{
    QFETCH(QByteArray, transport);
    if (isSanitized())
        QSKIP(
            "the undefined behaviour sanitizer looks at memory through pipe(): without descriptors it calls "
            "living objects invalid");
    constexpr rlim_t kDescriptors = 100;
    ServeProcess serve(transport, m_quick.port(), kDescriptors, kDescriptors);
    QVERIFY2(serve.port != 0, serve.said.constData());
    QVERIFY(serves(serve.port)); // what it opens once is open, and counts
    m_quick.setLie({.bytes = kStreamHead + sse({kCreated, kAdded, kDelta}), .then = Lie::Then::Stay});
    // Each keeps a connection to the provider busy. A quarter of the descriptors is kept for those: of what
    // is left, eleven twentieths are few enough for all to be heard and too many for all to be served.
    const int count = static_cast<int>((qint64(kDescriptors) - serve.descriptors()) * 11 / 20);
    std::vector<std::unique_ptr<RawSocket>> clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(RawSocket::connectTo(serve.port));
        clients.back()->send(
            modelCall("{\"model\":\"quick/m\",\"stream\":true,\"input\":\"hi\"}", RunningGateway::kKey));
    }
    int served = 0;
    int refused = 0;
    for (const auto &client : clients) {
        QTRY_VERIFY_WITH_TIMEOUT(client->received.contains("Hi") || RawAnswer(client->received).status >= 500,
                                 20'000);
        const RawAnswer answer(client->received);
        served += answer.status == 200 ? 1 : 0;
        refused += answer.status == 502 ? 1 : 0;
        QVERIFY(answer.status == 200 || answer.body.contains("\"message\""));
    }
    QCOMPARE(served + refused, count);
    QVERIFY2(served >= 10 && refused > 0, QByteArray::number(served).constData());
    clients.clear();
    m_quick.setLie({.bytes = whole(), .then = Lie::Then::Stay});
    QTRY_VERIFY(serves(serve.port));
    QVERIFY(serve.runs());
}

void TestScarceDescriptors::asManyDescriptorsAsArePermitted()
{
    ServeProcess serve(transportNames().front(), m_quick.port(), 100, 1'000);
    QVERIFY2(serve.port != 0, serve.said.constData());
    std::vector<std::unique_ptr<PlainClient>> many;
    for (int i = 0; i < 500; ++i)
        many.push_back(std::make_unique<PlainClient>(serve.port));
    QCOMPARE(askOnce(serve.port, ping("Connection: close\r\n")).status, 200);
}

QTEST_GUILESS_MAIN(TestScarceDescriptors)
#include "tst_scarce_descriptors.moc"
