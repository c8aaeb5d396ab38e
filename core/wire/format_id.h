#pragma once

#include <optional>
#include <string_view>

namespace signalbox::wire {

/// The formats that are read and written, under the names of the configuration and catalogue ("openai-chat").
enum class Format {
    OpenAiResponses,
    OpenAiChat,
    AnthropicMessages,
    Gemini,
    BedrockConverse,
    Cohere,
    Ollama,
};

/// What a request asks of a model. Each has codecs of its own, for the formats that can ask for it.
enum class Task {
    Answer,
    Embed,     ///< one text as a vector
    EmbedMany, ///< any number of texts
};

[[nodiscard]] std::string_view toString(Format format);
[[nodiscard]] std::optional<Format> formatFromString(std::string_view name);

} // namespace signalbox::wire
