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

[[nodiscard]] std::string_view toString(Format format);
[[nodiscard]] std::optional<Format> formatFromString(std::string_view name);

} // namespace signalbox::wire
