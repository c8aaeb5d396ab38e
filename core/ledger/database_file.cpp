#include "ledger/database_file.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace signalbox::ledger {

namespace fs = std::filesystem;

namespace {

/// Files up to this size are read whole at each start (some 100 ms); larger ones only when suspected, because
/// a start must not take minutes.
constexpr std::uintmax_t kAlwaysCheckedBytes = 32U << 20U;

fs::path withSuffix(const fs::path &file, std::string_view suffix)
{
    fs::path path = file;
    path += suffix;
    return path;
}

fs::path suspectMark(const fs::path &file)
{
    return withSuffix(file, ".suspect");
}

/// 2026-09-27T101112Z: sorts by time, and no character that a file system refuses.
std::string stamp(WallTime time)
{
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H%M%SZ", &parts);
    return text.data();
}

/// The SQLite header alone, read without SQLite: a file that is to stay untouched is not opened by it.
std::optional<int> versionInHeader(const fs::path &file)
{
    std::ifstream in(file, std::ios::binary);
    std::array<unsigned char, 64> header{};
    if (!in.read(reinterpret_cast<char *>(header.data()), header.size()))
        return std::nullopt;
    if (std::string_view(reinterpret_cast<const char *>(header.data()), 15) != "SQLite format 3")
        return std::nullopt;
    return static_cast<int>(header[60] << 24U | header[61] << 16U | header[62] << 8U | header[63]);
}

Error newerVersion(const fs::path &file, std::int64_t found, int known)
{
    return Error{ErrorCode::InvalidInput,
                 "the ledger is of version " + std::to_string(found) +
                     ", this program knows versions up to " + std::to_string(known) +
                     "; it was left as it is. Use the newer program, or another data directory",
                 file.string()};
}

Result<void> createFile(const fs::path &file)
{
    // Before SQLite does, so that the mode is ours from the first byte on; -wal and -shm get the same.
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fail(ErrorCode::Io, "cannot create the ledger: " + std::generic_category().message(errno),
                    file.string());
    }
    ::close(descriptor);
    return {};
}

Result<void> check(Database &database, const fs::path &file)
{
    std::error_code ignored;
    const bool suspect = fs::exists(suspectMark(file), ignored);
    if (!suspect && fs::file_size(file, ignored) > kAlwaysCheckedBytes)
        return {};
    auto answer = database.text("PRAGMA quick_check(1)");
    if (!answer)
        return std::unexpected(std::move(answer.error()));
    if (*answer != "ok")
        return fail(ErrorCode::Protocol, *answer, file.string());
    if (suspect)
        fs::remove(suspectMark(file), ignored);
    return {};
}

Result<void> backUp(Database &database, const fs::path &file, std::int64_t version, const Clock &clock)
{
    const fs::path copy = withSuffix(file, ".v" + std::to_string(version) + "-" + stamp(clock.wallNow()));
    std::error_code ignored;
    fs::remove(copy, ignored); // an earlier try of this second that did not end
    if (auto created = createFile(copy); !created)
        return created;
    auto statement = database.prepare("VACUUM INTO ?");
    if (!statement)
        return std::unexpected(std::move(statement.error()));
    const std::string name = copy.string();
    statement->bind(1, name);
    return statement->run();
}

Result<void> upgrade(Database &database, const fs::path &file, const Clock &clock,
                     std::span<const Migration> steps)
{
    const auto version = database.integer("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return std::unexpected(tables.error());
    if (*version > versionOf(steps)) {
        database.keepUntouched();
        return std::unexpected(newerVersion(file, *version, versionOf(steps)));
    }
    if (*version == 0 && *tables != 0) {
        database.keepUntouched();
        return fail(ErrorCode::InvalidInput, "this is the database of another program; it was left as it is",
                    file.string());
    }
    if (*version == versionOf(steps))
        return {};
    if (*version > 0) {
        if (auto done = backUp(database, file, *version, clock); !done)
            return done;
    }
    std::string sql = "BEGIN IMMEDIATE;";
    for (const Migration &step : steps) {
        if (step.version > *version)
            sql += step.sql;
    }
    // The number is part of the transaction: a start that was cut short is repeated whole.
    sql += ";PRAGMA user_version = " + std::to_string(versionOf(steps)) + ";COMMIT;";
    return database.execute(sql);
}

Result<Database> openAndUpgrade(const fs::path &file, const Clock &clock, std::span<const Migration> steps)
{
    auto database = Database::open(file, Database::Mode::ReadWrite);
    if (!database)
        return database;
    // Another process may be just closing it.
    database->waitForLocksUntil(std::chrono::steady_clock::now() + std::chrono::seconds(1));
    auto done = check(*database, file);
    if (done)
        done = upgrade(*database, file, clock, steps);
    if (done)
        done = database->execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;"
            "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;");
    if (!done)
        return std::unexpected(std::move(done.error()));
    return database;
}

Result<fs::path> setAside(const fs::path &file, const Clock &clock)
{
    std::error_code error;
    fs::path target = withSuffix(file, ".damaged-" + stamp(clock.wallNow()));
    const fs::path wanted = target;
    for (int n = 2; fs::exists(target, error); ++n)
        target = withSuffix(withSuffix(wanted, "-"), std::to_string(n));
    // What was not yet copied out of the log belongs to the file; its index is rebuilt.
    for (const std::string_view part : {"-wal", ""}) {
        fs::rename(withSuffix(file, part), withSuffix(target, part), error);
        if (error && part.empty())
            return fail(ErrorCode::Io, "cannot set the damaged ledger aside: " + error.message(),
                        file.string());
    }
    fs::remove(withSuffix(file, "-shm"), error);
    fs::remove(suspectMark(file), error);
    return target;
}

} // namespace

Result<OpenedDatabase> openDatabaseFile(const fs::path &file, const Clock &clock,
                                        std::span<const Migration> steps)
{
    if (const auto version = versionInHeader(file); version && *version > versionOf(steps))
        return std::unexpected(newerVersion(file, *version, versionOf(steps)));
    if (auto created = createFile(file); !created)
        return std::unexpected(std::move(created.error()));
    OpenedDatabase opened;
    auto database = openAndUpgrade(file, clock, steps);
    if (!database && isDamage(database.error())) {
        auto aside = setAside(file, clock);
        if (!aside)
            return std::unexpected(std::move(aside.error()));
        opened.notices.push_back("The ledger was damaged and is now " + aside->filename().string() +
                                 ". A new one was begun.");
        if (auto created = createFile(file); !created)
            return std::unexpected(std::move(created.error()));
        database = openAndUpgrade(file, clock, steps);
    }
    if (!database) {
        Error error = std::move(database.error());
        if (error.place.empty())
            error.place = file.string();
        return std::unexpected(std::move(error));
    }
    opened.database = std::move(*database);
    return opened;
}

Result<Database> openBeside(const fs::path &file)
{
    auto database = Database::open(file, Database::Mode::ReadWrite);
    if (!database)
        return database;
    // A connection that has never read does not know that there is a log: its checkpoints would do nothing,
    // and say that all is well.
    if (auto version = database->integer("PRAGMA schema_version"); !version)
        return std::unexpected(std::move(version.error()));
    return database;
}

void markSuspect(const fs::path &file)
{
    std::ofstream(suspectMark(file)).flush();
}

} // namespace signalbox::ledger
