#pragma once

#include "http/message.h"

#include <string>
#include <vector>

namespace signalbox::gateway {

/// What a request's headers tell of who sent it. For records, affinity and the window, never for deciding
/// what a client can read.
struct ClientFacts
{
    std::string agent; ///< "codex", "claude-code", "gemini-cli", "opencode", "qwen-code", or the user agent's
                       ///< first word
    std::string session;                ///< of the conversation, the same for all its requests
    std::string tags;                   ///< x-signalbox-tags
    std::vector<std::string> fallbacks; ///< x-signalbox-fallbacks: "provider/model", …
};

[[nodiscard]] ClientFacts factsOf(const http::Fields &fields);

} // namespace signalbox::gateway
