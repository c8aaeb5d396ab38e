#include "wire/ir/stop_reason.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::ir {

namespace {

constexpr std::array<std::pair<std::string_view, StopReason>, 20> kWords{{
    {"stop", StopReason::Stop},
    {"end_turn", StopReason::Stop},
    {"eos", StopReason::Stop},
    {"eos_token", StopReason::Stop},
    {"complete", StopReason::Stop},
    {"stop_sequence", StopReason::StopSequence},
    {"tool_calls", StopReason::ToolCalls},
    {"tool_call", StopReason::ToolCalls},
    {"tool_use", StopReason::ToolCalls},
    {"function_call", StopReason::ToolCalls},
    {"length", StopReason::Length},
    {"max_tokens", StopReason::Length},
    {"max_output_tokens", StopReason::Length},
    {"model_length", StopReason::ContextFull},
    {"model_context_window_exceeded", StopReason::ContextFull},
    {"content_filter", StopReason::Refusal},
    {"safety", StopReason::Refusal},
    {"sensitive", StopReason::Refusal},
    {"refusal", StopReason::Refusal},
    {"malformed_function_call", StopReason::MalformedCall},
}};

} // namespace

std::optional<StopReason> stopReasonFromChat(std::string_view word)
{
    for (const auto &[name, reason] : kWords) {
        if (std::ranges::equal(name, word,
                               [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); }))
            return reason;
    }
    return std::nullopt;
}

std::string_view chatFinishReason(StopReason reason)
{
    switch (reason) {
    case StopReason::ToolCalls:
        return "tool_calls";
    case StopReason::Length:
    case StopReason::ContextFull:
    case StopReason::Pause:
        return "length";
    case StopReason::Refusal:
        return "content_filter";
    case StopReason::Stop:
    case StopReason::StopSequence:
    case StopReason::MalformedCall:
    case StopReason::Unknown:
        break;
    }
    return "stop";
}

StopReason effectiveReason(StopReason told, bool hasCalls, bool hasRefusal)
{
    if (told == StopReason::Length || told == StopReason::ContextFull || told == StopReason::Refusal)
        return told;
    if (hasCalls)
        return StopReason::ToolCalls;
    if (hasRefusal)
        return StopReason::Refusal;
    // Without a call there is nothing to run, whatever was said.
    return told == StopReason::Unknown || told == StopReason::ToolCalls ? StopReason::Stop : told;
}

bool explainsSilence(StopReason reason)
{
    using enum StopReason;
    return reason == Refusal || reason == Length || reason == ContextFull || reason == StopSequence;
}

record::Usage sane(record::Usage usage)
{
    usage.inputTokens = std::max<std::int64_t>(usage.inputTokens, 0);
    usage.outputTokens = std::max<std::int64_t>(usage.outputTokens, 0);
    usage.cachedInputTokens = std::clamp<std::int64_t>(usage.cachedInputTokens, 0, usage.inputTokens);
    usage.cacheWriteTokens = std::clamp<std::int64_t>(usage.cacheWriteTokens, 0, usage.inputTokens);
    usage.cacheWrite1hTokens = std::clamp<std::int64_t>(usage.cacheWrite1hTokens, 0, usage.inputTokens);
    usage.reasoningTokens = std::clamp<std::int64_t>(usage.reasoningTokens, 0, usage.outputTokens);
    return usage;
}

} // namespace signalbox::wire::ir
