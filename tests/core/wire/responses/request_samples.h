#pragma once

#include "wire/format_id.h"

#include <string>
#include <vector>

// Apart from the tests because Qt 6.4's moc loses its way in raw strings.
namespace signalbox::wire::testing {

struct BadRequest
{
    const char *name;
    std::string body;
    std::string place;
};

/// Requests that must be refused, and where the fault is.
inline std::vector<BadRequest> badRequests()
{
    return {
        {"no object", R"([])", ""},
        {"no model", R"({"input":"x"})", "model"},
        {"model is a number", R"({"model":1,"input":"x"})", "model"},
        {"input is a number", R"({"model":"m","input":1})", "input"},
        {"item is a string", R"({"model":"m","input":["x"]})", "input[0]"},
        {"item without type and role", R"({"model":"m","input":[{"x":1}]})", "input[0].type"},
        {"item type is a number", R"({"model":"m","input":[{"type":1}]})", "input[0].type"},
        {"message without role", R"({"model":"m","input":[{"type":"message","content":"x"}]})",
         "input[0].role"},
        {"message of nobody", R"({"model":"m","input":[{"role":"robot","content":"x"}]})", "input[0].role"},
        {"message without content", R"({"model":"m","input":[{"role":"user"}]})", "input[0].content"},
        {"content is an object", R"({"model":"m","input":[{"role":"user","content":{}}]})",
         "input[0].content"},
        {"part is a string", R"({"model":"m","input":[{"role":"user","content":["x"]}]})",
         "input[0].content[0]"},
        {"part without type", R"({"model":"m","input":["a",{"role":"user","content":[{"text":"x"}]}]})",
         "input[0]"},
        {"part type is a number",
         R"({"model":"m","input":[{"role":"user","content":"a"},{"role":"user","content":[{"type":"input_text","text":"x"},{"type":7}]}]})",
         "input[1].content[1].type"},
        {"text is a number",
         R"({"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":1}]}]})",
         "input[0].content[0].text"},
        {"call without call_id",
         R"({"model":"m","input":[{"type":"function_call","name":"f","arguments":""}]})", "input[0].call_id"},
        {"arguments are an object",
         R"({"model":"m","input":[{"type":"function_call","call_id":"c","name":"f","arguments":{}}]})",
         "input[0].arguments"},
        {"output without call_id", R"({"model":"m","input":[{"type":"function_call_output","output":"x"}]})",
         "input[0].call_id"},
        {"output is a number",
         R"({"model":"m","input":[{"type":"function_call_output","call_id":"c","output":1}]})",
         "input[0].output"},
        {"summary part without text",
         R"({"model":"m","input":[{"type":"reasoning","summary":[{"type":"summary_text"}]}]})",
         "input[0].summary[0].text"},
        {"tools are an object", R"({"model":"m","tools":{}})", "tools"},
        {"tool without type", R"({"model":"m","tools":[{"name":"f"}]})", "tools[0].type"},
        {"tool without name", R"({"model":"m","tools":[{"type":"function"}]})", "tools[0].name"},
        {"tool of a namespace without name",
         R"({"model":"m","tools":[{"type":"namespace","name":"n","tools":[{"type":"function","name":"a"},{"type":"function"}]}]})",
         "tools[0].tools[1].name"},
        {"added tool without name",
         R"({"model":"m","input":[{"type":"additional_tools","role":"developer","tools":[{"type":"custom"}]}]})",
         "input[0].tools[0].name"},
        {"tool choice unknown", R"({"model":"m","tool_choice":"maybe"})", "tool_choice"},
        {"tool choice without name", R"({"model":"m","tool_choice":{"type":"function"}})",
         "tool_choice.name"},
        {"temperature is a string", R"({"model":"m","temperature":"hot"})", "temperature"},
        {"limit is a fraction", R"({"model":"m","max_output_tokens":1.5})", "max_output_tokens"},
        {"effort is a number", R"({"model":"m","reasoning":{"effort":1}})", "reasoning.effort"},
        {"format unknown", R"({"model":"m","text":{"format":{"type":"xml"}}})", "text.format.type"},
        {"stream is a string", R"({"model":"m","stream":"yes"})", "stream"},
    };
}

/// Requests that routing must not take, and the member at fault.
inline std::vector<BadRequest> badSummaries()
{
    return {
        {"no model", R"({"input":"x"})", "model"},
        {"empty model", R"({"model":""})", "model"},
        {"model null", R"({"model":null})", "model"},
        {"two models", R"({"model":"a","x":1,"model":"b"})", "model"},
        {"model escaped", R"({"mod\u0065l":"a"})", "model"},
        {"model escaped, and again plain", R"({"mod\u0065l":"a","model":"b"})", "model"},
        {"two streams", R"({"model":"a","stream":true,"stream":false})", "stream"},
        {"stream escaped", R"({"model":"a","\u0073tream":true})", "stream"},
        {"stream a number", R"({"model":"a","stream":1})", "stream"},
        {"two inputs", R"({"model":"a","input":"x","input":[]})", "input"},
        {"two limits", R"({"model":"a","max_output_tokens":1,"max_output_tokens":2})", "max_output_tokens"},
    };
}

/// What a small request becomes at a host that knows functions only.
struct Rewritten
{
    const char *name;
    std::string body;
    std::string written;
    std::vector<std::string> dropped;
};

inline std::vector<Rewritten> portableRequests()
{
    return {
        {"text",
         R"({"model":"m","input":"Hi","stream":true})",
         R"({"model":"up","stream":true,"input":[{"type":"message","role":"user","content":"Hi"}]})",
         {}},
        {"developer words first become instructions",
         R"({"model":"m","input":[{"role":"developer","content":"A"},{"role":"developer","content":[{"type":"input_text","text":"B"}]},{"role":"user","content":"Hi"}],"instructions":"I"})",
         R"({"model":"up","stream":false,"instructions":"I\n\nA\n\nB","input":[{"type":"message","role":"user","content":"Hi"}]})",
         {}},
        {"developer words in the middle stay there",
         R"({"model":"m","input":[{"role":"user","content":"Hi"},{"role":"developer","content":"A"},{"role":"user","content":"Ho"}]})",
         R"({"model":"up","stream":false,"input":[{"type":"message","role":"user","content":"Hi"},{"type":"message","role":"system","content":"A"},{"type":"message","role":"user","content":"Ho"}]})",
         {}},
        {"namespaces are flattened, in tools and history",
         R"({"model":"m","tools":[{"type":"namespace","name":"mcp__a","description":"d","tools":[{"type":"function","name":"echo","parameters":{"type":"object"}}]}],"input":[{"role":"user","content":"Hi"},{"type":"function_call","call_id":"c","name":"echo","namespace":"mcp__a","arguments":"{\"n\":1.0}"},{"type":"function_call_output","call_id":"c","output":"x"}]})",
         R"({"model":"up","stream":false,"input":[{"type":"message","role":"user","content":"Hi"},{"type":"function_call","call_id":"c","name":"mcp__a__echo","arguments":"{\"n\":1.0}"},{"type":"function_call_output","call_id":"c","output":"x"}],"tools":[{"type":"function","name":"mcp__a__echo","parameters":{"type":"object"},"strict":false}]})",
         {}},
        {"freeform calls are wrapped",
         R"({"model":"m","input":[{"role":"user","content":"Hi"},{"type":"custom_tool_call","call_id":"c","name":"p","input":"a\n\"b\""},{"type":"custom_tool_call_output","call_id":"c","output":"x"}]})",
         R"({"model":"up","stream":false,"input":[{"type":"message","role":"user","content":"Hi"},{"type":"function_call","call_id":"c","name":"p","arguments":"{\"input\":\"a\\n\\\"b\\\"\"}"},{"type":"function_call_output","call_id":"c","output":"x"}]})",
         {}},
        {"Codex's own fields are dropped and named",
         R"({"model":"m","input":[{"role":"user","content":"Hi","internal_chat_message_metadata_passthrough":{}}],"client_metadata":{"a":1},"stream_options":{},"reasoning":{"effort":"high","context":"all_turns"},"tools":[{"type":"web_search"},{"type":"function","name":"f"}]})",
         R"({"model":"up","stream":false,"input":[{"type":"message","role":"user","content":"Hi"}],"tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}},"strict":false}],"reasoning":{"effort":"high"}})",
         {"tools.web_search", "reasoning.context", "client_metadata", "stream_options"}},
        {"lite request: tools and effort come from the input",
         R"({"model":"m","reasoning":{"effort":"low"},"input":[{"type":"additional_tools","role":"developer","tools":[{"type":"namespace","name":"functions","description":"","tools":[{"type":"function","name":"f","strict":true}]}]},{"role":"developer","content":"A"},{"role":"user","content":"Hi"},{"type":"configuration_update","reasoning":{"effort":"high"}}]})",
         R"({"model":"up","stream":false,"instructions":"A","input":[{"type":"message","role":"user","content":"Hi"}],"tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}},"strict":true}],"reasoning":{"effort":"high"}})",
         {}},
        {"results stand behind their calls",
         R"({"model":"m","input":[{"role":"user","content":"Hi"},{"type":"function_call","call_id":"a","name":"f","arguments":""},{"role":"user","content":"Stop"},{"type":"function_call_output","call_id":"a","output":"x"}]})",
         R"({"model":"up","stream":false,"input":[{"type":"message","role":"user","content":"Hi"},{"type":"function_call","call_id":"a","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"a","output":"x"},{"type":"message","role":"user","content":"Stop"}]})",
         {}},
        {"thoughts of others are left out", R"({"model":"m","input":[{"role":"user","content":"Hi"},{"type":"reasoning","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"gAAAAx"},{"role":"assistant","content":"Ho"},{"role":"user","content":"So"}]})", R"({"model":"up","stream":false,"input":[{"type":"message","role":"user","content":"Hi"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Ho"}]},{"type":"message","role":"user","content":"So"}]})", {}},
    };
}

/// A search of the web as clients of other formats ask for it, as it is written here, and what is noted.
struct ForeignSearch
{
    const char *name;
    Format format;
    const char *body;
    const char *tool;
    const char *dropped;
};

inline std::vector<ForeignSearch> foreignSearches()
{
    return {
        {"Anthropic's with settings", Format::AnthropicMessages,
         R"({"model":"m","max_tokens":20,"messages":[{"role":"user","content":"x"}],"tools":[{"type":"web_search_20250305","name":"web_search","max_uses":3,"allowed_domains":["a.example"],"user_location":{"type":"approximate","city":"Ulm"},"cache_control":{"type":"ephemeral"}}]})",
         R"({"type":"web_search","filters":{"allowed_domains":["a.example"]},"user_location":{"type":"approximate","city":"Ulm"}})",
         "tools.web_search.max_uses"},
        {"Anthropic's with domains that are not wanted", Format::AnthropicMessages,
         R"({"model":"m","max_tokens":20,"messages":[{"role":"user","content":"x"}],"tools":[{"type":"web_search_20250305","name":"web_search","blocked_domains":["a.example"],"allowed_domains":null}]})",
         R"({"type":"web_search"})", "tools.web_search.blocked_domains"},
        {"Google's", Format::Gemini,
         R"({"contents":[{"parts":[{"text":"x"}]}],"tools":[{"googleSearch":{"timeRangeFilter":{"startTime":"a"}}}]})",
         R"({"type":"web_search"})", "tools.web_search.timeRangeFilter"},
    };
}

inline const char *const kForcedSearch =
    R"({"model":"m","max_tokens":20,"messages":[{"role":"user","content":"x"}],"tools":[{"type":"web_search_20250305","name":"web_search"},{"name":"go","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"web_search"}})";

} // namespace signalbox::wire::testing
