#pragma once

#include <string>
#include <vector>

/// Answers and requests of Ollama, written by hand.
#ifndef Q_MOC_RUN
struct AnswerSample
{
    const char *name;
    std::vector<std::string> lines;
    const char *events;
};

inline std::vector<AnswerSample> answerSamples()
{
    const char *done = R"j({"model":"q","message":{"content":""},"done":true,"done_reason":"stop"})j";
    return {
        {"text",
         {R"j({"model":"q","message":{"content":"Hel"},"done":false})j", R"j({"message":{"content":"lo"}})j",
          done},
         "start - q\nbegin text\ntext Hello\nend\nfinish stop"},
        {"thoughts",
         {R"j({"model":"q","message":{"content":"","thinking":"hm"}})j", R"j({"message":{"content":"a"}})j",
          done},
         "start - q\nbegin reasoning\nreasoning hm\nend\nbegin text\ntext a\nend\nfinish stop"},
        {"calls with and without id",
         {R"j({"model":"q","message":{"tool_calls":[{"id":"c1","function":{"name":"go","arguments":{"a":1.0}}},)j"
          R"j({"function":{"name":"go"}}]}})j",
          done},
         "start - q\nbegin call c1 - go function\narguments {\\\"a\\\":1.0}\nend\n"
         "begin call - - go function\narguments {}\nend\nfinish calls"},
        {"arguments as a string",
         {R"j({"model":"q","message":{"tool_calls":[{"function":{"name":"go","arguments":"{\"a\":1}"}}]}})j",
          done},
         "start - q\nbegin call - - go function\narguments {\\\"a\\\":1}\nend\nfinish calls"},
        {"length",
         {R"j({"model":"q","message":{"content":"a"},"done":true,"done_reason":"length"})j"},
         "start - q\nbegin text\ntext a\nend\nfinish length"},
        {"no reason",
         {R"j({"model":"q","message":{"content":"a"},"done":true})j"},
         "start - q\nbegin text\ntext a\nend\nfinish stop"},
        {"an error in the stream",
         {R"j({"model":"q","message":{"content":"a"}})j", R"j({"error":"broke"})j"},
         "start - q\nbegin text\ntext a\nend incomplete\nfailure server broke"},
        {"cut",
         {R"j({"model":"q","message":{"content":"a"}})j"},
         "start - q\nbegin text\ntext a\nend incomplete\nfailure closed upstream closed the stream early"},
        {"no JSON", {"<html>"}, "failure server the provider sent a message that is not JSON"},
        {"nothing counts behind the end",
         {done, R"j({"message":{"content":"x"}})j"},
         "start - q\nfinish stop"},
    };
}

struct RequestSample
{
    const char *name;
    const char *messages; ///< of Chat
    const char *members;  ///< more members of the request
    const char *expected;
    const char *dropped; ///< names, joined by commas
};

inline std::vector<RequestSample> requestSamples()
{
    const char *hi = R"j([{"role":"user","content":"hi"}])j";
    const char *two =
        R"j("tools":[{"type":"function","function":{"name":"go","parameters":{"type":"object"}}},)j"
        R"j({"type":"function","function":{"name":"stay"}}])j";
    static const std::string one =
        std::string(two) + R"j(,"tool_choice":{"type":"function","function":{"name":"go"}})j";
    static const std::string none = std::string(two) + R"j(,"tool_choice":"none")j";
    static const std::string any = std::string(two) + R"j(,"tool_choice":"required")j";
    const char *go =
        R"j({"type":"function","function":{"name":"go","description":"","parameters":{"type":"object"}}})j";
    static const std::string onlyGo =
        std::string(R"j({"tools":[)j") + go +
        R"j(],"messages":[{"role":"system","content":"You must call the tool go."},{"role":"user","content":"hi"}]})j";
    return {
        {"a word", hi, "",
         R"j({"model":"m","messages":[{"role":"user","content":"hi"}],"stream":false,)j"
         R"j("options":{"num_ctx":8192},"tools":null,"format":null,"think":null})j",
         ""},
        {"a stream", hi, R"j("stream":true)j", R"j({"stream":true})j", ""},
        {"calls and results",
         R"j([{"role":"user","content":"hi"},{"role":"assistant","content":"well","tool_calls":[)j"
         R"j({"id":"c1","type":"function","function":{"name":"go","arguments":"{\"a\":1.0}"}}]},)j"
         R"j({"role":"tool","tool_call_id":"c1","content":"done"}])j",
         two,
         R"j({"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"well","tool_calls":[)j"
         R"j({"id":"c1","function":{"name":"go","arguments":{"a":1.0}}}]},)j"
         R"j({"role":"tool","content":"done","tool_name":"go","tool_call_id":"c1"}]})j",
         ""},
        {"an image",
         R"j([{"role":"user","content":[{"type":"text","text":"see"},)j"
         R"j({"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]}])j",
         "", R"j({"messages":[{"role":"user","content":"see","images":["QUJD"]}]})j", ""},
        {"one tool", hi, one.c_str(), onlyGo.c_str(), "tool_choice"},
        {"any tool", hi, any.c_str(),
         R"j({"messages":[{"role":"system","content":"You must call a tool."},{"role":"user","content":"hi"}]})j",
         "tool_choice"},
        {"no tool", hi, none.c_str(), R"j({"tools":null})j", ""},
        {"JSON", hi, R"j("response_format":{"type":"json_object"})j", R"j({"format":"json"})j", ""},
        {"a schema", hi,
         R"j("response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}})j",
         R"j({"format":{"type":"object"}})j", ""},
        {"thoughts", hi, R"j("reasoning_effort":"low")j", R"j({"think":true})j", ""},
        {"no thoughts", hi, R"j("reasoning_effort":"none")j", R"j({"think":false})j", ""},
        {"parameters", hi,
         R"j("max_tokens":9,"temperature":0.70,"seed":1,"stop":"x","top_k":3,"logit_bias":{"1":2},"user":"u")j",
         R"j({"options":{"num_ctx":8192,"num_predict":9,"temperature":0.70,"top_k":3,"seed":1,"stop":["x"]}})j",
         "logit_bias,user"},
    };
}
#endif
