#pragma once

#include "wire/format_id.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::gateway {

/// Whose API a path belongs to: it fixes the shape of answers and errors.
enum class Surface { OpenAi, Anthropic, Gemini, Operations };

enum class Operation {
    Responses,
    ChatCompletions,
    ListModels,
    ShowModel,
    Health,
    Ready,
    Metrics,
    Unknown,
};

/// What a request's path asks for.
struct Route
{
    Surface surface = Surface::Operations;
    Operation operation = Operation::Unknown;
    std::string modelId; ///< ShowModel: percent-decoded

    /// The format of the request's body, for operations that have one.
    [[nodiscard]] std::optional<wire::Format> format() const;
    bool operator==(const Route &) const = default;
};

/// By the path alone (no query). Pure.
[[nodiscard]] Route routeFor(std::string_view path);

/// "responses", "chat": what records and metrics call it.
[[nodiscard]] std::string_view surfaceName(const Route &route);
/// The one method that an operation takes ("GET" also stands for HEAD).
[[nodiscard]] std::string_view methodFor(Operation operation);

} // namespace signalbox::gateway
