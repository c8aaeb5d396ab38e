#include "wire/anthropic_messages/stream_writer.h"

#include "wire/anthropic_messages/call_id.h"
#include "wire/anthropic_messages/error_body.h"
#include "wire/anthropic_messages/hosted_block.h"
#include "wire/anthropic_messages/message_usage.h"
#include "wire/ir/usage_estimate.h"

#include <utility>

namespace signalbox::wire::anthropic {

namespace {

constexpr std::string_view kPing = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
constexpr std::string_view kDeltaEnd = "\"}}\n\n";
constexpr std::string_view kTextBlock = R"({"type":"text","text":""})";
constexpr std::string_view kThinkingBlock = R"({"type":"thinking","thinking":"","signature":""})";

template<class... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

} // namespace

AnthropicStreamWriter::AnthropicStreamWriter(AnswerContext context)
    : m_context(std::move(context)), m_isStarted(m_context.continues)
{
}

void AnthropicStreamWriter::keepAlive()
{
    if (!m_isEnded)
        *m_out += kPing;
}

void AnthropicStreamWriter::on(const ir::Event &event)
{
    if (m_isEnded)
        return;
    std::visit(Overloaded{
                   [&](const ir::Start &start) {
                       m_upstreamId = start.id.escaped;
                       m_upstreamModel = start.model.escaped;
                   },
                   [&](const ir::BlockStart &start) { blockStart(start); },
                   [&](const ir::TextDelta &delta) { text(delta.text); },
                   [&](const ir::RefusalDelta &delta) { text(delta.text); },
                   [&](const ir::ReasoningDelta &delta) { thinking(delta.text); },
                   [&](const ir::ArgumentsDelta &delta) { arguments(delta.fragment); },
                   [&](const ir::Signature &signature) {
                       if (m_kind != ir::BlockKind::Reasoning || signature.forAnswer)
                           return;
                       m_thought.token += signature.token.escaped;
                       m_thought.isRedacted |= signature.redacted;
                   },
                   // What clients replay of a citation must hold what only this API's own searches give.
                   [&](const ir::Citation &) { dropCitation(); }, // this API's hold state of its own search
                   [&](const ir::BlockEnd &end) { blockEnd(end.complete); },
                   [](const ir::Vector &) {}, // nobody asks here for one
                   [&](const ir::UsageUpdate &update) {
                       m_usage = update.usage;
                       m_hasUsage = true;
                   },
                   [&](const ir::Finish &end) { finish(end); },
                   [&](const ir::Failure &end) { failure(end); },
               },
               event);
}

record::Usage AnthropicStreamWriter::firstUsage() const
{
    record::Usage usage = m_usage;
    if (!m_hasUsage && m_context.request != nullptr)
        usage.inputTokens = ir::estimateInput(*m_context.request);
    return usage;
}

/// The beginning waits for the first thing to say: by then some upstreams have told their usage.
void AnthropicStreamWriter::ensureStarted()
{
    if (std::exchange(m_isStarted, true))
        return;
    beginEvent("message_start");
    *m_out += ",\"message\":";
    JsonWriter json(*m_out);
    json.beginObject();
    writeMessageHead(json, m_context, m_upstreamId, m_upstreamModel);
    json.key("content").beginArray().endArray().key("stop_reason").null().key("stop_sequence").null();
    json.key("usage");
    writeUsage(json, firstUsage());
    json.endObject();
    endEvent();
}

void AnthropicStreamWriter::beginEvent(std::string_view type)
{
    std::string &out = *m_out;
    out += "event: ";
    out += type;
    out += "\ndata: {\"type\":\"";
    out += type;
    out += '"';
}

void AnthropicStreamWriter::endEvent()
{
    *m_out += "}\n\n";
}

void AnthropicStreamWriter::beginBlock(Open open, std::string_view block)
{
    ensureStarted();
    stopBlock();
    m_open = open;
    beginEvent("content_block_start");
    *m_out += ",\"index\":";
    *m_out += std::to_string(m_index);
    *m_out += ",\"content_block\":";
    *m_out += block;
    endEvent();
    m_deltaHead = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":";
    m_deltaHead += std::to_string(m_index);
    m_deltaHead += ",\"delta\":{\"type\":\"";
}

void AnthropicStreamWriter::stopBlock()
{
    if (std::exchange(m_open, Open::Nothing) == Open::Nothing)
        return;
    m_isStopHeld = false;
    beginEvent("content_block_stop");
    *m_out += ",\"index\":";
    *m_out += std::to_string(m_index++);
    endEvent();
}

/// `type` goes on up to the opening quote of the text.
void AnthropicStreamWriter::writeDelta(std::string_view type, Text text)
{
    std::string &out = *m_out;
    out += m_deltaHead;
    out += type;
    out += text.escaped;
    out += kDeltaEnd;
}

void AnthropicStreamWriter::blockStart(const ir::BlockStart &start)
{
    m_kind = start.kind;
    m_thought = {};
    stopBlock();
    if (start.kind == ir::BlockKind::Call)
        callStart(start);
    else if (start.kind == ir::BlockKind::Hosted)
        hosted(start.raw);
    // Text and thoughts begin with their first word: clients send empty blocks back, which are refused.
}

void AnthropicStreamWriter::callStart(const ir::BlockStart &start)
{
    std::string block;
    JsonWriter json(block);
    json.beginObject().key("type").string("tool_use").key("id").string(fitCallId(start.id));
    json.key("name").escaped(start.name.escaped).key("input").beginObject().endObject().endObject();
    beginBlock(Open::Call, block);
}

void AnthropicStreamWriter::hosted(RawJson item)
{
    const std::string block = blockOf(item);
    if (block.empty()) {
        dropItem(item);
        return;
    }
    beginBlock(Open::Text, block);
    stopBlock();
}

void AnthropicStreamWriter::text(Text words)
{
    if (words.isEmpty())
        return;
    if (m_open != Open::Text)
        beginBlock(Open::Text, kTextBlock);
    writeDelta(R"(text_delta","text":")", words);
}

void AnthropicStreamWriter::thinking(Text words)
{
    if (words.isEmpty() || m_kind != ir::BlockKind::Reasoning)
        return;
    if (m_open != Open::Thinking)
        beginBlock(Open::Thinking, kThinkingBlock);
    writeDelta(R"(thinking_delta","thinking":")", words);
}

void AnthropicStreamWriter::arguments(Text fragment)
{
    if (m_open == Open::Call && !fragment.isEmpty())
        writeDelta(R"(input_json_delta","partial_json":")", fragment);
}

void AnthropicStreamWriter::blockEnd(bool complete)
{
    if (m_kind == ir::BlockKind::Reasoning)
        thoughtEnd();
    m_isStopHeld = m_open == Open::Call && !complete;
    if (!m_isStopHeld)
        stopBlock();
}

void AnthropicStreamWriter::thoughtEnd()
{
    if (m_open != Open::Thinking && m_thought.isEmpty())
        return;
    if (m_open != Open::Thinking && m_thought.isHidden()) {
        std::string block;
        JsonWriter json(block);
        writeHidden(json, m_thought);
        beginBlock(Open::Thinking, block);
        return;
    }
    if (m_open != Open::Thinking)
        beginBlock(Open::Thinking, kThinkingBlock);
    const std::string signature = m_thought.signature();
    writeDelta(R"(signature_delta","signature":")", Text{signature});
}

void AnthropicStreamWriter::finish(const ir::Finish &finish)
{
    ensureStarted();
    stopBlock();
    m_isEnded = true;
    beginEvent("message_delta");
    *m_out += ",\"delta\":";
    JsonWriter delta(*m_out);
    delta.beginObject();
    writeStop(delta, finish);
    delta.endObject();
    *m_out += ",\"usage\":";
    JsonWriter usage(*m_out);
    writeUsage(usage, firstUsage());
    endEvent();
    *m_out += "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
}

void AnthropicStreamWriter::failure(const ir::Failure &failure)
{
    if (!m_isStopHeld && m_open != Open::Call)
        stopBlock();
    m_isEnded = true;
    *m_out += "event: error\ndata: ";
    *m_out += errorBody(failure);
    *m_out += "\n\n";
}

} // namespace signalbox::wire::anthropic
