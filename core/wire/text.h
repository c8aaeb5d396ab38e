#pragma once

#include <list>
#include <string>
#include <string_view>

namespace signalbox::wire {

/// The inside of a JSON string as it stood in its source: valid escapes, valid UTF-8, no quotes. A slice of a
/// body or of an Arena; never owns. Writers copy it as it is, so nothing is unescaped and escaped again on
/// the way.
struct Text
{
    std::string_view escaped;

    [[nodiscard]] bool isEmpty() const { return escaped.empty(); }
    bool operator==(const Text &) const = default;
};

/// A whole JSON value as it stood in its source, validated. Empty where there is none.
struct RawJson
{
    std::string_view text;

    [[nodiscard]] bool isEmpty() const { return text.empty(); }
    bool operator==(const RawJson &) const = default;
};

/// Undoes the escapes: UTF-8. A lone surrogate becomes U+FFFD, because UTF-8 cannot say it.
[[nodiscard]] std::string unescape(Text text);
void appendUnescaped(std::string &out, Text text);
/// Whether the text, unescaped, is `plain`. Compares in place where nothing is escaped.
[[nodiscard]] bool equals(Text text, std::string_view plain);

/// Owns the strings that were made on the way (joined, generated, re-escaped), so that slices of them live as
/// long as the request or answer they belong to. Addresses are stable.
class Arena final
{
public:
    Arena() = default;
    Arena(Arena &&) = default;
    Arena &operator=(Arena &&) = default;
    Arena(const Arena &) = delete;
    Arena &operator=(const Arena &) = delete;
    ~Arena() = default;

    [[nodiscard]] std::string_view keep(std::string text) { return m_strings.emplace_back(std::move(text)); }
    /// Escapes `plain` and keeps it.
    [[nodiscard]] Text text(std::string_view plain);

private:
    std::list<std::string> m_strings; // a deque would not be moved without a throw
};

} // namespace signalbox::wire
