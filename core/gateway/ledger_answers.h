#pragma once

#include "control/gateway_control.h"
#include "ledger/queries.h"

#include <vector>

namespace signalbox::gateway {

/// The ledger's questions and answers in the words of control, and back. Pure.
[[nodiscard]] ledger::UsageQuery toLedger(const control::UsageQuery &query);
[[nodiscard]] ledger::SeriesQuery toLedger(const control::SeriesQuery &query);
[[nodiscard]] ledger::RequestQuery toLedger(const control::RequestQuery &query);
[[nodiscard]] control::UsageReport toControl(const ledger::UsageReport &report);
/// Groups by cost, then requests, the largest first; points by time.
[[nodiscard]] control::Series toControl(const control::SeriesQuery &query,
                                        const std::vector<ledger::SeriesPoint> &points);

} // namespace signalbox::gateway
