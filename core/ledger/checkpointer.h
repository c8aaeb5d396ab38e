#pragma once

#include "ledger/sqlite.h"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <thread>

namespace signalbox::ledger {

/// Copies what is in the write-ahead log of `database`. True where that was all, so that the next commit
/// begins the log anew. Commits go on meanwhile; where they never pause and the log is larger than
/// `largePages`, they wait for its last bit.
[[nodiscard]] bool copyLog(Database &database, int largePages = 16 * 1024);

/// A log keeps its size when it is begun anew. One that was copied whole and is large is cut: for a quiet
/// moment, as commits wait and the room has to be taken anew.
void cutLog(Database &database, const std::filesystem::path &log, std::uintmax_t largeBytes = 64U << 20U);

/// Copies the write-ahead log into the database, on a thread and a connection of its own, because that waits
/// for the disk: commits go on meanwhile. Works once the log has grown, and when no commit came for a while.
/// Owned by the Ledger.
class Checkpointer final
{
public:
    Checkpointer(std::filesystem::path file, Database database);
    /// Copies the rest and ends.
    ~Checkpointer();
    Checkpointer(const Checkpointer &) = delete;
    Checkpointer &operator=(const Checkpointer &) = delete;

    /// Any thread, after a commit. Cheap: it wakes nobody but after a pause.
    void committed();

private:
    void run();
    [[nodiscard]] bool logHasGrown() const;

    const std::filesystem::path m_log;
    Database m_database;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_committed = false; // since the last look
    bool m_asleep = false;
    bool m_stop = false;
    std::thread m_thread; // last: it uses the others
};

} // namespace signalbox::ledger
