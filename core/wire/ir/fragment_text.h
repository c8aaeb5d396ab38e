#pragma once

#include <string>
#include <string_view>

namespace signalbox::wire::ir {

/// Undoes the escapes of a JSON string that comes in pieces: an escape, a surrogate pair or a UTF-8 sequence
/// may be split between them. What it gives is text for another JSON reader: half a surrogate pair, which
/// UTF-8 cannot say, is given as the escape it was.
class FragmentText final
{
public:
    /// Appends what `fragment` (escaped) says to `out`.
    void feed(std::string_view fragment, std::string &out);
    /// The string is over: appends what was held back.
    void finish(std::string &out);

private:
    void unit(unsigned value, std::string &out);

    std::string m_pending; // the begin of an escape
    unsigned m_high = 0;   // the first half of a pair
};

/// Watches the JSON text of a call's arguments as it comes in pieces (escaped as a string's inside), and
/// tells whether it is whole.
class ArgumentsProgress final
{
public:
    void feed(std::string_view fragment);
    [[nodiscard]] bool hasBegun() const { return m_begun; }
    /// An object or array was opened and closed again.
    [[nodiscard]] bool isComplete() const { return m_begun && m_depth == 0 && !m_inString; }

private:
    void character(char c);

    FragmentText m_text;
    std::string m_plain;
    int m_depth = 0;
    bool m_begun = false;
    bool m_inString = false;
    bool m_escape = false;
};

} // namespace signalbox::wire::ir
