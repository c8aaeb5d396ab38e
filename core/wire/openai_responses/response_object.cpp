#include "wire/openai_responses/response_object.h"

#include "base/json_writer.h"
#include "wire/ir/stop_reason.h"
#include "wire/sse/data_line.h"

#include <array>
#include <charconv>

namespace signalbox::wire::responses {

namespace {

const ir::Request &requestOf(const AnswerContext &context)
{
    static const ir::Request none;
    return context.request == nullptr ? none : *context.request;
}

/// The client may have written it over several lines.
void appendLine(JsonWriter &json, RawJson value)
{
    std::string line;
    json.raw(sse::onOneLine(value.text, line));
}

void writeRaw(JsonWriter &json, std::string_view key, RawJson value)
{
    json.key(key);
    if (value.isEmpty())
        json.null();
    else
        appendLine(json, value);
}

void writeText(JsonWriter &json, std::string_view key, Text value)
{
    json.key(key);
    if (value.isEmpty())
        json.null();
    else
        json.escaped(value.escaped);
}

void writeToolChoice(JsonWriter &json, const ir::Request &request)
{
    using Mode = ir::ToolChoice::Mode;
    const Mode mode = request.toolChoice.mode;
    json.key("tool_choice");
    if (request.source == Format::OpenAiResponses && !request.toolChoice.raw.isEmpty())
        appendLine(json, request.toolChoice.raw);
    else
        json.string(mode == Mode::None ? "none" : mode == Mode::Required ? "required" : "auto");
}

void writeUsage(JsonWriter &json, const std::optional<record::Usage> &told)
{
    json.key("usage");
    if (!told) {
        json.null();
        return;
    }
    const record::Usage usage = ir::sane(*told);
    json.beginObject().key("input_tokens").number(usage.inputTokens);
    json.key("input_tokens_details").beginObject().key("cached_tokens").number(usage.cachedInputTokens);
    json.key("cache_write_tokens").number(usage.cacheWriteTokens + usage.cacheWrite1hTokens).endObject();
    json.key("output_tokens").number(usage.outputTokens);
    json.key("output_tokens_details")
        .beginObject()
        .key("reasoning_tokens")
        .number(usage.reasoningTokens)
        .endObject();
    json.key("total_tokens").number(usage.inputTokens + usage.outputTokens).endObject();
}

} // namespace

/// `instructions` and `tools` are not repeated: they are large, and the client has them.
void appendResponse(std::string &out, const ResponseState &state, const AnswerContext &context)
{
    const ir::Request &request = requestOf(context);
    JsonWriter json(out);
    json.beginObject().key("id").string(state.id).key("object").string("response");
    json.key("created_at").number(context.createdAt).key("status").string(state.status);
    json.key("background").boolean(false);
    json.key("error");
    if (state.failureCode.empty()) {
        json.null();
    } else {
        json.beginObject().key("code").string(state.failureCode);
        json.key("message").string(state.failureMessage).endObject();
    }
    json.key("incomplete_details");
    if (state.incomplete.empty())
        json.null();
    else
        json.beginObject().key("reason").string(state.incomplete).endObject();
    json.key("instructions").null().key("max_output_tokens");
    if (request.maxOutputTokens)
        json.number(*request.maxOutputTokens);
    else
        json.null();
    json.key("model").string(state.model).key("output").raw("[");
    out += state.items;
    out += ']';
    json.key("parallel_tool_calls").boolean(request.parallelToolCalls.value_or(true));
    json.key("previous_response_id").null().key("reasoning").beginObject();
    writeText(json, "effort", request.reasoning.effort);
    writeText(json, "summary", request.reasoning.summary);
    json.endObject().key("store").boolean(false);
    writeRaw(json, "temperature", request.sampling.temperature);
    writeToolChoice(json, request);
    json.key("tools").beginArray().endArray();
    writeRaw(json, "top_p", request.sampling.topP);
    json.key("truncation").string("disabled");
    writeUsage(json, state.usage);
    json.key("metadata");
    appendLine(json, request.metadata.isEmpty() ? RawJson{"{}"} : request.metadata);
    json.endObject();
}

std::string_view failureCode(ir::FailureKind kind)
{
    switch (kind) {
    case ir::FailureKind::Policy:
        return "invalid_prompt";
    case ir::FailureKind::ContextTooLong:
        return "context_length_exceeded";
    case ir::FailureKind::QuotaExceeded:
        return "insufficient_quota";
    case ir::FailureKind::Overloaded:
        return "server_is_overloaded";
    case ir::FailureKind::RateLimited:
        return "rate_limit_exceeded";
    case ir::FailureKind::StreamClosed:
        return "upstream_stream_closed";
    default:
        return "server_error";
    }
}

std::string failureMessage(const ir::Failure &failure)
{
    std::string message = failure.message.empty() ? "the provider failed without a reason" : failure.message;
    if (failure.kind != ir::FailureKind::RateLimited || !failure.retryAfterSeconds ||
        message.find("try again in") != std::string::npos)
        return message;
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *failure.retryAfterSeconds,
                                   std::chars_format::fixed, 3);
    return message + " Please try again in " + std::string(digits.data(), end.ptr) + "s.";
}

} // namespace signalbox::wire::responses
