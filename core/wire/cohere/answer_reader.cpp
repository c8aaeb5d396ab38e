#include "wire/cohere/answer_reader.h"

#include "base/json_writer.h"
#include "wire/ir/failure_words.h"
#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"

#include <array>
#include <utility>

namespace signalbox::wire::cohere {

namespace {

constexpr std::string_view kDone = "[DONE]";

enum EventKind : std::uint8_t {
    MessageStart,
    ContentStart,
    ContentDelta,
    ToolPlanDelta,
    ToolCallStart,
    ToolCallDelta,
    CitationStart,
    MessageEnd,
    Other
};
constexpr json::Names kEvents{"message-start",   "content-start",   "content-delta",  "tool-plan-delta",
                              "tool-call-start", "tool-call-delta", "citation-start", "message-end"};

constexpr std::array<std::pair<std::string_view, ir::StopReason>, 5> kReasons{{
    {"COMPLETE", ir::StopReason::Stop},
    {"STOP_SEQUENCE", ir::StopReason::StopSequence},
    {"TOOL_CALL", ir::StopReason::ToolCalls},
    {"MAX_TOKENS", ir::StopReason::Length},
    {"ERROR_TOXIC", ir::StopReason::Refusal},
}};
/// Reasons of answers that failed.
constexpr std::array<std::string_view, 3> kBadReasons{"ERROR", "TIMEOUT", "ERROR_LIMIT"};

ir::Failure serverFailure(std::string message)
{
    ir::Failure failure;
    failure.message = std::move(message);
    return failure;
}

/// `status` 0: not known, as in a stream.
ir::Failure failureOf(int status, json::Value root)
{
    ir::Failure failure;
    const json::Value message = root["message"];
    failure.message = message.isString() ? unescape(message.text()) : "the provider reported an error";
    failure.kind = ir::kindOfStatus(status);
    if ((status == 0 || failure.kind == ir::FailureKind::BadRequest) && ir::saysTooLong(failure.message))
        failure.kind = ir::FailureKind::ContextTooLong;
    ir::finishFailure(failure);
    return failure;
}

/// What is billed leaves out what the provider adds to the prompt: `tokens` says what the model read. Cached
/// tokens are among them.
record::Usage usageOf(json::Value usage)
{
    record::Usage read;
    read.inputTokens = usage["tokens"]["input_tokens"].integer().value_or(0);
    read.outputTokens = usage["tokens"]["output_tokens"].integer().value_or(0);
    read.cachedInputTokens = usage["cached_tokens"].integer().value_or(0);
    return ir::sane(read);
}

} // namespace

ir::Failure readErrorBody(int status, std::string_view body)
{
    json::Document document;
    if (!document.parseCopy(body) || !document.root().isObject())
        return ir::failureOfText(status, body);
    return failureOf(status, document.root());
}

MessageNature CohereAnswerReader::message(std::string_view, std::string_view data, ir::EventSink &sink)
{
    MessageNature nature;
    if (m_finished || data.starts_with(kDone))
        return nature;
    if (m_document.parse(data) && m_document.root().isObject())
        return event(m_document.root(), sink);
    fail(serverFailure("the provider sent a message that is not JSON"), sink);
    nature.terminal = true;
    return nature;
}

MessageNature CohereAnswerReader::event(json::Value root, ir::EventSink &sink)
{
    MessageNature nature;
    const json::Value type = root["type"];
    if (!type.isString() && root["message"].isString()) {
        fail(failureOf(0, root), sink);
        nature.terminal = true;
        return nature;
    }
    const std::size_t kind = kEvents.indexOf(type.text().escaped);
    if (kind == Other)
        return nature; // ends of blocks, debug, and what is not known yet
    if (!std::exchange(m_started, true))
        sink.on(ir::Start{.id = root["id"].text(), .model = {}});
    const json::Value message = root["delta"]["message"];
    switch (kind) {
    case ContentStart:
    case ContentDelta:
        nature.real = content(message["content"], sink);
        break;
    case ToolPlanDelta:
        nature.real = text(message["tool_plan"].text(), ir::BlockKind::Reasoning, sink);
        break;
    case ToolCallStart:
        beginCall(message["tool_calls"], sink);
        nature.real = true;
        break;
    case ToolCallDelta:
        nature.real = arguments(message["tool_calls"]["function"], sink);
        break;
    case CitationStart:
        citation(message["citations"], sink);
        break;
    case MessageEnd:
        finish(root["delta"], sink);
        nature.finishing = nature.terminal = true;
        break;
    default:
        break;
    }
    return nature;
}

bool CohereAnswerReader::content(json::Value content, ir::EventSink &sink)
{
    const bool thought = text(content["thinking"].text(), ir::BlockKind::Reasoning, sink);
    return text(content["text"].text(), ir::BlockKind::Text, sink) || thought;
}

bool CohereAnswerReader::text(Text text, ir::BlockKind kind, ir::EventSink &sink)
{
    if (text.isEmpty())
        return false;
    if (!m_blocks.isOpen(kind)) {
        closeBlock(sink);
        m_blocks.open(kind, sink);
    }
    if (kind == ir::BlockKind::Text)
        sink.on(ir::TextDelta{text});
    else
        sink.on(ir::ReasoningDelta{.text = text, .summary = false, .part = 0});
    return true;
}

void CohereAnswerReader::beginCall(json::Value call, ir::EventSink &sink)
{
    closeBlock(sink);
    m_progress = {};
    m_hasCalls = true;
    m_hasArguments = false;
    ir::BlockStart start;
    start.kind = ir::BlockKind::Call;
    start.id = call["id"].text();
    start.name = call["function"]["name"].text();
    m_blocks.begin(start, sink);
    arguments(call["function"], sink);
}

/// A call without arguments says "null" or nothing.
bool CohereAnswerReader::arguments(json::Value function, ir::EventSink &sink)
{
    const Text fragment = function["arguments"].text();
    if (fragment.isEmpty() || fragment.escaped == "null" || !m_blocks.isOpen(ir::BlockKind::Call))
        return false;
    m_hasArguments = true;
    m_progress.feed(fragment.escaped);
    sink.on(ir::ArgumentsDelta{fragment});
    return true;
}

/// Those that lead somewhere; results of the client's own tools have no address.
void CohereAnswerReader::citation(json::Value citation, ir::EventSink &sink)
{
    if (!m_blocks.isOpen(ir::BlockKind::Text))
        return;
    for (const json::Value source : citation["sources"]) {
        const json::Value about = source["document"].isObject() ? source["document"] : source["tool_output"];
        if (!about["url"].isString())
            continue;
        m_scratch.clear();
        JsonWriter json(m_scratch);
        json.beginObject().key("type").string("url_citation").key("url").raw(about["url"].raw());
        json.key("title").escaped(about["title"].text().escaped);
        json.key("start_index").number(citation["start"].integer().value_or(0));
        json.key("end_index").number(citation["end"].integer().value_or(0)).endObject();
        sink.on(ir::Citation{RawJson{m_scratch}});
    }
}

void CohereAnswerReader::closeBlock(ir::EventSink &sink, bool complete)
{
    if (m_blocks.isOpen(ir::BlockKind::Call) && !m_hasArguments && complete)
        sink.on(ir::ArgumentsDelta{Text{"{}"}});
    m_blocks.close(sink, complete);
}

/// `root` holds `finish_reason` and `usage`.
void CohereAnswerReader::finish(json::Value root, ir::EventSink &sink)
{
    if (root["usage"].isObject())
        sink.on(ir::UsageUpdate{usageOf(root["usage"])});
    const Text word = root["finish_reason"].text();
    for (const std::string_view bad : kBadReasons) {
        if (!equals(word, bad))
            continue;
        const json::Value error = root["error"];
        fail(serverFailure(error.isString()
                               ? unescape(error.text())
                               : "the provider ended the answer with \"" + std::string(bad) + "\""),
             sink);
        return;
    }
    ir::Finish finish;
    finish.reason = ir::StopReason::Unknown;
    for (const auto &[name, reason] : kReasons) {
        if (equals(word, name))
            finish.reason = reason;
    }
    const bool isCut = finish.reason == ir::StopReason::Length && m_blocks.isOpen(ir::BlockKind::Call) &&
                       !m_progress.isComplete();
    closeBlock(sink, !isCut);
    finish.reason = ir::effectiveReason(finish.reason, m_hasCalls, false);
    m_finished = true;
    sink.on(finish);
}

void CohereAnswerReader::fail(ir::Failure failure, ir::EventSink &sink)
{
    closeBlock(sink, false);
    m_finished = true;
    sink.on(failure);
}

void CohereAnswerReader::whole(std::string_view body, ir::EventSink &sink)
{
    if (m_finished)
        return;
    if (!m_document.parse(body) || !m_document.root().isObject()) {
        fail(ir::failureOfText(200, body), sink);
        return;
    }
    const json::Value root = m_document.root();
    const json::Value message = root["message"];
    if (!message.isObject()) {
        fail(message.isString() ? failureOf(0, root)
                                : serverFailure("the provider's answer holds no message"),
             sink);
        return;
    }
    m_started = true;
    sink.on(ir::Start{.id = root["id"].text(), .model = {}});
    text(message["tool_plan"].text(), ir::BlockKind::Reasoning, sink);
    for (const json::Value part : message["content"])
        content(part, sink);
    for (const json::Value entry : message["citations"])
        citation(entry, sink);
    for (const json::Value call : message["tool_calls"])
        beginCall(call, sink);
    finish(root, sink);
}

void CohereAnswerReader::end(ir::EventSink &sink)
{
    if (m_finished)
        return;
    ir::Failure failure = serverFailure("upstream closed the stream early");
    failure.code = "upstream_stream_closed";
    failure.kind = ir::FailureKind::StreamClosed;
    fail(std::move(failure), sink);
}

} // namespace signalbox::wire::cohere
