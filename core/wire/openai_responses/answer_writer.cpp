#include "wire/openai_responses/answer_writer.h"

#include "base/digest.h"
#include "wire/openai_responses/client_call.h"
#include "wire/openai_responses/response_object.h"

#include <charconv>

namespace signalbox::wire::responses {

namespace {

constexpr std::size_t kIdDigits = 48;

void appendNumber(std::string &out, std::int64_t value)
{
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

std::string hash(std::string_view text)
{
    return toHex(sha256(text)).substr(0, kIdDigits);
}

template<class... F>
struct Overloaded : F...
{
    using F::operator()...;
};

} // namespace

ResponsesAnswerWriter::ResponsesAnswerWriter(AnswerContext context, bool streamed)
    : m_context(std::move(context)), m_streamed(streamed),
      m_isCodex(m_context.request != nullptr && m_context.request->isCodex)
{
}

void ResponsesAnswerWriter::on(const ir::Event &event)
{
    if (m_isEnded)
        return;
    std::visit(
        Overloaded{[&](const ir::Start &e) { start(e); }, [&](const ir::BlockStart &e) { startBlock(e); },
                   [&](const ir::TextDelta &e) { textDelta(e.text); },
                   [&](const ir::RefusalDelta &e) { textDelta(e.text); },
                   [&](const ir::ReasoningDelta &e) { reasoningDelta(e); },
                   [&](const ir::ArgumentsDelta &e) { argumentsDelta(e.fragment); },
                   [&](const ir::Signature &e) { signature(e); }, [&](const ir::Citation &e) { citation(e); },
                   [&](const ir::BlockEnd &e) {
                       if (e.complete)
                           closeOpen(true);
                       else
                           m_isCut = true;
                   },
                   [](const ir::Vector &) {}, // nobody asks here for one
                   [&](const ir::UsageUpdate &e) { m_usage = e.usage; },
                   [&](const ir::Finish &e) { finish(e); }, [&](const ir::Failure &e) { fail(e); }},
        event);
}

void ResponsesAnswerWriter::start(const ir::Start &start)
{
    if (m_isCreated)
        return;
    const std::string upstreamId = unescape(start.id);
    if (upstreamId.starts_with("resp_"))
        m_id = upstreamId;
    else if (m_context.answerId.starts_with("resp_"))
        m_id = m_context.answerId;
    else
        m_id = "resp_" + hash(m_context.answerId + ' ' + upstreamId);
    m_model = m_context.model.empty() ? unescape(start.model) : m_context.model;
    m_isCreated = true;
    writeBeginning();
}

/// Both events hold the same object.
void ResponsesAnswerWriter::writeBeginning()
{
    if (!m_streamed || m_context.continues)
        return;
    beginEvent("response.created") += ",\"response\":";
    const std::size_t begin = m_out->size();
    appendResponse(*m_out, {m_id, m_model, "in_progress", m_items, {}, {}, {}, {}}, m_context);
    const std::size_t size = m_out->size() - begin;
    endEvent();
    beginEvent("response.in_progress") += ",\"response\":";
    m_out->append(*m_out, begin, size);
    endEvent();
}

void ResponsesAnswerWriter::ensureCreated()
{
    if (!m_isCreated)
        start({});
}

void ResponsesAnswerWriter::keepAlive()
{
    if (!m_isCreated || m_isEnded || !m_streamed)
        return;
    // Data, because comments do not reset Codex's idle timer; no name, so that clients that go by it see
    // nothing new.
    *m_out += R"(data: {"type":"keepalive","sequence_number":)";
    appendNumber(*m_out, m_sequence++);
    *m_out += "}\n\n";
}

std::string ResponsesAnswerWriter::body()
{
    return m_body;
}

void ResponsesAnswerWriter::startBlock(const ir::BlockStart &start)
{
    ensureCreated();
    closeOpen(!m_isCut);
    m_text.clear();
    m_annotations.clear();
    m_annotationCount = 0;
    switch (start.kind) {
    case ir::BlockKind::Text:
    case ir::BlockKind::Refusal:
        m_phase = start.phase.escaped;
        m_hasRefused = m_hasRefused || start.kind == ir::BlockKind::Refusal;
        // Codex shows a refusal part as nothing at all.
        openMessage(start.kind == ir::BlockKind::Refusal && !m_isCodex);
        break;
    case ir::BlockKind::Reasoning:
        openReasoning(start.id.escaped.starts_with("rs_") ? std::string(start.id.escaped) : std::string());
        break;
    case ir::BlockKind::Call: {
        const bool isStreamed =
            start.callKind == ir::CallKind::Function || start.callKind == ir::CallKind::Freeform;
        m_open = isStreamed ? Open::StreamedCall : Open::OtherCall;
        m_callKind = start.callKind;
        m_callId = start.id.escaped;
        m_callNameSpace = start.nameSpace.escaped;
        m_callName = start.name.escaped;
        m_isCallOpen = false; // told of with its first fragment: a signature that comes before goes before it
        break;
    }
    case ir::BlockKind::Hosted:
        writeHosted(start.raw);
        break;
    }
}

void ResponsesAnswerWriter::closeOpen(bool complete)
{
    const std::string_view status = complete ? "completed" : "incomplete";
    m_isCut = false;
    switch (std::exchange(m_open, Open::Nothing)) {
    case Open::Nothing:
        return;
    case Open::Message:
        closeMessage(status);
        break;
    case Open::Reasoning:
        closeReasoning();
        break;
    case Open::StreamedCall:
        closeCall(status);
        break;
    case Open::OtherCall:
        closeOtherCall(status);
        break;
    }
    writePendingTokens();
}

void ResponsesAnswerWriter::textDelta(Text text)
{
    if (m_open != Open::Message || text.isEmpty())
        return;
    m_text += text.escaped;
    writeDelta(text);
}

void ResponsesAnswerWriter::signature(const ir::Signature &signature)
{
    ensureCreated();
    if (m_open == Open::Reasoning && !signature.forAnswer) {
        m_token += signature.token.escaped;
        return;
    }
    if (!signature.token.isEmpty())
        m_pendingTokens.emplace_back(signature.token.escaped);
    if (m_open == Open::Nothing)
        writePendingTokens();
}

/// State that belongs to no block of thoughts goes out as reasoning items of its own, which clients keep.
void ResponsesAnswerWriter::writePendingTokens()
{
    for (const std::string &token : std::exchange(m_pendingTokens, {})) {
        openReasoning({});
        m_token = token;
        m_open = Open::Nothing;
        closeReasoning();
    }
}

void ResponsesAnswerWriter::finish(const ir::Finish &finish)
{
    ensureCreated();
    const bool isCut = finish.reason == ir::StopReason::Length ||
                       finish.reason == ir::StopReason::ContextFull || finish.reason == ir::StopReason::Pause;
    closeOpen(!m_isCut && !isCut);
    if (finish.reason == ir::StopReason::MalformedCall) {
        fail({ir::FailureKind::Server, {}, "the model made a call that cannot be read", {}, {}});
        return;
    }
    if (finish.reason == ir::StopReason::Refusal)
        writeRefusal(finish);
    if (m_outputIndex == 0 && !isCut) { // to Codex an empty success is an empty answer, and never tried again
        fail({ir::FailureKind::Server, {}, "the model answered nothing", {}, {}});
        return;
    }
    if (!m_usage)
        m_usage.emplace(); // a usage without numbers would count as a broken event
    if (isCut)
        writeEnd("response.incomplete", "incomplete", "max_output_tokens");
    else if (finish.saidInText && !m_isCodex)
        writeEnd("response.incomplete", "incomplete", "content_filter");
    else
        writeEnd("response.completed", "completed");
    m_isEnded = true;
}

/// Told as a finished message: `incomplete` for a filter makes Codex try the same six times. Where the text
/// says it already, the end alone tells others that a filter did.
void ResponsesAnswerWriter::writeRefusal(const ir::Finish &finish)
{
    if (std::exchange(m_hasRefused, true) || finish.saidInText)
        return;
    m_text.clear();
    m_annotations.clear();
    m_phase.clear();
    openMessage(!m_isCodex);
    textDelta(finish.explanation.isEmpty() ? Text{"The provider refused to answer."} : finish.explanation);
    closeOpen(true);
}

/// Items that are open stay so: Codex would keep half a message as history and send it back when it tries
/// again, and it would run half a call.
void ResponsesAnswerWriter::fail(const ir::Failure &failure)
{
    ensureCreated();
    m_open = Open::Nothing;
    writeEnd("response.failed", "failed", {}, failureCode(failure.kind), failureMessage(failure));
    m_isEnded = true;
}

void ResponsesAnswerWriter::writeEnd(std::string_view type, std::string_view status,
                                     std::string_view incomplete, std::string_view code,
                                     std::string_view message)
{
    const ResponseState state{m_id, m_model, status, m_items, incomplete, code, message, m_usage};
    if (!m_streamed) {
        appendResponse(m_body, state, m_context);
        return;
    }
    beginEvent(type) += ",\"response\":";
    appendResponse(*m_out, state, m_context);
    endEvent();
}

std::string &ResponsesAnswerWriter::beginEvent(std::string_view type)
{
    std::string &out = *m_out;
    out += "event: ";
    out += type;
    out += "\ndata: {\"type\":\"";
    out += type;
    out += "\",\"sequence_number\":";
    appendNumber(out, m_sequence++);
    return out;
}

void ResponsesAnswerWriter::endEvent()
{
    *m_out += "}\n\n";
}

void ResponsesAnswerWriter::beginItemEvent(std::string_view type)
{
    std::string &out = beginEvent(type);
    out += ",\"item_id\":\"";
    out += m_itemId;
    out += "\",\"output_index\":";
    appendNumber(out, m_outputIndex);
}

void ResponsesAnswerWriter::itemEvent(std::string_view type, std::string_view item)
{
    if (!m_streamed)
        return;
    std::string &out = beginEvent(type);
    out += ",\"output_index\":";
    appendNumber(out, m_outputIndex);
    out += ",\"item\":";
    out += item;
    endEvent();
}

void ResponsesAnswerWriter::itemDone(std::string_view item)
{
    itemEvent("response.output_item.done", item);
    if (m_outputIndex++ > 0)
        m_items += ',';
    m_items += item;
}

void ResponsesAnswerWriter::setDeltaHead(std::string_view type, std::string_view members)
{
    m_deltaHead.clear();
    for (const std::string_view piece :
         {std::string_view("event: "), type, std::string_view("\ndata: {\"type\":\""), type,
          std::string_view("\",\"item_id\":\""), std::string_view(m_itemId),
          std::string_view("\",\"output_index\":")})
        m_deltaHead += piece;
    appendNumber(m_deltaHead, m_outputIndex);
    m_deltaHead += members;
    m_deltaHead += ",\"delta\":\"";
}

void ResponsesAnswerWriter::writeDelta(Text text)
{
    if (!m_streamed)
        return;
    std::string &out = *m_out;
    out += m_deltaHead;
    out += text.escaped;
    out += "\",\"sequence_number\":";
    appendNumber(out, m_sequence++);
    out += "}\n\n";
}

std::string ResponsesAnswerWriter::itemId(std::string_view prefix) const
{
    return std::string(prefix) + hash(m_id + ':' + std::to_string(m_outputIndex));
}

} // namespace signalbox::wire::responses
