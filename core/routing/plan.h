#pragma once

#include "base/money.h"
#include "base/random.h"
#include "record/request_record.h"
#include "routing/routing_table.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::routing {

/// What strategies that look at the present see of a target. Absent is unknown and goes last.
struct TargetState
{
    std::int64_t inFlight = 0;
    std::optional<std::chrono::milliseconds> latency;
    std::optional<Money> pricePerMtok; ///< input and output together
};

struct PlanInput
{
    Resolved resolved;
    bool needsTools = false;
    bool needsImages = false;
    /// Of the conversation; empty where the client tells none.
    std::string affinityKey;
    /// Grows by one with each request for the virtual model: for round-robin.
    std::uint64_t turn = 0;
    /// "provider/model" that the client wants tried after everything else.
    std::vector<std::string> clientFallbacks;
    std::function<TargetState(const std::string &provider, const std::string &model)> state;
};

struct PlannedTarget
{
    std::string provider;
    std::string model;
    std::string_view reason; ///< "weight", "priority", "fallback" …: for x-signalbox-route; lives for ever

    bool operator==(const PlannedTarget &) const = default;
};

/// Targets in the order in which they are tried, each once, and why.
struct Plan
{
    std::vector<PlannedTarget> targets;
    std::vector<record::RouteStep> trace;
};

/// Orders the targets of a virtual model by its strategy, then its fallbacks, then the client's. Targets that
/// cannot do what the request needs are left out, unless that left nobody. Weighted: one draw decides; a
/// conversation with affinity draws the same each time. Pure: chance is `random`.
[[nodiscard]] Plan planTargets(const RoutingTable &table, const PlanInput &input, Random &random);

} // namespace signalbox::routing
