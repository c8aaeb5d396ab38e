#include "wire/gemini/answer_words.h"

#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"

#include <array>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

using Reason = ir::StopReason;

constexpr json::Names kCounts{"promptTokenCount",     "toolUsePromptTokenCount", "cachedContentTokenCount",
                              "candidatesTokenCount", "thoughtsTokenCount",      "totalTokenCount"};

/// The first ones stand where the API's enumeration numbers them.
constexpr std::array<std::pair<std::string_view, Reason>, 21> kReasons{{
    {"FINISH_REASON_UNSPECIFIED", Reason::Stop},
    {"STOP", Reason::Stop},
    {"MAX_TOKENS", Reason::Length},
    {"SAFETY", Reason::Refusal},
    {"RECITATION", Reason::Refusal},
    {"OTHER", Reason::Stop},
    {"LANGUAGE", Reason::Refusal},
    {"BLOCKLIST", Reason::Refusal},
    {"PROHIBITED_CONTENT", Reason::Refusal},
    {"SPII", Reason::Refusal},
    {"MODEL_ARMOR", Reason::Refusal},
    {"IMAGE_SAFETY", Reason::Refusal},
    {"IMAGE_PROHIBITED_CONTENT", Reason::Refusal},
    {"IMAGE_RECITATION", Reason::Refusal},
    {"IMAGE_OTHER", Reason::Refusal},
    {"NO_IMAGE", Reason::Refusal},
    {"MALFORMED_FUNCTION_CALL", Reason::MalformedCall},
    {"UNEXPECTED_TOOL_CALL", Reason::MalformedCall},
    {"TOO_MANY_TOOL_CALLS", Reason::MalformedCall},
    {"MISSING_THOUGHT_SIGNATURE", Reason::MalformedCall},
    {"CONTINUATION", Reason::Pause},
}};

std::string_view statusWord(int status)
{
    constexpr std::array<std::pair<int, std::string_view>, 9> words{{
        {400, "INVALID_ARGUMENT"},
        {401, "UNAUTHENTICATED"},
        {403, "PERMISSION_DENIED"},
        {404, "NOT_FOUND"},
        {429, "RESOURCE_EXHAUSTED"},
        {499, "CANCELLED"},
        {501, "UNIMPLEMENTED"},
        {503, "UNAVAILABLE"},
        {504, "DEADLINE_EXCEEDED"},
    }};
    for (const auto &[known, word] : words) {
        if (known == status)
            return word;
    }
    return status >= 400 && status < 500 ? "FAILED_PRECONDITION" : "INTERNAL";
}

int statusOf(ir::FailureKind kind)
{
    using Kind = ir::FailureKind;
    switch (kind) {
    case Kind::BadRequest:
    case Kind::ContextTooLong:
    case Kind::TooLarge:
    case Kind::Policy:
        return 400;
    case Kind::Auth:
        return 401;
    case Kind::Forbidden:
        return 403;
    case Kind::NotFound:
        return 404;
    case Kind::RateLimited:
    case Kind::QuotaExceeded:
        return 429;
    case Kind::Overloaded:
        return 503;
    case Kind::Timeout:
        return 504;
    case Kind::Server:
    case Kind::StreamClosed:
        break;
    }
    return 500;
}

} // namespace

record::Usage readUsage(json::Value usage)
{
    const auto [prompt, tools, cached, candidates, thoughts, total] = kCounts.in(usage);
    const auto count = [](json::Value value) { return value.integer().value_or(0); };
    record::Usage read;
    read.inputTokens = count(prompt) + count(tools);
    read.cachedInputTokens = count(cached);
    read.reasoningTokens = count(thoughts);
    read.outputTokens = count(candidates) + read.reasoningTokens;
    if (!candidates.isPresent() && total.isPresent())
        read.outputTokens = count(total) - read.inputTokens;
    return ir::sane(read);
}

void writeUsage(JsonWriter &json, const record::Usage &usage)
{
    json.beginObject().key("promptTokenCount").number(usage.inputTokens);
    if (usage.cachedInputTokens > 0)
        json.key("cachedContentTokenCount").number(usage.cachedInputTokens);
    json.key("candidatesTokenCount").number(usage.outputTokens - usage.reasoningTokens);
    if (usage.reasoningTokens > 0)
        json.key("thoughtsTokenCount").number(usage.reasoningTokens);
    json.key("totalTokenCount").number(usage.inputTokens + usage.outputTokens).endObject();
}

ir::StopReason stopReasonOf(json::Value finishReason)
{
    if (const auto number = finishReason.integer();
        number && *number >= 0 && *number < static_cast<std::int64_t>(kReasons.size()))
        return kReasons[static_cast<std::size_t>(*number)].second;
    for (const auto &[word, reason] : kReasons) {
        if (finishReason.is(word))
            return reason;
    }
    return Reason::Stop;
}

std::string_view finishReasonFor(ir::StopReason reason)
{
    switch (reason) {
    case Reason::Length:
    case Reason::ContextFull:
    case Reason::Pause:
        return "MAX_TOKENS";
    case Reason::Refusal:
        return "SAFETY";
    case Reason::MalformedCall:
        return "MALFORMED_FUNCTION_CALL";
    case Reason::Stop:
    case Reason::StopSequence:
    case Reason::ToolCalls:
    case Reason::Unknown:
        break;
    }
    return "STOP";
}

std::string errorBody(int status, std::string_view message, std::string_view param)
{
    std::string body;
    JsonWriter json(body);
    json.beginObject().key("error").beginObject().key("code").number(status);
    json.key("message").string(message).key("status").string(statusWord(status));
    if (!param.empty()) {
        json.key("details").beginArray().beginObject();
        json.key("@type").string("type.googleapis.com/google.rpc.BadRequest");
        json.key("fieldViolations").beginArray().beginObject().key("field").string(param);
        json.key("description").string(message).endObject().endArray().endObject().endArray();
    }
    json.endObject().endObject();
    return body;
}

std::string errorBody(const ir::Failure &failure)
{
    return errorBody(statusOf(failure.kind), failure.message);
}

} // namespace signalbox::wire::gemini
