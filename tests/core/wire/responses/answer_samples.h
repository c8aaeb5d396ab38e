#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

// Apart from the tests because Qt 6.4's moc loses its way in raw strings.
namespace signalbox::wire::testing {

struct Sample
{
    const char *name;
    std::string bytes;
    std::vector<std::string> events;
};

inline std::string stream(std::initializer_list<std::string_view> events)
{
    std::string bytes;
    for (const std::string_view event : events)
        bytes += "data: " + std::string(event) + "\n\n";
    return bytes;
}

inline constexpr std::string_view kCreated =
    R"({"type":"response.created","response":{"id":"resp_1","model":"m","status":"in_progress","output":[]}})";
inline constexpr std::string_view kCompleted =
    R"({"type":"response.completed","response":{"id":"resp_1","status":"completed","usage":{"input_tokens":9,"output_tokens":4,"total_tokens":13}}})";

inline std::vector<Sample> streamSamples()
{
    std::vector<Sample> samples;
    const auto row = [&](const char *name, const std::string &bytes, const std::vector<std::string> &events) {
        samples.push_back({name, bytes, events});
    };
    const std::string start = "start resp_1 m";
    row("text by deltas",
        stream(
            {kCreated,
             R"({"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"a"}})",
             R"({"type":"response.content_part.added","output_index":0,"content_index":0,"part":{}})",
             R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hi\n"})",
             R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"you"})",
             R"({"type":"response.output_text.done","output_index":0,"content_index":0,"text":"Hi\nyou"})",
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"Hi\nyou"}]}})",
             kCompleted}),
        {start, "block 0 text", R"(text Hi\n)", "text you", "end 0", "usage 9 0 0 4 0", "finish stop"});
    row("text in item done alone",
        stream(
            {R"({"type":"response.output_item.done","item":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}})",
             R"({"type":"response.completed","response":{"id":"resp_1"}})"}),
        {"start  ", "block 0 text", "text Hi", "end 0", "finish stop"});
    row("text in text done alone",
        stream({kCreated,
                R"({"type":"response.output_item.added","output_index":0,"item":{"type":"message"}})",
                R"({"type":"response.output_text.done","output_index":0,"content_index":0,"text":"Hi"})",
                kCompleted}),
        {start, "block 0 text", "text Hi", "end 0", "usage 9 0 0 4 0", "finish stop"});
    row("arguments in arguments done alone",
        stream(
            {kCreated,
             R"({"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"f","namespace":"n","arguments":""}})",
             R"({"type":"response.function_call_arguments.done","output_index":0,"arguments":"{\"a\":1}"})",
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"c1","name":"f","arguments":"{\"a\":1}","status":"completed"}})",
             kCompleted}),
        {start, "block 0 call function id=c1 ns=n name=f", R"(arguments {\"a\":1})", "end 0",
         "usage 9 0 0 4 0", "finish calls"});
    row("item ids that change are not looked at",
        stream(
            {kCreated,
             R"({"type":"response.output_item.added","output_index":1,"item":{"type":"message","id":"x1"}})",
             R"({"type":"response.output_text.delta","item_id":"x2","output_index":1,"content_index":0,"delta":"a"})",
             R"({"type":"response.output_item.done","output_index":1,"item":{"type":"message","id":"x3","content":[{"type":"output_text","text":"a"}]}})",
             kCompleted}),
        {start, "block 0 text", "text a", "end 0", "usage 9 0 0 4 0", "finish stop"});
    row("calls whose deltas interleave come one after the other",
        stream(
            {kCreated,
             R"({"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f"}})",
             R"({"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"b","name":"g"}})",
             R"({"type":"response.function_call_arguments.delta","output_index":1,"delta":"{1"})",
             R"({"type":"response.function_call_arguments.delta","output_index":0,"delta":"{0"})",
             R"({"type":"response.output_item.done","output_index":1,"item":{"type":"function_call","call_id":"b","name":"g","arguments":"{1}"}})",
             R"({"type":"response.function_call_arguments.delta","output_index":0,"delta":"}"})",
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{0}"}})",
             kCompleted}),
        {start, "block 0 call function id=a name=f", "arguments {0", "arguments }", "end 0",
         "block 1 call function id=b name=g", "arguments {1}", "end 1", "usage 9 0 0 4 0", "finish calls"});
    row("reasoning: two summary parts, thoughts and the final token",
        stream(
            {kCreated,
             R"({"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","encrypted_content":"draft"}})",
             R"({"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":0})",
             R"({"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"a"})",
             R"({"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"text":"a"})",
             R"({"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":1,"text":"b"})",
             R"({"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"t"})",
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"text":"a"},{"text":"b"},{"text":"c"}],"content":[{"text":"t"}],"encrypted_content":"final"}})",
             R"({"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[]}})",
             kCompleted}),
        {start, "block 0 reasoning id=rs_1", "summary0 a", "summary1 b", "thought0 t", "summary2 c",
         "signature final", "end 0", "usage 9 0 0 4 0", "finish stop"});
    row("freeform call",
        stream(
            {kCreated,
             R"({"type":"response.output_item.added","output_index":0,"item":{"type":"custom_tool_call","call_id":"c","name":"apply_patch","input":""}})",
             R"({"type":"response.custom_tool_call_input.delta","output_index":0,"delta":"*** Begin"})",
             R"({"type":"response.custom_tool_call_input.delta","output_index":0,"delta":" Patch"})",
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"custom_tool_call","call_id":"c","name":"apply_patch","input":"*** Begin Patch"}})",
             kCompleted}),
        {start, "block 0 call freeform id=c name=apply_patch", "arguments *** Begin", "arguments  Patch",
         "end 0", "usage 9 0 0 4 0", "finish calls"});
    row("search that the client runs, and one that the provider ran",
        stream(
            {kCreated,
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"tool_search_call","call_id":"s","execution":"client","arguments":{"query":"x"}}})",
             R"({"type":"response.output_item.done","output_index":1,"item":{"type":"tool_search_call","call_id":null,"execution":"server","arguments":{}}})",
             kCompleted}),
        {start, "block 0 call search id=s", R"(arguments {\"query\":\"x\"})", "end 0",
         "block 1 hosted name=tool_search_call raw", "end 1", "usage 9 0 0 4 0", "finish calls"});
    row("hosted call is given whole when it is done",
        stream(
            {kCreated,
             R"({"type":"response.output_item.added","output_index":0,"item":{"type":"web_search_call","id":"ws","status":"in_progress"}})",
             R"({"type":"response.web_search_call.searching","output_index":0,"item_id":"ws"})",
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"web_search_call","id":"ws","status":"completed"}})",
             kCompleted}),
        {start, "block 0 hosted name=web_search_call raw", "end 0", "usage 9 0 0 4 0", "finish stop"});
    row("refusal",
        stream(
            {kCreated, R"({"type":"response.output_item.added","output_index":0,"item":{"type":"message"}})",
             R"({"type":"response.refusal.delta","output_index":0,"content_index":0,"delta":"No."})",
             R"({"type":"response.refusal.done","output_index":0,"content_index":0,"refusal":"No."})",
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"refusal","refusal":"No."}]}})",
             kCompleted}),
        {start, "block 0 refusal", "refusal No.", "end 0", "usage 9 0 0 4 0", "finish refusal"});
    row("annotations, told once",
        stream(
            {kCreated, R"({"type":"response.output_item.added","output_index":0,"item":{"type":"message"}})",
             R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a"})",
             R"({"type":"response.output_text.annotation.added","output_index":0,"content_index":0,"annotation_index":0,"annotation":{"n":1}})",
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"a","annotations":[{"n":1},{"n":2}]}]}})",
             kCompleted}),
        {start, "block 0 text", "text a", R"(citation {"n":1})", R"(citation {"n":2})", "end 0",
         "usage 9 0 0 4 0", "finish stop"});
    row("annotation event without an annotation",
        stream({R"({"type":"response.output_text.delta","delta":"a"})",
                R"({"type":"response.output_text.annotation.added"})", kCompleted}),
        {"start  ", "block 0 text", "text a", "end 0", "usage 9 0 0 4 0", "finish stop"});
    row("items only in the completed response",
        stream(
            {kCreated,
             R"({"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[{"type":"message","phase":"final_answer","content":[{"type":"output_text","text":"Hi"}]}]}})"}),
        {start, "block 0 text phase=final_answer", "text Hi", "end 0", "finish stop"});
    row("empty output of the completed response is no loss",
        stream(
            {kCreated,
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"Hi"}]}})",
             R"({"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[]}})"}),
        {start, "block 0 text", "text Hi", "end 0", "finish stop"});
    row("cut by length inside a call",
        stream(
            {kCreated,
             R"({"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f"}})",
             R"({"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"a"})",
             R"({"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{\"a","status":"incomplete"}})",
             R"({"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}})"}),
        {start, "block 0 call function id=a name=f", R"(arguments {\"a)", "end 0 incomplete",
         "finish length"});
    row("cut by a filter",
        stream(
            {kCreated,
             R"({"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"content_filter"}}})"}),
        {start, "finish refusal"});
    row("failed, with a wait",
        stream(
            {kCreated,
             R"({"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"Please try again in 1.5s."}}})"}),
        {start, "failure 6 rate_limit_exceeded: Please try again in 1.5s."});
    row("error event, nested, then failed: one failure",
        stream(
            {kCreated,
             R"({"type":"error","error":{"type":"x","code":"insufficient_quota","message":"no money"}})",
             R"({"type":"response.failed","response":{"status":"failed","error":{"code":"insufficient_quota","message":"again"}}})"}),
        {start, "failure 7 insufficient_quota: no money"});
    row("error event, flat",
        stream({kCreated,
                R"({"type":"error","code":"context_length_exceeded","message":"too long","param":null})"}),
        {start, "failure 1 context_length_exceeded: too long"});
    row("cancelled", stream({kCreated, R"({"type":"response.cancelled","response":{"status":"cancelled"}})"}),
        {start, "failure 9 : the answer was cancelled"});
    row("closed early",
        stream({kCreated,
                R"({"type":"response.output_item.added","output_index":0,"item":{"type":"message"}})",
                R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hi"})"}),
        {start, "block 0 text", "text Hi", "end 0 incomplete",
         "failure 12 upstream_stream_closed: the upstream closed the stream early"});
    row("nothing at all", "", {"failure 12 upstream_stream_closed: the upstream closed the stream early"});
    row("what is no event is passed over",
        stream({kCreated, "[DONE]", "not JSON", R"({"no":"type"})", R"({"type":"keepalive"})",
                R"({"type":"response.something.new","x":1})", kCompleted,
                R"({"type":"response.output_text.delta","delta":"late"})"}),
        {start, "usage 9 0 0 4 0", "finish stop"});
    row("usage in full",
        stream(
            {kCreated,
             R"({"type":"response.completed","response":{"usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60,"cache_write_tokens":7},"output_tokens":20,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":120}}})"}),
        {start, "usage 100 60 7 20 5", "finish stop"});
    row("reasoning that the host counts beside its output",
        stream(
            {kCreated,
             R"({"type":"response.completed","response":{"usage":{"input_tokens":10,"output_tokens":2,"output_tokens_details":{"reasoning_tokens":30},"total_tokens":42}}})"}),
        {start, "usage 10 0 0 32 30", "finish stop"});
    return samples;
}

inline std::vector<Sample> wholeSamples()
{
    return {
        {"text and call",
         R"({"id":"resp_1","object":"response","model":"m","status":"completed","output":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"e"},{"type":"message","content":[{"type":"output_text","text":"Hi","annotations":[]}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}],"usage":null})",
         {"start resp_1 m", "block 0 reasoning id=rs_1", "signature e", "end 0", "block 1 text", "text Hi",
          "end 1", "block 2 call function id=c name=f", "arguments {}", "end 2", "finish calls"}},
        {"error in a 200",
         R"({"error":{"message":"no","code":"server_error"}})",
         {"failure 9 server_error: no"}},
        {"failed",
         R"({"id":"r","status":"failed","output":[],"error":{"code":"invalid_prompt","message":"x"}})",
         {"start r ", "failure 11 invalid_prompt: x"}},
        {"still being made",
         R"({"id":"r","status":"in_progress","output":[{"type":"message","content":[{"type":"output_text","text":"Hi"}]}]})",
         {"start  ",
          "failure 9 : the provider gave out the answer before it was finished: its status is in_progress"}},
        {"not yet begun",
         R"({"id":"r","status":"queued","output":[],"background":true})",
         {"start  ",
          "failure 9 : the provider gave out the answer before it was finished: its status is queued"}},
        {"HTML", "<html>", {"failure 9 : upstream sent HTML, status 0"}},
    };
}

inline std::string naturesStream()
{
    return stream(
        {kCreated, R"({"type":"response.output_item.added","output_index":0,"item":{"type":"message"}})",
         R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":""})",
         R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a"})",
         R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[]}})",
         kCompleted, kCompleted});
}

} // namespace signalbox::wire::testing
