#include "net/dialled_connection.h"
#include "net/dialler.h"
#include "net/notifier_watcher.h"
#include "support/recording_observer.h"
#include "support/turns.h"

#ifdef Q_OS_LINUX
#    include "net/epoll_set.h"
#endif

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace signalbox;
using namespace signalbox::net;
using namespace signalbox::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

sockaddr_in toSocketAddress(const char *host, quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, host, &address.sin_addr);
    return address;
}

/// An address that answers nothing: its queue of connections is full, so the system drops what comes.
class BlackHole final
{
public:
    /// On a port that is free there.
    explicit BlackHole(const char *host)
    {
        sockaddr_in address = toSocketAddress(host, 0);
        auto *const raw = reinterpret_cast<sockaddr *>(&address);
        socklen_t size = sizeof address;
        m_descriptors.push_back(::socket(AF_INET, SOCK_STREAM, 0));
        isListening = ::bind(m_descriptors[0], raw, size) == 0 && ::listen(m_descriptors[0], 0) == 0 &&
                      ::getsockname(m_descriptors[0], raw, &size) == 0;
        port = ntohs(address.sin_port);
        for (int i = 0; i < 4; ++i) {
            m_descriptors.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
            (void)::connect(m_descriptors.back(), raw, sizeof address);
        }
    }
    ~BlackHole()
    {
        for (const int descriptor : m_descriptors)
            ::close(descriptor);
    }
    BlackHole(const BlackHole &) = delete;
    BlackHole &operator=(const BlackHole &) = delete;

    bool isListening = false;
    quint16 port = 0;

private:
    std::vector<int> m_descriptors;
};

/// Watches the dial, and then no more.
class OneWatch final : public DescriptorWatcher
{
public:
    std::unique_ptr<DescriptorWatch> watch(int descriptor, DescriptorWatch::Owner &owner) override
    {
        return m_watches++ == 0 ? m_watcher.watch(descriptor, owner) : nullptr;
    }
    [[nodiscard]] bool tellsOnce() const override { return m_watcher.tellsOnce(); }

private:
    NotifierWatcher m_watcher;
    int m_watches = 0;
};

struct Recorder final : Dial::Owner
{
    ~Recorder()
    {
        if (descriptor >= 0)
            ::close(descriptor);
    }
    void onDialled(int connected) override
    {
        descriptor = connected;
        ++ends;
    }
    void onDialFailed(const Error &failure) override
    {
        error = failure;
        ++ends;
    }

    [[nodiscard]] QHostAddress peer() const
    {
        sockaddr_in address{};
        socklen_t length = sizeof address;
        ::getpeername(descriptor, reinterpret_cast<sockaddr *>(&address), &length);
        return QHostAddress(ntohl(address.sin_addr.s_addr));
    }

    int ends = 0;
    int descriptor = -1;
    std::optional<Error> error;
};

} // namespace

class TestDialler : public QObject
{
    Q_OBJECT

    static std::unique_ptr<DescriptorWatcher> createWatcher([[maybe_unused]] bool direct)
    {
#ifdef Q_OS_LINUX
        if (direct)
            return std::make_unique<EpollSet>();
#endif
        return std::make_unique<NotifierWatcher>();
    }

    static QList<QHostAddress> addresses(const QStringList &texts)
    {
        QList<QHostAddress> result;
        for (const QString &text : texts)
            result.append(QHostAddress(text));
        return result;
    }

private Q_SLOTS:
    void bringsTheFamiliesByTurns_data()
    {
        QTest::addColumn<QStringList>("resolved");
        QTest::addColumn<QStringList>("tried");
        QTest::newRow("none") << QStringList() << QStringList();
        QTest::newRow("one family") << QStringList{u"10.0.0.1"_s, u"10.0.0.2"_s}
                                    << QStringList{u"10.0.0.1"_s, u"10.0.0.2"_s};
        QTest::newRow("version 6 first")
            << QStringList{u"2001:db8::1"_s, u"2001:db8::2"_s, u"2001:db8::3"_s, u"10.0.0.1"_s, u"10.0.0.2"_s}
            << QStringList{u"2001:db8::1"_s, u"10.0.0.1"_s, u"2001:db8::2"_s, u"10.0.0.2"_s,
                           u"2001:db8::3"_s};
        QTest::newRow("version 4 first") << QStringList{u"10.0.0.1"_s, u"10.0.0.2"_s, u"2001:db8::1"_s}
                                         << QStringList{u"10.0.0.1"_s, u"2001:db8::1"_s, u"10.0.0.2"_s};
    }

    void bringsTheFamiliesByTurns()
    {
        QFETCH(QStringList, resolved);
        QFETCH(QStringList, tried);
        QCOMPARE(interleaved(addresses(resolved)), addresses(tried));
    }

    void reachesWhoAnswers_data()
    {
        QTest::addColumn<bool>("direct");
        QTest::addColumn<QString>("first");
        QTest::addColumn<bool>("waits");
        for (const bool direct : {false, true}) {
            const char *const name = direct ? "epoll" : "notifiers";
            QTest::addRow("%s: the first", name) << direct << u"127.0.0.2"_s << false;
            QTest::addRow("%s: behind one that refuses", name) << direct << u"127.0.0.3"_s << false;
            QTest::addRow("%s: behind one that says nothing", name) << direct << u"127.0.0.1"_s << true;
        }
    }

    void reachesWhoAnswers()
    {
        QFETCH(bool, direct);
        QFETCH(QString, first);
        QFETCH(bool, waits);
        // First where all the world takes its ports: one that is free elsewhere may be in use there.
        const BlackHole hole("127.0.0.1");
        QVERIFY(hole.isListening);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress(u"127.0.0.2"_s), hole.port));
        const auto watcher = createWatcher(direct);
        Dialler dialler(*watcher);
        dialler.know("provider.test", addresses({first, u"127.0.0.2"_s}));
        Recorder recorder;
        QElapsedTimer time;
        time.start();
        Dial dial(dialler, "provider.test", server.serverPort(), recorder);
        QCOMPARE(recorder.ends, 0); // never from within the constructor
        QTRY_COMPARE(recorder.ends, 1);
        QVERIFY(!recorder.error);
        QCOMPARE(recorder.peer(), QHostAddress(u"127.0.0.2"_s));
        if (waits)
            QVERIFY(std::chrono::milliseconds(time.elapsed()) >= Dialler::kAttemptDelay - 5ms);
        letPass(10ms);
        QCOMPARE(recorder.ends, 1);
    }

    void tellsTheMostTellingError()
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress(u"127.0.0.2"_s)));
        const quint16 port = gone.serverPort();
        gone.close();
        const auto watcher = createWatcher(true);
        Dialler dialler(*watcher);
        // A broadcast address cannot be connected to; the refusal is what helps.
        dialler.know("provider.test", addresses({u"127.0.0.2"_s, u"255.255.255.255"_s}));
        Recorder recorder;
        Dial dial(dialler, "provider.test", port, recorder);
        QTRY_COMPARE(recorder.ends, 1);
        QVERIFY(recorder.error);
        QCOMPARE(recorder.error->message, std::string("the connection was refused"));
    }

    void aNameWithoutAddressIsToldLater()
    {
        const auto watcher = createWatcher(true);
        Dialler dialler(*watcher);
        dialler.know("provider.test", {});
        Recorder recorder;
        Dial dial(dialler, "provider.test", 80, recorder);
        QCOMPARE(recorder.ends, 0);
        QTRY_COMPARE(recorder.ends, 1);
        QCOMPARE(recorder.error->message, std::string("the host name could not be found"));
    }

    void aConnectionThatCannotBeWatchedFails()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        OneWatch watcher;
        Dialler dialler(watcher);
        std::unique_ptr<Connection> connection = std::make_unique<DialledConnection>(
            watcher, dialler, Endpoint{"127.0.0.1", server.serverPort(), false, ""});
        RecordingObserver observer(*connection);
        observer.whenFailed = [&] { connection.reset(); };
        QTRY_COMPARE(observer.failures, 1);
        QCOMPARE(observer.connected, 0);
        QCOMPARE(observer.error.message, std::string("the system watches no more descriptors"));
    }

    void oneThatIsDestroyedHearsNothing()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress(u"127.0.0.2"_s)));
        const auto watcher = createWatcher(true);
        Dialler dialler(*watcher);
        Recorder recorder;
        auto literal = std::make_unique<Dial>(dialler, "127.0.0.2", server.serverPort(), recorder);
        auto named = std::make_unique<Dial>(dialler, "localhost", server.serverPort(), recorder);
        literal.reset();
        named.reset(); // while its name is looked up
        letPass(50ms);
        QCOMPARE(recorder.ends, 0);
        QVERIFY(!server.hasPendingConnections());
    }
};

QTEST_GUILESS_MAIN(TestDialler)
#include "tst_dialler.moc"
