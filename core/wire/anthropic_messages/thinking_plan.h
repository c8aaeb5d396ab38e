#pragma once

#include "wire/format.h"
#include "wire/ir/request.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::anthropic {

/// How a request asks its model to think, and how long its answer may be: the one depends on the other.
struct ThinkingPlan
{
    enum class Mode {
        Unset,    ///< nothing is said
        AsGiven,  ///< what the client wrote in this format
        Adaptive, ///< the model decides
        Budget,
        Disabled,
    };
    Mode mode = Mode::Unset;
    bool usesBudget = false;    ///< it thinks with a number of tokens, whoever wrote it
    bool isOn = false;          ///< it thinks
    bool showsThoughts = false; ///< they are asked for in words
    std::string_view effort;    ///< of `output_config`; empty: not said
    std::int64_t budget = 0;    ///< tokens
    std::int64_t maxTokens = 0;
};

/// Made of what the client wants and the model's rules allow; what neither admits is named in `dropped`.
/// `startsUnsigned`: the answer goes on in a loop of calls whose last step does not begin with a thought that
/// this model signed.
[[nodiscard]] ThinkingPlan planThinking(const ir::Request &request, const Target &target, bool startsUnsigned,
                                        std::vector<std::string> &dropped);

} // namespace signalbox::wire::anthropic
