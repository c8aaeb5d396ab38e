// Upstreams behind TLS whose certificates do not fit, and proxies that fail: through the whole gateway, each
// is told as what it is, settled once, and the key is not sent to whom it must not be.
#include "support/lying_provider.h"
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#include "support/tls_identity.h"
#include "support/transports.h"

#include <QSslConfiguration>
#include <QTest>

#include <map>

using namespace signalbox;
using namespace signalbox::test;

namespace {

const QByteArray kAnswer =
    "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\",\"output\":[{"
    "\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":[{"
    "\"type\":\"output_text\",\"text\":\"Hi\",\"annotations\":[]}]}]}";

QByteArray answerBytes()
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
           QByteArray::number(kAnswer.size()) + "\r\n\r\n" + kAnswer;
}

QByteArray providerNamed(const QByteArray &id, const QByteArray &baseUrl, const QByteArray &proxy = "none")
{
    return "{\"id\":\"" + id + "\",\"kind\":\"openai-compatible\",\"wire\":\"openai-responses\"," +
           "\"base_url\":\"" + baseUrl + "\",\"proxy\":\"" + proxy +
           "\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}]," +
           "\"retry\":{\"max\":0,\"base_ms\":1,\"max_ms\":1}," +
           "\"timeouts\":{\"connect_ms\":3000,\"first_byte_ms\":10000,\"idle_ms\":5000,\"total_ms\":20000}," +
           "\"models\":[{\"id\":\"m\"}]}";
}

QByteArray local(const char *scheme, quint16 port)
{
    return QByteArray(scheme) + "://127.0.0.1:" + QByteArray::number(port);
}

} // namespace

class TestLyingTls : public QObject
{
    Q_OBJECT

private:
    TlsIdentity m_good;
    TlsIdentity m_expired{"DNS:localhost,IP:127.0.0.1", -60};
    TlsIdentity m_otherHost{"DNS:other.example"};
    TlsIdentity m_unknown; ///< nobody vouches for it
    std::unique_ptr<LyingProvider> m_goodServer;
    std::unique_ptr<LyingProvider> m_expiredServer;
    std::unique_ptr<LyingProvider> m_otherHostServer;
    std::unique_ptr<LyingProvider> m_unknownServer;
    LyingProvider m_garbage;
    LyingProvider m_closing;
    LyingProvider m_silent;
    LyingProvider m_proxy407;
    LyingProvider m_proxy502;
    LyingProvider m_proxyGarbage;
    LyingProvider m_proxyEndless;
    LyingProvider m_proxyEager;
    LyingProvider m_proxyInterim;
    LyingProvider m_tunnelCloses;
    LyingProvider m_tunnelStalls;
    LyingProvider m_tunnelGarbage;
    LyingProvider m_plainProxy; ///< forwards as a proxy would, by answering itself
    QTemporaryDir m_folder;
    std::map<QByteArray, std::unique_ptr<RunningGateway>> m_gateways;

    /// What both Qt and OpenSSL trust besides the system's: without it a wrong host could not be told from a
    /// stranger.
    void trust(const QList<QByteArray> &certificates)
    {
        const QString path = m_folder.filePath(QStringLiteral("trusted.pem"));
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        for (const QByteArray &certificate : certificates) {
            file.write(certificate);
            configuration.addCaCertificate(QSslCertificate(certificate, QSsl::Pem));
        }
        QSslConfiguration::setDefaultConfiguration(configuration);
        qputenv("SSL_CERT_FILE", path.toLocal8Bit());
    }

    QByteArray proxied() const
    {
        QTcpServer closed; // a port that nobody listens on any more
        closed.listen(QHostAddress::LocalHost);
        const QByteArray refusing = local("http", closed.serverPort());
        QByteArray all;
        // Names that nobody looks up: a proxy does that. The machine itself is never reached through one.
        const auto both = [&](const QByteArray &id, const QByteArray &proxy) {
            all += ',' + providerNamed(id + "-tls", "https://provider.invalid/v1", proxy);
            all += ',' + providerNamed(id + "-plain", "http://provider.invalid/v1", proxy);
        };
        both("refusing", refusing);
        both("silent", local("http", m_silent.port()));
        both("wants-password", local("http", m_proxy407.port()));
        both("cannot-reach", local("http", m_proxy502.port()));
        both("garbage", local("http", m_proxyGarbage.port()));
        both("endless", local("http", m_proxyEndless.port()));
        both("closing", local("http", m_closing.port()));
        both("eager", local("http", m_proxyEager.port()));
        both("interim", local("http", m_proxyInterim.port()));
        both("tunnel-closes", local("http", m_tunnelCloses.port()));
        both("tunnel-stalls", local("http", m_tunnelStalls.port()));
        both("tunnel-garbage", local("http", m_tunnelGarbage.port()));
        both("working", local("http", m_plainProxy.port()));
        return all;
    }

    RunningGateway &gateway(const QByteArray &transport)
    {
        auto &found = m_gateways[transport];
        if (!found)
            found = std::make_unique<RunningGateway>(
                transport, providerNamed("good", local("https", m_goodServer->port())) + ',' +
                               providerNamed("expired", local("https", m_expiredServer->port())) + ',' +
                               providerNamed("other-host", local("https", m_otherHostServer->port())) + ',' +
                               providerNamed("unknown", local("https", m_unknownServer->port())) + ',' +
                               providerNamed("no-tls", local("https", m_garbage.port())) + ',' +
                               providerNamed("tls-closes", local("https", m_closing.port())) + ',' +
                               providerNamed("tls-silent", local("https", m_silent.port())) + proxied());
        return *found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        trust({m_good.certificate(), m_expired.certificate(), m_otherHost.certificate()});
        m_goodServer = std::make_unique<LyingProvider>(m_good.serverConfiguration());
        m_expiredServer = std::make_unique<LyingProvider>(m_expired.serverConfiguration());
        m_otherHostServer = std::make_unique<LyingProvider>(m_otherHost.serverConfiguration());
        m_unknownServer = std::make_unique<LyingProvider>(m_unknown.serverConfiguration());
        const Lie answer{.bytes = answerBytes(), .then = Lie::Then::Stay};
        for (LyingProvider *server : {m_goodServer.get(), m_expiredServer.get(), m_otherHostServer.get(),
                                      m_unknownServer.get(), &m_plainProxy})
            server->setLie(answer);
        const auto say = [](LyingProvider &server, const QByteArray &bytes) {
            server.setLie({.bytes = bytes, .then = Lie::Then::Stay});
        };
        m_garbage.setLie({.bytes = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
                          .when = Lie::When::Connected,
                          .then = Lie::Then::Stay});
        m_closing.setLie({.bytes = {}, .when = Lie::When::Connected});
        say(m_silent, {});
        say(m_proxy407, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic "
                        "realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
        say(m_proxy502, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        say(m_proxyGarbage, "SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
        m_proxyEndless.setLie({.bytes = "HTTP/1.1 200 OK\r\n",
                               .again = "X: " + QByteArray(1000, 'x') + "\r\n",
                               .upTo = 50'000'000,
                               .then = Lie::Then::Stay});
        say(m_proxyEager, "HTTP/1.1 200 OK\r\n\r\nearly bytes");
        m_proxyInterim.setLie({.bytes = {},
                               .again = "HTTP/1.1 103 Early Hints\r\n\r\n",
                               .upTo = 50'000'000,
                               .then = Lie::Then::Stay});
        // These say yes, and then there is no tunnel.
        const QByteArray yes = "HTTP/1.1 200 Connection established\r\n\r\n";
        m_tunnelCloses.setLie({.bytes = yes});
        say(m_tunnelStalls, yes);
        m_tunnelGarbage.setLie({.bytes = yes,
                                .again = "HTTP/1.1 500 Oh no\r\n\r\n",
                                .upTo = 10'000,
                                .pauseMilliseconds = 10,
                                .then = Lie::Then::Stay});
    }

    void cleanupTestCase() { m_gateways.clear(); }

    void upstreams_data()
    {
        QTest::addColumn<QByteArray>("transport");
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        for (const QByteArray &transport : transportNames()) {
            const auto row = [&](const char *provider, int status, const QByteArray &says = {}) {
                QTest::addRow("%s: %s", transport.constData(), provider)
                    << transport << QByteArray(provider) << status << says;
            };
            row("good", 200, "resp_1");
            row("expired", 502, "certificate");
            row("other-host", 502, "certificate");
            row("unknown", 502, "certificate");
            row("no-tls", 502);
            row("tls-closes", 502);
            row("tls-silent", 504, "in time");
            row("refusing-tls", 502, "refused");
            row("refusing-plain", 502, "refused");
            row("silent-tls", 504, "in time");
            row("wants-password-tls", 502, "the proxy");
            row("wants-password-plain", 502, "the proxy");
            row("cannot-reach-tls", 502, "the proxy");
            row("cannot-reach-plain", 502);
            row("garbage-tls", 502);
            row("garbage-plain", 502);
            row("endless-tls", 502);
            row("endless-plain", 502);
            row("closing-tls", 502);
            row("closing-plain", 502);
            row("eager-tls", 502);
            row("interim-tls", 502);
            row("interim-plain", 502);
            row("tunnel-closes-tls", 502);
            row("tunnel-stalls-tls", 504, "in time");
            row("tunnel-garbage-tls", 502);
            row("working-plain", 200, "resp_1");
        }
    }
    void upstreams()
    {
        QFETCH(QByteArray, transport);
        QFETCH(QByteArray, provider);
        QFETCH(int, status);
        QFETCH(QByteArray, says);
        RunningGateway &running = gateway(transport);
        QVERIFY2(running.port() != 0, running.problem.c_str());
        const std::int64_t before = running.rows();
        const RawAnswer answer =
            askOnce(running.port(), modelCall("{\"model\":\"" + provider + "/m\",\"input\":\"hi\"}",
                                              RunningGateway::kKey, "Connection: close\r\n"));
        QVERIFY2(answer.status == status, (answer.head + '\n' + answer.body.left(500)).constData());
        QVERIFY2(answer.body.contains(says), answer.body.left(500).constData());
        QCOMPARE(running.rows(), before + 1);
        const auto record = running.record(answer.field("x-request-id"));
        QVERIFY(record && record->attempts.size() == 1);
        QVERIFY(!answer.body.contains("127.0.0.1") && !answer.body.contains("sk-of-the-provider"));
    }

    void aStrangerNeverSeesTheKey()
    {
        for (const auto &server : {m_expiredServer.get(), m_otherHostServer.get(), m_unknownServer.get()})
            QCOMPARE(server->requests, 0);
        // To a proxy it goes in the clear only where the way behind it is in the clear too.
        for (const LyingProvider *proxy : {&m_proxy407, &m_proxyEager})
            QVERIFY(!proxy->lastRequest.startsWith("CONNECT") || !proxy->lastRequest.contains("sk-of-the"));
        QVERIFY(
            m_plainProxy.lastRequest.startsWith("POST http://provider.invalid/v1/responses HTTP/1.1\r\n"));
    }
};

QTEST_GUILESS_MAIN(TestLyingTls)
#include "tst_lying_tls.moc"
