// What accounting needs of an answer that is passed on as it is. The rest of the reader is in
// answer_reader.cpp.
#include "wire/anthropic_messages/answer_reader.h"
#include "wire/anthropic_messages/plain_delta.h"
#include "wire/anthropic_messages/stop_words.h"
#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"

namespace signalbox::wire::anthropic {

namespace {

constexpr std::string_view kDeltaEvent = "content_block_delta";

} // namespace

std::optional<std::size_t> AnthropicAnswerReader::skim(std::string_view name, std::string_view data)
{
    if (m_isTerminal || (!name.empty() && name != kDeltaEvent))
        return std::nullopt;
    const auto piece = plainDelta(data);
    if (!piece)
        return std::nullopt;
    const auto size = std::optional(piece->text.size());
    switch (piece->kind) {
    case PlainDelta::Kind::Text:
        return m_upstream == Upstream::Text && m_open == ir::BlockKind::Text ? size : std::nullopt;
    case PlainDelta::Kind::Thinking:
        return m_upstream == Upstream::Thinking ? size : std::nullopt;
    case PlainDelta::Kind::Arguments:
        break;
    }
    if (m_upstream != Upstream::Call)
        return std::nullopt;
    m_isUnread = m_hasArguments = true;
    return size;
}

bool AnthropicAnswerReader::skimWhole(std::string_view body, ir::EventSink &sink)
{
    enum Skimmed : std::size_t { Id, Model, Content, Counts, Stop, Wrong };
    static constexpr json::Names names{"id", "model", "content", "usage", "stop_reason", "error"};
    if (m_isEnded || !m_document.parse(body))
        return false;
    const auto members = names.in(m_document.root());
    const ir::StopReason reason = reasonOf(members[Stop].text().escaped);
    if (!members[Counts].isObject() || !members[Stop].isString() || members[Wrong].isPresent() ||
        reason == ir::StopReason::Refusal)
        return false;
    bool hasText = false;
    for (const json::Value block : members[Content]) {
        m_hasCalls = m_hasCalls || block["type"].is("tool_use");
        hasText = hasText || (block["type"].is("text") && !block["text"].text().isEmpty());
    }
    if (!hasText && !m_hasCalls)
        return false;
    m_isStarted = m_isEnded = m_isTerminal = true;
    sink.on(ir::Start{members[Id].text(), members[Model].text()});
    sink.on(ir::BlockStart{});
    sink.on(ir::BlockEnd{});
    takeUsage(members[Counts], sink);
    ir::Finish finish;
    finish.reason = ir::effectiveReason(reason, m_hasCalls, false);
    sink.on(finish);
    return true;
}

} // namespace signalbox::wire::anthropic
