#include "wire/anthropic_messages/whole_writer.h"

#include "wire/anthropic_messages/call_id.h"
#include "wire/anthropic_messages/error_body.h"
#include "wire/anthropic_messages/hosted_block.h"
#include "wire/anthropic_messages/message_usage.h"
#include "wire/ir/usage_estimate.h"
#include "wire/json/document.h"

#include <utility>

namespace signalbox::wire::anthropic {

AnthropicWholeWriter::AnthropicWholeWriter(AnswerContext context)
    : m_context(std::move(context)), m_blocks(m_content)
{
    m_blocks.beginArray();
}

void AnthropicWholeWriter::on(const ir::Event &event)
{
    if (const auto *start = std::get_if<ir::Start>(&event)) {
        m_upstreamId = start->id.escaped;
        m_upstreamModel = start->model.escaped;
    } else if (const auto *begin = std::get_if<ir::BlockStart>(&event)) {
        blockStart(*begin);
    } else if (const auto *text = std::get_if<ir::TextDelta>(&event)) {
        m_text += text->text.escaped;
    } else if (const auto *refusal = std::get_if<ir::RefusalDelta>(&event)) {
        m_text += refusal->text.escaped;
    } else if (const auto *thought = std::get_if<ir::ReasoningDelta>(&event)) {
        m_thought.words += thought->text.escaped;
    } else if (const auto *arguments = std::get_if<ir::ArgumentsDelta>(&event)) {
        m_text += arguments->fragment.escaped;
    } else if (const auto *state = std::get_if<ir::Signature>(&event)) {
        if (m_kind == ir::BlockKind::Reasoning && !state->forAnswer) {
            m_thought.token += state->token.escaped;
            m_thought.isRedacted |= state->redacted;
        }
    } else if (std::holds_alternative<ir::Citation>(event)) {
        dropCitation();
    } else if (std::holds_alternative<ir::BlockEnd>(event)) {
        blockEnd();
    } else if (const auto *usage = std::get_if<ir::UsageUpdate>(&event)) {
        m_usage = usage->usage;
        m_hasUsage = true;
    } else if (const auto *finish = std::get_if<ir::Finish>(&event)) {
        JsonWriter json(m_stop);
        writeStop(json, *finish);
    } else if (const auto *failure = std::get_if<ir::Failure>(&event)) {
        m_failure = *failure;
    }
}

void AnthropicWholeWriter::blockStart(const ir::BlockStart &start)
{
    m_kind = start.kind;
    m_text.clear();
    m_thought = {};
    if (start.kind == ir::BlockKind::Call) {
        m_callId = fitCallId(start.id);
        m_callName = start.name.escaped;
    } else if (start.kind == ir::BlockKind::Hosted) {
        if (const std::string block = blockOf(start.raw); !block.empty())
            m_blocks.raw(block);
        else
            dropItem(start.raw);
    }
}

void AnthropicWholeWriter::blockEnd()
{
    switch (m_kind) {
    case ir::BlockKind::Text:
    case ir::BlockKind::Refusal:
        if (!m_text.empty())
            m_blocks.beginObject().key("type").string("text").key("text").escaped(m_text).endObject();
        break;
    case ir::BlockKind::Reasoning:
        if (m_thought.isEmpty())
            break;
        if (m_thought.isHidden()) {
            writeHidden(m_blocks, m_thought);
        } else {
            m_blocks.beginObject().key("type").string("thinking").key("thinking").escaped(m_thought.words);
            m_blocks.key("signature").escaped(m_thought.signature()).endObject();
        }
        break;
    case ir::BlockKind::Call:
        m_blocks.beginObject().key("type").string("tool_use").key("id").string(m_callId);
        m_blocks.key("name").escaped(m_callName).key("input");
        writeInput();
        m_blocks.endObject();
        break;
    case ir::BlockKind::Hosted:
        break;
    }
}

/// What is no object is given as it is: an empty one would make a tool run on nothing.
void AnthropicWholeWriter::writeInput()
{
    json::Document document;
    const std::string plain = unescape(Text{m_text});
    if (plain.empty())
        m_blocks.beginObject().endObject();
    else if (document.parseCopy(plain) && document.root().isObject())
        m_blocks.raw(document.root().raw());
    else
        m_blocks.beginObject().key("_raw").escaped(m_text).endObject();
}

std::string AnthropicWholeWriter::body()
{
    if (m_failure)
        return errorBody(*m_failure);
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    writeMessageHead(json, m_context, m_upstreamId, m_upstreamModel);
    json.key("content").raw(m_content + ']');
    out += ',';
    out += m_stop.empty() ? R"("stop_reason":null,"stop_sequence":null)" : m_stop;
    json.key("usage");
    if (!m_hasUsage && m_context.request != nullptr)
        m_usage.inputTokens = ir::estimateInput(*m_context.request);
    writeUsage(json, m_usage);
    json.endObject();
    return out;
}

} // namespace signalbox::wire::anthropic
