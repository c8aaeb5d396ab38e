#pragma once

#include "wire/ir/fragment_text.h"
#include "wire/text.h"

#include <string>
#include <string_view>

namespace signalbox::wire::ir {

/// Gets the raw text of a freeform call out of the JSON arguments in which a model wrapped it, as they come
/// in pieces. The text of `input` is given out while it comes; where the arguments begin otherwise everything
/// is held until the end, which decides. What was given out is never taken back. Pure; one call.
class FreeformInput final
{
public:
    /// `isPatch`: the tool is apply_patch, whose input is freed of fences and here-documents and ends its
    /// last line.
    explicit FreeformInput(bool isPatch = false) : m_isPatch(isPatch) {}

    /// Appends what of the input is now known to `out`, escaped as the inside of a JSON string.
    void feed(std::string_view fragment, std::string &out);
    /// The arguments are over: appends the rest.
    void finish(std::string &out);
    /// After the end: false where the arguments broke off.
    [[nodiscard]] bool isComplete() const { return !m_broken; }

private:
    enum class State { BeforeObject, BeforeKey, InKey, AfterKey, BeforeValue, InString, Done, Held };

    void scan(std::string_view json, std::string &out);
    [[nodiscard]] std::size_t scanString(std::string_view json, std::string &out);
    void emitWhole(std::string &out);
    void release(std::string &out);
    [[nodiscard]] std::string decide();

    bool m_isPatch;
    State m_state = State::BeforeObject;
    FragmentText m_text;
    std::string m_json; // all of the arguments, while it is not sure that they need no second look
    std::string m_key;
    std::string m_ready;    // of the input: decoded once, not yet given out
    bool m_emitted = false; // something was given out
    bool m_endsLine = false;
    bool m_broken = false;
};

} // namespace signalbox::wire::ir
