#pragma once

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over quotes in raw strings
/// Files of coding agents with keys that are nobody's.
namespace signalbox::test {

inline const char *const kOpencodeKeys =
    R"({"openrouter":{"type":"api","key":"sk-or-1"},"google":{"type":"api","key":"AIza-2"},"anthropic":{"type":"oauth","refresh":"r","access":"a"}})";
inline const char *const kOpencode = R"({ // a comment
  "provider":{"lab":{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"https://lab.example/v1","apiKey":"sk-lab"}},
              "groq":{"options":{"apiKey":"{env:GROQ_API_KEY}"}},
              "us":{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"http://127.0.0.1:7717/v1","apiKey":"sk-sbx-1"}}}})";
inline const char *const kClaude = R"({"env":{"ANTHROPIC_API_KEY":"sk-ant-1"}})";
inline const char *const kClaudeElsewhere =
    R"({"env":{"ANTHROPIC_AUTH_TOKEN":"tok-1","ANTHROPIC_BASE_URL":"https://api.deepseek.com/anthropic"}})";
inline const char *const kClaudeHere =
    R"({"env":{"ANTHROPIC_AUTH_TOKEN":"sk-sbx-1","ANTHROPIC_BASE_URL":"http://localhost:7717/anthropic"}})";
inline const char *const kQwen =
    R"({"security":{"auth":{"selectedType":"openai","apiKey":"sk-q","baseUrl":"https://dashscope.aliyuncs.com/compatible-mode/v1"}}})";

} // namespace signalbox::test
#endif
