// How long an answer waits for its row: settles records at a steady rate and prints the time until each
// outcome. bench_ledger [RECORDS-PER-SECOND [SECONDS [DIRECTORY]]]
#include "base/clock.h"
#include "ledger/ledger.h"
#include "ledger/ledger_reader.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <semaphore>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <time.h>
#include <vector>

using namespace signalbox;
using namespace signalbox::ledger;
using Steady = std::chrono::steady_clock;

namespace {

record::RequestRecord sample(int n, WallTime at)
{
    record::RequestRecord record;
    record.id = "req_" + std::to_string(1'000'000'007LL * n);
    record.startedAt = at;
    record.surface = "responses";
    record.agent = "codex";
    record.keyId = "dev";
    record.askedModel = record.virtualModel = "coder";
    record.provider = n % 3 == 0 ? "anthropic" : "openai";
    record.model = n % 3 == 0 ? "claude-sonnet-4-5" : "gpt-5.4";
    record.streamed = true;
    record.httpStatus = 200;
    record.usage = record::Usage{12'000 + n, 9'000, 0, 0, 700, 300, false};
    record.cost = {Money::fromNano(4'200'000 + n), "2026-09-23"};
    record.total = std::chrono::microseconds(3'000'000 + n * 977 % 9'000'000);
    record.firstToken = record.total / 5;
    record.overhead = std::chrono::microseconds(40);
    record.attempts.push_back(
        {record.provider, record.model, "main", record::AttemptResult::Ok, 200, {}, record.total, {}, {}});
    record.route = {{"coder is weighted: openai 70 %, anthropic 30 %"}, {"drawn: " + record.provider}};
    return record;
}

double processSeconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/// Outcomes by ticket, and when they were told.
class Waits final
{
public:
    explicit Waits(std::size_t count) : m_settled(count), m_ended(count) {}

    void start(std::size_t ticket) { m_settled[ticket] = Steady::now(); }
    void end(const std::vector<SettleOutcome> &outcomes)
    {
        const auto now = Steady::now();
        timespec cpu{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
        const std::scoped_lock lock(m_mutex);
        m_writerSeconds = static_cast<double>(cpu.tv_sec) + static_cast<double>(cpu.tv_nsec) / 1e9;
        if (m_batches++ == 0)
            m_writerStart = m_writerSeconds;
        for (const SettleOutcome &outcome : outcomes) {
            m_ended[outcome.ticket] = now;
            m_notCommitted += outcome.settlement == Settlement::Committed ? 0 : 1;
        }
    }
    void print(double seconds, double cpuSeconds)
    {
        std::vector<double> waits;
        for (std::size_t i = 0; i < m_settled.size(); ++i)
            waits.push_back(std::chrono::duration<double, std::milli>(m_ended[i] - m_settled[i]).count());
        std::ranges::sort(waits);
        const auto at = [&](double share) {
            return waits[static_cast<std::size_t>(share * static_cast<double>(waits.size() - 1))];
        };
        const auto count = static_cast<double>(waits.size());
        std::printf(
            "%8.0f rec/s  wait ms p50 %.3f  p95 %.3f  p99 %.3f  max %.3f  cpu us/rec writer %.1f, all %.1f"
            "  %.1f rec/batch  not committed %d\n",
            count / seconds, at(0.5), at(0.95), at(0.99), at(1),
            (m_writerSeconds - m_writerStart) * 1e6 / count, cpuSeconds * 1e6 / count, count / m_batches,
            m_notCommitted);
    }

private:
    std::vector<Steady::time_point> m_settled;
    std::vector<Steady::time_point> m_ended;
    std::mutex m_mutex;
    int m_notCommitted = 0;
    int m_batches = 0;
    double m_writerStart = 0;
    double m_writerSeconds = 0;
};

/// `perSecond` 0: as fast as it goes, with `open` at once.
void settle(Ledger &ledger, Waits *&receiver, int first, std::size_t count, int perSecond,
            std::size_t open = 0)
{
    Waits waits(count);
    receiver = &waits;
    std::counting_semaphore<> paced(0);
    const double cpuBefore = processSeconds();
    const auto start = Steady::now();
    const SystemClock clock;
    for (std::size_t i = 0; i < count; ++i) {
        if (perSecond > 0)
            std::ignore = paced.try_acquire_until(
                start + std::chrono::nanoseconds(1'000'000'000LL * static_cast<long>(i) / perSecond));
        else
            while (ledger.queueLength() >= open)
                std::this_thread::yield();
        waits.start(i);
        ledger.settle(i, sample(first + static_cast<int>(i), clock.wallNow()));
    }
    while (ledger.queueLength() > 0)
        std::this_thread::yield();
    const std::chrono::duration<double> seconds = Steady::now() - start;
    std::ignore = paced.try_acquire_for(std::chrono::milliseconds(50)); // the last outcomes are being told
    waits.print(seconds.count(), processSeconds() - cpuBefore);
    receiver = nullptr;
}

} // namespace

int main(int argc, char **argv)
{
    const int perSecond = argc > 1 ? std::atoi(argv[1]) : 2000;
    const int seconds = argc > 2 ? std::atoi(argv[2]) : 5;
    std::string directory =
        argc > 3 ? argv[3] : (std::filesystem::temp_directory_path() / "bench_ledger.XXXXXX").string();
    if (argc <= 3 && ::mkdtemp(directory.data()) == nullptr)
        return 1;
    const SystemClock clock;
    Waits *receiver = nullptr;
    const std::filesystem::path database = std::filesystem::path(directory) / "ledger.db";
    auto ledger = Ledger::open({database, std::filesystem::path(directory) / "spill", std::nullopt, {}},
                               clock, [&](std::vector<SettleOutcome> outcomes) { receiver->end(outcomes); });
    if (!ledger)
        return 1;
    const auto count = static_cast<std::size_t>(perSecond * seconds);
    for (int round = 0; round < 3; ++round)
        settle(**ledger, receiver, round * static_cast<int>(count), count, perSecond);
    int next = 3 * static_cast<int>(count);
    for (const std::size_t open : {1U, 8U, 32U, 1000U}) {
        std::printf("%4zu at once: ", open);
        settle(**ledger, receiver, next, 10'000, 0, open);
        next += 10'000;
    }

    auto reader = LedgerReader::open(database);
    if (!reader)
        return 1;
    const auto start = Steady::now();
    const auto report = reader->usage(
        {clock.wallNow() - std::chrono::hours(24), clock.wallNow(), GroupBy::Model, Days::Local});
    const std::chrono::duration<double, std::milli> took = Steady::now() - start;
    std::printf("usage of %lld requests by model: %.1f ms\n",
                static_cast<long long>(report ? report->total.requests : -1), took.count());
    ledger->reset();
    if (argc <= 3)
        std::filesystem::remove_all(directory);
    return 0;
}
