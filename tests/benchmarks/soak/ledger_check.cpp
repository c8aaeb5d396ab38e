#include "ledger_check.h"

#include <sqlite3.h>

#include <fstream>
#include <memory>
#include <optional>

namespace signalbox::soak {

namespace {

struct Close
{
    void operator()(sqlite3 *database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

Statement prepare(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
    return Statement(statement);
}

std::string text(sqlite3_stmt *statement, int column)
{
    const auto *value = reinterpret_cast<const char *>(sqlite3_column_text(statement, column));
    return value ? value : "";
}

/// The file that is a database and has the table: its name is the program's own business.
Database openLedger(const std::filesystem::path &dataFolder)
{
    std::error_code error;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(dataFolder, error)) {
        std::string magic(15, '\0');
        if (!entry.is_regular_file() || !std::ifstream(entry.path()).read(magic.data(), 15) ||
            magic != "SQLite format 3")
            continue;
        sqlite3 *handle = nullptr;
        sqlite3_open_v2(entry.path().c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
        Database database(handle);
        const Statement found = prepare(handle, "SELECT count(*) FROM requests");
        if (found && sqlite3_step(found.get()) == SQLITE_ROW)
            return database;
    }
    return nullptr;
}

void example(LedgerFindings &findings, const ReadAnswer &answer, const std::string &what)
{
    if (findings.examples.size() < 20)
        findings.examples.push_back(answer.id + " (" + answer.kind + "): " + what);
}

} // namespace

LedgerFindings checkLedger(const std::filesystem::path &dataFolder, const std::vector<ReadAnswer> &answers)
{
    LedgerFindings findings;
    const Database database = openLedger(dataFolder);
    if (!database) {
        findings.integrity = "no database with a table requests in " + dataFolder.string();
        findings.missing = static_cast<std::int64_t>(answers.size());
        return findings;
    }
    const Statement integrity = prepare(database.get(), "PRAGMA integrity_check");
    findings.integrity = sqlite3_step(integrity.get()) == SQLITE_ROW ? text(integrity.get(), 0)
                                                                     : sqlite3_errmsg(database.get());
    const Statement count = prepare(database.get(), "SELECT count(*) FROM requests");
    if (sqlite3_step(count.get()) == SQLITE_ROW)
        findings.rows = sqlite3_column_int64(count.get(), 0);

    // The table need not have an index on ids.
    sqlite3_exec(database.get(),
                 "CREATE TEMP TABLE rows AS SELECT id, outcome, input_tokens, output_tokens FROM requests;"
                 "CREATE INDEX temp.rows_by_id ON rows (id)",
                 nullptr, nullptr, nullptr);
    const Statement row =
        prepare(database.get(), "SELECT outcome, input_tokens, output_tokens FROM temp.rows WHERE id = ?");
    if (!row) {
        findings.integrity = sqlite3_errmsg(database.get());
        return findings;
    }
    for (const ReadAnswer &answer : answers) {
        sqlite3_reset(row.get());
        sqlite3_bind_text(row.get(), 1, answer.id.c_str(), -1, SQLITE_TRANSIENT);
        if (sqlite3_step(row.get()) != SQLITE_ROW) {
            ++findings.missing;
            example(findings, answer, "not in the ledger");
            continue;
        }
        const std::string outcome = text(row.get(), 0);
        const std::int64_t input = sqlite3_column_int64(row.get(), 1);
        const std::int64_t output = sqlite3_column_int64(row.get(), 2);
        // A client that saw the finish but then broke off may leave "cancelled"; the answer was given and is
        // paid for.
        const bool answered = outcome == "ok" || (!answer.inputTokens && outcome == "cancelled");
        const bool same = (!answer.inputTokens || *answer.inputTokens == input) &&
                          (!answer.outputTokens || *answer.outputTokens == output);
        if (!answered || !same) {
            ++findings.wrong;
            example(findings, answer,
                    "ledger says " + outcome + " " + std::to_string(input) + "/" + std::to_string(output) +
                        ", client read " + std::to_string(answer.inputTokens.value_or(-1)) + "/" +
                        std::to_string(answer.outputTokens.value_or(-1)));
        }
        if (sqlite3_step(row.get()) == SQLITE_ROW) {
            ++findings.doubled;
            example(findings, answer, "more than one row");
        }
    }
    return findings;
}

} // namespace signalbox::soak
