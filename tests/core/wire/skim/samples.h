#pragma once

#include <string>

/// Streams and answers made by hand, for what is passed on unread.
namespace samples {

constexpr const char *kChatStream =
    R"(data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

data: {"id":"c","choices":[{"index":0,"delta":{"content":"one"},"finish_reason":null}]}

data: {"id":"c","choices":[{"index":0,"delta":{"content":" \"two\" \\"},"finish_reason":null}]}

data: {"id":"c","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null},{"index":1,"delta":{"content":"y"},"finish_reason":null}]}

data: {"id":"c","choices":[{"index":0,"delta":{"content":"three"},"finish_reason":"stop"}]}

data: {"id":"c","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}

data: [DONE]

)";

constexpr const char *kChatCalls =
    R"(data: {"id":"c","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}

data: {"id":"c","choices":[{"index":0,"delta":{"content":"b"},"finish_reason":null}]}

data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","function":{"name":"go","arguments":"{}"}}]},"finish_reason":null}]}

data: {"id":"c","choices":[{"index":0,"delta":{"content":"late"},"finish_reason":null}]}

data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}

data: [DONE]

)";

constexpr const char *kChatFails =
    R"(data: {"id":"c","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}

data: {"id":"c","choices":[{"index":0,"delta":{"content":"b"},"finish_reason":null}]}

data: {"error":{"message":"no more","code":500}}

)";

constexpr const char *kResponsesStream =
    R"(event: response.created
data: {"type":"response.created","response":{"id":"r","status":"in_progress"}}

event: response.output_item.added
data: {"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[]}}

event: response.content_part.added
data: {"type":"response.content_part.added","output_index":0,"content_index":0,"part":{"type":"output_text","text":""}}

event: response.output_text.delta
data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"one"}

event: response.output_text.delta
data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":" \"two\""}

event: response.output_text.delta
data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":""}

event: response.output_text.delta
data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":" three"}

event: response.output_text.done
data: {"type":"response.output_text.done","output_index":0,"content_index":0,"text":"one \"two\" three"}

event: response.output_item.done
data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"one \"two\" three"}]}}

event: response.completed
data: {"type":"response.completed","response":{"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"one \"two\" three"}]}],"usage":{"input_tokens":7,"output_tokens":3}}}

)";

/// Places that move, a second part without deltas, a part whose text comes at its end alone, a message of a
/// type that its name does not tell.
constexpr const char *kResponsesUneven =
    R"(event: response.created
data: {"type":"response.created","response":{"id":"r","status":"in_progress"}}

event: response.output_item.added
data: {"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[]}}

event: response.output_text.delta
data: {"type":"response.output_text.delta","sequence_number":9,"output_index":0,"content_index":0,"delta":"one"}

event: response.output_text.delta
data: {"type":"response.output_text.delta","sequence_number":10,"output_index":0,"content_index":0,"delta":"two"}

event: response.output_text.delta
data: {"type":"response.output_text.delta","sequence_number":11,"output_index":0,"content_index":0,"delta":" \"three\""}

event: response.output_text.delta
data: {"delta":"four","type":"response.output_text.delta","sequence_number":12,"output_index":0,"content_index":0}

event: response.output_text.done
data: {"type":"response.output_text.done","output_index":0,"content_index":0,"text":"onetwo \"three\"four"}

event: response.content_part.done
data: {"type":"response.content_part.done","output_index":0,"content_index":0,"part":{"type":"output_text","text":"onetwo \"three\"four"}}

event: response.output_text.done
data: {"type":"response.output_text.done","output_index":0,"content_index":1,"text":"five"}

event: response.output_text.done
data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"onetwo \"three\"four"},{"type":"output_text","text":"five"},{"type":"output_text","text":"six"}]}}

event: response.completed
data: {"type":"response.completed","response":{"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"onetwo \"three\"four"},{"type":"output_text","text":"five"},{"type":"output_text","text":"six"}]}],"usage":null}}

)";

/// Two parts of one message, each told by deltas.
constexpr const char *kResponsesParts =
    R"(event: response.output_item.added
data: {"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[]}}

event: response.output_text.delta
data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"one"}

event: response.output_text.delta
data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"two"}

event: response.content_part.done
data: {"type":"response.content_part.done","output_index":0,"content_index":0,"part":{"type":"output_text","text":"onetwo"}}

event: response.output_text.delta
data: {"type":"response.output_text.delta","output_index":0,"content_index":1,"delta":"three"}

event: response.output_text.delta
data: {"type":"response.output_text.delta","output_index":0,"content_index":1,"delta":"four"}

event: response.content_part.done
data: {"type":"response.content_part.done","output_index":0,"content_index":1,"part":{"type":"output_text","text":"threefour"}}

event: response.output_item.done
data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"onetwo"},{"type":"output_text","text":"threefour"}]}}

event: response.completed
data: {"type":"response.completed","response":{"id":"r","status":"completed","output":[],"usage":null}}

)";

inline std::string chatMessage(const std::string &words)
{
    return R"({"choices":[{"index":0,"delta":{"content":")" + words + R"("}}]})";
}

constexpr const char *kAnthropicStream =
    R"(event: message_start
data: {"type":"message_start","message":{"id":"m","model":"up","usage":{"input_tokens":7,"output_tokens":1}}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s"}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: content_block_start
data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}  }

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"one"}}

event: ping
data: {"type":"ping"}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" \"two\" \\"}  }

event: content_block_delta
data: {"index":1,"type":"content_block_delta","delta":{"type":"text_delta","text":"three"}}

event: content_block_stop
data: {"type":"content_block_stop","index":1}

event: content_block_start
data: {"type":"content_block_start","index":2,"content_block":{"type":"server_tool_use","id":"s","name":"bash_code_execution","input":{}}}

event: content_block_delta
data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{}"}}

event: content_block_stop
data: {"type":"content_block_stop","index":2}

event: content_block_start
data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t","name":"go","input":{}}}

event: content_block_delta
data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{}"}}

event: content_block_stop
data: {"type":"content_block_stop","index":3}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":0}}

event: message_stop
data: {"type":"message_stop"}

)";

constexpr const char *kAnthropicAnswer =
    R"({"id":"m","model":"up","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":7,"output_tokens":3}})";
constexpr const char *kAnthropicCall =
    R"({"id":"m","model":"up","content":[{"type":"tool_use","id":"t","name":"go","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":7,"output_tokens":3}})";
constexpr const char *kAnthropicEmpty =
    R"({"id":"m","model":"up","content":[{"type":"text","text":""}],"stop_reason":"end_turn","usage":{"input_tokens":7,"output_tokens":0}})";
constexpr const char *kAnthropicRefusal =
    R"({"id":"m","model":"up","content":[{"type":"text","text":"hi"}],"stop_reason":"refusal","stop_details":{"explanation":"no"},"usage":{"input_tokens":7,"output_tokens":3}})";
constexpr const char *kAnthropicNoUsage =
    R"({"id":"m","model":"up","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn"})";
constexpr const char *kAnthropicError = R"({"type":"error","error":{"type":"api_error","message":"no"}})";

constexpr const char *kChatAnswer =
    R"({"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}})";
constexpr const char *kChatCallAnswer =
    R"({"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"go","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":7,"completion_tokens":3}})";
constexpr const char *kChatEmpty =
    R"({"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":0}})";
constexpr const char *kChatRefusal =
    R"({"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"no"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}})";
constexpr const char *kChatBadReason =
    R"({"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"error"}],"usage":{"prompt_tokens":7,"completion_tokens":3}})";
constexpr const char *kChatNoUsage =
    R"({"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}]})";
constexpr const char *kChatError = R"({"error":{"message":"no"},"choices":[]})";

constexpr const char *kResponsesAnswer =
    R"({"id":"r","status":"completed","error":null,"output":[{"type":"message","content":[{"type":"output_text","text":"hi"}]}],"usage":{"input_tokens":7,"output_tokens":3}})";
constexpr const char *kResponsesCall =
    R"({"id":"r","status":"completed","output":[{"type":"function_call","call_id":"c","name":"go","arguments":"{}"}],"usage":{"input_tokens":7,"output_tokens":3}})";
constexpr const char *kResponsesRefusal =
    R"({"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"no"}]}],"usage":{"input_tokens":7,"output_tokens":3}})";
constexpr const char *kResponsesOfRefusals =
    R"({"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"a \"refusal\" is","annotations":["refusal"]}]}],"usage":{"input_tokens":7,"output_tokens":3}})";
constexpr const char *kResponsesEscapedRefusal =
    R"({"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"hi"},{"type":"refus\u0061l","refusal":"no"}]}],"usage":{"input_tokens":7,"output_tokens":3}})";
constexpr const char *kResponsesTwice =
    R"({"id":"r","status":"failed","status":"completed","output":[],"output":[{"type":"message","content":[{"type":"output_text","text":"hi"}]}],"usage":null,"us\u0061ge":{"input_tokens":1,"input_tokens":7,"output_tokens":3}})";
constexpr const char *kResponsesChatUsage =
    R"({"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"hi"}]}],"usage":{"prompt_tokens":7,"input_tokens":"?","completion_tokens":3,"total_tokens":15,"completion_tokens_details":{"reasoning_tokens":5},"prompt_tokens_details":{"cached_tokens":2}}})";
constexpr const char *kResponsesCut =
    R"({"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"hi"}]}],"usage":{"input_tokens":7,"output_tokens":3})";
constexpr const char *kResponsesIncomplete =
    R"({"id":"r","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message","content":[{"type":"output_text","text":"hi"}]}],"usage":{"input_tokens":7,"output_tokens":3}})";
constexpr const char *kResponsesFailed =
    R"({"id":"r","status":"failed","error":{"code":"server_error","message":"no"},"output":[],"usage":null})";
constexpr const char *kResponsesEmpty =
    R"({"id":"r","status":"completed","output":[],"usage":{"input_tokens":7,"output_tokens":0}})";

} // namespace samples
