#pragma once

#include "base/result.h"
#include "wire/format.h"

#include <memory>
#include <string>
#include <string_view>

/// The one small request by which a provider is tested, in each format that can be asked. Pure. Formats that
/// have a codec are written and read by it; for the others, until theirs come, the request is written by hand
/// and small_reader understands the answer's text, usage and end.
namespace signalbox::gateway {

inline constexpr std::string_view kProbePrompt = "Say: clear line ahead.";
/// The fewest that every host takes: OpenAI refuses less on Responses.
inline constexpr int kProbeTokens = 16;

struct ProbeText
{
    std::string path; ///< behind the endpoint's prefix: "/chat/completions"
    std::string body; ///< JSON, streamed
};

[[nodiscard]] bool canProbe(wire::Format format);
[[nodiscard]] Result<ProbeText> writeProbe(wire::Format format, const wire::Target &target);
/// `target` outlives it.
[[nodiscard]] std::unique_ptr<wire::AnswerReader> probeReader(wire::Format format,
                                                              const wire::Target &target);
[[nodiscard]] wire::ir::Failure probeError(wire::Format format, int status, std::string_view body);

} // namespace signalbox::gateway
