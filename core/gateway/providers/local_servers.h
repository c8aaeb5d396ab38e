#pragma once

#include "control/providers.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Servers of models on this computer, told apart by what they answer. Pure.
namespace signalbox::gateway {

/// What is asked at a port: Ollama's own list on its port, else OpenAI's.
[[nodiscard]] std::string localServerTarget(std::uint16_t port);

/// Nothing where the answer is no list of models, or our own. `usualUrl` of a kind is the catalogue's
/// address, so that only another one is told.
[[nodiscard]] std::optional<control::Finding>
localServer(std::uint16_t port, std::string_view body,
            const std::function<std::string(const std::string &kind)> &usualUrl);

} // namespace signalbox::gateway
