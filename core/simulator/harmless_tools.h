#pragma once

#include "wire/ir/request.h"

#include <string>
#include <vector>

namespace signalbox::simulator {

/// A call that a simulated model may make, in plain text.
struct PlannedCall
{
    wire::ir::CallKind kind = wire::ir::CallKind::Function;
    std::string nameSpace;
    std::string name;
    std::string arguments; ///< Function: a JSON object. Freeform: the input.

    bool operator==(const PlannedCall &) const = default;
};

/// The calls that could be made of the tools a request offers, in the request's order: those of a fixed table
/// of tools that only read or say something (a shell's `echo signalbox-demo`, the weather, the time), and of
/// these only where the declared arguments are understood. A client runs what it is told to run, so nothing
/// is guessed from a tool's description. Respects `tool_choice`.
[[nodiscard]] std::vector<PlannedCall> harmlessCalls(const wire::ir::Request &request);

} // namespace signalbox::simulator
