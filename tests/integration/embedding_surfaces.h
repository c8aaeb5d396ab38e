#pragma once

/// What clients ask vectors with and what providers answer; a header, because moc of Qt 6.4 stumbles over
/// quotes in raw strings.
#ifndef Q_MOC_RUN
namespace signalbox::test {

inline const char *const kOpenAiVectors =
    R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1]}],"model":"m","kept":1,"usage":{"prompt_tokens":1000000,"total_tokens":1000000}})";
inline const char *const kTwoOpenAiVectors =
    R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAgL8="},{"object":"embedding","index":1,"embedding":[1,2]}],"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}})";
inline const char *const kGeminiVectors =
    R"({"embeddings":[{"values":[0.5,-1]},{"values":[1,2]}],"usageMetadata":{"promptTokenCount":9}})";
inline const char *const kCohereVectors =
    R"({"id":"1","embeddings":{"float":[[0.5,-1],[1,2]]},"texts":["a","b"],"meta":{"billed_units":{"input_tokens":9}}})";
inline const char *const kOllamaVectors =
    R"({"model":"m","embeddings":[[0.5,-1],[1,2]],"prompt_eval_count":9})";
inline const char *const kUncountedVectors = R"({"embeddings":[{"values":[0.5,-1]}]})";

inline const char *const kAskOpenAi =
    R"({"input":["a"], "model":"{model}","encoding_format":"float","unknown":{"kept":1}})";
inline const char *const kAskBase64 =
    R"({"model":"{model}","input":["a","b"],"encoding_format":"base64","dimensions":2,"user":"u"})";
inline const char *const kAskTokens = R"({"model":"{model}","input":[[1,2,3]]})";
inline const char *const kAskGemini =
    R"({"content":{"parts":[{"text":"a"}]},"outputDimensionality":2,"taskType":"CLUSTERING"})";
inline const char *const kAskGeminiMany =
    R"({"requests":[{"content":{"role":"user","parts":[{"text":"a"}]},"model":"models/google/m"}, {"content":{"parts":[{"text":"b"}]}}]})";

inline const char *const kBadRequest =
    R"({"error":{"message":"dimensions is too large","type":"invalid_request_error","param":null,"code":null}})";
inline const char *const kCohereRefusal = R"({"id":"1","message":"dimensions is too large"})";
inline const char *const kOllamaRefusal = R"({"error":"dimensions is too large"})";
inline const char *const kBrokenBody = R"({"error":{"code":500,"message":"broken","status":"INTERNAL"}})";

} // namespace signalbox::test
#endif
