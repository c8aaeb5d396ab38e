#include "http/head_scanner.h"

#include "http/plain_text.h"

#include <algorithm>

namespace signalbox::http {

namespace {

// Room in the first line for what stands beside the target: a method and a version.
constexpr std::size_t kBesideTarget = 64;

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
        if (isPlain(c)) {
            const std::size_t end = std::min(bytes.size(), limit);
            m_position += plainPrefix(bytes.substr(m_position + 1, end - m_position - 1));
            continue;
        }
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
