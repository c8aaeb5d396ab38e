#include "ledger/checkpointer.h"

#include "base/thread_name.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <tuple>
#include <utility>

namespace signalbox::ledger {

namespace {

constexpr std::chrono::seconds kLook{1};
constexpr int kQuietLooks = 5;
constexpr std::uintmax_t kGrownBytes = 4U << 20U;
constexpr int kNice = 10;

} // namespace

Checkpointer::Checkpointer(std::filesystem::path file, Database database)
    : m_log(file += "-wal"), m_database(std::move(database)), m_thread([this] { run(); })
{
}

Checkpointer::~Checkpointer()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Checkpointer::committed()
{
    bool wake = false;
    {
        const std::scoped_lock lock(m_mutex);
        m_committed = true;
        wake = std::exchange(m_asleep, false);
    }
    if (wake)
        m_wake.notify_one();
}

void Checkpointer::run()
{
    nameThisThread("checkpoint");
#ifdef __linux__
    // On Linux this is about the calling thread alone: agents and the gateway go before.
    std::ignore = ::setpriority(PRIO_PROCESS, 0, kNice);
#endif
    std::unique_lock lock(m_mutex);
    int quietLooks = kQuietLooks; // whole at once if there was something to copy at the start
    bool uncopied = true;
    while (!m_stop) {
        if (!uncopied && !m_committed) {
            m_asleep = true;
            m_wake.wait(lock, [this] { return m_stop || m_committed; });
            m_asleep = false;
            continue;
        }
        m_wake.wait_for(lock, kLook, [this] { return m_stop; });
        if (std::exchange(m_committed, false)) {
            uncopied = true;
            quietLooks = 0;
        } else {
            ++quietLooks;
        }
        if (quietLooks < kQuietLooks && !logHasGrown())
            continue;
        lock.unlock();
        copy();
        lock.lock();
        uncopied = quietLooks < kQuietLooks;
    }
    lock.unlock();
    copy();
}

bool Checkpointer::logHasGrown() const
{
    std::error_code error;
    const auto bytes = std::filesystem::file_size(m_log, error);
    return !error && bytes > kGrownBytes;
}

void Checkpointer::copy()
{
    int pages = 0;
    int copied = 0;
    // PASSIVE takes no lock that a commit wants. What fails or is left for a reader's sake is for the next
    // time.
    const int code =
        sqlite3_wal_checkpoint_v2(m_database.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
    // A log that is copied whole is begun anew by the next commit. It keeps its size though, so one that a
    // long reader let grow is cut here: with nothing left to copy the lock is held for a moment only.
    constexpr int kLargePages = 16 * 1024;
    if (code == SQLITE_OK && pages == copied && pages > kLargePages)
        std::ignore = sqlite3_wal_checkpoint_v2(m_database.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                                nullptr, nullptr);
}

} // namespace signalbox::ledger
