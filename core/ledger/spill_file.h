#pragma once

#include "base/result.h"
#include "record/request_record.h"

#include <filesystem>
#include <functional>
#include <mutex>
#include <span>
#include <string>

namespace signalbox::ledger {

/// Records that the database did not take in time: a file of lines, only appended to, each line by one write,
/// so that a record is there as soon as `append` returns, whatever happens to the process. Thread-safe;
/// `replay` is called by one thread. A line that a death cut short, or that cannot be read, is kept in a
/// second file, `….unread`, and never stops the others.
class SpillFile final
{
public:
    using Take = std::function<Result<void>(std::span<const record::RequestRecord>)>;

    /// Touches nothing until there is something to write.
    explicit SpillFile(std::filesystem::path file);
    ~SpillFile();
    SpillFile(const SpillFile &) = delete;
    SpillFile &operator=(const SpillFile &) = delete;

    /// True: the record will be found. False: nothing of it is there.
    [[nodiscard]] bool append(const record::RequestRecord &record);

    [[nodiscard]] bool isEmpty() const;

    /// Gives all records to `take`, at most kBatch at once, and drops the file when it took them all. After a
    /// failure they are given again the next time. Records appended meanwhile do not wait: they go to a new
    /// file. The number of lines that could not be read.
    [[nodiscard]] Result<int> replay(const Take &take);

    static constexpr std::size_t kBatch = 200;

private:
    [[nodiscard]] bool writeLocked(const std::string &lines);
    [[nodiscard]] Result<bool> putUpForReplay();

    const std::filesystem::path m_file;
    const std::filesystem::path m_replaying;
    mutable std::mutex m_mutex;
    int m_descriptor = -1;
    bool m_torn = false; // the file may end within a line: the next write ends that first
};

} // namespace signalbox::ledger
