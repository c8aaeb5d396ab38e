#include "http/head_scanner.h"

#include <algorithm>

namespace signalbox::http {

namespace {

// Room in the first line for what stands beside the target: a method and a version.
constexpr std::size_t kBesideTarget = 64;

constexpr bool isPlain(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
}

} // namespace

HeadScanner::Status HeadScanner::fail(int status, const char *reason)
{
    m_fault = {status, reason};
    return Status::Fault;
}

HeadScanner::Status HeadScanner::next(std::string_view bytes)
{
    const std::size_t lineLimit = m_lines == 0 ? m_limits.targetBytes + kBesideTarget : m_limits.headBytes;
    const std::size_t limit = std::min(m_limits.headBytes, m_lineBegin + lineLimit);
    for (; m_position < bytes.size(); ++m_position) {
        const char c = bytes[m_position];
        if (m_position >= limit) {
            if (m_lines == 0)
                return fail(414, "the first line is too long");
            return fail(431, "the head is too large");
        }
        if (m_afterReturn) {
            if (c != '\n')
                return fail(400, "a carriage return that ends no line");
            m_line = bytes.substr(m_lineBegin, m_position - 1 - m_lineBegin);
            m_lineBegin = ++m_position;
            m_afterReturn = false;
            if (++m_lines > m_limits.fields + 1 && !m_line.empty())
                return fail(431, "too many fields");
            return Status::Line;
        }
        if (m_position == m_lineBegin && m_lines > 0 && (c == ' ' || c == '\t'))
            return fail(400, "a line begins with whitespace: folded lines are refused");
        if (isPlain(c))
            continue;
        if (c == '\n')
            return fail(400, "a line feed without carriage return");
        if (c != '\r')
            return fail(400, "a control character in the head");
        m_afterReturn = true;
    }
    return Status::NeedMore;
}

void HeadScanner::reset()
{
    m_line = {};
    m_position = m_lineBegin = m_lines = 0;
    m_afterReturn = false;
}

} // namespace signalbox::http
