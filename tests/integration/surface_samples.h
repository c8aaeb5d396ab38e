#pragma once

#include <QByteArray>

/// What clients of each surface say and how it is asked upstream; a header, because moc of Qt 6.4 stumbles
/// over quotes in raw strings.
namespace signalbox::test {

#ifndef Q_MOC_RUN
struct SurfaceClient
{
    const char *name;
    QByteArray path; ///< {model} where it names the model
    QByteArray body; ///< {model} likewise
};

inline const SurfaceClient kSurfaceClients[] = {
    {"responses", "/v1/responses", R"({"model":"{model}","stream":true,"input":"Is the line clear?"})"},
    {"chat", "/v1/chat/completions",
     R"({"model":"{model}","stream":true,"messages":[{"role":"user","content":"Is the line clear?"}]})"},
    {"messages", "/anthropic/v1/messages?beta=true",
     R"({"model":"{model}","stream":true,"max_tokens":100,"messages":[{"role":"user","content":"Is the line clear?"}]})"},
    {"gemini", "/genai/v1beta/models/{model}:streamGenerateContent?alt=sse",
     R"({"contents":[{"role":"user","parts":[{"text":"Is the line clear?"}]}]})"},
};

struct SurfaceProvider
{
    const char *wire;
    QByteArray path; ///< that it has to be asked at
};

inline const SurfaceProvider kSurfaceProviders[] = {
    {"openai-responses", "/base/responses"},
    {"openai-chat", "/base/chat/completions"},
    {"anthropic-messages", "/base/v1/messages"},
    {"gemini", "/base/models/m:streamGenerateContent?alt=sse"},
    {"cohere", "/base/chat"},
    {"ollama", "/base/api/chat"},
};

/// Answers that say why there is nothing, and as whom: nobody else would have more.
struct SilentAnswer
{
    const char *name;
    QByteArray wire;
    QByteArray stream;
    QByteArray told; ///< what a client of Messages reads of it
};

inline const SilentAnswer kSilentAnswers[] = {
    {"refused by a classifier", "anthropic-messages",
     R"(event: message_start
data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":1}}}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"refusal","stop_sequence":null,"stop_details":{"type":"refusal","category":null,"explanation":"Not for me."}},"usage":{"output_tokens":1}}

event: message_stop
data: {"type":"message_stop"}

)",
     R"("stop_reason":"refusal")"},
    {"stopped for safety", "gemini",
     R"(data: {"candidates":[{"content":{"role":"model"},"finishReason":"SAFETY","index":0}],"usageMetadata":{"promptTokenCount":11,"totalTokenCount":11}}

)",
     R"("stop_reason":"refusal")"},
    {"the prompt is blocked", "gemini",
     R"(data: {"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":11,"totalTokenCount":11}}

)",
     R"("stop_reason":"refusal")"},
    {"all room went into thoughts that nobody sees", "openai-chat",
     R"(data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"length"}],"usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}}

data: [DONE]

)",
     R"("stop_reason":"max_tokens")"},
};
inline const char *const kEmptyAnswer =
    R"(data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":0,"total_tokens":11}}

data: [DONE]

)";

inline const char *const kMessagesBody =
    R"({"max_tokens":100, "model":"claude/claude-x","stream":true,"unknown":{"kept":1},"messages":[{"role":"user","content":"hi"}]})";
inline const char *const kContentsBody = R"({"contents":[{"parts":[{"text":"hi"}]}], "unknown":{"kept":1}})";
inline const char *const kCountBody =
    R"({"model":"{model}","messages":[{"role":"user","content":"one two three four five six"}]})";
inline const char *const kCountedBody = R"({"input_tokens":4711})";
inline const char *const kCountResponse = R"({"model":"{model}","input":"one two three four five six"})";
inline const char *const kCountedResponse = R"({"object":"response.input_tokens","input_tokens":4712})";
inline const char *const kWholeChat = R"({"model":"{model}","messages":[{"role":"user","content":"hi"}]})";
inline const char *const kWholeMessages =
    R"({"model":"{model}","max_tokens":100,"messages":[{"role":"user","content":"hi"}]})";
inline const char *const kPicture =
    R"({"responseId":"r","modelVersion":"m","candidates":[{"index":0,"finishReason":"STOP","content":{"role":"model","parts":[{"text":"Here: "},{"inlineData":{"mimeType":"image/png","data":"QQ=="}}]}}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":5,"totalTokenCount":16}})";
inline const char *const kOddResult =
    R"({"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"a\r\nb,c_tool_result"},{"type":"text","text":"Hi"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":5}})";
inline const char *const kBackground = R"({"model":"{model}","input":"hi","background":true})";
inline const char *const kTicket =
    R"({"id":"resp_1","object":"response","model":"m","status":"queued","background":true,"output":[],"usage":null})";
inline const char *const kWrongKeyBody =
    R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})";
inline const char *const kOverloadedBody =
    R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})";
inline const char *const kToolMessages =
    R"({"model":"openai-chat/m","stream":false,"max_tokens":100,"tools":[{"name":"{tool}","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"hi"}]})";
inline const char *const kToolChat =
    R"({"model":"openai-chat/m","stream":true,"tools":[{"type":"function","function":{"name":"{tool}","parameters":{"type":"object"}}}],"messages":[{"role":"user","content":"hi"}]})";
inline const char *const kFailedCall =
    R"({"error":{"code":"tool_use_failed","failed_generation":"{\"name\":\"go\",\"arguments\":{\"a\":1}}","message":"did not match schema","type":"invalid_request_error"}})";
inline const char *const kWarmMessages =
    R"({"model":"{model}","stream":true,"max_tokens":100,"temperature":0.2,"top_p":0.5,"messages":[{"role":"user","content":"hi"}]})";
inline const char *const kWarmChat =
    R"({"model":"{model}","stream":true,"temperature":0.2,"messages":[{"role":"user","content":"hi"}]})";
inline const char *const kNoTemperature =
    R"({"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}})";
inline const char *const kNoTopP =
    R"({"error":{"message":"Unrecognized request argument supplied: top_p","type":"invalid_request_error","param":null,"code":null}})";
inline const char *const kNoMessages =
    R"({"error":{"message":"Unsupported value: 'messages[0].role' does not support 'user' with this model.","type":"invalid_request_error","param":"messages[0].role","code":"unsupported_value"}})";
inline const char *const kCutMessages =
    R"(event: message_start
data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":1}}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Clear"}}

)";
#endif

} // namespace signalbox::test
