#pragma once

#include "http/syntax.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace signalbox::http {

/// How large the head of a message may be.
struct HeadLimits
{
    std::size_t targetBytes = 16 * 1024; ///< also the longest status line
    std::size_t headBytes = 64 * 1024;
    std::size_t fields = 200;
};

/// Cuts the head of a message into lines ended by CRLF and by nothing else, byte by byte in one order, so
/// that the answer is the same however the bytes were split: a limit or a forbidden byte strikes at its
/// place. Pure; owned by a parser.
class HeadScanner final
{
public:
    explicit HeadScanner(const HeadLimits &limits) : m_limits(limits) {}

    enum class Status { NeedMore, Line, Fault };

    /// `bytes` begin with the message's first byte each time, until reset. A line found is line().
    [[nodiscard]] Status next(std::string_view bytes);
    [[nodiscard]] std::string_view line() const { return m_line; }
    [[nodiscard]] bool isFirstLine() const { return m_lines == 1; }
    /// The method and target, or status line, passed its limit; else it was the head as a whole or the field
    /// count.
    [[nodiscard]] const Fault &fault() const { return m_fault; }
    /// Bytes up to and with the last line found.
    [[nodiscard]] std::size_t consumed() const { return m_lineBegin; }
    void reset();

private:
    Status fail(int status, const char *reason);

    HeadLimits m_limits;
    std::string_view m_line;
    Fault m_fault;
    std::size_t m_position = 0;
    std::size_t m_lineBegin = 0;
    std::size_t m_lines = 0;
    bool m_afterReturn = false;
};

} // namespace signalbox::http
