#pragma once

#include "wire/format.h"

#include <string>
#include <utility>
#include <vector>

/// Streams of every format that split a character over two messages; a header, because moc of Qt 6.4 stumbles
/// over quotes in raw strings.
namespace signalbox {

struct SplitSample
{
    const char *name;
    wire::Format format;
    std::vector<std::pair<std::string, std::string>> messages; ///< name and data
};

inline std::vector<SplitSample> splitSamples()
{
    using wire::Format;
    return {
        {"responses: text",
         Format::OpenAiResponses,
         {{"", R"({"type":"response.created","response":{"id":"r"}})"},
          {"", R"({"type":"response.output_item.added","output_index":0,"item":{"type":"message"}})"},
          {"",
           R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a\ud83d"})"},
          {"",
           R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"\ude00b"})"}}},
        {"responses: arguments",
         Format::OpenAiResponses,
         {{"",
           R"({"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"c","name":"f"}})"},
          {"", R"({"type":"response.function_call_arguments.delta","output_index":0,"delta":"a\ud83d"})"},
          {"", R"({"type":"response.function_call_arguments.delta","output_index":0,"delta":"\ude00b"})"}}},
        {"chat: text",
         Format::OpenAiChat,
         {{"", R"({"choices":[{"index":0,"delta":{"content":"x"}}]})"},
          {"", R"({"choices":[{"index":0,"delta":{"content":"a\ud83d"}}]})"},
          {"", R"({"choices":[{"index":0,"delta":{"content":"\ude00b"}}]})"}}},
        {"chat: arguments",
         Format::OpenAiChat,
         {{"",
           R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"a\ud83d"}}]}}]})"},
          {"",
           R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\ude00b"}}]}}]})"}}},
        {"chat: thoughts",
         Format::OpenAiChat,
         {{"", R"({"choices":[{"index":0,"delta":{"reasoning_content":"a\ud83d"}}]})"},
          {"", R"({"choices":[{"index":0,"delta":{"reasoning_content":"\ude00b"}}]})"}}},
        {"anthropic: text",
         Format::AnthropicMessages,
         {{"message_start", R"({"type":"message_start","message":{"id":"m"}})"},
          {"content_block_start",
           R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\ud83d"}})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\ude00b"}})"}}},
        {"anthropic: arguments",
         Format::AnthropicMessages,
         {{"message_start", R"({"type":"message_start","message":{"id":"m"}})"},
          {"content_block_start",
           R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c","name":"f","input":{}}})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"a\ud83d"}})"},
          {"content_block_delta",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\ude00b"}})"}}},
        {"gemini: text",
         Format::Gemini,
         {{"", R"({"candidates":[{"content":{"parts":[{"text":"a\ud83d"}]}}]})"},
          {"", R"({"candidates":[{"content":{"parts":[{"text":"\ude00b"}]}}]})"}}},
        {"bedrock: text",
         Format::BedrockConverse,
         {{"messageStart", R"({"role":"assistant"})"},
          {"contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"text":"a\ud83d"}})"},
          {"contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"text":"\ude00b"}})"}}},
        {"cohere: text",
         Format::Cohere,
         {{"", R"({"type":"message-start","id":"m","delta":{"message":{"role":"assistant"}}})"},
          {"",
           R"({"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}})"},
          {"", R"({"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"a\ud83d"}}}})"},
          {"", R"({"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"\ude00b"}}}})"}}},
        {"ollama: text",
         Format::Ollama,
         {{"", R"({"message":{"content":"a\ud83d"},"done":false})"},
          {"", R"({"message":{"content":"\ude00b"},"done":false})"}}},
    };
}

} // namespace signalbox
