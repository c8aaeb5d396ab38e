#include "wire/openai_chat/whole_writer.h"

#include "base/json_writer.h"
#include "wire/ir/stop_reason.h"
#include "wire/openai_chat/answer_parts.h"
#include "wire/openai_chat/chat_usage.h"

#include <utility>

namespace signalbox::wire::openai_chat {

namespace {

void append(std::string &list, std::string_view entries)
{
    if (!list.empty())
        list += ',';
    list += entries;
}

} // namespace

ChatWholeWriter::ChatWholeWriter(AnswerContext context) : m_context(std::move(context))
{
}

void ChatWholeWriter::on(const ir::Event &event)
{
    if (const auto *start = std::get_if<ir::Start>(&event)) {
        m_id = start->id.escaped;
    } else if (const auto *begin = std::get_if<ir::BlockStart>(&event)) {
        m_open = begin->kind;
        m_charactersBefore = charactersIn(Text{m_text});
        if (begin->kind == ir::BlockKind::Hosted)
            image(begin->raw);
        if (begin->kind == ir::BlockKind::Call)
            m_calls.push_back({std::string(begin->id.escaped),
                               std::string(begin->name.escaped),
                               {},
                               {},
                               begin->callKind == ir::CallKind::Freeform});
    } else if (const auto *text = std::get_if<ir::TextDelta>(&event)) {
        m_text += text->text.escaped;
    } else if (const auto *refusal = std::get_if<ir::RefusalDelta>(&event)) {
        m_refusal += refusal->text.escaped;
    } else if (const auto *thought = std::get_if<ir::ReasoningDelta>(&event)) {
        m_thoughts += thought->text.escaped;
    } else if (const auto *arguments = std::get_if<ir::ArgumentsDelta>(&event)) {
        if (!m_calls.empty())
            m_calls.back().arguments += arguments->fragment.escaped;
    } else if (const auto *state = std::get_if<ir::Signature>(&event)) {
        signature(*state);
    } else if (const auto *citation = std::get_if<ir::Citation>(&event)) {
        std::string entry;
        if (appendAnnotation(entry, citation->annotation, m_document, m_charactersBefore))
            append(m_annotations, entry);
        else
            dropCitation();
    } else if (const auto *usage = std::get_if<ir::UsageUpdate>(&event)) {
        m_usage = usage->usage;
    } else if (const auto *finish = std::get_if<ir::Finish>(&event)) {
        m_reason = finish->reason;
        if (finish->reason == ir::StopReason::Refusal && m_refusal.empty())
            m_refusal = finish->explanation.escaped;
    } else if (const auto *failure = std::get_if<ir::Failure>(&event)) {
        m_failure = *failure;
    }
}

void ChatWholeWriter::image(RawJson item)
{
    std::string entry;
    if (appendImage(entry, item, m_document, m_imageCount)) {
        ++m_imageCount;
        append(m_images, entry);
    } else {
        dropItem(item);
    }
}

void ChatWholeWriter::signature(const ir::Signature &signature)
{
    if (m_open == ir::BlockKind::Call && !signature.forAnswer && !m_calls.empty()) {
        m_calls.back().signature += signature.token.escaped;
        return;
    }
    std::string entries;
    if (appendDetails(entries, signature, m_detailCount)) {
        ++m_detailCount;
        append(m_details, entries);
    } else if (!signature.token.isEmpty()) {
        m_token = signature.token.escaped; // Gemini's own, on its way to a client of the same API
    }
}

std::string ChatWholeWriter::body()
{
    if (m_failure)
        return errorBody(*m_failure);
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("id");
    m_id.empty() ? json.string(m_context.answerId) : json.escaped(m_id);
    json.key("object").string("chat.completion").key("created").number(m_context.createdAt);
    json.key("model")
        .string(m_context.model)
        .key("choices")
        .beginArray()
        .beginObject()
        .key("index")
        .number(0);
    json.key("message").beginObject().key("role").string("assistant").key("content");
    m_text.empty() && (!m_calls.empty() || !m_refusal.empty()) ? json.null() : json.escaped(m_text);
    json.key("refusal");
    m_refusal.empty() ? json.null() : json.escaped(m_refusal);
    if (!m_thoughts.empty())
        json.key("reasoning_content").escaped(m_thoughts);
    if (!m_details.empty())
        json.key("reasoning_details").raw("[" + m_details + "]");
    if (!m_token.empty())
        appendExtraContent(out += ',', Text{m_token});
    if (!m_annotations.empty())
        json.key("annotations").raw("[" + m_annotations + "]");
    if (!m_images.empty())
        json.key("images").raw("[" + m_images + "]");
    if (!m_calls.empty()) {
        json.key("tool_calls").beginArray();
        for (const Call &call : m_calls) {
            const std::string_view type = call.isFreeform ? "custom" : "function";
            json.beginObject().key("id").escaped(call.id).key("type").string(type).key(type).beginObject();
            json.key("name")
                .escaped(call.name)
                .key(call.isFreeform ? "input" : "arguments")
                .escaped(call.arguments);
            json.endObject();
            if (!call.signature.empty()) {
                json.key("extra_content").beginObject().key("google").beginObject();
                json.key("thought_signature").escaped(call.signature).endObject().endObject();
            }
            json.endObject();
        }
        json.endArray();
    }
    json.endObject().key("logprobs").null();
    json.key("finish_reason").string(ir::chatFinishReason(m_reason)).endObject().endArray();
    if (m_usage) {
        json.key("usage");
        writeUsage(json, *m_usage);
    }
    json.endObject();
    return out;
}

} // namespace signalbox::wire::openai_chat
