#pragma once

#include <string>
#include <vector>

/// Answers and requests of Cohere, written by hand.
#ifndef Q_MOC_RUN
struct AnswerSample
{
    const char *name;
    std::vector<std::string> messages;
    const char *events;
};

inline std::vector<AnswerSample> answerSamples()
{
    const std::string begin =
        R"j({"id":"a1","type":"message-start","delta":{"message":{"role":"assistant"}}})j";
    const auto text = [](const char *words) {
        return R"j({"type":"content-delta","index":0,"delta":{"message":{"content":{"text":")j" +
               std::string(words) + R"j("}}}})j";
    };
    const auto end = [](const char *reason) {
        return R"j({"type":"message-end","delta":{"finish_reason":")j" + std::string(reason) +
               R"j(","usage":{"tokens":{"input_tokens":5,"output_tokens":6},"cached_tokens":4}}})j";
    };
    const std::string call =
        R"j({"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"c1","type":"function",)j"
        R"j("function":{"name":"go","arguments":""}}}}})j";
    const std::string piece =
        R"j({"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\"a\""}}}}})j";
    return {
        {"text",
         {begin,
          R"j({"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}})j",
          text("Hel"), text("lo"), R"j({"type":"content-end","index":0})j", end("COMPLETE"), "[DONE]"},
         "start a1 -\nbegin text\ntext Hello\nend\nfinish stop"},
        {"thoughts",
         {begin, R"j({"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"hm"}}}})j",
          text("a"), end("COMPLETE")},
         "start a1 -\nbegin reasoning\nreasoning hm\nend\nbegin text\ntext a\nend\nfinish stop"},
        {"a plan and calls",
         {begin, R"j({"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I go"}}})j", call, piece,
          R"j({"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":":1}"}}}}})j",
          R"j({"type":"tool-call-end","index":0})j", call, end("TOOL_CALL")},
         "start a1 -\nbegin reasoning\nreasoning I go\nend\nbegin call c1 - go function\narguments "
         "{\\\"a\\\":1}\nend\n"
         "begin call c1 - go function\narguments {}\nend\nfinish calls"},
        {"a call that was cut",
         {begin, call, piece, end("MAX_TOKENS")},
         "start a1 -\nbegin call c1 - go function\narguments {\\\"a\\\"\nend incomplete\nfinish length"},
        {"citations that lead somewhere",
         {begin, text("a"),
          R"j({"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":0,"end":1,"text":"a",)j"
          R"j("sources":[{"type":"document","id":"d","document":{"url":"https://a.test","title":"T"}},)j"
          R"j({"type":"tool","id":"t","tool_output":{"content":"x"}}]}}}})j",
          end("COMPLETE")},
         "start a1 -\nbegin text\ntext a\n"
         R"j(citation {"type":"url_citation","url":"https://a.test","title":"T","start_index":0,"end_index":1})j"
         "\nend\nfinish stop"},
        {"a stop sequence",
         {begin, text("a"), end("STOP_SEQUENCE")},
         "start a1 -\nbegin text\ntext a\nend\nfinish stop-sequence"},
        {"poison", {begin, end("ERROR_TOXIC")}, "start a1 -\nfinish refusal"},
        {"an answer that failed",
         {begin, text("a"), end("ERROR")},
         "start a1 -\nbegin text\ntext a\nend incomplete\nfailure server the provider ended the answer with "
         "\"ERROR\""},
        {"an error in the stream", {begin, R"j({"message":"broke"})j"}, "start a1 -\nfailure server broke"},
        {"events that nobody knows",
         {begin, R"j({"type":"debug","prompt":"x"})j", text("a"), end("COMPLETE")},
         "start a1 -\nbegin text\ntext a\nend\nfinish stop"},
        {"cut",
         {begin, text("a")},
         "start a1 -\nbegin text\ntext a\nend incomplete\nfailure closed upstream closed the stream early"},
        {"no JSON", {"<html>"}, "failure server the provider sent a message that is not JSON"},
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
    static const std::string any =
        std::string(two) + R"j(,"tool_choice":"required","response_format":{"type":"json_object"})j";
    const char *go =
        R"j({"type":"function","function":{"name":"go","description":"","parameters":{"type":"object"}}})j";
    static const std::string onlyGo = std::string(R"j({"tool_choice":"REQUIRED","tools":[)j") + go + "]}";
    return {
        {"a word", hi, "",
         R"j({"model":"m","messages":[{"role":"user","content":"hi"}],"stream":false,"tools":null})j", ""},
        {"calls and results",
         R"j([{"role":"system","content":"s"},{"role":"user","content":"hi"},{"role":"assistant","content":"well",)j"
         R"j("tool_calls":[{"id":"c1","type":"function","function":{"name":"go","arguments":"{\"a\":1.0}"}}]},)j"
         R"j({"role":"tool","tool_call_id":"c1","content":""}])j",
         two,
         R"j({"messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"},)j"
         R"j({"role":"assistant","content":"well","tool_calls":[{"id":"c1","type":"function",)j"
         R"j("function":{"name":"go","arguments":"{\"a\":1.0}"}}]},)j"
         R"j({"role":"tool","tool_call_id":"c1","content":"(no output)"}]})j",
         ""},
        {"an image",
         R"j([{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]}])j",
         "",
         R"j({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]}]})j",
         ""},
        {"one tool", hi, one.c_str(), onlyGo.c_str(), ""},
        {"any tool, and JSON in words", hi, any.c_str(),
         R"j({"tool_choice":"REQUIRED","response_format":null,"messages":[)j"
         R"j({"role":"system","content":"Answer with one JSON value, nothing else."},{"role":"user","content":"hi"}]})j",
         ""},
        {"a schema", hi,
         R"j("response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}})j",
         R"j({"response_format":{"type":"json_object","json_schema":{"type":"object"}}})j", ""},
        {"thoughts", hi, R"j("reasoning_effort":"low")j",
         R"j({"thinking":{"type":"enabled","token_budget":2048}})j", ""},
        {"no thoughts", hi, R"j("reasoning_effort":"none")j", R"j({"thinking":{"type":"disabled"}})j", ""},
        {"parameters", hi,
         R"j("max_tokens":9,"temperature":0.70,"top_p":0.5,"top_k":3,"seed":1,"stop":["1","2","3","4","5","6"],"logit_bias":{"1":2})j",
         R"j({"max_tokens":9,"temperature":0.70,"p":0.5,"k":3,"seed":1,"stop_sequences":["1","2","3","4","5"]})j",
         "stop,logit_bias"},
    };
}
#endif
