#include "wire/gemini/answer_reader.h"

#include "base/ids.h"
#include "base/json_writer.h"
#include "wire/gemini/answer_words.h"
#include "wire/gemini/error_body.h"
#include "wire/gemini/grounding.h"
#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"
#include "wire/json/validate.h"

#include <utility>

namespace signalbox::wire::gemini {

namespace {

constexpr json::Names kResponse{"candidates",   "promptFeedback", "usageMetadata",
                                "modelVersion", "responseId",     "error"};
constexpr json::Names kCandidate{"content", "finishReason", "finishMessage", "groundingMetadata", "index"};
constexpr std::string_view kInlineData = "inlineData";
constexpr json::Names kPart{"text", "thought", "thoughtSignature", "functionCall", kInlineData};
constexpr json::Names kCall{"id", "name", "args", "partialArgs", "willContinue"};

ir::Failure serverFailure(std::string message)
{
    ir::Failure failure;
    failure.message = std::move(message);
    return failure;
}

} // namespace

MessageNature GeminiAnswerReader::message(std::string_view, std::string_view data, ir::EventSink &sink)
{
    MessageNature nature;
    if (m_finished || data.find_first_not_of(" \r\n") == std::string_view::npos)
        return nature;
    m_plain = {};
    const auto parsed = m_document.parse(data);
    json::Value root = m_document.root();
    if (root.isArray() && root.size() > 0)
        root = *root.begin(); // an error in a stream comes as a list of one
    if (!parsed || !root.isObject()) {
        fail(serverFailure("the provider sent a message that is not JSON"), sink);
        nature.terminal = true;
        return nature;
    }
    nature = response(root, sink);
    if (nature.real && !nature.finishing && m_plain.isPresent())
        learn(data, m_plain);
    return nature;
}

MessageNature GeminiAnswerReader::response(json::Value root, ir::EventSink &sink)
{
    MessageNature nature;
    const auto [candidates, feedback, usage, model, id, error] = kResponse.in(root);
    if (error.isObject()) {
        fail(readErrorValue(0, root), sink);
        nature.terminal = true;
        return nature;
    }
    const bool isBlocked = feedback["blockReason"].isPresent() && candidates.size() == 0;
    if (!m_started && (candidates.size() > 0 || isBlocked)) {
        m_started = true;
        m_id = id.text().escaped;
        sink.on(ir::Start{id.text(), model.text()});
    }
    for (const json::Value one : candidates) {
        if (one["index"].integer().value_or(0) == 0)
            candidate(one, nature, sink);
    }
    if (isBlocked) {
        blocked(feedback);
        nature.finishing = true;
    }
    if (usage["promptTokenCount"].isPresent() || usage["totalTokenCount"].isPresent())
        sink.on(ir::UsageUpdate{readUsage(usage)});
    return nature;
}

void GeminiAnswerReader::candidate(json::Value candidate, MessageNature &nature, ir::EventSink &sink)
{
    const auto [content, reason, message, metadata, index] = kCandidate.in(candidate);
    const json::Value parts = content["parts"];
    for (const json::Value one : parts)
        nature.real |= part(one, sink);
    if (parts.size() != 1 || reason.isPresent())
        m_plain = {};
    if (metadata.size() > 0)
        m_grounding = metadata.raw();
    if (reason.isString() || reason.isNumber()) {
        finishReason(reason, message);
        nature.finishing = true;
        if (m_isPartial) {
            finishPartial(m_reason != ir::StopReason::Length, sink);
            nature.real = true;
        }
    }
}

bool GeminiAnswerReader::part(json::Value part, ir::EventSink &sink)
{
    const auto [words, isThought, signature, functionCall, inlineData] = kPart.in(part);
    if (functionCall.isObject())
        return call(functionCall, signature.text(), sink);
    if (inlineData.isObject())
        return media(inlineData, signature.text(), sink);
    if (words.isString() && isThought.boolean() == true)
        return thought(words.text(), signature.text(), sink);
    if (words.isString()) {
        if (!signature.isPresent())
            m_plain = words;
        return text(words.text(), signature.text(), sink);
    }
    if (part.isObject() && part.size() > 0)
        hosted(part, sink);
    return false;
}

bool GeminiAnswerReader::text(Text words, Text signature, ir::EventSink &sink)
{
    if (!words.isEmpty()) {
        open(ir::BlockKind::Text, sink);
        m_text += words.escaped;
        sink.on(ir::TextDelta{words});
    }
    if (!signature.isEmpty())
        sign(signature, !isOpen(ir::BlockKind::Text), sink);
    return !words.isEmpty();
}

bool GeminiAnswerReader::thought(Text words, Text signature, ir::EventSink &sink)
{
    if (words.isEmpty() && signature.isEmpty())
        return false;
    open(ir::BlockKind::Reasoning, sink);
    if (!words.isEmpty())
        sink.on(ir::ReasoningDelta{words, true, 0});
    if (!signature.isEmpty())
        sign(signature, false, sink);
    return !words.isEmpty();
}

bool GeminiAnswerReader::call(json::Value call, Text signature, ir::EventSink &sink)
{
    const auto [id, name, args, pieces, willContinue] = kCall.in(call);
    if (pieces.isArray() || willContinue.boolean() == true || name.text().isEmpty())
        return partialCall(call, signature, sink);
    finishPartial(true, sink);
    m_arguments.clear();
    if (args.isObject())
        appendJsonEscaped(m_arguments, args.raw());
    else
        m_arguments = "{}";
    emitCall(id.text(), name.text(), signature, m_arguments, true, sink);
    return true;
}

bool GeminiAnswerReader::partialCall(json::Value call, Text signature, ir::EventSink &sink)
{
    const auto [id, name, args, pieces, willContinue] = kCall.in(call);
    bool isEnded = false;
    if (!name.text().isEmpty()) {
        isEnded = m_isPartial; // the one before was never closed
        finishPartial(true, sink);
        m_isPartial = true;
        m_partialId = id.text().escaped;
        m_partialName = name.text().escaped;
        m_partialSignature.clear();
    }
    if (!m_isPartial)
        return isEnded;
    if (!signature.isEmpty())
        m_partialSignature = signature.escaped;
    m_partial.add(pieces);
    if (willContinue.boolean() == true)
        return isEnded;
    finishPartial(true, sink);
    return true;
}

void GeminiAnswerReader::finishPartial(bool complete, ir::EventSink &sink)
{
    if (!std::exchange(m_isPartial, false))
        return;
    m_arguments.clear();
    appendJsonEscaped(m_arguments, m_partial.take());
    emitCall(Text{m_partialId}, Text{m_partialName}, Text{m_partialSignature}, m_arguments, complete, sink);
}

void GeminiAnswerReader::emitCall(Text id, Text name, Text signature, std::string_view arguments,
                                  bool complete, ir::EventSink &sink)
{
    ir::BlockStart start;
    start.kind = ir::BlockKind::Call;
    start.id = id;
    start.name = name;
    begin(start, sink);
    if (!signature.isEmpty())
        sign(signature, false, sink);
    sink.on(ir::ArgumentsDelta{Text{arguments}});
    close(sink, complete);
    m_hasCalls = true;
}

/// Clients of other formats know pictures of a model as the work of a hosted tool; sound they do not know.
bool GeminiAnswerReader::media(json::Value data, Text signature, ir::EventSink &sink)
{
    std::string item;
    JsonWriter json(item);
    json.beginObject().key("type");
    if (data["mimeType"].text().escaped.starts_with("image")) {
        json.string("image_generation_call").key("id");
        json.string(derivedId("ig_", m_id + '/' + std::to_string(m_index)));
        json.key("status").string("completed");
        json.key("output_format").string(data["mimeType"].is("image/jpeg") ? "jpeg" : "png");
        json.key("result").escaped(data["data"].text().escaped);
    } else {
        json.string(kInlineData).key(kInlineData).raw(data.raw());
    }
    json.endObject();
    ir::BlockStart start;
    start.kind = ir::BlockKind::Hosted;
    start.raw = RawJson{item};
    begin(start, sink);
    close(sink);
    if (!signature.isEmpty())
        sign(signature, true, sink);
    return true;
}

/// Parts that only Google understands (its own tools' calls and results) are kept whole, as state that the
/// model wants to see again.
void GeminiAnswerReader::hosted(json::Value part, ir::EventSink &sink)
{
    close(sink);
    ir::Signature state;
    state.token = part["thoughtSignature"].text();
    state.forAnswer = true;
    state.details = RawJson{part.raw()};
    sink.on(state);
}

void GeminiAnswerReader::sign(Text signature, bool forAnswer, ir::EventSink &sink)
{
    ir::Signature state;
    state.token = signature;
    state.forAnswer = forAnswer;
    sink.on(state);
}

void GeminiAnswerReader::blocked(json::Value feedback)
{
    m_reason = ir::StopReason::Refusal;
    m_explanation = feedback["blockReasonMessage"].text().escaped;
    if (m_explanation.empty())
        m_explanation =
            "The provider refused to answer (" + std::string(feedback["blockReason"].text().escaped) + ").";
}

void GeminiAnswerReader::finishReason(json::Value reason, json::Value message)
{
    m_reason = stopReasonOf(reason);
    if (m_reason != ir::StopReason::Refusal)
        return;
    m_explanation = message.text().escaped;
    if (m_explanation.empty())
        m_explanation = "The provider refused to answer (" + std::string(reason.text().escaped) + ").";
}

/// What was searched and where the words come from is told at the end, and stands behind them.
void GeminiAnswerReader::grounding(ir::EventSink &sink)
{
    json::Document document;
    if (m_grounding.empty() || !document.parseCopy(m_grounding))
        return;
    if (isOpen(ir::BlockKind::Text))
        emitCitations(document.root(), m_text, sink);
    for (const json::Value query : document.root()["webSearchQueries"]) {
        const std::string item = searchItem(query, derivedId("ws_", m_id + '/' + std::to_string(m_index)));
        ir::BlockStart start;
        start.kind = ir::BlockKind::Hosted;
        start.raw = RawJson{item};
        begin(start, sink);
        close(sink);
    }
}

void GeminiAnswerReader::open(ir::BlockKind kind, ir::EventSink &sink)
{
    if (isOpen(kind))
        return;
    finishPartial(true, sink);
    ir::BlockStart start;
    start.kind = kind;
    begin(start, sink);
}

void GeminiAnswerReader::begin(ir::BlockStart start, ir::EventSink &sink)
{
    close(sink);
    start.index = m_index;
    m_openKind = start.kind;
    m_isOpen = true;
    m_text.clear();
    sink.on(start);
}

void GeminiAnswerReader::close(ir::EventSink &sink, bool complete)
{
    if (std::exchange(m_isOpen, false))
        sink.on(ir::BlockEnd{m_index++, complete});
}

void GeminiAnswerReader::conclude(bool sawEnd, ir::EventSink &sink)
{
    if (!m_reason && !sawEnd) {
        ir::Failure failure = serverFailure("upstream closed the stream early");
        failure.kind = ir::FailureKind::StreamClosed;
        failure.code = "upstream_stream_closed";
        fail(std::move(failure), sink);
        return;
    }
    finishPartial(true, sink);
    grounding(sink);
    close(sink);
    if (!m_reason && m_index == 0) {
        fail(serverFailure("the provider's answer is empty"), sink);
        return;
    }
    m_finished = true;
    ir::Finish finish;
    finish.reason = ir::effectiveReason(m_reason.value_or(ir::StopReason::Unknown), m_hasCalls, false);
    finish.explanation = Text{m_explanation};
    sink.on(finish);
}

void GeminiAnswerReader::fail(ir::Failure failure, ir::EventSink &sink)
{
    finishPartial(false, sink);
    close(sink, false);
    m_finished = true;
    sink.on(failure);
}

void GeminiAnswerReader::end(ir::EventSink &sink)
{
    if (!m_finished)
        conclude(false, sink);
}

void GeminiAnswerReader::whole(std::string_view body, ir::EventSink &sink)
{
    if (m_finished)
        return;
    json::Document document;
    const auto parsed = document.parse(body);
    const json::Value root = document.root();
    if (!parsed || (!root.isObject() && !root.isArray())) {
        fail(readErrorBody(200, body), sink);
        return;
    }
    if (root.isObject())
        (void)response(root, sink);
    for (const json::Value piece : root) { // a stream that was not asked for as events is one list
        if (root.isArray() && piece.isObject() && !m_finished)
            (void)response(piece, sink);
    }
    if (!m_finished)
        conclude(true, sink);
}

} // namespace signalbox::wire::gemini
