#pragma once

#include <string>
#include <string_view>

namespace signalbox::wire::openai_chat {

/// Takes a leading `<think>…</think>` out of content that comes in pieces: the tags may be split between
/// them. Only at the start of a message; later tags are text. Pure; one answer.
class ThinkSplitter final
{
public:
    struct Piece
    {
        std::string thought; ///< escaped
        std::string text;    ///< escaped
    };

    [[nodiscard]] bool isDone() const { return m_state == State::Text; }
    /// `escaped` is the inside of a JSON string; hosts escape the angle brackets or not.
    [[nodiscard]] Piece feed(std::string_view escaped);
    /// The content is over: what was held back.
    [[nodiscard]] Piece finish();
    /// A whole content at once: also without the opening tag, which some templates put into the prompt.
    [[nodiscard]] static Piece splitWhole(std::string_view escaped);

private:
    enum class State { Start, Thought, AfterThought, Text };

    void step(Piece &piece);

    State m_state = State::Start;
    std::string m_held; // unescaped
};

} // namespace signalbox::wire::openai_chat
