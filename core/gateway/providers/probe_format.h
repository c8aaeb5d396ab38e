#pragma once

#include "base/result.h"
#include "wire/format.h"

#include <string>
#include <string_view>

/// The one small request by which a provider is tested, in the format that it is asked in. Pure.
namespace signalbox::gateway {

inline constexpr std::string_view kProbePrompt = "Say: clear line ahead.";
/// The fewest that every host takes: OpenAI refuses less on Responses.
inline constexpr int kProbeTokens = 16;

struct ProbeText
{
    std::string path; ///< behind the endpoint's prefix: "/chat/completions"
    std::string body; ///< JSON, streamed
};

[[nodiscard]] Result<ProbeText> writeProbe(wire::Format format, const wire::Target &target);

} // namespace signalbox::gateway
