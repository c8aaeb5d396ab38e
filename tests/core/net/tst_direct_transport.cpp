// What only the direct transport does; what every transport does is in tst_transport.
#include "net/direct_transport.h"
#include "net/transport_choice.h"
#include "support/raw_peer.h"
#include "support/recording_observer.h"
#include "support/tls_identity.h"
#include "support/tls_peer.h"
#include "support/turns.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <sys/resource.h>

#include <algorithm>
#include <memory>
#include <vector>

using namespace signalbox;
using namespace signalbox::net;
using namespace signalbox::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

std::size_t openDescriptors()
{
    return std::size_t(QDir(u"/proc/self/fd"_s).entryList(QDir::NoDotAndDotDot | QDir::System).size() +
                       QDir(u"/proc/self/fd"_s).entryList(QDir::NoDotAndDotDot | QDir::AllEntries).size());
}

rlim_t setDescriptorLimit(rlim_t wanted)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return before;
}

/// Takes every descriptor there is, as long as it lives.
class Hog final
{
public:
    Hog() : m_before(setDescriptorLimit(256))
    {
        for (int taken = 0; (taken = ::dup(0)) >= 0;)
            m_taken.push_back(taken);
    }
    ~Hog()
    {
        giveBack(m_taken.size());
        setDescriptorLimit(m_before);
    }
    Hog(const Hog &) = delete;
    Hog &operator=(const Hog &) = delete;

    void giveBack(std::size_t count)
    {
        for (; count > 0 && !m_taken.empty(); --count) {
            ::close(m_taken.back());
            m_taken.pop_back();
        }
    }

private:
    rlim_t m_before;
    std::vector<int> m_taken;
};

/// A server that says the same to everybody who says something.
struct Echo
{
    Echo()
    {
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this] {
            while (QTcpSocket *socket = server.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket,
                                 [socket] { socket->write(socket->readAll()); });
            }
        });
        server.setListenBacklogSize(4096);
        server.setMaxPendingConnections(4096);
        server.listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] Endpoint endpoint() const { return {"127.0.0.1", server.serverPort(), false, ""}; }

    QTcpServer server;
};

} // namespace

class TestDirectTransport : public QObject
{
    Q_OBJECT

    /// Asks the peer something over a connection of its own.
    static void askOnce(Transport &transport, const TlsPeer &peer)
    {
        auto connection = transport.connect({"localhost", peer.port(), true, ""});
        RecordingObserver observer(*connection);
        connection->write("question");
        QTRY_VERIFY(observer.ends + observer.failures > 0);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isChosenByName_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<bool>("isKnown");
        QTest::newRow("qt") << u"qt"_s << true;
        QTest::newRow("direct") << u"direct"_s << true;
        QTest::newRow("empty") << u""_s << false;
        QTest::newRow("another") << u"Direct"_s << false;
    }

    void isChosenByName()
    {
        QFETCH(QString, said);
        QFETCH(bool, isKnown);
        const auto kind = readTransportKind(said.toStdString());
        QCOMPARE(kind.has_value(), isKnown);
        if (isKnown) {
            QCOMPARE(*kind, said == u"qt" ? TransportKind::Qt : TransportKind::Direct);
            return;
        }
        QVERIFY(kind.error().code == ErrorCode::InvalidInput);
        QVERIFY(kind.error().message.starts_with("SIGNALBOX_TRANSPORT is \"" + said.toStdString() + '"'));
        QVERIFY(*readTransportKind(std::nullopt) == TransportKind::Direct);
    }

    void servesThousandsOfConnections()
    {
        const rlim_t before = setDescriptorLimit(RLIM_INFINITY);
        rlimit limit{};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        const std::size_t count = std::min<std::size_t>(3000, (limit.rlim_cur - 200) / 2);
        Echo echo;
        auto transport = createDirectTransport();
        std::vector<std::unique_ptr<Connection>> connections;
        std::vector<std::unique_ptr<RecordingObserver>> observers;
        for (std::size_t i = 0; i < count; ++i) {
            connections.push_back(transport->connect(echo.endpoint()));
            observers.push_back(std::make_unique<RecordingObserver>(*connections.back()));
            connections.back()->write(std::to_string(i));
        }
        for (std::size_t i = 0; i < count; ++i)
            QTRY_COMPARE_WITH_TIMEOUT(observers[i]->received, std::to_string(i), 30'000);
        // Once more over the standing ones.
        for (const auto &connection : connections)
            connection->write("!");
        for (std::size_t i = 0; i < count; ++i)
            QTRY_COMPARE_WITH_TIMEOUT(observers[i]->received, std::to_string(i) + '!', 30'000);
        connections.clear();
        transport.reset();
        setDescriptorLimit(before);
    }

    void oneMayDestroyTheOthersInItsNotice()
    {
        constexpr std::size_t kCount = 100;
        RawServer peer;
        auto transport = createDirectTransport();
        std::vector<std::unique_ptr<Connection>> connections(kCount);
        std::vector<std::unique_ptr<RecordingObserver>> observers;
        int told = 0;
        for (auto &connection : connections) {
            connection = transport->connect({"127.0.0.1", peer.port(), false, ""});
            observers.push_back(std::make_unique<RecordingObserver>(*connection));
            observers.back()->whenReadable = [&] {
                ++told;
                for (auto &each : connections) // itself included
                    each.reset();
            };
        }
        for (const auto &observer : observers)
            QTRY_COMPARE(observer->connected, 1);
        QTRY_COMPARE(peer.sockets.size(), kCount);
        for (const auto &socket : peer.sockets)
            socket->send("x");
        QTRY_COMPARE(told, 1);
        for (const auto &socket : peer.sockets)
            QTRY_VERIFY(socket->isClosed);
        QCOMPARE(told, 1);
    }

    void readsOnWhereMoreIsThereThanWasAskedFor()
    {
        RawServer peer;
        auto transport = createDirectTransport();
        auto connection = transport->connect({"127.0.0.1", peer.port(), false, ""});
        RecordingObserver observer(*connection);
        observer.most = 10;
        QTRY_COMPARE(peer.sockets.size(), std::size_t(1));
        QTRY_COMPARE(observer.connected, 1);
        peer.sockets[0]->send(QByteArray(1000, 'x'));
        peer.sockets[0]->close();
        QTRY_COMPARE(observer.ends, 1);
        QCOMPARE(observer.received.size(), std::size_t(1000));
        QVERIFY(observer.readable >= 101);
    }

    void whatCameWhilePausedIsTold()
    {
        RawServer peer;
        auto transport = createDirectTransport();
        auto connection = transport->connect({"127.0.0.1", peer.port(), false, ""});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(peer.sockets.size(), std::size_t(1));
        QTRY_COMPARE(observer.connected, 1);
        connection->setReadPaused(true);
        peer.sockets[0]->send("while paused");
        peer.sockets[0]->close();
        letPass(20ms);
        QCOMPARE(observer.readable, 0);
        connection->setReadPaused(false);
        QTRY_COMPARE(observer.ends, 1);
        QCOMPARE(observer.received, std::string("while paused"));
    }

    void resumesSessions_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("TLS 1.2") << TLS1_2_VERSION;
        QTest::newRow("TLS 1.3") << TLS1_3_VERSION;
    }

    void resumesSessions()
    {
        QFETCH(int, version);
        TlsIdentity identity;
        TlsPeer peer(identity, "answer", TlsPeer::End::Announced, version);
        auto transport = createDirectTransport({identity.caFile()});
        askOnce(*transport, peer);
        QCOMPARE(peer.shaken, 1);
        QCOMPARE(peer.resumed, 0);
        for (int i = 1; i <= 4; ++i) {
            askOnce(*transport, peer);
            QCOMPARE(peer.shaken, 1 + i);
            QCOMPARE(peer.resumed, i);
        }
        auto stranger = createDirectTransport({identity.caFile()});
        askOnce(*stranger, peer); // whose sessions are its own
        QCOMPARE(peer.shaken, 6);
        QCOMPARE(peer.resumed, 4);
    }

    void tellsAnAnnouncedEndFromACut_data()
    {
        QTest::addColumn<bool>("isCut");
        QTest::newRow("announced") << false;
        QTest::newRow("cut") << true;
    }

    void tellsAnAnnouncedEndFromACut()
    {
        QFETCH(bool, isCut);
        TlsIdentity identity;
        TlsPeer peer(identity, "half an ans", isCut ? TlsPeer::End::Cut : TlsPeer::End::Announced);
        auto transport = createDirectTransport({identity.caFile()});
        auto connection = transport->connect({"localhost", peer.port(), true, ""});
        RecordingObserver observer(*connection);
        connection->write("question");
        QTRY_VERIFY(observer.ends + observer.failures > 0);
        QCOMPARE(observer.received, std::string("half an ans")); // what came before is told all the same
        QCOMPARE(observer.ends, isCut ? 0 : 1);
        QCOMPARE(observer.failures, isCut ? 1 : 0);
        if (isCut) {
            QVERIFY(observer.error.code == ErrorCode::Network);
            QVERIFY(observer.error.message.find("cut") != std::string::npos);
        }
    }

    void tellsWhoDoesNotSpeakTls()
    {
        RawServer peer;
        auto transport = createDirectTransport();
        auto connection = transport->connect({"127.0.0.1", peer.port(), true, ""});
        RecordingObserver observer(*connection);
        QTRY_VERIFY(!peer.sockets.empty() && !peer.sockets[0]->received.isEmpty());
        peer.sockets[0]->send("HTTP/1.1 400 Bad Request\r\n\r\n");
        QTRY_COMPARE(observer.failures, 1);
        QVERIFY2(observer.error.message.find("does not speak it") != std::string::npos,
                 observer.error.message.c_str());
    }

    void verifiesAnAddressToo_data()
    {
        QTest::addColumn<QByteArray>("names");
        QTest::addColumn<QString>("message");
        QTest::newRow("named") << "DNS:localhost,IP:127.0.0.1"_ba << QString();
        QTest::newRow("not named") << "DNS:localhost"_ba << u"another address"_s;
    }

    void verifiesAnAddressToo()
    {
        QFETCH(QByteArray, names);
        QFETCH(QString, message);
        TlsIdentity identity(names.constData());
        TlsPeer peer(identity, "answer", TlsPeer::End::Announced);
        auto transport = createDirectTransport({identity.caFile()});
        auto connection = transport->connect({"127.0.0.1", peer.port(), true, ""});
        RecordingObserver observer(*connection);
        connection->write("question");
        QTRY_VERIFY(observer.ends + observer.failures > 0);
        QCOMPARE(observer.failures, message.isEmpty() ? 0 : 1);
        QVERIFY(QString::fromStdString(observer.error.message).contains(message));
    }

    void holdsAFastTlsPeerBack()
    {
        TlsIdentity identity;
        const std::string much(20'000'000, 'z');
        TlsPeer peer(identity, much, TlsPeer::End::Announced);
        auto transport = createDirectTransport({identity.caFile()});
        auto connection = transport->connect({"localhost", peer.port(), true, ""});
        RecordingObserver observer(*connection);
        QTRY_COMPARE(observer.connected, 1);
        connection->setReadPaused(true);
        connection->write("question");
        letPass(30ms);
        const int readable = observer.readable;
        letPass(20ms);
        QCOMPARE(observer.readable, readable);
        QCOMPARE(observer.received, std::string());
        connection->setReadPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(observer.ends, 1, 20'000);
        QCOMPARE(observer.received.size(), much.size());
    }

    void tellsWhenDescriptorsRunOut_data()
    {
        QTest::addColumn<bool>("tls");
        QTest::newRow("plain") << false;
        QTest::newRow("TLS") << true;
    }

    void tellsWhenDescriptorsRunOut()
    {
        QFETCH(bool, tls);
        Echo echo;
        auto transport = createDirectTransport();
        const Endpoint endpoint{"127.0.0.1", echo.server.serverPort(), tls, ""};
        transport->connect(endpoint).reset(); // what is read once is read now
        const std::size_t before = openDescriptors();
        for (int i = 0; i < 20; ++i) {
            const Hog hog;
            auto connection = transport->connect(endpoint);
            RecordingObserver observer(*connection);
            QTRY_COMPARE(observer.failures, 1);
            QVERIFY(observer.error.code == ErrorCode::Io);
            QCOMPARE(observer.error.message, std::string("no descriptor is left for another connection"));
        }
        QCOMPARE(openDescriptors(), before);
        auto connection = transport->connect(echo.endpoint());
        RecordingObserver observer(*connection);
        connection->write("back again");
        QTRY_COMPARE(observer.received, std::string("back again"));
    }
};

QTEST_GUILESS_MAIN(TestDirectTransport)
#include "tst_direct_transport.moc"
