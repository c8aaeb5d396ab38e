#pragma once

#include "base/result.h"
#include "record/request_record.h"

#include <string>
#include <string_view>

namespace signalbox::ledger {

/// A whole record as one line of JSON, ending with a line feed: what the spill file holds.
void appendRecordLine(std::string &out, const record::RequestRecord &record);

/// Attempts and route as one JSON object: what the database keeps of them.
void appendDetails(std::string &out, const record::RequestRecord &record);
/// The other way round. What was in the record before is lost.
[[nodiscard]] Result<void> parseDetails(std::string_view details, record::RequestRecord &record);

/// Reads such a line, with or without its end. Strict: a line of another shape is an error.
[[nodiscard]] Result<record::RequestRecord> parseRecordLine(std::string_view line);

} // namespace signalbox::ledger
