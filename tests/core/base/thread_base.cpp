// What crosses threads, on std::thread and free of Qt, so that the thread sanitizer sees all of it.
#include "base/mailbox.h"
#include "base/ring.h"
#include "base/snapshot.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

using namespace signalbox;

namespace {

int failures = 0;

void check(bool ok, const char *what)
{
    std::printf("%s %s\n", ok ? "ok  " : "FAIL", what);
    failures += ok ? 0 : 1;
}

void mailboxKeepsEverythingInOrder()
{
    std::mutex mutex;
    std::condition_variable woken;
    int wakes = 0;
    Mailbox<int> box([&] {
        const std::scoped_lock lock(mutex);
        ++wakes;
        woken.notify_one();
    });
    constexpr int count = 50'000;
    std::vector<std::thread> senders;
    for (int sender = 0; sender < 2; ++sender) {
        senders.emplace_back([&box, sender] {
            for (int i = 0; i < count; ++i)
                box.post(i * 2 + sender);
        });
    }
    int received = 0;
    bool ordered = true;
    int last[2] = {-1, -1};
    while (received < 2 * count) {
        {
            std::unique_lock lock(mutex);
            woken.wait(lock, [&] { return wakes > 0; });
            wakes = 0;
        }
        for (const int value : box.take()) {
            ordered = ordered && value / 2 == last[value % 2] + 1;
            last[value % 2] = value / 2;
            ++received;
        }
    }
    for (std::thread &sender : senders)
        sender.join();
    check(ordered, "mailbox: nothing lost, in order for each sender");
}

void ringRefusesAndCountsWhenFull()
{
    Ring<int> ring(1000);
    for (int i = 0; i < 1024; ++i)
        ring.push(i);
    check(!ring.push(1) && ring.lost() == 1, "ring: a full one refuses and counts");
    int next = 0;
    while (const auto value = ring.pop())
        next += *value == next ? 1 : 1'000'000;
    check(next == 1024, "ring: in order");

    std::atomic<bool> done = false;
    std::thread writer([&] {
        for (int i = 0; i < 200'000; ++i)
            ring.push(i);
        done = true;
    });
    int last = -1;
    bool ordered = true;
    while (!done) {
        while (const auto value = ring.pop()) {
            ordered = ordered && *value > last;
            last = *value;
        }
    }
    writer.join();
    check(ordered, "ring: order holds while both sides run");
}

void snapshotKeepsTheVersionTaken()
{
    struct Pair
    {
        int a;
        int b;
    };
    Snapshot<Pair> snapshot(std::make_shared<const Pair>(Pair{0, 0}));
    std::thread writer([&] {
        for (int i = 1; i < 20'000; ++i)
            snapshot.set(std::make_shared<const Pair>(Pair{i, i}));
    });
    bool whole = true;
    for (int i = 0; i < 20'000; ++i) {
        const auto version = snapshot.get();
        whole = whole && version->a == version->b;
    }
    writer.join();
    check(whole, "snapshot: a reader never sees half a version");
}

} // namespace

int main()
{
    mailboxKeepsEverythingInOrder();
    ringRefusesAndCountsWhenFull();
    snapshotKeepsTheVersionTaken();
    return failures == 0 ? 0 : 1;
}
