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

/// The record in the statement's row, without attempts and route.
[[nodiscard]] record::RequestRecord requestOf(const Statement &statement);

/// Adds attempts and route of the request in `row`.
[[nodiscard]] Result<void> readParts(Database &database, std::int64_t row, record::RequestRecord &record);

} // namespace signalbox::ledger
