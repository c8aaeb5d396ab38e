#pragma once

#include "wire/format.h"
#include "wire/ir/plain_target.h"
#include "wire/ir/request.h"

#include <cstdint>
#include <string_view>

namespace signalbox::wire::bedrock_converse {

/// How a model shall think, in the words that its makers chose, and how long its answer may then be.
struct ThinkingPlan
{
    enum class Mode {
        Unset,    ///< nothing is said
        Off,      ///< Claude: `thinking` disabled
        Adaptive, ///< Claude: by itself, as hard as `effort` says
        Budget,   ///< Claude: so many tokens
        Level,    ///< `reasoning_effort` (gpt-oss)
    };
    Mode mode = Mode::Unset;
    std::string_view effort;    ///< of Adaptive (empty: the model's own) and Level
    std::int64_t budget = 0;    ///< tokens
    bool shown = false;         ///< summaries of thoughts are wanted
    std::int64_t maxTokens = 0; ///< of the answer, thoughts included; 0: not said

    [[nodiscard]] bool thinks() const { return mode == Mode::Adaptive || mode == Mode::Budget; }
};

/// `brokenLoop`: the conversation ends with results of calls whose signed thoughts are not there, which
/// models that think by a budget refuse.
[[nodiscard]] ThinkingPlan planThinking(const ir::Request &request, const Target &target, bool brokenLoop,
                                        ir::LeftOut &leftOut);

} // namespace signalbox::wire::bedrock_converse
