#pragma once

#include "support/aws_frames.h"

#include <QByteArray>

/// Small streamed answers as providers give them in each format: "Clear line ahead.", with a usage of 11
/// input and 5 output tokens. Shapes as recorded from the real APIs.
namespace signalbox::test {

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over quotes in raw strings
inline const char *const kChatAnswer =
    R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Clear line"},"finish_reason":null}]}

data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"m","choices":[{"index":0,"delta":{"content":" ahead."},"finish_reason":null}]}

data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"m","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}}

data: [DONE]

)";

inline const char *const kResponsesAnswer =
    R"(event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"m","output":[]}}

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"type":"message","id":"msg_1","status":"in_progress","role":"assistant","content":[]}}

event: response.content_part.added
data: {"type":"response.content_part.added","sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}}

event: response.output_text.delta
data: {"type":"response.output_text.delta","sequence_number":3,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Clear line ahead."}

event: response.output_text.done
data: {"type":"response.output_text.done","sequence_number":4,"item_id":"msg_1","output_index":0,"content_index":0,"text":"Clear line ahead."}

event: response.output_item.done
data: {"type":"response.output_item.done","sequence_number":5,"output_index":0,"item":{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Clear line ahead.","annotations":[]}]}}

event: response.completed
data: {"type":"response.completed","sequence_number":6,"response":{"id":"resp_1","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Clear line ahead.","annotations":[]}]}],"usage":{"input_tokens":11,"input_tokens_details":{"cached_tokens":0},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":16}}}

)";

inline const char *const kAnthropicAnswer =
    R"(event: message_start
data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":11,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

event: ping
data: {"type":"ping"}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Clear line ahead."}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}

event: message_stop
data: {"type":"message_stop"}

)";

inline const char *const kGeminiAnswer =
    R"(data: {"candidates":[{"content":{"parts":[{"text":"Clear line"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":11,"totalTokenCount":11},"modelVersion":"m"}

data: {"candidates":[{"content":{"parts":[{"text":" ahead."}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":5,"totalTokenCount":16},"modelVersion":"m"}

)";

inline const char *const kCohereAnswer =
    R"(event: message-start
data: {"id":"1","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}

event: content-start
data: {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}

event: content-delta
data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Clear line ahead."}}}}

event: content-end
data: {"type":"content-end","index":0}

event: message-end
data: {"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":9,"output_tokens":5},"tokens":{"input_tokens":11,"output_tokens":5}}}}

)";

inline const char *const kOllamaAnswer =
    R"({"model":"m","created_at":"2026-11-22T10:00:00Z","message":{"role":"assistant","content":"Clear line"},"done":false}
{"model":"m","created_at":"2026-11-22T10:00:00Z","message":{"role":"assistant","content":" ahead."},"done":false}
{"model":"m","created_at":"2026-11-22T10:00:00Z","message":{"role":"assistant","content":""},"done_reason":"stop","done":true,"total_duration":5,"prompt_eval_count":11,"eval_count":5}
)";
#endif

/// Of Bedrock's Converse API: blocks of text begin without a word, the usage comes last.
inline QByteArray converseAnswer()
{
    return QByteArray::fromStdString(
        eventFrame("messageStart", "{\"role\":\"assistant\"}") +
        eventFrame("contentBlockDelta",
                   "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Clear line ahead.\"}}") +
        eventFrame("contentBlockStop", "{\"contentBlockIndex\":0}") +
        eventFrame("messageStop", "{\"stopReason\":\"end_turn\"}") +
        eventFrame("metadata", "{\"usage\":{\"inputTokens\":11,\"outputTokens\":5,\"totalTokens\":16}}"));
}

/// Anthropic's, as Bedrock's Invoke sends it.
inline QByteArray invokeAnswer()
{
    QByteArray stream;
    for (const QByteArray &line : QByteArray(kAnthropicAnswer).split('\n')) {
        if (line.startsWith("data: "))
            stream += QByteArray::fromStdString(chunkFrame(line.mid(6).toStdString()));
    }
    return stream;
}

/// The stream of a format of the catalogue ("openai-chat"), or of "bedrock-invoke".
inline QByteArray smallAnswer(const QByteArray &format)
{
    return format == "openai-chat"          ? kChatAnswer
           : format == "openai-responses"   ? kResponsesAnswer
           : format == "anthropic-messages" ? kAnthropicAnswer
           : format == "gemini"             ? kGeminiAnswer
           : format == "cohere"             ? kCohereAnswer
           : format == "ollama"             ? kOllamaAnswer
           : format == "bedrock-converse"   ? converseAnswer()
           : format == "bedrock-invoke"     ? invokeAnswer()
                                            : "";
}

} // namespace signalbox::test
