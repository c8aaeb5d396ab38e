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
    CountResponseTokens, ///< OpenAI
    ChatCompletions,
    Messages,
    CountMessageTokens, ///< Anthropic
    GenerateContent,
    StreamGenerateContent,
    CountContentTokens, ///< Gemini
    Embeddings,         ///< OpenAI
    EmbedContent,
    BatchEmbedContents, ///< Gemini
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
    std::string modelId; ///< of ShowModel and Gemini's operations: percent-decoded

    /// The format of the request's body, for operations that have one.
    [[nodiscard]] std::optional<wire::Format> format() const;
    /// What the model is asked for.
    [[nodiscard]] wire::Task task() const;
    /// Whether a model is asked to answer.
    [[nodiscard]] bool isModelCall() const;
    /// Whether a request's tokens are counted and nobody is asked.
    [[nodiscard]] bool isCount() const
    {
        return operation == Operation::CountResponseTokens || operation == Operation::CountMessageTokens ||
               operation == Operation::CountContentTokens;
    }
    /// Whether a POST there can only mean a method of Gemini's that is not served ("ID:predict"). Who gets it
    /// may mean a model whose name has a colon.
    [[nodiscard]] bool namesNoMethod() const
    {
        return surface == Surface::Gemini && operation == Operation::ShowModel &&
               modelId.find(':') != std::string::npos;
    }
    bool operator==(const Route &) const = default;
};

/// By the path alone (no query). Pure.
[[nodiscard]] Route routeFor(std::string_view path);

/// "responses", "chat", "embeddings": what records and metrics call it.
[[nodiscard]] std::string_view surfaceName(const Route &route);
/// The one method that an operation takes ("GET" also stands for HEAD).
[[nodiscard]] std::string_view methodFor(Operation operation);

} // namespace signalbox::gateway
