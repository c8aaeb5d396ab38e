#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

/// Appends `text` (UTF-8) escaped as the inside of a JSON string. Bytes that are no UTF-8 become U+FFFD.
void appendJsonEscaped(std::string &out, std::string_view text);

/// Writes one JSON document into a string that the caller owns and reuses: members in the order given, raw
/// tokens copied as they are. It keeps count of commas only; that braces match is the caller's.
class JsonWriter final
{
public:
    explicit JsonWriter(std::string &out) : m_out(out) {}

    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginArray();
    JsonWriter &endArray();
    /// `name` needs no escaping: it is one of ours.
    JsonWriter &key(std::string_view name);

    JsonWriter &string(std::string_view text);
    /// The inside of a JSON string that is escaped already.
    JsonWriter &escaped(std::string_view inside);
    /// A whole JSON value, valid already.
    JsonWriter &raw(std::string_view value);
    JsonWriter &number(std::int64_t value);
    JsonWriter &boolean(bool value);
    JsonWriter &null();

    [[nodiscard]] std::string &out() { return m_out; }

private:
    void separate();

    std::string &m_out;
    bool m_comma = false;
};

} // namespace signalbox
