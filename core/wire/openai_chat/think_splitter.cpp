#include "wire/openai_chat/think_splitter.h"

#include "base/json_writer.h"
#include "wire/text.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire::openai_chat {

namespace {

constexpr std::string_view kOpen = "<think>";
constexpr std::string_view kClose = "</think>";
constexpr std::string_view kSpace = " \t\r\n";

/// How many bytes at the end of `text` may be the begin of `tag`.
std::size_t partialTag(std::string_view text, std::string_view tag)
{
    for (std::size_t length = std::min(text.size(), tag.size() - 1); length > 0; --length) {
        if (text.ends_with(tag.substr(0, length)))
            return length;
    }
    return 0;
}

void trimFront(std::string &text)
{
    text.erase(0, std::min(text.find_first_not_of(kSpace), text.size()));
}

} // namespace

ThinkSplitter::Piece ThinkSplitter::feed(std::string_view escaped)
{
    Piece piece;
    if (m_state == State::Text) {
        piece.text = escaped;
        return piece;
    }
    appendUnescaped(m_held, Text{escaped});
    State before;
    do {
        before = m_state;
        step(piece);
    } while (m_state != before);
    return piece;
}

void ThinkSplitter::step(Piece &piece)
{
    switch (m_state) {
    case State::Start: {
        const std::size_t first = m_held.find_first_not_of(kSpace);
        if (first == std::string::npos)
            return;
        const std::string_view rest = std::string_view(m_held).substr(first);
        if (rest.starts_with(kOpen)) {
            m_held.erase(0, first + kOpen.size());
            m_state = State::Thought;
        } else if (!kOpen.starts_with(rest)) {
            appendJsonEscaped(piece.text, std::exchange(m_held, {}));
            m_state = State::Text;
        }
        return;
    }
    case State::Thought: {
        const std::size_t close = m_held.find(kClose);
        const std::size_t end =
            close != std::string::npos ? close : m_held.size() - partialTag(m_held, kClose);
        appendJsonEscaped(piece.thought, std::string_view(m_held).substr(0, end));
        m_held.erase(0, close != std::string::npos ? end + kClose.size() : end);
        if (close != std::string::npos)
            m_state = State::AfterThought;
        return;
    }
    case State::AfterThought:
        trimFront(m_held);
        if (m_held.empty())
            return;
        appendJsonEscaped(piece.text, std::exchange(m_held, {}));
        m_state = State::Text;
        return;
    case State::Text:
        return;
    }
}

ThinkSplitter::Piece ThinkSplitter::finish()
{
    Piece piece;
    appendJsonEscaped(m_state == State::Thought ? piece.thought : piece.text, std::exchange(m_held, {}));
    m_state = State::Text;
    return piece;
}

ThinkSplitter::Piece ThinkSplitter::splitWhole(std::string_view escaped)
{
    std::string plain = unescape(Text{escaped});
    trimFront(plain);
    if (plain.starts_with(kOpen))
        plain.erase(0, kOpen.size());
    Piece piece;
    const std::size_t close = plain.find(kClose);
    if (close == std::string::npos) {
        piece.text = escaped;
        return piece;
    }
    appendJsonEscaped(piece.thought, std::string_view(plain).substr(0, close));
    std::string text = plain.substr(close + kClose.size());
    trimFront(text);
    appendJsonEscaped(piece.text, text);
    return piece;
}

} // namespace signalbox::wire::openai_chat
