#pragma once

#include "wire/format.h"

#include <string>

namespace signalbox::wire::anthropic {

/// Where the target's host takes messages: Anthropic's own path, or that of a cloud.
[[nodiscard]] std::string messagesPath(const Target &target, bool stream);
/// Where it counts their tokens; empty where it does not.
[[nodiscard]] std::string countPath(const Target &target);
/// Whether the path of messages names the model: then the body must not.
[[nodiscard]] bool isModelInPath(const Target &target);

} // namespace signalbox::wire::anthropic
