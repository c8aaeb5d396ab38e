#pragma once

/// The same of the Gemini format.
namespace samples {

constexpr const char *kGeminiStream =
    R"(data: {"candidates":[{"content":{"parts":[{"text":"hm","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":7},"modelVersion":"m","responseId":"r"}

data: {"candidates":[{"content":{"parts":[{"text":"one"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":1},"modelVersion":"m","responseId":"r"}

data: {"candidates":[{"content":{"parts":[{"text":" \"two\" \\"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":2},"modelVersion":"m","responseId":"r"}

data: {"candidates":[{"content":{"parts":[{"text":"x"},{"functionCall":{"name":"go"}}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3},"modelVersion":"m","responseId":"r"}

data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3,"thoughtsTokenCount":2},"modelVersion":"m","responseId":"r"}

)";

constexpr const char *kGeminiAnswer =
    R"({"candidates":[{"content":{"parts":[{"text":"hi"}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3},"responseId":"r"})";
constexpr const char *kGeminiCallAnswer =
    R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"go","args":{}}}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3}})";
constexpr const char *kGeminiFiltered =
    R"({"candidates":[{"content":{"parts":[{"text":"hi"}],"role":"model"},"finishReason":"SAFETY"}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3}})";
constexpr const char *kGeminiEmpty =
    R"({"candidates":[{"content":{"parts":[],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7}})";
constexpr const char *kGeminiError = R"({"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}})";

} // namespace samples
