#include "wire/ir/surrogate_joiner.h"

namespace signalbox::wire::ir {

namespace {

constexpr std::size_t kEscape = 6; // "\ud83d"

/// Whether the text, the inside of a JSON string, ends in the first half of a pair.
bool endsInHalf(std::string_view text)
{
    if (text.size() < kEscape || text[text.size() - kEscape] != '\\' ||
        text[text.size() - kEscape + 1] != 'u')
        return false;
    const char first = text[text.size() - 4];
    const bool isHigh = (first == 'd' || first == 'D') &&
                        std::string_view("89abAB").find(text[text.size() - 3]) != std::string_view::npos;
    if (!isHigh)
        return false;
    // A backslash that is escaped itself begins no escape.
    const std::string_view before = text.substr(0, text.size() - kEscape);
    const std::size_t other = before.find_last_not_of('\\');
    const std::size_t slashes = before.size() - (other == std::string_view::npos ? 0 : other + 1);
    return slashes % 2 == 0;
}

} // namespace

void SurrogateJoiner::on(const Event &event)
{
    if (const auto *text = std::get_if<TextDelta>(&event)) {
        onPiece(event, *text, &TextDelta::text);
    } else if (const auto *arguments = std::get_if<ArgumentsDelta>(&event)) {
        onPiece(event, *arguments, &ArgumentsDelta::fragment);
    } else if (const auto *thought = std::get_if<ReasoningDelta>(&event)) {
        onPiece(event, *thought, &ReasoningDelta::text);
    } else if (const auto *refusal = std::get_if<RefusalDelta>(&event)) {
        onPiece(event, *refusal, &RefusalDelta::text);
    } else {
        // Hosts tell usage between the pieces; what ends the block ends the text.
        if (!std::holds_alternative<UsageUpdate>(event))
            release();
        m_next.on(event);
    }
}

template<class Delta>
void SurrogateJoiner::onPiece(const Event &event, const Delta &delta, Text Delta::*text)
{
    const std::string_view piece = (delta.*text).escaped;
    if (m_half.empty() && !endsInHalf(piece)) {
        m_next.on(event);
        return;
    }
    if (m_held.index() != event.index())
        release();
    m_joined = m_half;
    m_joined += piece;
    m_half.clear();
    if (endsInHalf(m_joined)) {
        m_half = m_joined.substr(m_joined.size() - kEscape);
        m_joined.resize(m_joined.size() - kEscape);
        Delta held = delta;
        held.*text = Text{m_half};
        m_held = held;
    }
    if (m_joined.empty())
        return;
    Delta joined = delta;
    joined.*text = Text{m_joined};
    m_next.on(joined);
}

/// Its other half does not come: it is told as it came.
void SurrogateJoiner::release()
{
    if (m_half.empty())
        return;
    m_next.on(m_held);
    m_half.clear();
}

} // namespace signalbox::wire::ir
