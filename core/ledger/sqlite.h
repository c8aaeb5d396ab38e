#pragma once

#include "base/result.h"

#include <bitset>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace signalbox::ledger {

/// What SQLite said, as an Error: Unavailable for a lock held by others, TooLarge for a full disk, Protocol
/// for a file that is damaged or no database, else Io.
[[nodiscard]] Error sqliteError(int code, std::string_view message, std::string_view doing);
[[nodiscard]] inline bool isDamage(const Error &error)
{
    return error.code == ErrorCode::Protocol;
}

/// A prepared statement, bound by position from 1 and read by column from 0. Used on the thread of its
/// connection, which outlives it. Texts bound must live until the next reset.
class Statement final
{
public:
    Statement() = default;

    void bind(int index, std::int64_t value);
    void bind(int index, std::string_view text);
    void bindBlob(int index, std::string_view bytes);
    void bindNull(int index);
    void bind(int index, const std::optional<std::int64_t> &value);

    /// True: there is a row to read. False: done.
    [[nodiscard]] Result<bool> step();
    /// Runs a statement that gives no rows, and makes it ready to be bound again.
    [[nodiscard]] Result<void> run();
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::optional<std::int64_t> optionalInteger(int column) const;
    /// Dies with the next step or reset.
    [[nodiscard]] std::string_view text(int column) const;

private:
    friend class Database;
    void noteEmpty(int index, bool empty);
    struct Finalize
    {
        void operator()(sqlite3_stmt *statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    std::bitset<64> m_empty; // the parameters that are bound to an empty text
};

/// One SQLite connection. Lives on the thread that opened it; `interrupt` alone may be called from others.
class Database final
{
public:
    enum class Mode { ReadOnly, ReadWrite, Create };

    [[nodiscard]] static Result<Database> open(const std::filesystem::path &file, Mode mode);

    [[nodiscard]] Result<void> execute(const std::string &sql);
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    /// The first column of the first row of `sql`, which has one.
    [[nodiscard]] Result<std::int64_t> integer(std::string_view sql);
    [[nodiscard]] Result<std::string> text(std::string_view sql);

    /// Rows that the last statement changed.
    [[nodiscard]] int changes() const;
    [[nodiscard]] std::int64_t lastRow() const;
    [[nodiscard]] bool inTransaction() const;
    void interrupt();
    /// Until then a lock that somebody else holds is waited for. The default is not to wait.
    void waitForLocksUntil(std::chrono::steady_clock::time_point time);
    /// Closing leaves the file as it is: for one that is not ours to change.
    void keepUntouched();

    [[nodiscard]] sqlite3 *handle() const { return m_handle.get(); }

private:
    struct Close
    {
        void operator()(sqlite3 *handle) const;
    };
    std::unique_ptr<std::chrono::steady_clock::time_point> m_waitUntil; // its address is known to the handle
    std::unique_ptr<sqlite3, Close> m_handle;
};

} // namespace signalbox::ledger
