#pragma once

/// What hosts answer to parameters that they do not take, in the words of their own errors; a header, because
/// moc of Qt 6.4 stumbles over quotes in raw strings.
#ifndef Q_MOC_RUN
namespace signalbox::wire::testing {

struct RefusedSample
{
    const char *name;
    const char *body;
    const char *parameter;
};

inline constexpr RefusedSample kRefused[] = {
    {"OpenAI's code",
     R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}})",
     "max_tokens"},
    {"OpenAI's value",
     R"({"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}})",
     "temperature"},
    {"OpenAI's nested one",
     R"({"error":{"message":"Unknown parameter: 'reasoning.summary'.","type":"invalid_request_error","param":"reasoning.summary","code":"unknown_parameter"}})",
     "reasoning.summary"},
    {"words alone", R"({"error":{"message":"Unsupported parameter: 'store'","param":null,"code":null}})",
     "store"},
    {"words without quotes", R"({"detail":"Unsupported parameter: max_output_tokens"})", "max_output_tokens"},
    {"OpenAI of old",
     R"({"error":{"message":"Unrecognized request argument supplied: parallel_tool_calls","type":"invalid_request_error","param":null,"code":null}})",
     "parallel_tool_calls"},
    {"several of them",
     R"({"error":{"message":"Unrecognized request arguments supplied: metadata, store","type":"invalid_request_error"}})",
     "metadata"},
    {"Anthropic",
     R"({"type":"error","error":{"type":"invalid_request_error","message":"context_management: Extra inputs are not permitted"}})",
     "context_management"},
    {"Anthropic, deep",
     R"({"type":"error","error":{"type":"invalid_request_error","message":"messages.65.content.1.tool_use.text: Extra inputs are not permitted"}})",
     "messages.65.content.1.tool_use.text"},
    {"Mistral",
     R"({"object":"error","message":{"detail":[{"type":"missing","loc":["body","x"]},{"type":"extra_forbidden","loc":["body","store"],"msg":"Extra inputs are not permitted","input":false}]},"type":"invalid_request_error"})",
     "store"},
    {"FastAPI",
     R"({"detail":[{"type":"extra_forbidden","loc":["body","tools",0,"strict"],"msg":"Extra inputs are not permitted"}]})",
     "tools.0.strict"},
    {"vLLM",
     R"({"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'max_completion_tokens'), 'msg': 'Extra inputs are not permitted', 'input': 800}]","type":"BadRequestError","param":null,"code":400})",
     "max_completion_tokens"},
    {"Fireworks", R"({"error":{"message":"Extra inputs are not permitted, field: 'store', value: False"}})",
     "store"},
    {"xAI",
     R"({"code":"Client specified an invalid argument","error":"Argument not supported on this model: presencePenalty"})",
     "presencePenalty"},
    {"xAI, newer",
     R"({"code":"invalid-argument","error":"Model grok-9 does not support parameter frequencyPenalty."})",
     "frequencyPenalty"},
    {"Groq",
     R"({"error":{"message":"property 'prompt_cache_key' is unsupported","type":"invalid_request_error"}})",
     "prompt_cache_key"},
    {"Google",
     R"([{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"thinkingLevel\" at 'generation_config.thinking_config': Cannot find field.","status":"INVALID_ARGUMENT"}}])",
     "generation_config.thinking_config.thinkingLevel"},
    {"Google, at the top",
     R"({"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"labels\": Cannot find field.","status":"INVALID_ARGUMENT"}})",
     "labels"},
    {"Bedrock",
     R"({"message":"The model returned the following errors: Malformed input request: #: extraneous key [top_k] is not permitted, please reformat your input and try again."})",
     "top_k"},
    {"no JSON", "Unsupported parameter: 'store'", "store"},
    {"another complaint about a parameter",
     R"({"error":{"message":"Invalid 'messages[3]'. Content blocks are expected to be either text or image_url type.","param":"messages[3]","code":"invalid_value"}})",
     ""},
    {"a schema's property",
     R"({"error":{"message":"property 'a' is missing","type":"invalid_request_error"}})", ""},
    {"nothing behind the words", R"({"error":{"message":"Unsupported parameter: "}})", ""},
    {"a number behind the words", R"({"error":{"message":"Unsupported value: 7"}})", ""},
    {"a name without an end",
     R"({"error":{"code":"unknown_parameter","param":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}})",
     ""},
    {"nothing", "", ""},
    {"no words", R"({"error":{"message":7,"detail":{}}})", ""},
};

struct LeftOutSample
{
    const char *name;
    const char *request;
    const char *path;
    const char *without; ///< empty: it stays as it is
};

inline constexpr LeftOutSample kLeftOut[] = {
    {"at the end", R"({"model":"m","messages":[],"store":false})", "store", R"({"model":"m","messages":[]})"},
    {"in the middle", R"({"model":"m","top_p":0.70,"messages":[{"a":"\u00e9"}]})", "top_p",
     R"({"model":"m","messages":[{"a":"\u00e9"}]})"},
    {"nested", R"({"model":"m","reasoning":{"effort":"low","summary":"auto"}})", "reasoning.summary",
     R"({"model":"m","reasoning":{"effort":"low"}})"},
    {"spelt otherwise",
     R"({"contents":[],"generationConfig":{"thinkingConfig":{"thinkingLevel":"low"},"topK":1}})",
     "generation_config.thinking_config.thinkingLevel",
     R"({"contents":[],"generationConfig":{"thinkingConfig":{},"topK":1}})"},
    {"in camel case", R"({"model":"m","presence_penalty":1})", "presencePenalty", R"({"model":"m"})"},
    {"a member that it does not have", R"({"model":"m"})", "store", ""},
    {"below a member that is no object", R"({"model":"m","stop":["a"]})", "stop.0", ""},
    {"the model", R"({"model":"m"})", "model", ""},
    {"messages", R"({"messages":[{"name":"a"}]})", "messages[0].name", ""},
    {"tools", R"({"tools":[{"strict":true}]})", "tools.0.strict", ""},
    {"instructions", R"({"systemInstruction":{"parts":[]}})", "system_instruction", ""},
    {"stream", R"({"stream":true})", "stream", ""},
    {"no name", R"({"a":1})", "", ""},
    {"no object", "[1]", "a", ""},
};

} // namespace signalbox::wire::testing
#endif
