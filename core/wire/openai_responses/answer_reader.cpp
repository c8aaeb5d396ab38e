#include "wire/openai_responses/answer_reader.h"

#include "base/json_writer.h"
#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"
#include "wire/json/validate.h"
#include "wire/openai_responses/error_body.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::responses {

namespace {

using json::Value;

constexpr std::string_view kPrefix = "response.";

/// Events that bring nothing but a further piece of an open block, in their member `delta`.
constexpr std::array<std::string_view, 5> kPlainDeltas{
    "response.output_text.delta", "response.function_call_arguments.delta",
    "response.reasoning_summary_text.delta", "response.reasoning_text.delta",
    "response.custom_tool_call_input.delta"};

/// What an event may hold, in the order of kEventMembers.
enum EventMember : std::size_t {
    Type,
    Delta,
    OutputIndex,
    ContentIndex,
    SummaryIndex,
    Item,
    Response,
    Part,
    WholeText,
    Arguments,
    Input,
    Refusal,
    Annotation,
    Error,
};
constexpr json::Names kEventMembers{"type",  "delta",    "output_index", "content_index", "summary_index",
                                    "item",  "response", "part",         "text",          "arguments",
                                    "input", "refusal",  "annotation",   "error"};

constexpr std::string_view kDelta = "\"delta\":\"";
constexpr std::string_view kTextDone = "response.output_text.done";
constexpr std::string_view kPartDone = "response.content_part.done";
constexpr std::size_t kTypeWithin = 64; ///< bytes of an event that are searched for its type

/// The same text with broken UTF-8 replaced: a relay passes such bytes on, a translator cannot.
std::string repaired(std::string_view data)
{
    std::string out;
    appendJsonEscaped(out, data);
    return unescape({out});
}

bool isTerminal(std::string_view type)
{
    return type == "completed" || type == "incomplete" || type == "failed" || type == "cancelled" ||
           type == "done";
}

std::int64_t orZero(const Value &number)
{
    return number.integer().value_or(0);
}

std::int64_t firstOf(const Value &number, const Value &otherwise)
{
    const auto count = number.integer();
    return count ? *count : orZero(otherwise);
}

constexpr json::Names kUsageMembers{
    "input_tokens",         "prompt_tokens",         "output_tokens",         "completion_tokens",
    "input_tokens_details", "prompt_tokens_details", "output_tokens_details", "completion_tokens_details",
    "total_tokens"};
constexpr json::Names kSkimmed{
    "id", "model", "status", "output", "usage", "error", "incomplete_details", "background"};
constexpr json::Names kSkimmedOfItem{"type", "content"};

bool isUnfinished(const Value &status)
{
    return status.is("in_progress") || status.is("queued");
}

bool hasRefusal(const Value &parts)
{
    for (const Value part : parts) {
        if (part["type"].is("refusal"))
            return true;
    }
    return false;
}

} // namespace

std::optional<record::Usage> readUsage(const Value &usage)
{
    if (!usage.isObject())
        return std::nullopt;
    const auto [input, prompt, output, completion, ofInput, ofPrompt, ofOutput, ofCompletion, sum] =
        kUsageMembers.in(usage);
    const Value inputDetails = ofInput.isObject() ? ofInput : ofPrompt;
    const Value outputDetails = ofOutput.isObject() ? ofOutput : ofCompletion;
    record::Usage result;
    result.inputTokens = firstOf(input, prompt);
    result.outputTokens = firstOf(output, completion);
    result.cachedInputTokens = orZero(inputDetails["cached_tokens"]);
    result.cacheWriteTokens = orZero(inputDetails["cache_write_tokens"]);
    result.reasoningTokens = orZero(outputDetails["reasoning_tokens"]);
    // Some hosts count reasoning beside the output: their total tells.
    const std::int64_t total = orZero(sum);
    if (result.reasoningTokens > 0 &&
        total == result.inputTokens + result.outputTokens + result.reasoningTokens)
        result.outputTokens += result.reasoningTokens;
    return ir::sane(result);
}

MessageNature ResponsesAnswerReader::message(std::string_view name, std::string_view data,
                                             ir::EventSink &sink)
{
    MessageNature nature;
    m_isPartOver = false;
    if (m_isTerminal)
        return nature;
    if (!m_document.parse(data) && !m_document.parseCopy(repaired(data)))
        return nature; // "[DONE]", or nothing that a client could read either
    const Value root = m_document.root();
    const auto event = kEventMembers.in(root);
    std::string_view type = event[Type].text().escaped;
    if (type.empty())
        type = event[Error].isObject() ? "error" : name;
    m_items.setSink(&sink);
    if (type == "error") {
        // OpenAI sends response.failed behind it, which clients wait for: not the end of the stream yet.
        failWith(event[Error].isObject() ? event[Error] : root, {}, sink);
        nature.finishing = true;
        return nature;
    }
    if (!type.starts_with(kPrefix))
        return nature;
    type.remove_prefix(kPrefix.size());
    if (type == "created" || type == "in_progress" || type == "queued") {
        start(event[Response], sink);
    } else if (isTerminal(type)) {
        finish(event[Response], sink);
        nature.finishing = nature.terminal = m_isTerminal = true;
    } else if (!m_isEnded) {
        start({}, sink);
        onItemEvent(type, event);
    }
    nature.real = m_items.takeReal();
    return nature;
}

void ResponsesAnswerReader::start(const Value &response, ir::EventSink &sink)
{
    if (!std::exchange(m_isStarted, true))
        sink.on(ir::Start{response["id"].text(), response["model"].text()});
}

/// In the order of how often they come.
void ResponsesAnswerReader::onItemEvent(std::string_view type, const EventMembers &event)
{
    const std::int64_t index = orZero(event[OutputIndex]);
    const auto content = [&] { return orZero(event[ContentIndex]); };
    const auto summary = [&] { return orZero(event[SummaryIndex]); };
    if (type == "output_text.delta")
        m_items.textDelta(index, content(), ir::BlockKind::Text, event[Delta].text());
    else if (type == "function_call_arguments.delta" || type == "custom_tool_call_input.delta")
        m_items.argumentsDelta(index, event[Delta].text());
    else if (type == "reasoning_summary_text.delta")
        m_items.reasoningDelta(index, summary(), true, event[Delta].text());
    else if (type == "reasoning_text.delta")
        m_items.reasoningDelta(index, content(), false, event[Delta].text());
    else if (type == "output_item.added")
        m_items.added(index, event[Item]);
    else if (type == "output_item.done")
        m_items.done(index, event[Item]);
    else if (type == "output_text.annotation.added")
        m_items.citation(index, event[Annotation]);
    else if (type == "refusal.delta")
        m_items.textDelta(index, content(), ir::BlockKind::Refusal, event[Delta].text());
    else if (type == "output_text.done")
        m_items.textDone(index, content(), ir::BlockKind::Text, event[WholeText].text());
    else if (type == "refusal.done")
        m_items.textDone(index, content(), ir::BlockKind::Refusal, event[Refusal].text());
    else if (type == "content_part.done" && !event[Part]["type"].is("reasoning_text"))
        m_items.partDone(index, content(), event[Part]);
    else if (type == "reasoning_summary_text.done")
        m_items.reasoningDone(index, summary(), true, event[WholeText].text());
    else if (type == "reasoning_text.done")
        m_items.reasoningDone(index, content(), false, event[WholeText].text());
    else if (type == "function_call_arguments.done")
        m_items.argumentsDone(index, event[Arguments].text());
    else if (type == "custom_tool_call_input.done")
        m_items.argumentsDone(index, event[Input].text());
}

void ResponsesAnswerReader::finish(const Value &response, ir::EventSink &sink)
{
    if (m_isEnded)
        return;
    start(response, sink);
    const Value status = response["status"];
    if (status.is("failed") || status.is("cancelled") || response["error"].isObject()) {
        if (const auto usage = readUsage(response["usage"]))
            sink.on(ir::UsageUpdate{*usage});
        failWith(response["error"], status.text().escaped, sink);
        return;
    }
    const Value reason = response["incomplete_details"]["reason"];
    const bool isIncomplete = status.is("incomplete") || reason.isString();
    if (isIncomplete && !response["output"].isArray())
        m_items.close(false);
    m_items.rest(response["output"]);
    if (const auto usage = readUsage(response["usage"]))
        sink.on(ir::UsageUpdate{*usage});
    ir::Finish finish;
    if (isIncomplete)
        finish.reason = reason.is("content_filter") ? ir::StopReason::Refusal : ir::StopReason::Length;
    finish.reason = ir::effectiveReason(finish.reason, m_items.hasCalls(), m_items.hasRefusal());
    m_isEnded = true;
    sink.on(finish);
}

/// An answer that is still being made is none: as a finished one it would be told as empty.
void ResponsesAnswerReader::failUnfinished(Text status, ir::EventSink &sink)
{
    m_isEnded = true;
    start({}, sink);
    ir::Failure failure;
    failure.message = "the provider gave out the answer before it was finished: its status is ";
    appendUnescaped(failure.message, status);
    sink.on(failure);
}

void ResponsesAnswerReader::failWith(const Value &error, std::string_view status, ir::EventSink &sink)
{
    if (std::exchange(m_isEnded, true))
        return;
    start({}, sink);
    m_items.setSink(&sink);
    m_items.close(false);
    ir::Failure failure;
    const auto words = [&](std::string_view name) {
        const Value value = error[name];
        return value.isString() ? unescape(value.text()) : std::string(value.isNumber() ? value.raw() : "");
    };
    failure.code = words("code");
    failure.message = words("message");
    failure.type = words("type") == "error" ? std::string() : words("type");
    if (failure.message.empty())
        failure.message =
            status == "cancelled" ? "the answer was cancelled" : "the provider failed without a reason";
    failure.kind = failureKind(0, failure.code, failure.type, failure.message);
    failure.retryAfterSeconds = retryAfterOf(failure.message);
    sink.on(failure);
}

void ResponsesAnswerReader::whole(std::string_view body, ir::EventSink &sink)
{
    m_items.setSink(&sink);
    const bool isRead = m_document.parse(body) || m_document.parseCopy(repaired(body));
    const Value root = m_document.root();
    const Value response = root["response"].isObject() ? root["response"] : root;
    if (!isRead || !(response["output"].isArray() || response["status"].isString())) {
        m_isEnded = m_isTerminal = true;
        sink.on(readOpenAiErrorBody(0, body));
        return;
    }
    if (isUnfinished(response["status"]))
        failUnfinished(response["status"].text(), sink);
    else
        finish(response, sink);
    m_isTerminal = true;
}

std::optional<std::size_t> ResponsesAnswerReader::skim(std::string_view name, std::string_view data)
{
    if (m_isEnded || m_isPartOver || !m_items.isSpeaking())
        return std::nullopt;
    // All of the text again, which is looked at only where no delta brought any of it.
    const bool isPartDone = name == kPartDone;
    if ((isPartDone || name == kTextDone) &&
        data.substr(0, kTypeWithin).find(name) != std::string_view::npos) {
        m_isPartOver = isPartDone;
        return 0;
    }
    if (std::ranges::find(kPlainDeltas, name) == kPlainDeltas.end())
        return std::nullopt;
    // A host writes its events alike: the text mostly begins where it did in the one before.
    if (!data.substr(std::min(m_deltaAt, data.size())).starts_with(kDelta))
        m_deltaAt = data.find(kDelta);
    if (m_deltaAt == std::string_view::npos)
        return std::nullopt;
    const std::string_view text = json::stringInside(data.substr(m_deltaAt + kDelta.size()));
    return text.empty() ? std::nullopt : std::optional(text.size());
}

void ResponsesAnswerReader::beginSkimmed(Text id, Text model, ir::EventSink &sink)
{
    m_isStarted = m_isEnded = m_isTerminal = true;
    sink.on(ir::Start{id, model});
    sink.on(ir::BlockStart{});
    sink.on(ir::BlockEnd{});
}

/// The answer is made in the background, as the client wanted: what came is all that this request gets. Used
/// is what the provider tells to whoever fetches the answer.
void ResponsesAnswerReader::skimTicket(Text id, Text model, ir::EventSink &sink)
{
    beginSkimmed(id, model, sink);
    sink.on(ir::Finish{});
}

bool ResponsesAnswerReader::skimWhole(std::string_view body, ir::EventSink &sink)
{
    if (!m_document.parse(body))
        return false;
    const auto [id, model, status, output, counts, error, incomplete, background] =
        kSkimmed.in(m_document.root());
    if (isUnfinished(status) && background.boolean() == true) {
        skimTicket(id.text(), model.text(), sink);
        return true;
    }
    const auto usage = readUsage(counts);
    if (!usage || output.size() == 0 || !status.is("completed") || error.isObject() || incomplete.isObject())
        return false;
    bool hasCalls = false;
    for (const Value item : output) {
        const auto [type, content] = kSkimmedOfItem.in(item);
        if (hasRefusal(content))
            return false; // clients that cannot read a refusal get it as text
        hasCalls = hasCalls || isClientCall(itemType(type.text()), item);
    }
    beginSkimmed(id.text(), model.text(), sink);
    sink.on(ir::UsageUpdate{*usage});
    ir::Finish finish;
    finish.reason = ir::effectiveReason(finish.reason, hasCalls, false);
    sink.on(finish);
    return true;
}

void ResponsesAnswerReader::end(ir::EventSink &sink)
{
    if (std::exchange(m_isEnded, true))
        return;
    m_isTerminal = true;
    m_items.setSink(&sink);
    m_items.close(false);
    sink.on(ir::Failure{ir::FailureKind::StreamClosed,
                        "upstream_stream_closed",
                        "the upstream closed the stream early",
                        {},
                        {}});
}

} // namespace signalbox::wire::responses
