#pragma once

#include "ledger/sqlite.h"
#include "record/request_record.h"

#include <string_view>

namespace signalbox::ledger {

/// The columns that `requestOf` reads, as a SELECT lists them; `row` is behind them, at kRowColumn.
inline constexpr std::string_view kRequestColumns =
    "id, started_at, surface, agent, key_id, team, session, tags, asked_model, virtual_model, provider, "
    "model,"
    " streamed, outcome, http_status, error_code, error_message, dropped, input_tokens, cached_input_tokens,"
    " cache_write_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, usage_estimated, cost, "
    "priced_as_of,"
    " total, first_token, overhead, row";
inline constexpr int kRowColumn = 30;

/// Keys of `requests` are in order of time: a microsecond has kRowsOfATime of them, and a request has that of
/// rowOf() or, where others have it, the first behind it that is free. So a record that comes again finds
/// itself: rowOf must stay what it is. Times that no key can hold are clamped.
inline constexpr std::int64_t kRowsOfATime = 1024;
[[nodiscard]] std::int64_t firstRowOf(WallTime time);
[[nodiscard]] std::int64_t rowOf(const record::RequestRecord &record);

/// From seven columns, tokens and whether they are estimated, as kRequestColumns has them.
[[nodiscard]] std::optional<record::Usage> usageOf(const Statement &statement, int column);

/// The record in the statement's row, without its details.
[[nodiscard]] record::RequestRecord requestOf(const Statement &statement);

} // namespace signalbox::ledger
