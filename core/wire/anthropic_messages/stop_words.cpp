#include "wire/anthropic_messages/stop_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::anthropic {

namespace {

using ir::StopReason;

constexpr std::array<std::pair<std::string_view, StopReason>, 8> kWords{{
    {"end_turn", StopReason::Stop},
    {"tool_use", StopReason::ToolCalls},
    {"max_tokens", StopReason::Length},
    {"stop_sequence", StopReason::StopSequence},
    {"refusal", StopReason::Refusal},
    {"pause_turn", StopReason::Pause},
    {"model_context_window_exceeded", StopReason::ContextFull},
    {"compaction", StopReason::Pause},
}};

} // namespace

ir::StopReason reasonOf(std::string_view stopReason)
{
    const auto *known =
        std::ranges::find(kWords, stopReason, &std::pair<std::string_view, StopReason>::first);
    return known != kWords.end() ? known->second : StopReason::Stop;
}

std::string_view stopReason(ir::StopReason reason)
{
    const auto *known = std::ranges::find(kWords, reason, &std::pair<std::string_view, StopReason>::second);
    return known != kWords.end() ? known->first : kWords.front().first;
}

} // namespace signalbox::wire::anthropic
