#pragma once

#include "simulator/conversation.h"

#include "base/random.h"

#include <string>
#include <string_view>

/// What the simulated models say. Every text says that it is simulated.
namespace signalbox::simulator {

/// Words about what was asked, or about what a tool answered.
[[nodiscard]] std::string answerWords(const Conversation &conversation, Random &random);
[[nodiscard]] std::string thoughts(const Conversation &conversation, Random &random);
/// Said before a call.
[[nodiscard]] std::string announceCall(std::string_view tool);
/// The words as a JSON object, where a client asked for one without saying which.
[[nodiscard]] std::string asJsonObject(std::string_view words);

} // namespace signalbox::simulator
