#include "wire/gemini/answer_writer.h"

#include "base/json_writer.h"
#include "wire/gemini/answer_words.h"
#include "wire/gemini/carried_signature.h"
#include "wire/ir/carrier.h"
#include "wire/sse/data_line.h"

#include <utility>

namespace signalbox::wire::gemini {

namespace {

constexpr std::string_view kMessageHead = R"({"candidates":[{"content":{"parts":[)";
constexpr std::string_view kThought = R"(,"thought":true)";

template<class... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

} // namespace

GeminiAnswerWriter::GeminiAnswerWriter(AnswerContext context, bool streamed)
    : m_context(std::move(context)), m_streamed(streamed), m_hasMessages(m_context.continues)
{
}

void GeminiAnswerWriter::on(const ir::Event &event)
{
    if (m_ended)
        return;
    std::visit(Overloaded{
                   [&](const ir::Start &start) {
                       if (m_id.empty())
                           m_id = start.id.escaped;
                   },
                   [&](const ir::BlockStart &start) { blockStart(start); },
                   [&](const ir::TextDelta &delta) { words(delta.text, false); },
                   [&](const ir::RefusalDelta &delta) { words(delta.text, false); },
                   [&](const ir::ReasoningDelta &delta) { words(delta.text, true); },
                   [&](const ir::ArgumentsDelta &delta) { m_arguments += delta.fragment.escaped; },
                   [&](const ir::Signature &state) { signature(state); },
                   [&](const ir::Citation &citation) {
                       if (!m_grounding.addCitation(citation.annotation))
                           dropCitation();
                   },
                   [&](const ir::BlockEnd &end) { blockEnd(end.complete); },
                   [](const ir::Vector &) {}, // nobody asks here for one
                   [&](const ir::UsageUpdate &update) { m_usage = update.usage; },
                   [&](const ir::Finish &end) { finish(end); },
                   [&](const ir::Failure &end) { failure(end); },
               },
               event);
}

void GeminiAnswerWriter::blockStart(const ir::BlockStart &start)
{
    m_open = start.kind;
    m_isOpen = true;
    m_token.clear();
    m_arguments.clear();
    if (start.kind == ir::BlockKind::Text) {
        m_grounding.beginText();
    } else if (start.kind == ir::BlockKind::Call) {
        m_callId = start.id.escaped;
        m_callName = start.name.escaped;
    } else if (start.kind == ir::BlockKind::Hosted) {
        hosted(start.raw);
    }
}

void GeminiAnswerWriter::blockEnd(bool complete)
{
    m_isOpen = false;
    if (m_open != ir::BlockKind::Call)
        flushWords();
    else if (complete)
        call();
}

void GeminiAnswerWriter::words(Text text, bool isThought)
{
    if (!isThought)
        m_grounding.addText(text.escaped);
    if (!m_streamed) {
        if (!isThought && m_words.empty() && m_token.empty())
            m_token = takePending();
        m_words += text.escaped;
        return;
    }
    beginMessage();
    std::string &out = *m_out;
    out += R"({"text":")";
    out += text.escaped;
    out += '"';
    if (isThought) {
        out += kThought;
    } else if (!m_pending.empty()) {
        out += R"(,"thoughtSignature":")";
        out += takePending();
        out += '"';
    }
    out += '}';
    endMessage();
}

/// A whole answer's part of words is over.
void GeminiAnswerWriter::flushWords()
{
    if (m_words.empty() && m_token.empty())
        return;
    std::string inside = R"("text":")";
    inside += std::exchange(m_words, {});
    inside += '"';
    if (m_open == ir::BlockKind::Reasoning)
        inside += kThought;
    part(inside, std::exchange(m_token, {}));
}

void GeminiAnswerWriter::signature(const ir::Signature &signature)
{
    if (ir::isCarrier(signature.token)) {
        m_pending.emplace_back(signature.token.escaped);
    } else if (signature.details.text.starts_with('{')) {
        const std::string_view inside = signature.details.text;
        part(inside.substr(1, inside.size() - 2), {}); // a part of Google's, as it came
    } else if (signature.token.isEmpty()) {
        return;
    } else if (!m_isOpen || signature.forAnswer) {
        part(R"("text":"")", signature.token.escaped);
    } else if (m_open == ir::BlockKind::Call) {
        m_token = signature.token.escaped;
    } else if (!m_streamed) {
        m_token = signature.token.escaped;
        flushWords(); // a further signature belongs to what is said from here on
    } else {
        part(m_open == ir::BlockKind::Reasoning ? R"("text":"","thought":true)" : R"("text":"")",
             signature.token.escaped);
    }
}

/// Items of the Responses API that tell of a provider's own work.
void GeminiAnswerWriter::hosted(RawJson item)
{
    json::Document document;
    if (!document.parseCopy(item.text)) {
        dropItem(item);
        return;
    }
    const json::Value root = document.root();
    if (root["type"].is("web_search_call") && root["action"]["query"].isString()) {
        m_grounding.addSearch(root["action"]["query"]);
    } else if (root["type"].is("image_generation_call") && root["result"].isString()) {
        std::string inside = R"("inlineData":{"mimeType":"image/)";
        inside += root["output_format"].is("jpeg") ? "jpeg" : "png";
        inside += R"(","data":)";
        inside += root["result"].raw();
        inside += '}';
        part(inside, takePending());
    } else if (root["inlineData"].isObject()) {
        std::string inside = R"("inlineData":)";
        inside += root["inlineData"].raw();
        part(inside, takePending());
    } else {
        dropItem(item);
    }
}

void GeminiAnswerWriter::call()
{
    std::string inside;
    JsonWriter json(inside);
    json.key("functionCall").beginObject();
    if (!m_callId.empty())
        json.key("id").escaped(m_callId);
    json.key("name").escaped(m_callName).key("args");
    m_plain.clear();
    appendUnescaped(m_plain, Text{m_arguments});
    if (m_plain.find_first_not_of(" \t\r\n") == std::string::npos)
        json.raw("{}");
    else if (m_document.parseCopy(m_plain) && m_document.root().isObject())
        json.raw(m_document.root().raw());
    else
        json.beginObject().key("_raw").escaped(m_arguments).endObject();
    json.endObject();
    part(inside, m_token.empty() ? takePending() : std::exchange(m_token, {}));
}

void GeminiAnswerWriter::part(std::string_view inside, std::string_view token)
{
    if (m_streamed)
        beginMessage();
    else if (!m_parts.empty())
        m_parts += ',';
    std::string &out = m_streamed ? *m_out : m_parts;
    out += '{';
    out += m_streamed ? sse::onOneLine(inside, m_line) : inside;
    if (!token.empty()) {
        out += R"(,"thoughtSignature":")";
        out += token;
        out += '"';
    }
    out += '}';
    if (m_streamed)
        endMessage();
}

std::string GeminiAnswerWriter::takePending()
{
    return packCarriers(std::exchange(m_pending, {}));
}

void GeminiAnswerWriter::appendNames(std::string &out) const
{
    out += R"("modelVersion":")";
    appendJsonEscaped(out, m_context.model);
    out += R"(","responseId":")";
    if (m_id.empty())
        appendJsonEscaped(out, m_context.answerId);
    else
        out += m_id;
    out += "\"}";
}

/// Up to the part.
void GeminiAnswerWriter::beginMessage()
{
    std::string &out = *m_out;
    if (!m_context.jsonArray)
        out += "data: ";
    else
        out += m_hasMessages ? ",\n" : "[";
    m_hasMessages = true;
    out += kMessageHead;
}

void GeminiAnswerWriter::endMessage()
{
    if (m_tail.empty()) {
        m_tail = R"(],"role":"model"},"index":0}],)";
        appendNames(m_tail);
        if (!m_context.jsonArray)
            m_tail += "\n\n";
    }
    *m_out += m_tail;
}

/// Everything behind the parts of the last response.
std::string GeminiAnswerWriter::lastCandidate(const ir::Finish &finish, std::string_view parts)
{
    std::string out(parts);
    out += R"(],"role":"model"},"finishReason":")";
    out += finishReasonFor(finish.reason);
    out += '"';
    if (finish.reason == ir::StopReason::Refusal && !finish.explanation.isEmpty()) {
        out += R"(,"finishMessage":")";
        out += finish.explanation.escaped;
        out += '"';
    }
    if (!m_grounding.isEmpty()) {
        out += R"(,"groundingMetadata":)";
        JsonWriter json(out);
        m_grounding.write(json);
    }
    out += R"(,"index":0}],)";
    if (m_usage) {
        out += R"("usageMetadata":)";
        JsonWriter json(out);
        writeUsage(json, *m_usage);
        out += ',';
    }
    appendNames(out);
    return out;
}

void GeminiAnswerWriter::finish(const ir::Finish &finish)
{
    m_ended = true;
    const std::string token = takePending();
    if (!m_streamed) {
        if (!token.empty())
            part(R"("text":"")", token);
        m_body = kMessageHead;
        m_body += lastCandidate(finish, m_parts);
        return;
    }
    beginMessage();
    std::string last = R"({"text":"")";
    if (!token.empty())
        last += R"(,"thoughtSignature":")" + token + '"';
    *m_out += lastCandidate(finish, last + '}');
    *m_out += m_context.jsonArray ? "]" : "\n\n";
}

void GeminiAnswerWriter::failure(const ir::Failure &failure)
{
    m_ended = true;
    m_body = errorBody(failure);
    if (!m_streamed)
        return;
    if (m_context.jsonArray)
        *m_out += (m_hasMessages ? ",\n" : "[") + m_body + ']';
    else
        *m_out += "data: " + m_body + "\n\n";
}

std::string GeminiAnswerWriter::body()
{
    return m_streamed ? std::string() : m_body;
}

} // namespace signalbox::wire::gemini
