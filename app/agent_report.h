#pragma once

#include "control/agents.h"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace signalbox::app {

/// Coding agents as `agents list` and `doctor` tell of them. Pure.
[[nodiscard]] std::string_view nameOf(control::AgentState state);
[[nodiscard]] nlohmann::ordered_json toJson(const control::Agent &agent);

enum class AgentVerdict { Fine, Remarkable, Wrong };

/// One sentence or two: version, place, how it stands to Signalbox, and what to do where something is.
struct AgentLine
{
    AgentVerdict verdict = AgentVerdict::Fine;
    std::string text;

    bool operator==(const AgentLine &) const = default;
};

/// Of an agent that was found.
[[nodiscard]] AgentLine lineOf(const control::Agent &agent);

} // namespace signalbox::app
