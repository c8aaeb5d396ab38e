#include "net/epoll_set.h"
#include "support/turns.h"

#include <QTest>

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

using namespace signalbox::net;
using namespace signalbox::test;
using namespace std::chrono_literals;

namespace {

/// A pair of connected descriptors of which one is watched.
class Watched final : public DescriptorWatch::Owner
{
public:
    explicit Watched(EpollSet &set)
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, m_ends) == 0)
            watch = set.watch(m_ends[0], *this);
    }
    ~Watched()
    {
        watch.reset();
        ::close(m_ends[0]);
        ::close(m_ends[1]);
    }
    Watched(const Watched &) = delete;
    Watched &operator=(const Watched &) = delete;

    void feed(std::size_t bytes = 1) const
    {
        (void)!::write(m_ends[1], std::string(bytes, 'x').data(), bytes);
    }
    [[nodiscard]] ssize_t take(std::size_t most) const
    {
        std::string room(most, '\0');
        return ::read(m_ends[0], room.data(), most);
    }
    [[nodiscard]] std::size_t fill() const
    {
        std::size_t sent = 0;
        const std::string bytes(4096, 'y');
        while (::write(m_ends[0], bytes.data(), bytes.size()) > 0)
            ++sent;
        return sent;
    }
    void drainPeer() const
    {
        std::string room(1 << 20, '\0');
        while (::recv(m_ends[1], room.data(), room.size(), MSG_DONTWAIT) > 0) {
        }
    }
    [[nodiscard]] int descriptor() const { return m_ends[0]; }

    void onReady(DescriptorWatch::Readiness readiness) override
    {
        last = readiness;
        ++told;
        if (whenReady)
            whenReady();
    }

    std::unique_ptr<DescriptorWatch> watch;
    DescriptorWatch::Readiness last;
    int told = 0;
    std::function<void()> whenReady;

private:
    int m_ends[2] = {-1, -1};
};

} // namespace

class TestEpollSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOnceUntilMoreComes()
    {
        EpollSet set;
        Watched watched(set);
        watched.feed(10);
        QTRY_COMPARE(watched.told, 1);
        QVERIFY(watched.last.toRead && !watched.last.isEnding);
        letPass(10ms);
        QCOMPARE(watched.told, 1); // although nobody read
        watched.feed();
        QTRY_COMPARE(watched.told, 2);
    }

    void tellsOfRoomToWriteWhenAsked()
    {
        EpollSet set;
        Watched watched(set);
        QVERIFY(watched.fill() > 0);
        watched.watch->setWriting(true);
        letPass(10ms);
        QVERIFY(watched.told == 0 || !watched.last.toWrite);
        watched.drainPeer();
        QTRY_VERIFY(watched.last.toWrite);
    }

    void tellsOfAnEnd()
    {
        EpollSet set;
        Watched watched(set);
        ::shutdown(watched.descriptor(), SHUT_RDWR);
        QTRY_VERIFY(watched.last.isEnding && watched.last.toRead);
    }

    void whoIsDestroyedInTheTurnHearsNothing()
    {
        EpollSet set;
        std::vector<std::unique_ptr<Watched>> all;
        int told = 0;
        for (int i = 0; i < 50; ++i) {
            all.push_back(std::make_unique<Watched>(set));
            all.back()->whenReady = [&, i] {
                ++told;
                for (int other = 0; other < 50; ++other) {
                    if (other != i)
                        all[std::size_t(other)].reset();
                }
            };
        }
        for (const auto &each : all)
            each->feed();
        QTRY_COMPARE(told, 1);
        letPass(10ms);
        QCOMPARE(told, 1);
        QCOMPARE(set.watchCount(), std::size_t(1));
    }

    void whoIsDestroyedInItsOwnNoticeHearsNothingMore()
    {
        EpollSet set;
        auto watched = std::make_unique<Watched>(set);
        int told = 0;
        watched->whenReady = [&] {
            ++told;
            const auto kept = std::move(watched->whenReady);
            watched.reset();
        };
        watched->feed();
        QTRY_COMPARE(told, 1);
        QCOMPARE(set.watchCount(), std::size_t(0));
    }

    void aDescriptorUsedAgainInTheTurnDoesNotInheritEvents()
    {
        EpollSet set;
        Watched first(set);
        auto second = std::make_unique<Watched>(set);
        Watched *const victims[] = {&first, second.get()};
        int oldTold = 0;
        std::unique_ptr<Watched> next;
        const auto replace = [&](Watched *told) {
            ++oldTold;
            if (told != victims[0])
                return; // the order is the kernel's: then nothing is pending any more
            const int descriptor = second->descriptor();
            second.reset();
            next = std::make_unique<Watched>(set);
            QVERIFY(next->descriptor() <= descriptor); // the system gives the lowest that is free
        };
        first.whenReady = [&] { replace(victims[0]); };
        second->whenReady = [&] { replace(victims[1]); };
        first.feed(); // before the other: told before it
        second->feed();
        QTRY_VERIFY(next != nullptr);
        letPass(10ms);
        QCOMPARE(oldTold, 1);
        QCOMPARE(next->told, 0);
        next->feed();
        QTRY_COMPARE(next->told, 1);
    }

    void othersHaveTheirTurnBetweenManyEvents()
    {
        constexpr std::size_t kMany = EpollSet::kEventsAtOnce + 40;
        EpollSet set;
        std::vector<std::unique_ptr<Watched>> all;
        std::size_t told = 0;
        std::size_t toldBefore = 0;
        for (std::size_t i = 0; i < kMany; ++i) {
            all.push_back(std::make_unique<Watched>(set));
            QVERIFY(all.back()->watch);
            all.back()->whenReady = [&] {
                if (++told == 1)
                    QMetaObject::invokeMethod(this, [&] { toldBefore = told; }, Qt::QueuedConnection);
            };
            all.back()->feed();
        }
        QTRY_COMPARE(told, kMany);
        QTRY_COMPARE(toldBefore, EpollSet::kEventsAtOnce);
    }

    void initTestCase()
    {
        rlimit limit{};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = limit.rlim_max;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    }
};

QTEST_GUILESS_MAIN(TestEpollSet)
#include "tst_epoll_set.moc"
