#pragma once

#include "base/clock.h"
#include "http/message.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::http {

/// "Not Found" for 404; empty for a status without a name.
[[nodiscard]] std::string_view reasonPhrase(int status);

/// How the body of an answer is delimited.
struct BodyShape
{
    enum class Kind { None, Length, Chunked, UntilClose };
    Kind kind = Kind::None;
    std::size_t length = 0;
};

/// What the connection does after the answer.
enum class AfterAnswer { KeepAlive, KeepAliveSaid, Close };

/// Appends the head of an answer. The server's own fields among `fields` are left out, and so is what could
/// not be sent as one field: nothing a provider said can start a line of its own.
void appendResponseHead(std::string &into, int status, const Fields &fields, BodyShape shape,
                        AfterAnswer after, std::string_view date);

/// "1a2b\r\n", in front of a chunk's data.
[[nodiscard]] std::string_view chunkSizeLine(std::size_t bytes, std::span<char, 20> memory);

/// The Date field's value, made anew once a second. Owned by a server.
class DateCache final
{
public:
    explicit DateCache(const Clock &clock) : m_clock(clock) {}
    [[nodiscard]] std::string_view now();

private:
    const Clock &m_clock;
    std::optional<std::int64_t> m_second;
    std::string m_text;
};

} // namespace signalbox::http
