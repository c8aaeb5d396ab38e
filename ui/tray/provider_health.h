#pragma once

#include "base/clock.h"
#include "record/request_record.h"

#include <string>
#include <vector>

/// What the last attempts say about each provider. Pure.
namespace signalbox::ui {

struct ProviderHealth
{
    enum class State {
        Unknown,   ///< nobody asked it lately, or too little to tell
        Answering, ///< its last answer came
        Failing,   ///< its last kFailures attempts failed
    };

    std::string provider;
    State state = State::Unknown;
    int failures = 0;   ///< in a row, up to now
    WallTime since{};   ///< when the first of them began
    std::string reason; ///< of the last one, in English; may be empty

    bool operator==(const ProviderHealth &) const = default;
};

inline constexpr int kFailures = 3;

/// `newestFirst` as the ledger gives them; the answer is by provider id. A request that the provider would
/// not take (400, 404) shows that it answers; 401, 403 and 429 show that it does not serve us.
[[nodiscard]] std::vector<ProviderHealth>
providerHealth(const std::vector<record::RequestRecord> &newestFirst);

} // namespace signalbox::ui
