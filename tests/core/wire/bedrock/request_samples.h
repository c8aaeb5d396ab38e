#pragma once

#include <string>
#include <vector>

/// Requests of Chat and what Bedrock gets of them, written by hand. `expected` holds the members that must be
/// as they stand there; null where there must be none.
#ifndef Q_MOC_RUN
inline constexpr const char *kHi = R"j([{"role":"user","content":"hi"}])j";

enum class Model { Plain, Claude, Budget, Levels, Cached };

struct RequestSample
{
    const char *name;
    Model model;
    const char *messages; ///< of Chat; null for one "hi"
    const char *members;  ///< more members of the request
    const char *expected;
    const char *dropped; ///< names, joined by commas
};

inline std::vector<RequestSample> requestSamples()
{
    const char *tools = R"j("tools":[{"type":"function","function":{"name":"go","description":"Goes.",)j"
                        R"j("parameters":{"type":"object"}}}])j";
    static const std::string forced = std::string(tools) + R"j(,"tool_choice":"required")j";
    static const std::string one =
        std::string(tools) + R"j(,"tool_choice":{"type":"function","function":{"name":"go"}})j";
    static const std::string none = std::string(tools) + R"j(,"tool_choice":"none")j";
    static const std::string thinksForced = forced + R"j(,"reasoning_effort":"low")j";
    static const std::string cached = std::string(tools) + R"j(,"prompt_cache_key":"k")j";
    const char *loop =
        R"j([{"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":[)j"
        R"j({"id":"c:1","type":"function","function":{"name":"go","arguments":"{\"a\":1.0}"}},)j"
        R"j({"id":"c2","type":"function","function":{"name":"go","arguments":"oops"}}]},)j"
        R"j({"role":"tool","tool_call_id":"c2","content":""},{"role":"tool","tool_call_id":"c:1","content":"one"},)j"
        R"j({"role":"user","content":"and?"}])j";
    return {
        {"a word", Model::Plain, nullptr, "",
         R"j({"messages":[{"role":"user","content":[{"text":"hi"}]}],)j"
         R"j("system":null,"toolConfig":null,"inferenceConfig":{}})j",
         ""},
        {"system words", Model::Plain,
         R"j([{"role":"system","content":"Be kind."},{"role":"user","content":"hi"}])j", "",
         R"j({"system":[{"text":"Be kind."}]})j", ""},
        {"blank words are left out", Model::Plain,
         R"j([{"role":"user","content":[{"type":"text","text":" \n"},{"type":"text","text":"a"}]}])j", "",
         R"j({"messages":[{"role":"user","content":[{"text":"a"}]}]})j", ""},
        {"nothing but blanks", Model::Plain, R"j([{"role":"user","content":" "}])j", "",
         R"j({"messages":[{"role":"user","content":[{"text":"."}]}]})j", ""},
        {"an assistant does not begin and not end", Model::Plain, R"j([{"role":"assistant","content":"a"}])j",
         "",
         R"j({"messages":[{"role":"user","content":[{"text":"(continue)"}]},)j"
         R"j({"role":"assistant","content":[{"text":"a"}]},{"role":"user","content":[{"text":"(continue)"}]}]})j",
         ""},
        {"a prefill has no white space at its end", Model::Budget,
         R"j([{"role":"user","content":"hi"},{"role":"assistant","content":"a \n"}])j", "",
         R"j({"messages":[{"role":"user","content":[{"text":"hi"}]},)j"
         R"j({"role":"assistant","content":[{"text":"a"}]}]})j",
         ""},
        {"calls and their results", Model::Plain, loop, tools,
         R"j({"messages":[{"role":"user","content":[{"text":"hi"}]},{"role":"assistant","content":[)j"
         R"j({"toolUse":{"toolUseId":"t7c9d30055291ef7b84cdc457","name":"go","input":{"a":1.0}}},)j"
         R"j({"toolUse":{"toolUseId":"c2","name":"go","input":{"_raw":"oops"}}}]},{"role":"user","content":[)j"
         R"j({"toolResult":{"toolUseId":"t7c9d30055291ef7b84cdc457","content":[{"text":"one"}]}},)j"
         R"j({"toolResult":{"toolUseId":"c2","content":[{"text":"(no output)"}]}},{"text":"and?"}]}]})j",
         ""},
        {"tools of the history are declared", Model::Plain, loop, "",
         R"j({"toolConfig":{"tools":[{"toolSpec":{"name":"go","description":"go",)j"
         R"j("inputSchema":{"json":{"type":"object","properties":{}}}}}]},)j"
         R"j("system":[{"text":"Do not call tools."}]})j",
         ""},
        {"tools that may not be called", Model::Plain, nullptr, none.c_str(),
         R"j({"toolConfig":null,"system":null})j", ""},
        {"tools", Model::Plain, nullptr, tools,
         R"j({"toolConfig":{"tools":[{"toolSpec":{"name":"go","description":"Goes.",)j"
         R"j("inputSchema":{"json":{"type":"object"}}}}]}})j",
         ""},
        {"a tool of few words", Model::Plain, nullptr,
         R"j("tools":[{"type":"function","function":{"name":"go","strict":true}}])j",
         R"j({"toolConfig":{"tools":[{"toolSpec":{"name":"go","description":"go",)j"
         R"j("inputSchema":{"json":{"type":"object","properties":{}}},"strict":true}}]}})j",
         ""},
        {"any tool must be called", Model::Plain, nullptr, forced.c_str(),
         R"j({"toolConfig":{"tools":[{"toolSpec":{"name":"go","description":"Goes.",)j"
         R"j("inputSchema":{"json":{"type":"object"}}}}],"toolChoice":{"any":{}}}})j",
         ""},
        {"one tool must be called", Model::Plain, nullptr, one.c_str(),
         R"j({"toolConfig":{"tools":[{"toolSpec":{"name":"go","description":"Goes.",)j"
         R"j("inputSchema":{"json":{"type":"object"}}}}],"toolChoice":{"tool":{"name":"go"}}}})j",
         ""},
        {"nobody is forced who thinks by a budget", Model::Budget, nullptr, thinksForced.c_str(),
         R"j({"toolConfig":{"tools":[{"toolSpec":{"name":"go","description":"Goes.",)j"
         R"j("inputSchema":{"json":{"type":"object"}}}}],"toolChoice":{"auto":{}}},)j"
         R"j("system":[{"text":"You must call a tool."}]})j",
         "tool_choice"},
        {"an image", Model::Plain,
         R"j([{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/jpg;base64,QUJD"}}]}])j",
         "",
         R"j({"messages":[{"role":"user","content":[{"image":{"format":"jpeg","source":{"bytes":"QUJD"}}}]}]})j",
         ""},
        {"documents have names of their own, and words", Model::Plain,
         R"j([{"role":"user","content":[{"type":"file","file":{"filename":"a_b.pdf","file_data":"data:application/pdf;base64,QUJD"}},)j"
         R"j({"type":"file","file":{"filename":"a.b.pdf","file_data":"data:application/pdf;base64,QUJD"}}]}])j",
         "",
         R"j({"messages":[{"role":"user","content":[{"text":"."},)j"
         R"j({"document":{"format":"pdf","name":"a b pdf","source":{"bytes":"QUJD"}}},)j"
         R"j({"document":{"format":"pdf","name":"a b pdf 2","source":{"bytes":"QUJD"}}}]}]})j",
         ""},
        {"parameters", Model::Plain, nullptr,
         R"j("max_tokens":9,"temperature":0.70,"top_p":0.5,"top_k":3,"stop":["a"," ","b","c","d","e"],"seed":1,)j"
         R"j("presence_penalty":1,"logit_bias":{"1":2},"user":"u","store":true,"service_tier":"flex")j",
         R"j({"inferenceConfig":{"maxTokens":9,"temperature":0.70,"topP":0.5,"stopSequences":["a","b","c","d"]},)j"
         R"j("additionalModelRequestFields":{"top_k":3},"serviceTier":{"type":"flex"}})j",
         "stop,presence_penalty,seed,logit_bias,user,store"},
        {"a tier that Bedrock does not know", Model::Plain, nullptr, R"j("service_tier":"scale")j",
         R"j({"serviceTier":null})j", "service_tier"},
        {"effort of a model that knows none", Model::Plain, nullptr, R"j("reasoning_effort":"high")j",
         R"j({"additionalModelRequestFields":null})j", "reasoning_effort"},
        {"effort of a model that knows levels", Model::Levels, nullptr, R"j("reasoning_effort":"xhigh")j",
         R"j({"additionalModelRequestFields":{"reasoning_effort":"high"}})j", ""},
        {"effort of Claude", Model::Claude, nullptr, R"j("reasoning_effort":"minimal","temperature":1)j",
         R"j({"additionalModelRequestFields":{"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}},)j"
         R"j("inferenceConfig":{"maxTokens":32000}})j",
         "temperature"},
        {"no thoughts", Model::Claude, nullptr, R"j("reasoning_effort":"none")j",
         R"j({"additionalModelRequestFields":{"thinking":{"type":"disabled"}}})j", ""},
        {"a budget of tokens", Model::Budget, nullptr, R"j("reasoning_effort":"low","temperature":1)j",
         R"j({"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2048}},)j"
         R"j("inferenceConfig":{"maxTokens":64000}})j",
         "temperature"},
        {"a budget fits under the limit", Model::Budget, nullptr,
         R"j("reasoning_effort":"high","max_completion_tokens":4000)j",
         R"j({"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000}},)j"
         R"j("inferenceConfig":{"maxTokens":4000}})j",
         ""},
        {"too little room to think", Model::Budget, nullptr,
         R"j("reasoning_effort":"high","max_completion_tokens":1500)j",
         R"j({"additionalModelRequestFields":{"thinking":{"type":"disabled"}}})j", "reasoning_effort"},
        {"no thoughts in a loop whose thoughts are lost", Model::Budget,
         R"j([{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"c","type":"function",)j"
         R"j("function":{"name":"go","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"x"}])j",
         R"j("reasoning_effort":"high")j",
         R"j({"additionalModelRequestFields":{"thinking":{"type":"disabled"}}})j", "reasoning_effort"},
        {"one of two samplings", Model::Budget, nullptr, R"j("temperature":1,"top_p":0.5)j",
         R"j({"inferenceConfig":{"maxTokens":64000,"temperature":1}})j", "top_p"},
        {"JSON", Model::Plain, nullptr, R"j("response_format":{"type":"json_object"})j",
         R"j({"system":[{"text":"Answer with one JSON value, nothing else."}],"outputConfig":null})j", ""},
        {"a schema", Model::Claude, nullptr,
         R"j("response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{"type":"object"}}})j",
         R"j({"system":null,"outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":)j"
         R"j({"name":"n","description":"d","schema":"{\"type\":\"object\"}"}}}}})j",
         ""},
        {"a schema of a model that holds to none", Model::Plain, nullptr,
         R"j("response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}})j",
         R"j({"outputConfig":null,"system":[{"text":"Answer with one JSON value matching this schema, nothing else: )j"
         R"j({\"type\":\"object\"}"}]})j",
         ""},
        {"the prompt cache", Model::Cached,
         R"j([{"role":"system","content":"s"},{"role":"user","content":"1"},{"role":"assistant","content":"2"},)j"
         R"j({"role":"user","content":"3"},{"role":"assistant","content":"4"},{"role":"user","content":"5"}])j",
         cached.c_str(),
         R"j({"system":[{"text":"s"},{"cachePoint":{"type":"default"}}],"messages":[)j"
         R"j({"role":"user","content":[{"text":"1"}]},{"role":"assistant","content":[{"text":"2"}]},)j"
         R"j({"role":"user","content":[{"text":"3"},{"cachePoint":{"type":"default"}}]},)j"
         R"j({"role":"assistant","content":[{"text":"4"}]},)j"
         R"j({"role":"user","content":[{"text":"5"},{"cachePoint":{"type":"default"}}]}],)j"
         R"j("toolConfig":{"tools":[{"toolSpec":{"name":"go","description":"Goes.",)j"
         R"j("inputSchema":{"json":{"type":"object"}}}},{"cachePoint":{"type":"default"}}]}})j",
         ""},
        {"a prompt cache that the model has not", Model::Plain, nullptr, R"j("prompt_cache_key":"k")j",
         R"j({"messages":[{"role":"user","content":[{"text":"hi"}]}]})j", "prompt_cache_key"},
    };
}

struct RefusedSample
{
    const char *name;
    const char *body;
    const char *problem;
};

inline std::vector<RefusedSample> refusedSamples()
{
    return {
        {"several answers", R"j({"messages":[{"role":"user","content":"hi"}],"n":2})j",
         "more than one answer at a time cannot be had from this provider"},
        {"the URL of an image",
         R"j({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.test/x.png"}}]}]})j",
         "this provider takes no URLs and no ids of images: send the bytes"},
        {"an image of another type",
         R"j({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/tiff;base64,QUJD"}}]}]})j",
         "this provider takes no images of type \"image/tiff\""},
        {"the id of a file",
         R"j({"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]})j",
         "this provider takes no URLs and no ids of files: send the bytes"},
    };
}
#endif
