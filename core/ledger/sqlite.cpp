#include "ledger/sqlite.h"

#include <cstdlib>
#include <sqlite3.h>
#include <thread>
#include <tuple>

namespace signalbox::ledger {

namespace {

Error errorOf(sqlite3 *handle, std::string_view doing)
{
    return sqliteError(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle), doing);
}

/// SQLite counts what it allocates under one lock for all connections; nobody asks for the sum.
void keepNoMemoryStatistics()
{
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    std::ignore = once; // an error where SQLite runs already: then it counts
}

} // namespace

Error sqliteError(int code, std::string_view message, std::string_view doing)
{
    ErrorCode kind = ErrorCode::Io;
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        kind = ErrorCode::Unavailable;
        break;
    case SQLITE_INTERRUPT:
        kind = ErrorCode::Cancelled;
        break;
    case SQLITE_FULL:
        kind = ErrorCode::TooLarge;
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        kind = ErrorCode::Protocol;
        break;
    default:
        break;
    }
    std::string text(doing);
    text += ": ";
    text += message;
    return Error{kind, std::move(text), {}};
}

void Statement::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

void Statement::noteEmpty(int index, bool empty)
{
    if (const auto place = static_cast<std::size_t>(index); place < m_empty.size())
        m_empty[place] = empty;
}

void Statement::bind(int index, std::int64_t value)
{
    noteEmpty(index, false);
    sqlite3_bind_int64(m_statement.get(), index, value);
}

void Statement::bind(int index, std::string_view text)
{
    // Half of a request's texts are empty, and so were those of the one before: that is bound already.
    if (text.empty() && static_cast<std::size_t>(index) < m_empty.size() &&
        m_empty[static_cast<std::size_t>(index)])
        return;
    noteEmpty(index, text.empty());
    // A view without memory would be bound as NULL; one that is skipped next time must not die.
    const char *data = text.empty() ? "" : text.data();
    sqlite3_bind_text64(m_statement.get(), index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bindBlob(int index, std::string_view bytes)
{
    noteEmpty(index, false);
    const char *data = bytes.data() == nullptr ? "" : bytes.data();
    sqlite3_bind_blob64(m_statement.get(), index, data, bytes.size(), SQLITE_STATIC);
}

void Statement::bindNull(int index)
{
    noteEmpty(index, false);
    sqlite3_bind_null(m_statement.get(), index);
}

void Statement::bind(int index, const std::optional<std::int64_t> &value)
{
    if (value)
        bind(index, *value);
    else
        bindNull(index);
}

Result<bool> Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    Error error = errorOf(sqlite3_db_handle(m_statement.get()), "ledger");
    sqlite3_reset(m_statement.get());
    return std::unexpected(std::move(error));
}

Result<void> Statement::run()
{
    auto row = step();
    if (!row)
        return std::unexpected(std::move(row.error()));
    reset();
    return {};
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

std::optional<std::int64_t> Statement::optionalInteger(int column) const
{
    if (sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL)
        return std::nullopt;
    return integer(column);
}

std::string_view Statement::text(int column) const
{
    // For texts and blobs alike: the bytes as they were stored.
    const void *data = sqlite3_column_blob(m_statement.get(), column);
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return data == nullptr
               ? std::string_view()
               : std::string_view(static_cast<const char *>(data), static_cast<std::size_t>(size));
}

void Database::Close::operator()(sqlite3 *handle) const
{
    sqlite3_close_v2(handle);
}

Result<Database> Database::open(const std::filesystem::path &file, Mode mode)
{
    keepNoMemoryStatistics();
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (mode) {
    case Mode::ReadOnly:
        flags |= SQLITE_OPEN_READONLY;
        break;
    case Mode::ReadWrite:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case Mode::Create:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    }
    sqlite3 *handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    Database database;
    database.m_handle.reset(handle);
    if (code != SQLITE_OK) {
        Error error = sqliteError(code, sqlite3_errstr(code), "cannot open the ledger");
        error.place = file.string();
        return std::unexpected(std::move(error));
    }
    return database;
}

Result<void> Database::execute(const std::string &sql)
{
    if (sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return std::unexpected(errorOf(m_handle.get(), "ledger"));
    return {};
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt *handle = nullptr;
    const int code = sqlite3_prepare_v3(m_handle.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (code != SQLITE_OK)
        return std::unexpected(errorOf(m_handle.get(), "ledger"));
    Statement statement;
    statement.m_statement.reset(handle);
    return statement;
}

Result<std::int64_t> Database::integer(std::string_view sql)
{
    auto value = text(sql);
    if (!value)
        return std::unexpected(std::move(value.error()));
    return std::strtoll(value->c_str(), nullptr, 10);
}

Result<std::string> Database::text(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return std::unexpected(std::move(statement.error()));
    auto row = statement->step();
    if (!row)
        return std::unexpected(std::move(row.error()));
    return *row ? std::string(statement->text(0)) : std::string();
}

int Database::changes() const
{
    return sqlite3_changes(m_handle.get());
}

std::int64_t Database::lastRow() const
{
    return sqlite3_last_insert_rowid(m_handle.get());
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle.get()) == 0;
}

void Database::interrupt()
{
    sqlite3_interrupt(m_handle.get());
}

void Database::waitForLocksUntil(std::chrono::steady_clock::time_point time)
{
    if (!m_waitUntil) {
        m_waitUntil = std::make_unique<std::chrono::steady_clock::time_point>(time);
        sqlite3_busy_handler(
            m_handle.get(),
            [](void *until, int) {
                if (std::chrono::steady_clock::now() >=
                    *static_cast<std::chrono::steady_clock::time_point *>(until))
                    return 0;
                // A file lock tells nobody when it goes; this runs on threads that may wait.
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                return 1;
            },
            m_waitUntil.get());
    }
    *m_waitUntil = time;
}

void Database::keepUntouched()
{
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

} // namespace signalbox::ledger
