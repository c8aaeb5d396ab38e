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

Route modelsRoute(Surface surface, std::string_view path)
{
    Route route{.surface = surface, .operation = Operation::Unknown, .modelId = {}};
    if (path == "models") {
        route.operation = Operation::ListModels;
    } else if (skip(path, "models/") && !path.empty()) {
        route.operation = Operation::ShowModel;
        route.modelId = percentDecoded(path);
    }
    return route;
}

Route openAiRoute(std::string_view path)
{
    const auto route = [](Operation operation) {
        return Route{.surface = Surface::OpenAi, .operation = operation, .modelId = {}};
    };
    if (path == "responses")
        return route(Operation::Responses);
    if (path == "responses/input_tokens")
        return route(Operation::CountResponseTokens);
    if (path == "chat/completions")
        return route(Operation::ChatCompletions);
    if (path == "embeddings")
        return route(Operation::Embeddings);
    return modelsRoute(Surface::OpenAi, path);
}

Route anthropicRoute(std::string_view path)
{
    const auto route = [](Operation operation) {
        return Route{.surface = Surface::Anthropic, .operation = operation, .modelId = {}};
    };
    if (path == "messages")
        return route(Operation::Messages);
    if (path == "messages/count_tokens")
        return route(Operation::CountMessageTokens);
    return modelsRoute(Surface::Anthropic, path);
}

/// "models/ID:METHOD". Ids may hold slashes and colons, so the method stands behind the last colon.
Route geminiRoute(std::string_view path)
{
    static constexpr std::array<std::pair<std::string_view, Operation>, 5> methods{{
        {"generateContent", Operation::GenerateContent},
        {"streamGenerateContent", Operation::StreamGenerateContent},
        {"countTokens", Operation::CountContentTokens},
        {"embedContent", Operation::EmbedContent},
        {"batchEmbedContents", Operation::BatchEmbedContents},
    }};
    skip(path, "publishers/google/");
    Route route = modelsRoute(Surface::Gemini, path);
    const std::size_t colon = route.modelId.rfind(':');
    if (colon == std::string::npos)
        return route;
    const std::string method = route.modelId.substr(colon + 1);
    for (const auto &[name, operation] : methods) {
        if (name == method && colon > 0) {
            route.operation = operation;
            route.modelId.resize(colon);
            return route;
        }
    }
    return route; // a model whose name has a colon
}

} // namespace

std::optional<wire::Format> Route::format() const
{
    switch (operation) {
    case Operation::Responses:
    case Operation::CountResponseTokens:
        return wire::Format::OpenAiResponses;
    case Operation::ChatCompletions:
    case Operation::Embeddings:
        return wire::Format::OpenAiChat;
    case Operation::Messages:
    case Operation::CountMessageTokens:
        return wire::Format::AnthropicMessages;
    case Operation::GenerateContent:
    case Operation::StreamGenerateContent:
    case Operation::CountContentTokens:
    case Operation::EmbedContent:
    case Operation::BatchEmbedContents:
        return wire::Format::Gemini;
    default:
        return std::nullopt;
    }
}

wire::Task Route::task() const
{
    switch (operation) {
    case Operation::EmbedContent:
        return wire::Task::Embed;
    case Operation::Embeddings:
    case Operation::BatchEmbedContents:
        return wire::Task::EmbedMany;
    default:
        return wire::Task::Answer;
    }
}

bool Route::isModelCall() const
{
    return format().has_value() && !isCount();
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
    if (skip(path, "/anthropic/v1/"))
        return anthropicRoute(path);
    if (skip(path, "/genai/v1/") || skip(path, "/genai/v1beta/") || skip(path, "/genai/v1beta1/"))
        return geminiRoute(path);
    // What is not served there is refused in the words of that API.
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
    case Operation::CountResponseTokens:
        return "responses";
    case Operation::ChatCompletions:
        return "chat";
    case Operation::Messages:
    case Operation::CountMessageTokens:
        return "messages";
    case Operation::GenerateContent:
    case Operation::StreamGenerateContent:
    case Operation::CountContentTokens:
        return "gemini";
    case Operation::Embeddings:
    case Operation::EmbedContent:
    case Operation::BatchEmbedContents:
        return "embeddings";
    case Operation::ListModels:
    case Operation::ShowModel:
        return "models";
    default:
        return "operations";
    }
}

std::string_view methodFor(Operation operation)
{
    return Route{.surface = {}, .operation = operation, .modelId = {}}.format() ? "POST" : "GET";
}

} // namespace signalbox::gateway
