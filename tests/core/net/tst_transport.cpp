#include "support/raw_peer.h"
#include "support/recording_observer.h"
#include "support/tls_identity.h"
#include "support/transports.h"
#include "support/turns.h"

#include <QRegularExpression>
#include <QTest>

using namespace signalbox;
using namespace signalbox::net;
using namespace signalbox::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Echoes over TLS.
struct TlsEcho
{
    explicit TlsEcho(const TlsIdentity &identity)
    {
        server.setSslConfiguration(identity.serverConfiguration());
        QObject::connect(&server, &QTcpServer::pendingConnectionAvailable, &server, [this] {
            while (QTcpSocket *socket = server.nextPendingConnection()) {
                ++accepted;
                QObject::connect(socket, &QTcpSocket::readyRead, socket,
                                 [socket] { socket->write(socket->readAll()); });
            }
        });
        server.listen(QHostAddress::LocalHost);
    }

    QSslServer server;
    int accepted = 0;
};

/// A proxy that answers CONNECT with what the test says and then passes bytes on.
struct Tunnel
{
    Tunnel()
    {
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this] {
            client = server.nextPendingConnection();
            QObject::connect(client, &QTcpSocket::readyRead, client, [this] { onReadyRead(); });
        });
        server.listen(QHostAddress::LocalHost);
    }

    void onReadyRead()
    {
        if (target) {
            target->write(client->readAll());
            return;
        }
        request += client->readAll();
        if (!request.contains("\r\n\r\n"))
            return;
        if (answer.startsWith("HTTP/1.1 200")) {
            target = new QTcpSocket(client);
            QObject::connect(target, &QTcpSocket::readyRead, client,
                             [this] { client->write(target->readAll()); });
            target->connectToHost(QHostAddress::LocalHost, targetPort);
        }
        client->write(answer);
        if (closes)
            client->disconnectFromHost();
    }

    [[nodiscard]] std::string url(const char *user = "") const
    {
        return "http://" + std::string(user) + "127.0.0.1:" + std::to_string(server.serverPort());
    }

    QTcpServer server;
    QTcpSocket *client = nullptr;
    QTcpSocket *target = nullptr;
    QByteArray request;
    QByteArray answer = "HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n"_ba;
    quint16 targetPort = 0;
    bool closes = false;
};

/// Hands a descriptor over as the server does.
class Acceptor final : public QTcpServer
{
public:
    qintptr descriptor = -1;

protected:
    void incomingConnection(qintptr given) override { descriptor = given; }
};

} // namespace

class TestTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void connectsPlainly()
    {
        RawServer peer;
        auto transport = createChosenTransport();
        auto connection = transport->connect({"127.0.0.1", peer.port(), false, ""});
        RecordingObserver observer(*connection);
        QCOMPARE(observer.connected, 0); // never from within the call
        QTRY_COMPARE(observer.connected, 1);
        connection->write({"a", "b", "", "c"});
        QTRY_VERIFY(!peer.sockets.empty() && peer.sockets[0]->received == "abc");
        peer.sockets[0]->send("answer");
        QTRY_COMPARE(observer.received, std::string("answer"));
        QVERIFY(connection->peerAddress().starts_with("127.0.0.1:"));
        peer.sockets[0]->send("last");
        peer.sockets[0]->close();
        QTRY_COMPARE(observer.ends, 1);
        QCOMPARE(observer.received, std::string("answerlast"));
        QCOMPARE(observer.failures, 0);
        letPass(10ms);
        QCOMPARE(observer.ends, 1);
    }

    void whatIsWrittenEarlyIsSentOnceItStands()
    {
        RawServer peer;
        auto transport = createChosenTransport();
        auto connection = transport->connect({"localhost", peer.port(), false, ""});
        RecordingObserver observer(*connection);
        connection->write("early");
        QTRY_VERIFY(!peer.sockets.empty() && peer.sockets[0]->received == "early");
        QCOMPARE(observer.connected, 1);
    }

    void finishesWritingBehindTheBytes()
    {
        RawServer peer;
        auto transport = createChosenTransport();
        auto connection = transport->connect({"127.0.0.1", peer.port(), false, ""});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(observer.connected, 1);
        const std::string much(5'000'000, 'x');
        connection->write(much);
        connection->finishWriting();
        QTRY_VERIFY(!peer.sockets.empty() && peer.sockets[0]->isClosed);
        QCOMPARE(std::size_t(peer.sockets[0]->received.size()), much.size());
    }

    void tellsAResetFromAnEnd()
    {
        RawServer peer;
        auto transport = createChosenTransport();
        auto connection = transport->connect({"127.0.0.1", peer.port(), false, ""});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(peer.sockets.size(), std::size_t(1));
        QTRY_COMPARE(observer.connected, 1);
        const linger reset{1, 0};
        ::setsockopt(static_cast<int>(peer.sockets[0]->socket().socketDescriptor()), SOL_SOCKET, SO_LINGER,
                     &reset, sizeof reset);
        peer.sockets[0]->reset();
        QTRY_COMPARE(observer.failures, 1);
        QVERIFY(observer.error.code == ErrorCode::Network);
        QCOMPARE(observer.ends, 0);
    }

    void adoptsADescriptor()
    {
        Acceptor acceptor;
        QVERIFY(acceptor.listen(QHostAddress::LocalHost));
        auto client = RawSocket::connectTo(acceptor.serverPort());
        QTRY_VERIFY(acceptor.descriptor >= 0);
        auto transport = createChosenTransport();
        auto connection = transport->adopt(acceptor.descriptor);
        RecordingObserver observer(*connection);
        QTRY_VERIFY(client->isConnected());
        QCOMPARE(connection->peerAddress(), "127.0.0.1:" + std::to_string(client->socket().localPort()));
        client->send("hello");
        QTRY_COMPARE(observer.received, std::string("hello"));
        client->endSending();
        QTRY_COMPARE(observer.ends, 1);
        connection->write(
            {"half-closed ", "is ", "not ", "gone: ", "pieces ", "beyond ", "the ", "eighth ", "too"});
        QTRY_COMPARE(client->received, "half-closed is not gone: pieces beyond the eighth too"_ba);
        QCOMPARE(observer.failures, 0);
        connection.reset();
        QTRY_VERIFY(client->isClosed);
    }

    void aPausedConnectionSlowsThePeerDown()
    {
        RawServer peer;
        auto transport = createChosenTransport();
        auto connection = transport->connect({"127.0.0.1", peer.port(), false, ""});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(peer.sockets.size(), std::size_t(1));
        QTRY_COMPARE(observer.connected, 1);
        connection->setReadPaused(true);
        const QByteArray much(30'000'000, 'x');
        peer.sockets[0]->send(much);
        letPass(50ms);
        QCOMPARE(observer.readable, 0);
        QVERIFY(peer.sockets[0]->unsent() > much.size() / 2);
        connection->setReadPaused(false);
        QTRY_COMPARE(observer.received.size(), std::size_t(much.size()));
    }

    void tellsWhenASlowPeerHasTakenIt()
    {
        RawServer peer;
        auto transport = createChosenTransport();
        auto connection = transport->connect({"127.0.0.1", peer.port(), false, ""});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(peer.sockets.size(), std::size_t(1));
        QTRY_COMPARE(observer.connected, 1);
        peer.sockets[0]->setDeaf(true);
        const std::string much(30'000'000, 'x');
        connection->write(much);
        letPass(50ms);
        QVERIFY(connection->unsentBytes() > Connection::kHighWater);
        QCOMPARE(observer.drained, 0);
        peer.sockets[0]->setDeaf(false);
        QTRY_COMPARE(observer.drained, 1);
        QTRY_COMPARE(std::size_t(peer.sockets[0]->received.size()), much.size());
    }

    void tellsWhyThereIsNoConnection_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("message");
        QTest::newRow("refused") << u"127.0.0.1"_s << u"the connection was refused"_s;
        QTest::newRow("no such name") << u"nowhere.invalid"_s << u"the host name could not be found"_s;
    }

    void tellsWhyThereIsNoConnection()
    {
        QFETCH(QString, host);
        QFETCH(QString, message);
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        const quint16 port = gone.serverPort();
        gone.close();
        auto transport = createChosenTransport();
        auto connection = transport->connect({host.toStdString(), port, false, ""});
        RecordingObserver observer(*connection);
        QCOMPARE(observer.failures, 0);
        QTRY_COMPARE_WITH_TIMEOUT(observer.failures, 1, 20'000);
        QCOMPARE(QString::fromStdString(observer.error.message), message);
        QVERIFY(observer.error.code == ErrorCode::Network);
    }

    void mayBeDestroyedInAnyNotice_data()
    {
        QTest::addColumn<QString>("notice");
        QTest::addColumn<bool>("tls");
        for (const char *name : {"connected", "readable", "drained", "failed"}) {
            QTest::addRow("%s, plain", name) << QString::fromLatin1(name) << false;
            QTest::addRow("%s, TLS", name) << QString::fromLatin1(name) << true;
        }
    }

    void mayBeDestroyedInAnyNotice()
    {
        QFETCH(QString, notice);
        QFETCH(bool, tls);
        TlsIdentity identity;
        TlsEcho secure(identity);
        QTcpServer plain;
        QVERIFY(plain.listen(QHostAddress::LocalHost));
        connect(&plain, &QTcpServer::newConnection, &plain, [&] {
            QTcpSocket *socket = plain.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
        });
        // Who trusts nobody fails.
        const bool fails = notice == u"failed";
        auto transport = createChosenTransport({fails ? std::string() : identity.caFile()});
        const quint16 port = tls ? secure.server.serverPort() : plain.serverPort();
        if (fails && !tls)
            plain.close();
        auto connection = transport->connect({"localhost", port, tls, ""});
        RecordingObserver observer(*connection);
        int destroyed = 0;
        const auto destroy = [&] {
            connection.reset();
            ++destroyed;
        };
        if (notice == u"connected")
            observer.whenConnected = destroy;
        else if (notice == u"readable")
            observer.whenReadable = destroy;
        else if (notice == u"drained")
            observer.whenDrained = destroy;
        else
            observer.whenFailed = destroy;
        connection->write(std::string(notice == u"drained" ? 3'000'000 : 10, 'x'));
        QTRY_COMPARE(destroyed, 1);
        letPass(20ms);
        QCOMPARE(destroyed, 1);
    }

    void speaksTlsToWhomItCanVerify()
    {
        TlsIdentity identity;
        TlsEcho echo(identity);
        auto transport = createChosenTransport({identity.caFile()});
        auto connection = transport->connect({"localhost", echo.server.serverPort(), true, ""});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(observer.connected, 1);
        const std::string much(2'000'000, 'y');
        connection->write({"secret", much});
        QTRY_COMPARE(observer.received.size(), much.size() + 6);
        QVERIFY(observer.received.starts_with("secrety"));
        QCOMPARE(observer.failures, 0);
    }

    void refusesWhomItCannotVerify_data()
    {
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<QByteArray>("names");
        QTest::addColumn<QString>("message");
        QTest::newRow("an unknown authority") << false << "DNS:localhost"_ba << u"self-signed"_s;
        QTest::newRow("another name") << true << "DNS:other.test"_ba << u"host name"_s;
    }

    void refusesWhomItCannotVerify()
    {
        QFETCH(bool, isKnown);
        QFETCH(QByteArray, names);
        QFETCH(QString, message);
        TlsIdentity identity(names.constData());
        TlsEcho echo(identity);
        auto transport = createChosenTransport({isKnown ? identity.caFile() : std::string()});
        auto connection = transport->connect({"localhost", echo.server.serverPort(), true, ""});
        RecordingObserver observer(*connection);
        connection->write("secret");
        QTRY_COMPARE(observer.failures, 1);
        QVERIFY(observer.error.code == ErrorCode::Network);
        const QString told = QString::fromStdString(observer.error.message);
        QVERIFY2(told.contains(message), qPrintable(told));
        QVERIFY2(!told.contains(u"localhost"), qPrintable(told));
        letPass(20ms);
        QCOMPARE(observer.connected, 0);
        QCOMPARE(observer.failures, 1);
    }

    void goesThroughAProxy()
    {
        TlsIdentity identity;
        TlsEcho echo(identity);
        Tunnel tunnel;
        tunnel.targetPort = echo.server.serverPort();
        auto transport = createChosenTransport({identity.caFile()});
        auto connection =
            transport->connect({"localhost", echo.server.serverPort(), true, tunnel.url("user:p%40ss@")});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(observer.connected, 1);
        const QByteArray authority = "localhost:" + QByteArray::number(echo.server.serverPort());
        QCOMPARE(tunnel.request, "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority +
                                     "\r\nProxy-Authorization: Basic dXNlcjpwQHNz\r\n\r\n");
        connection->write("through the tunnel");
        QTRY_COMPARE(observer.received, std::string("through the tunnel"));
    }

    void tellsWhatTheProxyRefused_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("message");
        QTest::newRow("credentials") << "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"_ba
                                     << u"user and password"_s;
        QTest::newRow("refusal") << "HTTP/1.1 403 Forbidden\r\n\r\n"_ba << u"status 403"_s;
        QTest::newRow("no HTTP") << "SSH-2.0-x\r\n\r\n"_ba << u"could not be understood"_s;
        QTest::newRow("endless") << QByteArray(20'000, 'x') << u"could not be understood"_s;
        QTest::newRow("an end instead")
            << QByteArray() << u"the proxy: the connection was closed by the other side"_s;
        QTest::newRow("half an answer")
            << "HTTP/1.1 200"_ba << u"the proxy: the connection was closed by the other side"_s;
        QTest::newRow("bytes of its own behind the answer")
            << "HTTP/1.1 299 OK\r\n\r\nevil"_ba << u"could not be understood"_s;
    }

    void tellsWhatTheProxyRefused()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, message);
        Tunnel tunnel;
        tunnel.answer = answer;
        tunnel.closes = !answer.contains("\r\n\r\n") && answer.size() < 100;
        auto transport = createChosenTransport();
        auto connection = transport->connect({"api.test", 443, true, tunnel.url()});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(observer.failures, 1);
        QVERIFY2(QString::fromStdString(observer.error.message).contains(message),
                 observer.error.message.c_str());
        QCOMPARE(observer.connected, 0);
    }

    void aPlainConnectionThroughAProxyGoesToTheProxy()
    {
        RawServer proxy;
        auto transport = createChosenTransport();
        auto connection =
            transport->connect({"lab.test", 8000, false, "http://127.0.0.1:" + std::to_string(proxy.port())});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(observer.connected, 1);
        QTRY_COMPARE(proxy.sockets.size(), std::size_t(1));
        QVERIFY(proxy.sockets[0]->received.isEmpty());
    }

    void aProxyThatIsNoneFailsLater()
    {
        auto transport = createChosenTransport();
        auto connection = transport->connect({"api.test", 443, true, "socks5://127.0.0.1:1"});
        RecordingObserver observer(*connection);
        QCOMPARE(observer.failures, 0);
        QTRY_COMPARE(observer.failures, 1);
        QVERIFY(observer.error.code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
