#pragma once

#include "simulator/conversation.h"
#include "simulator/simulation_settings.h"

#include "wire/ir/event.h"
#include "wire/ir/request.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::simulator {

/// How a simulated answer goes.
enum class Fate {
    Answers,
    Refuses, ///< with `refusal` instead of an answer
    Stalls,  ///< says nothing more after the steps it has
    Cuts,    ///< the connection breaks after the steps it has
};

struct Refusal
{
    int status = 500;
    std::string type;
    std::string code;
    std::string message;
    std::optional<int> retryAfterSeconds;

    bool operator==(const Refusal &) const = default;
};

/// One event and when it is due, counted from the whole request.
struct Step
{
    std::chrono::microseconds due{0};
    wire::ir::Event event;
};

/// A whole answer, written before its first byte leaves. Owns the texts of its events.
struct Script
{
    wire::Arena arena;
    Fate fate = Fate::Answers;
    Refusal refusal;
    std::chrono::microseconds refusalDue{0};
    std::vector<Step> steps; ///< in order of time; those of an answer end with Finish
};

/// The models that a simulated provider lists. Any other name answers like "steady".
[[nodiscard]] const std::vector<std::string> &modelNames();

/// Writes the answer of `model` to a conversation read from `request`: `fast` says all at once, `steady` as a
/// model paces itself, `reasoner` thinks first, `tools` calls a harmless tool if one is offered, `flaky`
/// fails, stalls and cuts. The same request gets the same answer. Whether `flaky` gets as far as answering
/// depends on `attempt` too, the how-manyth time it is asked the same: else trying again would never help.
[[nodiscard]] Script writeScript(const wire::ir::Request &request, const Conversation &conversation,
                                 std::string_view model, const SimulationSettings &settings,
                                 std::uint64_t attempt);

} // namespace signalbox::simulator
