#include "ledger/ledger.h"

#include "base/thread_name.h"
#include "ledger/batch_writer.h"
#include "ledger/commit_pace.h"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>

namespace signalbox::ledger {

using Time = Settlements::Time;

namespace {

constexpr std::chrono::seconds kReplayPause{1};
constexpr std::chrono::hours kDeletePause{1};
/// How long before it is overdue a batch stops waiting for a lock, so that it is spilled in good time.
constexpr std::chrono::milliseconds kPatienceLeft{50};
/// The queue whose length wakes nobody.
constexpr std::size_t kEndless = std::numeric_limits<std::size_t>::max();

Time now()
{
    return std::chrono::steady_clock::now();
}

} // namespace

/// The three threads and what they share. The writer owns the database; the spiller writes what the writer
/// could not in time; the watchdog touches no file, so that it can always tell an outcome.
class Ledger::Work final
{
public:
    Work(std::unique_ptr<BatchWriter> writer, const Options &options, OnSettled onSettled)
        : m_writer(std::move(writer)), m_spill(options.spill), m_limits(options.limits),
          m_onSettled(std::move(onSettled)), m_notices(m_writer->notices()), m_settlements(options.limits)
    {
    }

    static Result<std::unique_ptr<Work>> create(const Options &options, const Clock &clock,
                                                OnSettled onSettled);
    Result<void> replay();
    void start();
    void settle(std::uint64_t ticket, std::shared_ptr<const record::RequestRecord> record);
    void close();
    LedgerStatus status() const;
    const std::vector<std::string> &notices() const { return m_notices; }

private:
    using Lock = std::unique_lock<std::mutex>;

    void runWriter();
    void runSpiller();
    void runWatchdog();

    void gather(Lock &lock);
    bool writeQueued(Lock &lock);
    void settled(Lock &lock, const std::vector<Settlements::Shared> &batch);
    void notCommitted(const std::vector<Settlements::Shared> &batch, const Error &error);
    void maintain(Lock &lock);
    void tell(Lock &lock, std::vector<SettleOutcome> outcomes);

    const std::unique_ptr<BatchWriter> m_writer; // used by the writer's thread alone once that runs
    SpillFile m_spill;
    const Settlements::Limits m_limits;
    const OnSettled m_onSettled;
    std::vector<std::string> m_notices;

    mutable std::mutex m_mutex; // guards what follows; never held during I/O or a call out
    Settlements m_settlements;
    LedgerStatus m_status;
    bool m_spilled = false; // the spill file may hold something
    CommitPace m_pace;
    Time m_nextReplay{};
    Time m_nextDelete{};
    bool m_closing = false;                  // no more records
    bool m_writerEnded = false;              // no more for the spiller
    bool m_spillerEnded = false;             // no more for the watchdog
    std::size_t m_writerWaitsFor = kEndless; // records in the queue; at work it looks again by itself
    bool m_watchdogSleeps = false;
    std::condition_variable m_forWriter;
    std::condition_variable m_forSpiller;
    std::condition_variable m_forWatchdog;

    std::thread m_writerThread;
    std::thread m_spillerThread;
    std::thread m_watchdogThread;
};

Result<std::unique_ptr<Ledger::Work>> Ledger::Work::create(const Options &options, const Clock &clock,
                                                           OnSettled onSettled)
{
    auto writer = BatchWriter::open(options.database, clock, options.keep);
    if (!writer)
        return std::unexpected(std::move(writer.error()));
    return std::make_unique<Work>(std::move(*writer), options, std::move(onSettled));
}

/// On the main thread, while the others do not run.
Result<void> Ledger::Work::replay()
{
    m_spilled = !m_spill.isEmpty();
    if (!m_spilled)
        return {};
    const auto unread = m_spill.replay(
        [this](std::span<const record::RequestRecord> records) { return m_writer->writeAgain(records); });
    if (!unread)
        return std::unexpected(unread.error());
    m_spilled = false;
    if (*unread > 0)
        m_notices.push_back(std::to_string(*unread) +
                            " lines of the spill file could not be read and were set aside.");
    return {};
}

void Ledger::Work::start()
{
    m_writerThread = std::thread([this] { runWriter(); });
    m_spillerThread = std::thread([this] { runSpiller(); });
    m_watchdogThread = std::thread([this] { runWatchdog(); });
}

void Ledger::Work::settle(std::uint64_t ticket, std::shared_ptr<const record::RequestRecord> record)
{
    bool wakeWriter = false;
    bool wakeWatchdog = false;
    {
        Lock lock(m_mutex);
        if (m_closing) {
            ++m_status.lost;
            tell(lock, {{ticket, Settlement::Lost}});
            return;
        }
        const Time time = now();
        m_settlements.add(ticket, std::move(record), time);
        m_pace.noteArrival(time);
        // A thread that is at work looks again by itself: under load nobody is woken.
        wakeWriter = m_settlements.queued() >= m_writerWaitsFor;
        if (wakeWriter)
            m_writerWaitsFor = kEndless;
        wakeWatchdog = std::exchange(m_watchdogSleeps, false);
    }
    if (wakeWriter)
        m_forWriter.notify_one();
    if (wakeWatchdog)
        m_forWatchdog.notify_one();
}

/// Tells outcomes without the lock, and takes it again.
void Ledger::Work::tell(Lock &lock, std::vector<SettleOutcome> outcomes)
{
    if (outcomes.empty() || !m_onSettled)
        return;
    lock.unlock();
    m_onSettled(std::move(outcomes));
    lock.lock();
}

void Ledger::Work::runWriter()
{
    nameThisThread("ledger");
    Lock lock(m_mutex);
    for (;;) {
        gather(lock);
        if (writeQueued(lock))
            continue;
        if (m_closing)
            break;
        const Time time = now();
        if ((m_spilled && time >= m_nextReplay) || time >= m_nextDelete) {
            maintain(lock);
            continue;
        }
        m_writerWaitsFor = 1;
        const Time next = m_spilled ? std::min(m_nextReplay, m_nextDelete) : m_nextDelete;
        m_forWriter.wait_until(lock, next,
                               [this] { return m_closing || m_spilled || m_settlements.hasQueued(); });
        if (m_spilled && !m_settlements.hasQueued() && !m_closing)
            m_forWriter.wait_until(lock, std::min(m_nextReplay, m_nextDelete),
                                   [this] { return m_closing || m_settlements.hasQueued(); });
        m_writerWaitsFor = kEndless;
    }
    m_writerEnded = true;
    m_forSpiller.notify_one();
}

/// Until the next commit is due.
void Ledger::Work::gather(Lock &lock)
{
    const Time time = now();
    const CommitPace::Due due = m_pace.due(time);
    if (due.time <= time)
        return;
    m_writerWaitsFor = due.rows;
    m_forWriter.wait_until(lock, due.time, [&] { return m_closing || m_settlements.queued() >= due.rows; });
    m_writerWaitsFor = kEndless;
}

/// One transaction of what is queued. False where nothing was.
bool Ledger::Work::writeQueued(Lock &lock)
{
    auto batch = m_settlements.takeQueued(CommitPace::kMost);
    if (batch.empty())
        return false;
    m_pace.noteCommit(batch.size(), now());
    lock.unlock();
    const auto written = m_writer->write(batch, batch.front()->since + m_limits.spillAfter - kPatienceLeft);
    lock.lock();
    if (written)
        settled(lock, batch);
    else
        notCommitted(batch, written.error());
    // A thousand records are a millisecond of freeing: not while the gateway may wait for the lock.
    lock.unlock();
    batch.clear();
    lock.lock();
    return true;
}

void Ledger::Work::settled(Lock &lock, const std::vector<Settlements::Shared> &batch)
{
    m_status.health = Health::Good;
    m_status.lastError.clear();
    std::vector<SettleOutcome> outcomes;
    outcomes.reserve(batch.size());
    for (const Settlements::Shared &entry : batch) {
        if (const auto outcome = m_settlements.finish(entry, Settlement::Committed))
            outcomes.push_back(*outcome);
    }
    tell(lock, std::move(outcomes));
}

void Ledger::Work::notCommitted(const std::vector<Settlements::Shared> &batch, const Error &error)
{
    if (m_status.health == Health::Good)
        m_status.health = Health::Spilling;
    m_status.lastError = describe(error);
    for (const Settlements::Shared &entry : batch)
        m_settlements.giveToSpiller(entry);
    m_forSpiller.notify_one();
}

void Ledger::Work::maintain(Lock &lock)
{
    if (m_spilled && now() >= m_nextReplay) {
        // Before the replay, so that what is spilled during it is not forgotten.
        m_spilled = false;
        lock.unlock();
        const auto replayed =
            m_spill.replay([this](std::span<const record::RequestRecord> records) -> Result<void> {
                auto written = m_writer->writeAgain(records);
                // New records do not wait for all of the old ones.
                Lock inner(m_mutex);
                writeQueued(inner);
                return written;
            });
        lock.lock();
        m_spilled = m_spilled || !replayed;
        m_nextReplay = now() + kReplayPause;
        return;
    }
    lock.unlock();
    const auto more = m_writer->deleteOld();
    lock.lock();
    m_nextDelete = more && *more ? now() : now() + kDeletePause;
}

void Ledger::Work::runSpiller()
{
    nameThisThread("ledger spill");
    Lock lock(m_mutex);
    for (;;) {
        const Settlements::Shared entry = m_settlements.takeSpilling();
        if (!entry) {
            if (m_writerEnded)
                break;
            m_forSpiller.wait(lock, [this] { return m_writerEnded || m_settlements.hasSpilling(); });
            continue;
        }
        lock.unlock();
        const bool spilled = m_spill.append(*entry->record);
        lock.lock();
        if (spilled) {
            m_spilled = true;
            m_forWriter.notify_one(); // the replay has a date now
        }
        const auto outcome = m_settlements.finish(entry, spilled ? Settlement::Spilled : Settlement::Lost);
        if (!outcome)
            continue;
        if (!spilled) {
            ++m_status.lost;
            m_status.health = Health::Losing;
        } else if (m_status.health == Health::Losing) {
            m_status.health = Health::Spilling;
        }
        tell(lock, {*outcome});
    }
    m_spillerEnded = true;
    m_forWatchdog.notify_one();
}

void Ledger::Work::runWatchdog()
{
    nameThisThread("ledger watch");
    Lock lock(m_mutex);
    while (!m_spillerEnded) {
        const auto deadline = m_settlements.nextDeadline();
        if (!deadline) {
            m_watchdogSleeps = true;
            m_forWatchdog.wait(lock, [this] { return m_spillerEnded || m_settlements.open() > 0; });
            m_watchdogSleeps = false;
            continue;
        }
        if (m_forWatchdog.wait_until(lock, *deadline, [this] { return m_spillerEnded; }))
            break;
        auto lost = m_settlements.expire(now());
        if (m_settlements.hasSpilling())
            m_forSpiller.notify_one();
        if (lost.empty())
            continue;
        m_status.lost += lost.size();
        m_status.health = Health::Losing;
        tell(lock, std::move(lost));
    }
}

void Ledger::Work::close()
{
    {
        const Lock lock(m_mutex);
        if (m_closing)
            return;
        m_closing = true;
    }
    // The writer first, as it may still give to the spiller; that one before the watchdog, which guards both.
    m_forWriter.notify_one();
    for (std::thread *thread : {&m_writerThread, &m_spillerThread, &m_watchdogThread}) {
        if (thread->joinable())
            thread->join();
    }
    // What was spilled last, so that sums read after this are whole. If it fails the next start does it.
    std::ignore = replay();
}

LedgerStatus Ledger::Work::status() const
{
    const Lock lock(m_mutex);
    LedgerStatus status = m_status;
    status.queued = m_settlements.open();
    return status;
}

Ledger::Ledger(std::unique_ptr<Work> work) : m_work(std::move(work))
{
}

Ledger::~Ledger()
{
    close();
}

Result<std::unique_ptr<Ledger>> Ledger::open(Options options, const Clock &clock, OnSettled onSettled)
{
    auto work = Work::create(options, clock, onSettled);
    if (!work)
        return std::unexpected(std::move(work.error()));
    // A lock or a full disk now is no reason not to start: the writer tries again.
    if (const auto replayed = (*work)->replay(); !replayed && isDamage(replayed.error())) {
        // Damage that opening did not see. It is marked by now, so the second opening reads the whole file.
        work->reset();
        work = Work::create(options, clock, onSettled);
        if (!work)
            return std::unexpected(std::move(work.error()));
        std::ignore = (*work)->replay();
    }
    (*work)->start();
    return std::unique_ptr<Ledger>(new Ledger(std::move(*work)));
}

void Ledger::settle(std::uint64_t ticket, std::shared_ptr<const record::RequestRecord> record)
{
    m_work->settle(ticket, std::move(record));
}

const std::vector<std::string> &Ledger::notices() const
{
    return m_work->notices();
}

LedgerStatus Ledger::status() const
{
    return m_work->status();
}

void Ledger::close()
{
    m_work->close();
}

} // namespace signalbox::ledger
