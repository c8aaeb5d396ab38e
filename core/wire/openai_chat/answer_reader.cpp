#include "wire/openai_chat/answer_reader.h"

#include "base/json_writer.h"
#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"
#include "wire/json/validate.h"
#include "wire/openai_chat/chat_usage.h"
#include "wire/openai_chat/error_body.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::openai_chat {

namespace {

constexpr std::string_view kDone = "[DONE]";
constexpr json::Names kSkimmed{"id", "model", "choices", "usage", "error"};

/// Reasons that hosts give for answers that failed (OpenRouter, Z.AI, vLLM, DeepSeek).
constexpr std::array<std::string_view, 5> kBadReasons{"error", "network_error", "abort", "aborted",
                                                      "insufficient_system_resource"};

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\n'))
        text.remove_suffix(1);
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    return text;
}

ir::Failure serverFailure(std::string message, std::string code = {})
{
    ir::Failure failure;
    failure.code = std::move(code);
    failure.message = std::move(message);
    return failure;
}

} // namespace

ChatAnswerReader::ChatAnswerReader(const Target &target)
    : m_usageOmitsReasoning(target.dialect.usageOmitsReasoning), m_thinkTags(target.dialect.thinkTags)
{
}

MessageNature ChatAnswerReader::message(std::string_view name, std::string_view data, ir::EventSink &sink)
{
    MessageNature nature;
    if (m_done)
        return nature;
    if (const std::string_view word = trimmed(data); word.empty()) {
        return nature;
    } else if (word == kDone) {
        m_done = nature.terminal = true;
        nature.finishing = true;
        if (!m_finished)
            conclude(true, sink);
        return nature;
    }
    // A translator may not write what is no JSON string: that, nobody has checked here yet.
    if (const std::string_view text = furtherText(name, data); json::isString(text)) {
        nature.real = emitText(text, sink);
        return nature;
    }
    if (!m_document.parse(data) || !m_document.root().isObject()) {
        if (!m_finished)
            fail(name == "error" ? serverFailure(std::string(data.substr(0, 500)))
                                 : serverFailure("the provider sent a message that is not JSON"),
                 sink);
        m_done = nature.terminal = true;
        return nature;
    }
    m_plain = {};
    nature = chunk(m_document.root(), name == "error", sink);
    if (nature.real && !nature.finishing && m_plain.isPresent() && m_document.root()["choices"].size() == 1)
        learn(data);
    return nature;
}

void ChatAnswerReader::learn(std::string_view data)
{
    const std::size_t begin = m_plain.offset() + 1;
    m_before.assign(data.substr(0, begin));
    m_behind.assign(data.substr(begin + m_plain.text().escaped.size()));
}

/// The content, escaped, of a message that differs in it alone from one that was read; else empty.
std::string_view ChatAnswerReader::furtherText(std::string_view name, std::string_view data) const
{
    if (m_before.empty() || m_finished || m_reason || m_thinkTags || !name.empty() ||
        !m_blocks.isOpen(ir::BlockKind::Text) || data.size() <= m_before.size() + m_behind.size() ||
        !data.starts_with(m_before) || !data.ends_with(m_behind))
        return {};
    // The string must end where the known rest begins, and nowhere before.
    const std::string_view text = json::stringInside(data.substr(m_before.size()));
    return text.size() == data.size() - m_before.size() - m_behind.size() ? text : std::string_view();
}

std::optional<std::size_t> ChatAnswerReader::skim(std::string_view name, std::string_view data)
{
    const std::string_view text = furtherText(name, data);
    return text.empty() ? std::nullopt : std::optional(text.size());
}

MessageNature ChatAnswerReader::chunk(json::Value root, bool isErrorEvent, ir::EventSink &sink)
{
    MessageNature nature;
    Text id;
    Text model;
    json::Value choices;
    json::Value counts;
    bool isError = isErrorEvent;
    for (const json::Value member : root) {
        const std::string_view key = member.key().escaped;
        if (key == "id")
            id = member.text();
        else if (key == "model")
            model = member.text();
        else if (key == "choices")
            choices = member;
        else if (key == "usage" && member.isObject())
            counts = member;
        else if (key == "x_groq" && !counts.isPresent() && member["usage"].isObject())
            counts = member["usage"];
        else if (key == "error" && (member.isObject() || member.isString()))
            isError = true;
        else if (key == "object" && member.is("error"))
            isError = true;
    }
    if (isError) {
        if (!m_finished)
            fail(readErrorValue(0, root), sink);
        m_done = nature.terminal = true;
        return nature;
    }
    if (m_finished)
        return nature;
    const bool hadReason = m_reason.has_value() || !m_badReason.empty();
    if (choices.size() > 0 && !m_started) {
        m_started = true;
        sink.on(ir::Start{id, model});
    }
    for (const json::Value entry : choices) {
        if (entry["index"].integer().value_or(0) == 0)
            choice(entry, false, nature, sink);
    }
    if (counts.isPresent()) {
        m_plain = {};
        usage(counts, sink);
        nature.usageOnly = choices.size() == 0;
        if (hadReason) {
            nature.finishing = true;
            conclude(true, sink);
        }
    }
    return nature;
}

void ChatAnswerReader::choice(json::Value choice, bool isWhole, MessageNature &nature, ir::EventSink &sink)
{
    json::Value words;
    json::Value reason;
    json::Value counts;
    for (const json::Value member : choice) {
        const std::string_view key = member.key().escaped;
        if ((key == "delta" || key == "message") && member.isObject())
            words = member;
        else if (key == "finish_reason")
            reason = member;
        else if (key == "usage" && member.isObject())
            counts = member; // Moonshot
    }
    if (words.isPresent()) {
        const Delta found = find(words);
        nature.real |= delta(found, isWhole, sink);
        if (found.isPlain() && reason.text().isEmpty() && !counts.isPresent())
            m_plain = found.content;
    }
    if (counts.isPresent())
        usage(counts, sink);
    if (!reason.text().isEmpty()) {
        finishReason(reason.text(), sink);
        nature.finishing = true;
        nature.real |= !m_calls.isEmpty();
    }
}

ChatAnswerReader::Delta ChatAnswerReader::find(json::Value delta)
{
    Delta found;
    for (const json::Value member : delta) {
        if (member.isNull())
            continue;
        const std::string_view key = member.key().escaped;
        if (key == "content")
            found.content = member;
        else if (key == "reasoning_content")
            found.reasoningContent = member;
        else if (key == "reasoning" || key == "reasoning_text" || key == "thinking")
            found.reasoning = member;
        else if (key == "reasoning_details")
            found.details = member;
        else if (key == "refusal")
            found.refusal = member;
        else if (key == "tool_calls")
            found.toolCalls = member;
        else if (key == "function_call")
            found.functionCall = member;
        else if (key == "annotations")
            found.annotations = member;
        else if (key == "extra_content")
            found.extraContent = member;
    }
    return found;
}

bool ChatAnswerReader::delta(const Delta &delta, bool isWhole, ir::EventSink &sink)
{
    bool real = thoughts(delta, sink);
    real |= content(delta.content, isWhole, sink);
    if (!delta.refusal.text().isEmpty()) {
        flushDetails(sink);
        m_blocks.open(ir::BlockKind::Refusal, sink);
        m_hasRefusal = real = true;
        sink.on(ir::RefusalDelta{delta.refusal.text()});
    }
    citations(delta.annotations, sink);
    if (delta.extraContent.isObject())
        messageSignature(delta.extraContent, sink);
    if (delta.toolCalls.size() > 0)
        flushDetails(sink);
    for (const json::Value call : delta.toolCalls)
        real |= m_calls.add(call, isWhole, m_blocks, sink);
    if (delta.functionCall.isObject())
        real |= m_calls.addOldForm(delta.functionCall, m_blocks, sink);
    return real;
}

bool ChatAnswerReader::thoughts(const Delta &delta, ir::EventSink &sink)
{
    Text words = delta.reasoningContent.text();
    if (words.isEmpty())
        words = delta.reasoning.text();
    m_thoughtsAreNamed |= !words.isEmpty();
    if (delta.details.size() > 0) {
        m_details.add(delta.details);
        // Where a host sends both they say the same, in one chunk or one after the other.
        if (!m_thoughtsAreNamed) {
            bool real = false;
            for (const json::Value entry : delta.details) {
                const bool isSummary = entry["summary"].isString();
                real |= emitThought(entry[isSummary ? "summary" : "text"].text().escaped, isSummary, sink);
            }
            return real;
        }
    }
    return emitThought(words.escaped, false, sink);
}

bool ChatAnswerReader::emitThought(std::string_view escaped, bool isSummary, ir::EventSink &sink)
{
    if (escaped.empty() || m_blocks.isOpen(ir::BlockKind::Call))
        return false;
    m_blocks.open(ir::BlockKind::Reasoning, sink);
    sink.on(ir::ReasoningDelta{Text{escaped}, isSummary, 0});
    return true;
}

bool ChatAnswerReader::content(json::Value content, bool isWhole, ir::EventSink &sink)
{
    if (content.isString())
        return contentText(content.text().escaped, isWhole, sink);
    bool real = false;
    for (const json::Value part : content) {
        if (part["type"].is("thinking")) { // Mistral
            const json::Value thinking = part["thinking"];
            real |= emitThought(thinking.text().escaped, false, sink);
            for (const json::Value piece : thinking)
                real |= emitThought(piece["text"].text().escaped, false, sink);
        } else if (part["text"].isString()) {
            real |= emitText(part["text"].text().escaped, sink);
        }
    }
    return real;
}

bool ChatAnswerReader::contentText(std::string_view escaped, bool isWhole, ir::EventSink &sink)
{
    if (!m_thinkTags || m_think.isDone())
        return emitText(escaped, sink);
    const ThinkSplitter::Piece piece = isWhole ? ThinkSplitter::splitWhole(escaped) : m_think.feed(escaped);
    const bool thought = emitThought(piece.thought, false, sink);
    return emitText(piece.text, sink) || thought;
}

bool ChatAnswerReader::emitText(std::string_view escaped, ir::EventSink &sink)
{
    if (escaped.empty())
        return false;
    if (m_blocks.isOpen(ir::BlockKind::Call)) {
        m_deferred += escaped; // blocks are one after the other
        return false;
    }
    if (!m_blocks.isOpen(ir::BlockKind::Text)) {
        flushDetails(sink);
        m_blocks.open(ir::BlockKind::Text, sink);
    }
    sink.on(ir::TextDelta{Text{escaped}});
    return true;
}

void ChatAnswerReader::citations(json::Value annotations, ir::EventSink &sink)
{
    for (const json::Value annotation : annotations) {
        const json::Value inner = annotation["url_citation"];
        if (!inner.isObject())
            continue;
        std::string flat = R"({"type":"url_citation")";
        for (const json::Value member : inner) {
            flat += ",\"";
            flat += member.key().escaped;
            flat += "\":";
            flat += member.raw();
        }
        flat += '}';
        if (m_blocks.isOpen(ir::BlockKind::Call))
            m_deferredCitations.push_back(std::move(flat)); // as the text they are of
        else
            emitCitation(flat, sink);
    }
}

void ChatAnswerReader::emitCitation(std::string_view citation, ir::EventSink &sink)
{
    m_blocks.open(ir::BlockKind::Text, sink);
    sink.on(ir::Citation{RawJson{citation}});
}

void ChatAnswerReader::messageSignature(json::Value extraContent, ir::EventSink &sink)
{
    const Text token = extraContent["google"]["thought_signature"].text();
    if (token.isEmpty())
        return;
    ir::Signature signature;
    signature.token = token;
    signature.forAnswer = !m_blocks.isOpen();
    sink.on(signature);
}

/// Gives the collected details to the block of thought they belong to.
void ChatAnswerReader::flushDetails(ir::EventSink &sink)
{
    if (m_details.isEmpty() || m_blocks.isOpen(ir::BlockKind::Call))
        return;
    const std::string array = m_details.take();
    ir::Signature signature;
    signature.details = RawJson{array};
    const bool followsWords = m_blocks.count() > 0 && !m_blocks.isOpen(ir::BlockKind::Reasoning);
    if (followsWords) {
        signature.forAnswer = true;
    } else {
        m_blocks.open(ir::BlockKind::Reasoning, sink);
    }
    sink.on(signature);
}

void ChatAnswerReader::usage(json::Value usage, ir::EventSink &sink)
{
    sink.on(ir::UsageUpdate{readUsage(usage, m_usageOmitsReasoning)});
}

void ChatAnswerReader::finishReason(Text word, ir::EventSink &sink)
{
    const std::string plain = unescape(word);
    if (std::ranges::find(kBadReasons, plain) != kBadReasons.end())
        m_badReason = plain;
    else
        m_reason = ir::stopReasonFromChat(plain).value_or(ir::StopReason::Stop);
    if (!m_calls.isEmpty())
        m_calls.finish(m_reason == ir::StopReason::Length, m_blocks, sink);
}

void ChatAnswerReader::closeAll(bool cut, bool complete, ir::EventSink &sink)
{
    if (m_thinkTags && !m_think.isDone()) {
        const ThinkSplitter::Piece rest = m_think.finish();
        emitThought(rest.thought, false, sink);
        emitText(rest.text, sink);
    }
    m_calls.finish(cut, m_blocks, sink);
    if (!m_deferred.empty())
        emitText(std::exchange(m_deferred, {}), sink);
    for (const std::string &citation : std::exchange(m_deferredCitations, {}))
        emitCitation(citation, sink);
    flushDetails(sink);
    m_blocks.close(sink, complete);
}

void ChatAnswerReader::conclude(bool sawEnd, ir::EventSink &sink)
{
    if (!m_badReason.empty()) {
        fail(serverFailure("the provider ended the answer with \"" + m_badReason + "\"", m_badReason), sink);
        return;
    }
    if (!m_reason && !sawEnd) {
        ir::Failure failure = serverFailure("upstream closed the stream early", "upstream_stream_closed");
        failure.kind = ir::FailureKind::StreamClosed;
        fail(std::move(failure), sink);
        return;
    }
    closeAll(m_reason == ir::StopReason::Length, true, sink);
    if (!m_reason && m_blocks.count() == 0) {
        fail(serverFailure("the provider's answer is empty"), sink);
        return;
    }
    m_finished = true;
    ir::Finish finish;
    finish.reason =
        ir::effectiveReason(m_reason.value_or(ir::StopReason::Unknown), !m_calls.isEmpty(), m_hasRefusal);
    sink.on(finish);
}

void ChatAnswerReader::fail(ir::Failure failure, ir::EventSink &sink)
{
    closeAll(true, false, sink);
    m_finished = true;
    sink.on(failure);
}

void ChatAnswerReader::whole(std::string_view body, ir::EventSink &sink)
{
    if (m_finished)
        return;
    const auto parsed = m_document.parse(body);
    const json::Value root = m_document.root();
    if (!parsed || !root.isObject()) {
        fail(parsed ? serverFailure("the provider's answer is no JSON object") : readErrorBody(200, body),
             sink);
        return;
    }
    if (root["error"].isObject() || root["error"].isString() || root["object"].is("error")) {
        fail(readErrorValue(0, root), sink);
        return;
    }
    const json::Value choices = root["choices"];
    m_started = true;
    sink.on(ir::Start{root["id"].text(), root["model"].text()});
    MessageNature nature;
    if (choices.size() > 0)
        choice(*choices.begin(), true, nature, sink);
    if (root["usage"].isObject())
        usage(root["usage"], sink);
    conclude(true, sink);
}

bool ChatAnswerReader::skimWhole(std::string_view body, ir::EventSink &sink)
{
    if (m_finished || !m_document.parse(body))
        return false;
    const auto [id, model, choices, counts, error] = kSkimmed.in(m_document.root());
    if (choices.size() == 0 || !counts.isObject() || error.isPresent())
        return false;
    const json::Value first = *choices.begin();
    const Text word = first["finish_reason"].text();
    const auto reason = ir::stopReasonFromChat(word.escaped);
    const Delta message = find(first["message"]);
    const bool hasCalls = message.toolCalls.size() > 0;
    const bool hasText = !message.content.text().isEmpty();
    if (!reason || message.refusal.isPresent() || message.functionCall.isPresent() ||
        (!hasText && !hasCalls) || std::ranges::find(kBadReasons, word.escaped) != kBadReasons.end())
        return false;
    m_started = m_finished = m_done = true;
    sink.on(ir::Start{id.text(), model.text()});
    m_blocks.open(ir::BlockKind::Text, sink);
    m_blocks.close(sink);
    usage(counts, sink);
    ir::Finish finish;
    finish.reason = ir::effectiveReason(*reason, hasCalls, false);
    sink.on(finish);
    return true;
}

void ChatAnswerReader::end(ir::EventSink &sink)
{
    m_done = true;
    if (!m_finished)
        conclude(false, sink);
}

} // namespace signalbox::wire::openai_chat
