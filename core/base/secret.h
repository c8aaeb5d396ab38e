#pragma once

#include <string>
#include <string_view>

namespace signalbox {

/// A key or token in memory. Wiped when it goes; cannot be printed, compared or streamed by accident. Copies
/// are explicit, because each is one more place to wipe.
class Secret final
{
public:
    Secret() = default;
    /// Takes the text over and wipes the string it came from.
    explicit Secret(std::string &&text);
    ~Secret();
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret &&other) noexcept;
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;

    [[nodiscard]] Secret clone() const;
    /// The one way to the text: for the bytes of an Authorization header, never for a message.
    [[nodiscard]] std::string_view reveal() const { return m_text; }
    [[nodiscard]] bool isEmpty() const { return m_text.empty(); }

private:
    std::string m_text;
};

/// Overwrites the characters in a way the compiler keeps, and empties the string.
void wipe(std::string &text);

} // namespace signalbox
