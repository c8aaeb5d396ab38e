#include "wire/anthropic_messages/answer_reader.h"

#include "base/json_writer.h"
#include "wire/anthropic_messages/error_body.h"
#include "wire/anthropic_messages/plain_delta.h"
#include "wire/anthropic_messages/stop_words.h"
#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"
#include "wire/json/validate.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire::anthropic {

namespace {

/// What an event may hold.
enum Member : std::size_t { Type, Message, Block, Delta, Usage, Failed };
constexpr json::Names kMembers{"type", "message", "content_block", "delta", "usage", "error"};

enum EventType : std::size_t {
    MessageStart,
    BlockStart,
    BlockDelta,
    BlockStop,
    MessageDelta,
    MessageStop,
    Error
};
constexpr json::Names kEvents{"message_start",
                              "content_block_start",
                              "content_block_delta",
                              "content_block_stop",
                              "message_delta",
                              "message_stop",
                              "error"};

enum DeltaType : std::size_t {
    TextPiece,
    InputPiece,
    ThinkingPiece,
    SignaturePiece,
    CitationPiece,
    CompactionPiece
};
constexpr json::Names kDeltas{"text_delta",      "input_json_delta", "thinking_delta",
                              "signature_delta", "citations_delta",  "compaction_delta"};

ir::Failure serverFailure(std::string message)
{
    ir::Failure failure;
    failure.message = std::move(message);
    return failure;
}

record::Usage sum(record::Usage a, const record::Usage &b)
{
    a.inputTokens += b.inputTokens;
    a.cachedInputTokens += b.cachedInputTokens;
    a.cacheWriteTokens += b.cacheWriteTokens;
    a.cacheWrite1hTokens += b.cacheWrite1hTokens;
    a.outputTokens += b.outputTokens;
    a.reasoningTokens += b.reasoningTokens;
    return a;
}

} // namespace

MessageNature AnthropicAnswerReader::message(std::string_view name, std::string_view data,
                                             ir::EventSink &sink)
{
    MessageNature nature;
    if (m_isTerminal)
        return nature;
    if (const auto piece = plainDelta(data); piece && json::isString(piece->text)) {
        nature.real = piece->kind == PlainDelta::Kind::Text        ? text(piece->text, sink)
                      : piece->kind == PlainDelta::Kind::Arguments ? arguments(piece->text, sink)
                                                                   : thinking(piece->text, sink);
        return nature;
    }
    if (!m_document.parse(data) || !m_document.root().isObject()) {
        if (data.find_first_not_of(" \r\n") == std::string_view::npos)
            return nature;
        fail(name == "error" ? readErrorBody(0, data)
                             : serverFailure("the provider sent a message that is not JSON"),
             sink);
        nature.terminal = nature.finishing = m_isTerminal = true;
        return nature;
    }
    const auto event = kMembers.in(m_document.root());
    const std::string_view type = event[Type].isString() ? event[Type].text().escaped : name;
    switch (kEvents.indexOf(type.empty() ? "?" : type)) {
    case MessageStart:
        start(event[Message], sink);
        break;
    case BlockStart:
        beginBlock(event[Block], sink);
        break;
    case BlockDelta:
        nature.real = delta(event[Delta], sink);
        break;
    case BlockStop:
        nature.real = endBlock(sink);
        break;
    case MessageDelta:
        messageDelta(event[Delta], event[Usage], sink);
        nature.finishing = m_reason.has_value();
        break;
    case MessageStop:
        conclude(sink);
        nature.terminal = nature.finishing = m_isTerminal = true;
        break;
    case Error:
        fail(readErrorValue(0, m_document.root()), sink);
        nature.terminal = nature.finishing = m_isTerminal = true;
        break;
    default:
        break; // pings, and what is new
    }
    return nature;
}

/// A start that repeats the message is nothing new; another message in the same stream continues the answer.
void AnthropicAnswerReader::start(json::Value message, ir::EventSink &sink)
{
    const Text id = message["id"].text();
    if (m_isStarted && id.escaped != m_messageId) {
        close(sink, false);
        m_usageBefore = sum(m_usageBefore, m_usage.neutral());
        m_usage = {};
        m_reason.reset();
    }
    m_messageId = id.escaped;
    if (!std::exchange(m_isStarted, true))
        sink.on(ir::Start{id, message["model"].text()});
    if (message["usage"].isObject())
        takeUsage(message["usage"], sink);
}

void AnthropicAnswerReader::open(ir::BlockStart start, ir::EventSink &sink)
{
    close(sink, false);
    start.index = m_index;
    m_open = start.kind;
    m_characters = m_textBegin = 0;
    sink.on(start);
}

/// `isCut`: the answer ended for want of room, or broke off.
void AnthropicAnswerReader::close(ir::EventSink &sink, bool isCut)
{
    if (!m_open)
        return;
    flushCitations(sink);
    const bool isWhole = m_open != ir::BlockKind::Call || m_isUnread || m_progress.isComplete();
    m_open.reset();
    sink.on(ir::BlockEnd{m_index++, !isCut || (isWhole && m_upstream == Upstream::Nothing)});
}

void AnthropicAnswerReader::beginBlock(json::Value block, ir::EventSink &sink)
{
    if (m_upstream != Upstream::Nothing)
        endBlock(sink);
    const std::string_view type = block["type"].text().escaped;
    if (type == "text") {
        m_upstream = Upstream::Text;
        m_textBegin = m_characters;
        text(block["text"].text().escaped, sink);
        for (const json::Value citation : block["citations"])
            cite(citation);
    } else if (type == "thinking" || type == "redacted_thinking") {
        beginThinking(block, sink);
    } else if (type == "tool_use") {
        beginCall(block, sink);
    } else if (isHostedType(type)) {
        m_upstream = Upstream::Hosted;
        m_hosted.begin(block);
    } else {
        m_upstream = Upstream::Skipped;
    }
}

void AnthropicAnswerReader::beginThinking(json::Value block, ir::EventSink &sink)
{
    m_upstream = Upstream::Thinking;
    ir::BlockStart start;
    start.kind = ir::BlockKind::Reasoning;
    open(start, sink);
    thinking(block["thinking"].text().escaped, sink);
    ir::Signature signature;
    signature.redacted = block["data"].isString();
    signature.token = block[signature.redacted ? "data" : "signature"].text();
    if (!signature.token.isEmpty())
        sink.on(signature);
}

void AnthropicAnswerReader::beginCall(json::Value block, ir::EventSink &sink)
{
    m_upstream = Upstream::Call;
    m_hasCalls = true;
    m_hasArguments = m_isUnread = false;
    m_progress = {};
    m_input.clear();
    if (const json::Value input = block["input"]; input.isObject() && input.size() > 0)
        appendJsonEscaped(m_input, input.raw());
    ir::BlockStart start;
    start.kind = ir::BlockKind::Call;
    start.id = block["id"].text();
    start.name = block["name"].text();
    open(start, sink);
}

/// True where it was the first of what a client waits for, or more of it.
bool AnthropicAnswerReader::delta(json::Value delta, ir::EventSink &sink)
{
    const Text type = delta["type"].text();
    switch (kDeltas.indexOf(type.isEmpty() ? "?" : type.escaped)) {
    case TextPiece:
        return text(delta["text"].text().escaped, sink);
    case InputPiece:
        return arguments(delta["partial_json"].text().escaped, sink);
    case ThinkingPiece:
        return thinking(delta["thinking"].text().escaped, sink);
    case SignaturePiece:
        if (m_upstream == Upstream::Thinking && !delta["signature"].text().isEmpty())
            sink.on(ir::Signature{.token = delta["signature"].text(), .details = {}});
        return false;
    case CitationPiece:
        cite(delta["citation"]);
        return false;
    case CompactionPiece:
        if (m_upstream == Upstream::Hosted)
            m_hosted.add(delta["content"].text());
        return false;
    default:
        return false;
    }
}

bool AnthropicAnswerReader::text(std::string_view escaped, ir::EventSink &sink)
{
    if (escaped.empty() || m_upstream != Upstream::Text)
        return false;
    if (m_open != ir::BlockKind::Text)
        open({}, sink);
    m_characters += characters(escaped);
    sink.on(ir::TextDelta{Text{escaped}});
    return true;
}

bool AnthropicAnswerReader::thinking(std::string_view escaped, ir::EventSink &sink)
{
    if (escaped.empty() || m_upstream != Upstream::Thinking)
        return false;
    sink.on(ir::ReasoningDelta{.text = Text{escaped}, .summary = true});
    return true;
}

bool AnthropicAnswerReader::arguments(std::string_view escaped, ir::EventSink &sink)
{
    if (escaped.empty())
        return false;
    if (m_upstream == Upstream::Hosted)
        m_hosted.add(Text{escaped});
    if (m_upstream != Upstream::Call)
        return false;
    m_hasArguments = true;
    m_progress.feed(escaped);
    sink.on(ir::ArgumentsDelta{Text{escaped}});
    return true;
}

bool AnthropicAnswerReader::endBlock(ir::EventSink &sink)
{
    if (m_upstream == Upstream::Call && !m_hasArguments)
        arguments(m_input.empty() ? std::string_view("{}") : std::string_view(m_input), sink);
    const Upstream ended = std::exchange(m_upstream, Upstream::Nothing);
    if (ended == Upstream::Text)
        flushCitations(sink);
    if (ended != Upstream::Hosted)
        return ended == Upstream::Call || ended == Upstream::Thinking;
    const std::string block = m_hosted.end();
    ir::BlockStart start;
    start.kind = ir::BlockKind::Hosted;
    start.raw = RawJson{block};
    open(start, sink);
    close(sink, false);
    return true;
}

void AnthropicAnswerReader::cite(json::Value citation)
{
    if (m_upstream == Upstream::Text && citation.isObject())
        m_citations.emplace_back(citation.raw());
}

/// A citation is of all the text of its block, which is known at its end.
void AnthropicAnswerReader::flushCitations(ir::EventSink &sink)
{
    for (const std::string &raw : std::exchange(m_citations, {})) {
        if (m_open != ir::BlockKind::Text || !m_citation.parseCopy(raw))
            continue;
        if (const auto made = urlCitation(m_citation.root(), m_textBegin, m_characters))
            sink.on(ir::Citation{RawJson{*made}});
    }
}

void AnthropicAnswerReader::messageDelta(json::Value delta, json::Value usage, ir::EventSink &sink)
{
    if (m_upstream != Upstream::Nothing)
        endBlock(sink);
    if (usage.isObject())
        takeUsage(usage, sink);
    takeStop(delta);
}

void AnthropicAnswerReader::takeStop(json::Value message)
{
    if (!message["stop_reason"].isString())
        return;
    m_reason = reasonOf(message["stop_reason"].text().escaped);
    m_stopSequence = message["stop_sequence"].text().escaped;
    m_explanation = message["stop_details"]["explanation"].text().escaped;
}

void AnthropicAnswerReader::takeUsage(json::Value usage, ir::EventSink &sink)
{
    m_usage.take(usage);
    sink.on(ir::UsageUpdate{sum(m_usageBefore, m_usage.neutral())});
}

void AnthropicAnswerReader::conclude(ir::EventSink &sink)
{
    if (m_isEnded)
        return;
    if (m_upstream != Upstream::Nothing)
        endBlock(sink);
    close(sink, m_reason == ir::StopReason::Length || m_reason == ir::StopReason::ContextFull);
    if (!m_reason && m_index == 0) {
        fail(serverFailure("the provider's answer is empty"), sink);
        return;
    }
    m_isEnded = true;
    ir::Finish finish;
    finish.reason = ir::effectiveReason(m_reason.value_or(ir::StopReason::Unknown), m_hasCalls, false);
    finish.stopSequence = Text{m_stopSequence};
    finish.explanation = Text{m_explanation};
    sink.on(finish);
}

void AnthropicAnswerReader::fail(ir::Failure failure, ir::EventSink &sink)
{
    if (m_isEnded)
        return;
    close(sink, true);
    m_isEnded = true;
    sink.on(failure);
}

void AnthropicAnswerReader::whole(std::string_view body, ir::EventSink &sink)
{
    m_isTerminal = true;
    const bool isRead = m_document.parse(body).has_value();
    const json::Value root = m_document.root();
    if (!isRead || !root["content"].isArray()) {
        fail(isRead && !root["error"].isPresent() ? serverFailure("the provider's answer is no message")
                                                  : readErrorBody(0, body),
             sink);
        return;
    }
    start(root, sink);
    for (const json::Value block : root["content"]) {
        beginBlock(block, sink);
        endBlock(sink);
    }
    takeStop(root);
    conclude(sink);
}

void AnthropicAnswerReader::end(ir::EventSink &sink)
{
    m_isTerminal = true;
    if (m_isEnded)
        return;
    if (m_reason) {
        conclude(sink); // only the last word was lost
        return;
    }
    ir::Failure failure = serverFailure("upstream closed the stream early");
    failure.kind = ir::FailureKind::StreamClosed;
    failure.code = "upstream_stream_closed";
    fail(std::move(failure), sink);
}

} // namespace signalbox::wire::anthropic
