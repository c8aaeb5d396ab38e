// The ledger's threads, with readers and many writers at once, free of Qt, so that the thread sanitizer sees
// all of it.
#include "ledger/ledger.h"
#include "ledger/ledger_reader.h"
#include "ledger_samples.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

using namespace signalbox;
using namespace signalbox::ledger;

namespace {

std::atomic<int> failures = 0;

void check(bool ok, const char *what)
{
    std::printf("%s %s\n", ok ? "ok  " : "FAIL", what);
    failures += ok ? 0 : 1;
}

constexpr int kThreads = 3;
constexpr int kEach = 1500;

/// Every ticket has one outcome, whether another connection holds the database or not.
void settlesFromManyThreads(const std::filesystem::path &directory)
{
    const SystemClock clock;
    samples::Outcomes outcomes;
    const auto database = directory / "ledger.db";
    auto ledger =
        Ledger::open({database, directory / "spill", std::chrono::days(400), {}}, clock, outcomes.receiver());
    check(ledger.has_value(), "ledger: opens");
    if (!ledger)
        return;
    std::atomic<bool> done = false;
    std::thread reader([&] {
        auto opened = LedgerReader::open(database);
        bool all = opened.has_value();
        while (opened && !done) {
            all = opened->usage({{}, WallTime::max(), GroupBy::Model, Days::Utc}).has_value() && all;
            std::ignore = (*ledger)->status();
        }
        check(all, "reader: reads beside the writer");
    });
    std::vector<std::thread> senders;
    for (int thread = 0; thread < kThreads; ++thread) {
        senders.emplace_back([&, thread] {
            for (int i = 0; i < kEach; ++i) {
                const int n = thread * kEach + i;
                (*ledger)->settle(static_cast<std::uint64_t>(n), samples::record(n));
            }
        });
    }
    for (std::thread &sender : senders)
        sender.join();
    check(outcomes.waitFor(kThreads * kEach), "ledger: an outcome for each record");

    auto holder = Database::open(database, Database::Mode::ReadWrite);
    if (holder)
        holder->waitForLocksUntil(std::chrono::steady_clock::now() + std::chrono::seconds(5));
    check(holder && holder->execute("BEGIN IMMEDIATE"), "another connection: holds the database");
    for (int n = kThreads * kEach; n < kThreads * kEach + 100; ++n)
        (*ledger)->settle(static_cast<std::uint64_t>(n), samples::record(n));
    check(outcomes.waitFor(kThreads * kEach + 100), "ledger: an outcome for each while it is held");
    check(holder->execute("COMMIT").has_value(), "another connection: lets it go");
    for (int n = kThreads * kEach + 100; n < kThreads * kEach + 200; ++n)
        (*ledger)->settle(static_cast<std::uint64_t>(n), samples::record(n));
    (*ledger)->close();
    done = true;
    reader.join();

    bool once = true;
    for (const auto &[ticket, settlements] : outcomes.told())
        once = once && settlements.size() == 1;
    check(once && outcomes.told().size() == kThreads * kEach + 200, "ledger: exactly one outcome each");
    const std::uint64_t lost = (*ledger)->lost();
    ledger->reset();
    const auto rows = samples::number(database, "SELECT count(*) FROM requests");
    check(rows + static_cast<std::int64_t>(lost) >= kThreads * kEach + 200,
          "ledger: what is not lost is there");
    check(samples::number(database, "SELECT sum(requests) FROM minutes") == rows,
          "ledger: minutes equal the rows");
}

} // namespace

int main()
{
    std::string name = (std::filesystem::temp_directory_path() / "thread_ledger.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        return 1;
    settlesFromManyThreads(name);
    std::filesystem::remove_all(name);
    return failures == 0 ? 0 : 1;
}
