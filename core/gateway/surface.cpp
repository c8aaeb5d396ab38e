#include "gateway/surface.h"

#include <array>
#include <utility>

namespace signalbox::gateway {

namespace {

/// Takes `prefix` off the front where it stands there.
bool skip(std::string_view &path, std::string_view prefix)
{
    if (!path.starts_with(prefix))
        return false;
    path.remove_prefix(prefix.size());
    return true;
}

std::string percentDecoded(std::string_view text)
{
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            decoded.push_back(static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])));
            i += 2;
        } else {
            decoded.push_back(text[i]);
        }
    }
    return decoded;
}

Route openAiRoute(std::string_view path)
{
    Route route{.surface = Surface::OpenAi, .operation = Operation::Unknown, .modelId = {}};
    if (path == "responses")
        route.operation = Operation::Responses;
    else if (path == "chat/completions")
        route.operation = Operation::ChatCompletions;
    else if (path == "models")
        route.operation = Operation::ListModels;
    else if (skip(path, "models/") && !path.empty()) {
        route.operation = Operation::ShowModel;
        route.modelId = percentDecoded(path);
    }
    return route;
}

} // namespace

std::optional<wire::Format> Route::format() const
{
    if (operation == Operation::Responses)
        return wire::Format::OpenAiResponses;
    return operation == Operation::ChatCompletions ? std::optional(wire::Format::OpenAiChat) : std::nullopt;
}

Route routeFor(std::string_view path)
{
    static constexpr std::array<std::pair<std::string_view, Operation>, 3> operations{{
        {"/healthz", Operation::Health},
        {"/readyz", Operation::Ready},
        {"/metrics", Operation::Metrics},
    }};
    for (const auto &[name, operation] : operations) {
        if (path == name)
            return {.surface = Surface::Operations, .operation = operation, .modelId = {}};
    }
    if (skip(path, "/openai/v1/") || skip(path, "/v1/"))
        return openAiRoute(path);
    if (path.starts_with("/anthropic/"))
        return {.surface = Surface::Anthropic, .operation = Operation::Unknown, .modelId = {}};
    if (path.starts_with("/genai/"))
        return {.surface = Surface::Gemini, .operation = Operation::Unknown, .modelId = {}};
    return {.surface = path.starts_with("/api/") ? Surface::Operations : Surface::OpenAi,
            .operation = Operation::Unknown,
            .modelId = {}};
}

std::string_view surfaceName(const Route &route)
{
    switch (route.operation) {
    case Operation::Responses:
        return "responses";
    case Operation::ChatCompletions:
        return "chat";
    case Operation::ListModels:
    case Operation::ShowModel:
        return "models";
    default:
        return "operations";
    }
}

std::string_view methodFor(Operation operation)
{
    return operation == Operation::Responses || operation == Operation::ChatCompletions ? "POST" : "GET";
}

} // namespace signalbox::gateway
