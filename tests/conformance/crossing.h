#pragma once

#include "answer.h"
#include "exchange.h"

#include <string>

namespace signalbox::conformance {

/// An answer on its way to a client as the gateway takes it: read, tool names and state seen to, written.
/// What the provider said is in `meaning`, what the client gets in `written`.
struct Crossed
{
    AnswerMeaning meaning;
    std::string written;
};

enum class Shape { Whole, Streamed };

[[nodiscard]] Crossed cross(const Exchange &exchange, const wire::Target &target, wire::Format client,
                            Shape shape);

} // namespace signalbox::conformance
