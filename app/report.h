#pragma once

#include "ledger/queries.h"

#include <string>
#include <vector>

namespace signalbox::app {

/// What `usage` and `requests` print for people (ledger/report_json.h has it for programs). Pure.
[[nodiscard]] std::string usageText(const ledger::UsageReport &report);
[[nodiscard]] std::string requestsText(const std::vector<record::RequestRecord> &rows);

/// Columns of words, padded to the widest; the first is flush left, the others flush right where `right` says
/// so.
[[nodiscard]] std::string table(const std::vector<std::vector<std::string>> &rows,
                                const std::vector<bool> &right);

} // namespace signalbox::app
