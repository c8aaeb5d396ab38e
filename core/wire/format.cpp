#include "wire/format.h"

#include "wire/anthropic_messages/codec.h"
#include "wire/bedrock_converse/codec.h"
#include "wire/cohere/codec.h"
#include "wire/gemini/codec.h"
#include "wire/gemini/embedding_codec.h"
#include "wire/ollama/codec.h"
#include "wire/openai_chat/codec.h"
#include "wire/openai_embeddings/codec.h"
#include "wire/openai_responses/codec.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire {

namespace {

constexpr std::array<std::pair<Format, std::string_view>, 7> kNames{{
    {Format::OpenAiResponses, "openai-responses"},
    {Format::OpenAiChat, "openai-chat"},
    {Format::AnthropicMessages, "anthropic-messages"},
    {Format::Gemini, "gemini"},
    {Format::BedrockConverse, "bedrock-converse"},
    {Format::Cohere, "cohere"},
    {Format::Ollama, "ollama"},
}};

const FormatCodec *embeddingCodecFor(Format format, Task task)
{
    switch (format) {
    case Format::OpenAiResponses:
    case Format::OpenAiChat:
        return &openAiEmbeddingsCodec();
    case Format::Gemini:
        return task == Task::Embed ? &geminiEmbedCodec() : &geminiBatchEmbedCodec();
    case Format::Cohere:
        return &cohereEmbeddingCodec();
    case Format::Ollama:
        return &ollamaEmbeddingCodec();
    case Format::AnthropicMessages:
    case Format::BedrockConverse:
        break;
    }
    return nullptr;
}

} // namespace

void AnswerWriter::drop(std::string_view what)
{
    std::string name = "answer.";
    name += what;
    if (std::ranges::find(m_dropped, name) == m_dropped.end())
        m_dropped.push_back(std::move(name));
}

void AnswerWriter::dropItem(RawJson item)
{
    json::Document document;
    std::string type;
    if (document.parseCopy(item.text))
        type = unescape(document.root()["type"].text());
    drop(type.empty() ? "item" : type);
}

std::string_view toString(Format format)
{
    for (const auto &[value, name] : kNames) {
        if (value == format)
            return name;
    }
    return {};
}

std::optional<Format> formatFromString(std::string_view name)
{
    for (const auto &[value, text] : kNames) {
        if (text == name)
            return value;
    }
    return std::nullopt;
}

const FormatCodec *codecFor(Format format, Task task)
{
    if (task != Task::Answer)
        return embeddingCodecFor(format, task);
    switch (format) {
    case Format::OpenAiResponses:
        return &openAiResponsesCodec();
    case Format::OpenAiChat:
        return &openAiChatCodec();
    case Format::AnthropicMessages:
        return &anthropicMessagesCodec();
    case Format::Gemini:
        return &geminiCodec();
    case Format::BedrockConverse:
        return &bedrockConverseCodec();
    case Format::Cohere:
        return &cohereCodec();
    case Format::Ollama:
        return &ollamaCodec();
    }
    return nullptr;
}

} // namespace signalbox::wire
