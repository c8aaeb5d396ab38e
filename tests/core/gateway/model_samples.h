#pragma once

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over quotes in raw strings
/// A small catalogue, and lists of models as hosts of each format give them.
namespace signalbox::test {

inline const char *const kProviders = R"({"providers":[
  {"id":"host","name":"Host","base_url":"https://h.example/v1","wire":["openai-chat"]},
  {"id":"any","name":"Any","base_url":"https://a.example/v1","wire":["openai-chat"],"any_model":"steady"},
  {"id":"local","name":"Local","base_url":"http://127.0.0.1:1/v1","wire":["openai-chat"],"auth":{"scheme":"none"}}]})";
inline const char *const kModels = R"({"models":{"host":[
  {"id":"dear","context":1000,"prices":[{"as_of":"2026-09-23","input":"10","output":"20","cache_read":"1"}]},
  {"id":"cheap","context":2000,"prices":[{"as_of":"2026-09-24","input":"1","output":"2"}]},
  {"id":"cheap-embed","prices":[{"as_of":"2026-09-24","input":"0.01","output":"0"}]},
  {"id":"unpriced"}],
  "any":[{"id":"flaky"},{"id":"steady"}]}})";
inline const char *const kOpenAi =
    R"({"object":"list","data":[{"id":"b","object":"model","owned_by":"x"},{"id":"a","context_length":4096},{"id":"b"}]})";
inline const char *const kAnthropic =
    R"({"data":[{"type":"model","id":"claude-x","display_name":"Claude X","created_at":"2026-01-01T00:00:00Z"}],"has_more":false})";
inline const char *const kGemini =
    R"({"models":[{"name":"models/gemini-x","inputTokenLimit":1048576,"supportedGenerationMethods":["generateContent","countTokens"]},
        {"name":"models/embedding-x","supportedGenerationMethods":["embedContent"]}]})";
inline const char *const kOllama =
    R"({"models":[{"name":"qwen3:8b","model":"qwen3:8b","size":5,"details":{}}]})";
inline const char *const kCohere =
    R"({"models":[{"name":"command-x","endpoints":["chat","generate"],"context_length":128000},{"name":"embed-x","endpoints":["embed"]}]})";
inline const char *const kBare = R"([{"id":"openai/gpt-x"},{"nothing":1},7])";

} // namespace signalbox::test
#endif
