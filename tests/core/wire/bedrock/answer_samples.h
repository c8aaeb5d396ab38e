#pragma once

#include "wire/ir/event.h"

#include <string>
#include <utility>
#include <vector>

/// Answers of Bedrock, written by hand.
#ifndef Q_MOC_RUN
struct StreamSample
{
    const char *name;
    std::vector<std::pair<std::string, std::string>> messages;
    const char *events;
};

struct WholeSample
{
    const char *name;
    const char *body;
    const char *events;
};

struct ErrorSample
{
    const char *name;
    int status;
    const char *body;
    signalbox::wire::ir::FailureKind kind;
    const char *message;
};

inline constexpr const char *kEmptyText = R"({"contentBlockIndex":0,"delta":{"text":""}})";
inline constexpr const char *kSomeText = R"({"contentBlockIndex":0,"delta":{"text":"x"}})";
inline constexpr const char *kEndTurn = R"({"stopReason":"end_turn"})";
inline constexpr const char *kUsageBody =
    R"({"output":{"message":{"content":[{"text":"a"}]}},"stopReason":"end_turn","usage":{"inputTokens":10,)"
    R"("outputTokens":7,"cacheReadInputTokens":20,"cacheWriteInputTokens":30,)"
    R"("cacheDetails":[{"ttl":"1h","inputTokens":5},{"ttl":"5m","inputTokens":25}]}})";

inline std::vector<StreamSample> streamSamples()
{
    const std::pair<std::string, std::string> begin{"messageStart", R"({"role":"assistant","p":"abc"})"};
    const std::pair<std::string, std::string> done{"metadata",
                                                   R"({"usage":{"inputTokens":1,"outputTokens":2}})"};
    const auto stop = [](const char *reason) {
        return std::pair<std::string, std::string>{"messageStop",
                                                   std::string(R"({"stopReason":")") + reason + "\"}"};
    };
    const auto delta = [](int index, const std::string &what) {
        return std::pair<std::string, std::string>{"contentBlockDelta", R"({"contentBlockIndex":)" +
                                                                            std::to_string(index) +
                                                                            R"(,"delta":)" + what + "}"};
    };
    const auto end = [](int index) {
        return std::pair<std::string, std::string>{"contentBlockStop",
                                                   R"({"contentBlockIndex":)" + std::to_string(index) + "}"};
    };
    const auto call = [](int index, const char *id) {
        return std::pair<std::string, std::string>{
            "contentBlockStart", R"({"contentBlockIndex":)" + std::to_string(index) +
                                     R"(,"start":{"toolUse":{"toolUseId":")" + id + R"(","name":"go"}}})"};
    };
    return {
        {"text begins by itself",
         {begin, delta(0, R"({"text":"Hel"})"), delta(0, R"({"text":"lo"})"), end(0), stop("end_turn"), done},
         "start - -\nbegin text\ntext Hello\nend\nfinish stop"},
        {"thoughts with their signature",
         {begin, delta(0, R"({"reasoningContent":{"text":"hm"}})"),
          delta(0, R"({"reasoningContent":{"signature":"SIG"}})"), end(0), delta(1, R"({"text":"a"})"),
          end(1), stop("end_turn"), done},
         "start - -\nbegin reasoning\nreasoning hm\nsignature SIG \nend\nbegin text\ntext a\nend\nfinish "
         "stop"},
        {"thoughts that nobody may read",
         {begin, delta(0, R"({"reasoningContent":{"redactedContent":"QUJD"}})"), end(0), stop("end_turn"),
          done},
         "start - -\nbegin reasoning\nsignature QUJD  redacted\nend\nfinish stop"},
        {"two blocks of a kind stay two",
         {begin, delta(0, R"({"text":"a"})"), end(0), delta(1, R"({"text":"b"})"), end(1), stop("end_turn"),
          done},
         "start - -\nbegin text\ntext a\nend\nbegin text\ntext b\nend\nfinish stop"},
        {"another index without the end of the one before",
         {begin, delta(0, R"({"text":"a"})"), delta(1, R"({"text":"b"})"), stop("end_turn"), done},
         "start - -\nbegin text\ntext a\nend\nbegin text\ntext b\nend\nfinish stop"},
        {"calls",
         {begin, call(0, "c1"), delta(0, R"({"toolUse":{"input":"{\"a\""}})"),
          delta(0, R"({"toolUse":{"input":":1}"}})"), end(0), call(1, "c2"), end(1), stop("tool_use"), done},
         "start - -\nbegin call c1 - go function\narguments {\\\"a\\\":1}\nend\n"
         "begin call c2 - go function\narguments {}\nend\nfinish calls"},
        {"empty pieces of arguments are none",
         {begin, call(0, "c1"), delta(0, R"({"toolUse":{"input":""}})"), end(0), stop("tool_use"), done},
         "start - -\nbegin call c1 - go function\narguments {}\nend\nfinish calls"},
        {"a call that was cut",
         {begin, call(0, "c1"), delta(0, R"({"toolUse":{"input":"{\"a\""}})"), end(0), stop("max_tokens"),
          done},
         "start - -\nbegin call c1 - go function\narguments {\\\"a\\\"\nend incomplete\nfinish length"},
        {"a whole call before the cut",
         {begin, call(0, "c1"), delta(0, R"({"toolUse":{"input":"{}"}})"), end(0), stop("max_tokens"), done},
         "start - -\nbegin call c1 - go function\narguments {}\nend\nfinish length"},
        {"a tool that the provider runs is not the client's",
         {begin,
          {"contentBlockStart",
           R"({"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"s","name":"code","type":"server_tool_use"}}})"},
          delta(0, R"({"toolUse":{"input":"{}"}})"),
          end(0),
          {"contentBlockStart",
           R"({"contentBlockIndex":1,"start":{"toolResult":{"toolUseId":"s","status":"success"}}})"},
          delta(1, R"({"toolResult":[{"json":{}}]})"),
          end(1),
          delta(2, R"({"text":"a"})"),
          end(2),
          stop("end_turn"),
          done},
         "start - -\nbegin text\ntext a\nend\nfinish stop"},
        {"calls outweigh what was said",
         {begin, call(0, "c1"), end(0), stop("end_turn"), done},
         "start - -\nbegin call c1 - go function\narguments {}\nend\nfinish calls"},
        {"a guardrail",
         {begin, delta(0, R"({"text":"no"})"), stop("guardrail_intervened"), done},
         "start - -\nbegin text\ntext no\nend\nfinish refusal in text"},
        {"a guardrail that says nothing",
         {begin, stop("guardrail_intervened"), done},
         "start - -\nfinish refusal"},
        {"a filter behind half an answer",
         {begin, delta(0, R"({"text":"no"})"), stop("content_filtered"), done},
         "start - -\nbegin text\ntext no\nend\nfinish refusal"},
        {"the context is full",
         {begin, stop("model_context_window_exceeded"), done},
         "start - -\nfinish context"},
        {"a malformed call", {begin, stop("malformed_tool_use"), done}, "start - -\nfinish malformed"},
        {"a stop sequence", {begin, stop("stop_sequence"), done}, "start - -\nfinish stop-sequence"},
        {"usage that did not come",
         {begin, delta(0, R"({"text":"a"})"), stop("end_turn")},
         "start - -\nbegin text\ntext a\nend\nfinish stop"},
        {"events that nobody knows",
         {begin, {"ping", "{}"}, delta(0, R"({"text":"a"})"), stop("end_turn"), done},
         "start - -\nbegin text\ntext a\nend\nfinish stop"},
        {"pieces that nobody knows",
         {begin, delta(0, R"({"citation":{"title":"x"},"text":"a"})"), stop("end_turn"), done},
         "start - -\nbegin text\ntext a\nend\nfinish stop"},
        {"cut",
         {begin, delta(0, R"({"text":"a"})")},
         "start - -\nbegin text\ntext a\nend incomplete\nfailure closed upstream closed the stream early"},
        {"nothing", {}, "failure closed upstream closed the stream early"},
        {"an exception",
         {begin, {"throttlingException", R"({"message":"slow down"})"}},
         "start - -\nfailure rate slow down"},
        {"an exception inside a block",
         {begin, delta(0, R"({"text":"a"})"), {"modelStreamErrorException", R"({"message":"broke"})"}},
         "start - -\nbegin text\ntext a\nend incomplete\nfailure server broke"},
        {"too long",
         {{"validationException", R"({"message":"Input is too long for requested model."})"}},
         "failure too-long Input is too long for requested model."},
        {"an error of the framing",
         {{"Weird", R"({"__type":"Weird","message":"boom"})"}},
         "failure server boom"},
        {"no JSON",
         {begin, {"contentBlockDelta", "<html>"}},
         "start - -\nfailure server the provider sent a message that is not JSON"},
        {"nothing counts behind the end",
         {begin, stop("end_turn"), done, delta(0, R"({"text":"a"})")},
         "start - -\nfinish stop"},
    };
}

inline std::vector<WholeSample> wholeSamples()
{
    return {
        {"every kind of block",
         R"({"output":{"message":{"role":"assistant","content":[)"
         R"({"reasoningContent":{"reasoningText":{"text":"hm","signature":"SIG"}}},)"
         R"({"reasoningContent":{"redactedContent":"QUJD"}},{"text":"Hello"},)"
         R"({"toolUse":{"toolUseId":"c1","name":"go","input":{"a":1.0}}},)"
         R"({"toolUse":{"toolUseId":"c2","name":"go","input":{}}}]}},"stopReason":"tool_use","usage":{}})",
         "start - -\nbegin reasoning\nreasoning hm\nsignature SIG \nend\n"
         "begin reasoning\nsignature QUJD  redacted\nend\nbegin text\ntext Hello\nend\n"
         "begin call c1 - go function\narguments {\\\"a\\\":1.0}\nend\n"
         "begin call c2 - go function\narguments {}\nend\nfinish calls"},
        {"a call without input",
         R"({"output":{"message":{"content":[{"toolUse":{"toolUseId":"c1","name":"go"}}]}},"stopReason":"tool_use"})",
         "start - -\nbegin call c1 - go function\narguments {}\nend\nfinish calls"},
        {"an error with status 200", R"({"message":"no"})", "failure server no"},
        {"no message in it", R"({"output":{}})", "failure server the provider's answer holds no message"},
        {"HTML", "<html>", "failure server upstream sent HTML, status 200"},
    };
}

inline std::vector<ErrorSample> errorSamples()
{
    using Kind = signalbox::wire::ir::FailureKind;
    return {
        {"by status", 403, R"({"message":"no"})", Kind::Forbidden, "no"},
        {"capital letter", 403, R"({"Message":"no"})", Kind::Forbidden, "no"},
        {"by type", 400, R"({"__type":"ThrottlingException","message":"no"})", Kind::RateLimited, "no"},
        {"type with a prefix", 400,
         R"({"__type":"com.amazon.coral.service#AccessDeniedException","message":"no"})", Kind::Forbidden,
         "no"},
        {"type with an address", 400, R"({"__type":"ExpiredTokenException:http://x/","message":"no"})",
         Kind::Auth, "no"},
        {"quota", 400, R"({"__type":"ServiceQuotaExceededException","message":"no"})", Kind::QuotaExceeded,
         "no"},
        {"not ready", 429, R"({"__type":"ModelNotReadyException","message":"no"})", Kind::Overloaded, "no"},
        {"timeout", 408, R"({"message":"no"})", Kind::Timeout, "no"},
        {"unknown type goes by status", 503, R"({"__type":"NewException","message":"no"})", Kind::Overloaded,
         "no"},
        {"unknown model", 400, R"({"message":"The provided model identifier is invalid."})", Kind::NotFound,
         "The provided model identifier is invalid."},
        {"too long", 400, R"({"message":"Input is too long for requested model."})", Kind::ContextTooLong,
         "Input is too long for requested model."},
        {"no words", 400, R"({"__type":"ValidationException"})", Kind::BadRequest,
         "the provider reported ValidationException"},
        {"nothing", 500, "", Kind::Server, "the provider answered without a word, status 500"},
        {"HTML", 502, "<html>", Kind::Server, "upstream sent HTML, status 502"},
        {"text", 404, "not here", Kind::NotFound, "not here"},
    };
}
#endif
