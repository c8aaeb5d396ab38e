#pragma once

#include "wire/format_id.h"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::conformance {

/// What one check of one exchange came to, between a client's format and an upstream's.
struct Outcome
{
    std::string_view check; ///< "request", "answer", "conversation", "error"
    std::string file;
    wire::Format client = wire::Format::OpenAiChat;
    wire::Format upstream = wire::Format::OpenAiChat;
    std::set<std::string_view> scenarios;
    std::set<std::string_view> losses; ///< ids of the rules that allowed a difference
    std::vector<std::string> failures; ///< in words: what, wanted, found
};

/// The rows of the matrix, and the features of recordings that belong to each.
struct Scenario
{
    std::string_view name;
    std::array<std::string_view, 5> features;
};

inline constexpr std::array<Scenario, 15> kScenarios{{
    {"text", {}},
    {"tools", {"tools", "tool_call", "tool_result", "tool_choice", "schema_refs"}},
    {"parallel tools", {"parallel_tool_calls"}},
    {"freeform tools", {"custom_tool"}},
    {"images", {"image_in"}},
    {"files and sounds", {"file_in", "audio_video_in"}},
    {"structured output", {"structured_output"}},
    {"reasoning", {"reasoning", "reasoning_config"}},
    {"signatures", {"reasoning_signature", "signature_replayed"}},
    {"cache", {"cache_breakpoint", "cached_tokens", "cache_write", "prompt_cache_key"}},
    {"usage", {"usage"}},
    {"stop reasons", {"truncated_by_length", "stop_sequence"}},
    {"refusals", {"refusal_or_filter"}},
    {"errors", {"error"}},
    {"streams", {"stream"}},
}};

/// How a failure reads: what it is about, what should have been there and what was.
[[nodiscard]] std::string inWords(std::string_view what, std::string_view wanted, std::string_view found);

} // namespace signalbox::conformance
