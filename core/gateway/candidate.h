#pragma once

#include "gateway/provider_line.h"
#include "wire/format.h"

#include <memory>
#include <string_view>

namespace signalbox::gateway {

/// One try that a plan holds: which provider, with which key, in which format. Keeps its line alive.
struct Candidate
{
    std::shared_ptr<const ProviderLine> line;
    const LineKey *key = nullptr;               ///< in `line`; null where the provider wants none
    const FormatEndpoint *endpoint = nullptr;   ///< in `line`
    std::shared_ptr<const wire::Target> target; ///< never null
    std::string_view
        reason; ///< why it stands here, for x-signalbox-route: "weight", "fallback"; lives for ever

    [[nodiscard]] bool sameTarget(const Candidate &other) const
    {
        return line->id == other.line->id && target->model == other.target->model;
    }
};

} // namespace signalbox::gateway
