#include "wire/openai_chat/stream_writer.h"

#include "base/json_writer.h"
#include "wire/ir/stop_reason.h"
#include "wire/openai_chat/answer_parts.h"
#include "wire/openai_chat/chat_usage.h"

#include <utility>

namespace signalbox::wire::openai_chat {

namespace {

constexpr std::string_view kChunkEnd = "},\"finish_reason\":null}]}\n\n";
constexpr std::string_view kDone = "data: [DONE]\n\n";

template<class... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

} // namespace

ChatStreamWriter::ChatStreamWriter(AnswerContext context) : m_context(std::move(context))
{
}

void ChatStreamWriter::keepAlive()
{
    *m_out += ": keep-alive\n\n";
}

void ChatStreamWriter::on(const ir::Event &event)
{
    if (m_ended)
        return;
    std::visit(Overloaded{
                   [&](const ir::Start &begin) { start(begin.id); },
                   [&](const ir::BlockStart &begin) { blockStart(begin); },
                   [&](const ir::TextDelta &delta) {
                       m_characters += charactersIn(delta.text);
                       beginChunk();
                       *m_out += R"("content":")";
                       *m_out += delta.text.escaped;
                       *m_out += '"';
                       endChunk();
                   },
                   [&](const ir::RefusalDelta &delta) {
                       m_hasRefusal = true;
                       beginChunk();
                       *m_out += R"("refusal":")";
                       *m_out += delta.text.escaped;
                       *m_out += '"';
                       endChunk();
                   },
                   [&](const ir::ReasoningDelta &delta) {
                       beginChunk();
                       *m_out += R"("reasoning_content":")";
                       *m_out += delta.text.escaped;
                       *m_out += '"';
                       endChunk();
                   },
                   [&](const ir::ArgumentsDelta &delta) { arguments(delta.fragment); },
                   [&](const ir::Signature &state) { signature(state); },
                   [&](const ir::Citation &citation) {
                       std::string entry;
                       if (!appendAnnotation(entry, citation.annotation, m_document, m_charactersBefore)) {
                           dropCitation();
                           return;
                       }
                       beginChunk();
                       *m_out += "\"annotations\":[" + entry + "]";
                       endChunk();
                   },
                   [&](const ir::BlockEnd &) {
                       if (m_callHeld)
                           callStart({});
                   },
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

void ChatStreamWriter::start(Text id)
{
    if (m_started)
        return;
    m_started = true;
    m_head = "data: ";
    JsonWriter json(m_head);
    json.beginObject().key("id");
    id.isEmpty() ? json.string(m_context.answerId) : json.escaped(id.escaped);
    json.key("object").string("chat.completion.chunk").key("created").number(m_context.createdAt);
    json.key("model").string(m_context.model).key("choices").raw(R"([{"index":0,"delta":{)");
    *m_out += m_head;
    *m_out += R"("role":"assistant","content":"")";
    endChunk();
}

void ChatStreamWriter::beginChunk()
{
    if (!m_started)
        start({});
    *m_out += m_head;
}

void ChatStreamWriter::endChunk()
{
    *m_out += kChunkEnd;
}

void ChatStreamWriter::blockStart(const ir::BlockStart &start)
{
    m_open = start.kind;
    m_charactersBefore = m_characters;
    if (start.kind == ir::BlockKind::Hosted)
        image(start.raw);
    if (start.kind != ir::BlockKind::Call)
        return;
    m_callIsFreeform = start.callKind == ir::CallKind::Freeform;
    m_callId = start.id.escaped;
    m_callName = start.name.escaped;
    m_callHeld = true;
}

void ChatStreamWriter::image(RawJson item)
{
    std::string entry;
    if (!appendImage(entry, item, m_document, m_images)) {
        dropItem(item);
        return;
    }
    ++m_images;
    beginChunk();
    *m_out += "\"images\":[" + entry + "]";
    endChunk();
}

/// The first chunk of a call. SDKs read a signature there and nowhere else, so it waits for what comes next.
void ChatStreamWriter::callStart(Text signature)
{
    m_callHeld = false;
    beginChunk();
    std::string &out = *m_out;
    out += R"("tool_calls":[{"index":)";
    out += std::to_string(m_calls++);
    out += R"(,"id":")";
    out += m_callId;
    out += m_callIsFreeform ? R"(","type":"custom","custom":{"name":")"
                            : R"(","type":"function","function":{"name":")";
    out += m_callName;
    out += m_callIsFreeform ? R"(","input":""})" : R"(","arguments":""})";
    if (!signature.isEmpty()) {
        out += ',';
        appendExtraContent(out, signature);
    }
    out += "}]";
    endChunk();
}

void ChatStreamWriter::arguments(Text fragment)
{
    if (m_callHeld)
        callStart({});
    beginChunk();
    std::string &out = *m_out;
    out += R"("tool_calls":[{"index":)";
    out += std::to_string(m_calls - 1);
    out += m_callIsFreeform ? R"(,"custom":{"input":")" : R"(,"function":{"arguments":")";
    out += fragment.escaped;
    out += "\"}}]";
    endChunk();
}

void ChatStreamWriter::signature(const ir::Signature &signature)
{
    if (m_callHeld && !signature.forAnswer) {
        callStart(signature.token);
        return;
    }
    std::string entries;
    if (!appendDetails(entries, signature, m_details)) {
        if (signature.token.isEmpty())
            return;
        beginChunk(); // Gemini's own, on its way to a client of the same API
        appendExtraContent(*m_out, signature.token);
        endChunk();
        return;
    }
    ++m_details;
    beginChunk();
    *m_out += R"("reasoning_details":[)";
    *m_out += entries;
    *m_out += ']';
    endChunk();
}

void ChatStreamWriter::finish(const ir::Finish &finish)
{
    m_ended = true;
    const std::string_view explanation = finish.explanation.escaped;
    if (finish.reason == ir::StopReason::Refusal && !m_hasRefusal && !explanation.empty()) {
        beginChunk();
        *m_out += R"("refusal":")";
        *m_out += explanation;
        *m_out += '"';
        endChunk();
    }
    beginChunk();
    std::string &out = *m_out;
    out += R"(},"finish_reason":")";
    out += ir::chatFinishReason(finish.reason);
    out += "\"}]}\n\n";
    if (m_context.includeUsage && m_hasUsage) {
        // As a chunk of its own, with no choices.
        out += std::string_view(m_head).substr(0, m_head.rfind(R"([{"index")"));
        out += "[],\"usage\":";
        JsonWriter json(out);
        writeUsage(json, m_usage);
        out += "}\n\n";
    }
    out += kDone;
}

void ChatStreamWriter::failure(const ir::Failure &failure)
{
    m_ended = true;
    *m_out += "data: ";
    *m_out += errorBody(failure);
    *m_out += "\n\n";
    *m_out += kDone;
}

} // namespace signalbox::wire::openai_chat
