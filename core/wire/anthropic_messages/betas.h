#pragma once

#include "wire/dialect.h"

#include <string_view>
#include <vector>

namespace signalbox::wire::anthropic {

/// The member in which clouds that take no header want the betas told.
inline constexpr std::string_view kBetasMember = "anthropic_beta";

/// What of the betas that a client asks for a host takes.
struct Betas
{
    std::vector<std::string_view> taken; ///< each once, slices of the header's value
    bool isAnyRefused = false;
};

/// `header` is the value of `anthropic-beta`: names, with commas between them. Hosts answer one that they do
/// not know with 400.
[[nodiscard]] Betas betasFor(std::string_view header, const Dialect &dialect);

} // namespace signalbox::wire::anthropic
