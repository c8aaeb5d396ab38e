#pragma once

#include "ledger/queries.h"

#include <string>
#include <string_view>

namespace signalbox::ledger {

/// The member that names the group in a row: "model", "provider", "key", "team" or "day"; empty for None.
[[nodiscard]] std::string_view toString(GroupBy by);

/// What `signalbox usage --json` and the admin API answer. Costs are exact decimals, percentiles milliseconds
/// or null.
[[nodiscard]] std::string toJson(const UsageReport &report);

/// One request as `signalbox requests --json` and the admin API show it, with the attempts and route it has.
[[nodiscard]] std::string toJson(const record::RequestRecord &record);

} // namespace signalbox::ledger
