#pragma once

#include "wire/format.h"

#include <array>
#include <string_view>

/// The providers and models that requests are written for, as the program's own catalogue knows them.
namespace signalbox::conformance {

inline constexpr std::array<wire::Format, 4> kClients{wire::Format::OpenAiResponses, wire::Format::OpenAiChat,
                                                      wire::Format::AnthropicMessages, wire::Format::Gemini};
inline constexpr std::array<wire::Format, 7> kUpstreams{
    wire::Format::OpenAiResponses, wire::Format::OpenAiChat,      wire::Format::AnthropicMessages,
    wire::Format::Gemini,          wire::Format::BedrockConverse, wire::Format::Cohere,
    wire::Format::Ollama};

/// A provider of this kind, asked in this format for this model. Kinds that the catalogue does not know, or
/// that do not speak the format, stand for hosts of which nothing is known.
[[nodiscard]] wire::Target targetFor(std::string_view kind, wire::Format format, std::string_view model);

/// The format's own provider, with a model that can what the format can.
[[nodiscard]] const wire::Target &usualTarget(wire::Format format);

} // namespace signalbox::conformance
