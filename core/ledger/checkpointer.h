#pragma once

#include "ledger/sqlite.h"

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

namespace signalbox::ledger {

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
    void copy();

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
