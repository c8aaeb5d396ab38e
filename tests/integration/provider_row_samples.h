#pragma once

#include <QByteArray>

/// Catalogue rows of hosts that nobody has heard of, and what clients' requests become by them; a header,
/// because moc of Qt 6.4 stumbles over quotes in raw strings.
#ifndef Q_MOC_RUN
namespace signalbox::test {

/// {port} is the host's. Two hosts of Chat, so that every field of a Chat dialect differs somewhere from its
/// default, and one of Messages.
inline const char *const kMadeUpRows[] = {
    R"({"id":"semaphore","name":"Semaphore","base_url":"http://127.0.0.1:{port}/arms/v7","query":"edition=spring",
        "wire":["openai-chat"],"auth":{"scheme":"header","header":"X-Signal-Key","prefix":"Token "},
        "headers":{"X-Signal-Edition":"7","X-Signal-Line":"main"},"dialect":{
        "family":"semaphore","maxTokensField":"most_tokens","seedField":"grain","greatestTemperature":1,
        "toolStream":true,"developerRole":true,"manySystemMessages":true,"streamUsageOption":false,
        "strictTools":false,"parallelToolCallsField":false,"toolChoiceRequired":false,"jsonSchema":false,
        "reasoningField":"musings","reasoningRequiredInToolLoops":true,"reasoningObject":true,
        "promptCacheKey":true,"usageOmitsReasoning":true,"thinkTags":true,"assistantAfterTool":true,
        "toolCallIdLength":9,"refusedFields":["top_p","stop"],"toolNameLength":16}})",
    R"({"id":"heliograph","name":"Heliograph","base_url":"http://127.0.0.1:{port}/mirror","wire":["openai-chat"],
        "auth":{"scheme":"none"},"dialect":{"customTools":true,"toolImages":true,"reasoningEffortField":false,
        "reasoningDetails":true,"cacheControl":true,"thinkingSwitch":"enable_thinking",
        "samplingWithReasoning":false,"refusedFieldsOfReasoners":["stop"],"streamingModels":["m"]}})",
    R"({"id":"telegraph","name":"Telegraph","base_url":"http://127.0.0.1:{port}/wire","wire":["anthropic-messages"],
        "auth":{"scheme":"header","header":"X-Telegraph"},"dialect":{"family":"anthropic",
        "messagesPath":"/send/{model}","messagesStreamPath":"/send-in-pieces/{model}","messagesCountPath":"",
        "messagesVersion":"morse-1","streamMember":false,"betas":["interleaved-thinking-2025-05-14"]}})",
};

/// Fields of dialects that no request to the hosts above shows: those of other formats, and two that would
/// hide what others do (the Chat writer's tests show them).
inline const char *const kFieldsOfOthers[] = {
    "codexFields", "hostedTools",          "namespaceTools",     "encryptedReasoning",
    "modelsPath",  "reasoningTokenPrefix", "responsesCountPath", "invokes",
    "googleCloud", "alternatingRoles",     "parallelCallsAsked"};

inline const char *const kAskResponses =
    R"({"model":"{model}","stream":{stream},"instructions":"Be brief.","max_output_tokens":300,"temperature":1.5,
        "top_p":0.5,"prompt_cache_key":"k1","reasoning":{"effort":"{effort}"},"parallel_tool_calls":true,
        "tool_choice":"required","text":{"format":{"type":"json_schema","name":"o","strict":true,"schema":
        {"type":"object","properties":{"clear":{"type":"boolean"}},"required":["clear"],"additionalProperties":false}}},
        "tools":[{"type":"function","name":"look_at_the_signal","strict":true,"parameters":{"type":"object",
        "properties":{},"additionalProperties":false,"required":[]}},{"type":"custom","name":"pull_lever"}],
        "input":[{"role":"user","content":"Is the line clear?"},
        {"type":"function_call","call_id":"call_1234567890","name":"look_at_the_signal","arguments":"{}"},
        {"type":"function_call_output","call_id":"call_1234567890","output":[{"type":"input_text","text":"green"},
        {"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo="}]},
        {"role":"user","content":"And now?"},{"role":"developer","content":"Be quick."},
        {"role":"user","content":"Well?"}]})";
inline const char *const kAskMessages =
    R"({"model":"{model}","stream":{stream},"max_tokens":4000,"top_k":3,"stop_sequences":["END"],
        "thinking":{"type":"enabled","budget_tokens":2000},"tool_choice":{"type":"any","disable_parallel_tool_use":true},
        "tools":[{"name":"look","input_schema":{"type":"object"}}],
        "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
        "messages":[{"role":"user","content":"Is the line clear?"}]})";
inline const char *const kAskChat =
    R"({"model":"{model}","stream":{stream}, "messages":[{"role":"user","content":"Is the line clear?"}],"kept":[1]})";

/// What stands in the request that a host gets. `value` empty: nothing stands there.
struct RowExpectation
{
    const char *host;
    const char *client; ///< "responses", "messages"
    const char *field;  ///< of the dialect
    const char *place;  ///< a JSON pointer
    const char *value;
};

inline constexpr RowExpectation kRowExpectations[] = {
    {"semaphore", "responses", "maxTokensField", "/most_tokens", "300"},
    {"semaphore", "responses", "greatestTemperature", "/temperature", "1"},
    {"semaphore", "responses", "developerRole", "/messages/0/role", R"("developer")"},
    {"semaphore", "responses", "strictTools", "/tools/0/function/strict", ""},
    {"semaphore", "responses", "parallelToolCallsField", "/parallel_tool_calls", ""},
    {"semaphore", "responses", "toolChoiceRequired", "/tool_choice", R"("any")"},
    {"semaphore", "responses", "jsonSchema", "/response_format", R"({"type":"json_object"})"},
    {"semaphore", "responses", "reasoningField", "/messages/2/musings", R"(" ")"},
    {"semaphore", "responses", "reasoningRequiredInToolLoops", "/messages/2/musings", R"(" ")"},
    {"semaphore", "responses", "reasoningObject", "/reasoning", R"({"effort":"high"})"},
    {"semaphore", "responses", "promptCacheKey", "/prompt_cache_key", R"("k1")"},
    {"semaphore", "responses", "assistantAfterTool", "/messages/4", R"({"role":"assistant","content":"OK"})"},
    {"semaphore", "responses", "manySystemMessages", "/messages/6/role", R"("developer")"},
    {"semaphore", "responses", "refusedFields", "/top_p", ""},
    {"semaphore", "messages", "maxTokensField", "/most_tokens", "4000"},
    {"semaphore", "messages", "reasoningObject", "/reasoning", R"({"max_tokens":2000})"},
    {"semaphore", "messages", "toolChoiceRequired", "/tool_choice", R"("any")"},
    {"semaphore", "messages", "parallelToolCallsField", "/parallel_tool_calls", ""},
    {"semaphore", "messages", "refusedFields", "/stop", ""},
    {"heliograph", "responses", "customTools", "/tools/1",
     R"({"type":"custom","custom":{"name":"pull_lever"}})"},
    {"heliograph", "responses", "toolImages", "/messages/3/content/1/type", R"("image_url")"},
    {"heliograph", "responses", "samplingWithReasoning", "/temperature", ""},
    {"heliograph", "responses", "reasoningEffortField", "/reasoning_effort", ""},
    {"heliograph", "unthinking responses", "thinkingSwitch", "/enable_thinking", "false"},
    {"heliograph", "responses", "streamingModels", "/stream", "true"},
    {"heliograph", "messages", "refusedFieldsOfReasoners", "/stop", ""},
    {"heliograph", "messages", "cacheControl", "/messages/0/content/0/cache_control",
     R"({"type":"ephemeral"})"},
    {"telegraph", "responses", "messagesVersion", "/anthropic_version", R"("morse-1")"},
    {"telegraph", "responses", "streamMember", "/stream", ""},
    {"telegraph", "responses", "messagesPath", "/model", ""},
};

inline const char *const kWholeChat =
    R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{words}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":19}})";
inline const char *const kStreamedChat =
    "data: "
    "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"{words}\"},"
    "\"finish_reason\":null}]}\n\n"
    "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":"
    "{\"prompt_tokens\":11,\"completion_tokens\":5,\"total_tokens\":19}}\n\n"
    "data: [DONE]\n\n";
inline const char *const kWholeMessage =
    R"({"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Clear line ahead."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":5}})";

} // namespace signalbox::test
#endif
