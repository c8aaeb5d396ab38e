#pragma once

#include "mock/script.h"

#include <string>
#include <string_view>

namespace signalbox::bench {

enum class Wire { Responses, Chat };

/// The answers of one wire format to one script, as bytes. What does not change from answer to answer is made
/// once, so that the mock costs little beside what it measures. Pure; owned by the mock, one for each script
/// it met.
class Answers final
{
public:
    Answers(Wire wire, std::string_view model);

    [[nodiscard]] const Script &script() const { return m_script; }
    [[nodiscard]] Wire wire() const { return m_wire; }

    /// A whole answer's body.
    [[nodiscard]] const std::string &whole() const { return m_whole; }

    /// The events before the first delta.
    [[nodiscard]] const std::string &opening() const { return m_opening; }

    /// Appends delta number `index`, marked with the time `now` (ns), to `out`, and its text to `text`.
    void appendDelta(std::size_t index, std::int64_t now, std::string &out, std::string &text) const;

    /// The events after the last delta. `text` is what the deltas added up to: the Responses API repeats it.
    [[nodiscard]] std::string closing(std::string_view text) const;

private:
    Wire m_wire;
    Script m_script;
    std::string m_model;
    std::string m_whole;
    std::string m_opening;
    std::string m_deltaText; ///< a delta's text after its mark
};

} // namespace signalbox::bench
