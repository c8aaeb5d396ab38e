#include "ledger/schema.h"

#include <array>

namespace signalbox::ledger {

namespace {

// Times are microseconds since 1970 UTC, durations microseconds, costs nano-dollars (NULL: the price is not
// known).
//
// A commit costs by the pages it touches, and most hold one request: so rows are in order of time by their
// key (see rowOf) instead of an index on started_at; nor is there one on id, as the key tells where a request
// of that time and id can be, and with it whether it is there. What is only shown with one request, its
// attempts and why it went where it did, is one JSON text of its row: {"attempts":[…],"route":[…]}.
//
// minutes holds what charts and sums read: counts, tokens and costs that always equal the sums over the rows,
// and two latency histograms. It is changed in the transaction that adds the rows, and outlives them.
constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE requests (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    surface TEXT NOT NULL,
    agent TEXT NOT NULL,
    key_id TEXT NOT NULL,
    team TEXT NOT NULL,
    session TEXT NOT NULL,
    tags TEXT NOT NULL,
    asked_model TEXT NOT NULL,
    virtual_model TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    streamed INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    http_status INTEGER NOT NULL,
    error_code TEXT NOT NULL,
    error_message TEXT NOT NULL,
    dropped TEXT NOT NULL,
    input_tokens INTEGER,
    cached_input_tokens INTEGER,
    cache_write_tokens INTEGER,
    cache_write_1h_tokens INTEGER,
    output_tokens INTEGER,
    reasoning_tokens INTEGER,
    usage_estimated INTEGER,
    cost INTEGER,
    priced_as_of TEXT NOT NULL,
    total INTEGER NOT NULL,
    first_token INTEGER,
    overhead INTEGER NOT NULL,
    details TEXT NOT NULL
);

CREATE TABLE minutes (
    minute INTEGER NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    virtual_model TEXT NOT NULL,
    key_id TEXT NOT NULL,
    team TEXT NOT NULL,
    requests INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    cached_input_tokens INTEGER NOT NULL,
    cache_write_tokens INTEGER NOT NULL,
    cache_write_1h_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    reasoning_tokens INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    totals BLOB NOT NULL,
    first_tokens BLOB NOT NULL,
    PRIMARY KEY (minute, provider, model, virtual_model, key_id, team)
) WITHOUT ROWID;

-- rows_since: retention has deleted the requests before this time; their minutes are still here.
CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO facts VALUES ('rows_since', -9223372036854775807);
)sql";

constexpr std::array kMigrations{Migration{1, kVersion1}};

} // namespace

std::span<const Migration> migrations()
{
    return kMigrations;
}

int versionOf(std::span<const Migration> steps)
{
    return steps.empty() ? 0 : steps.back().version;
}

} // namespace signalbox::ledger
