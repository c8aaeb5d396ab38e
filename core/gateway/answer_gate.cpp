#include "gateway/answer_gate.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::gateway {

std::string &AnswerGate::out()
{
    keepLent();
    return m_out;
}

void AnswerGate::pass(const wire::framing::Message &block)
{
    if (!block.isLent || m_end != std::string::npos) {
        out().append(block.wire);
        return;
    }
    if (m_lent.data() + m_lent.size() != block.wire.data())
        keepLent();
    m_lent = m_lent.empty() ? block.wire : std::string_view(m_lent.data(), m_lent.size() + block.wire.size());
}

void AnswerGate::keepLent()
{
    m_out.append(std::exchange(m_lent, {}));
}

void AnswerGate::open(int status, http::Fields fields)
{
    m_open = true;
    m_status = status;
    m_fields = std::move(fields);
}

void AnswerGate::holdEnd()
{
    keepLent();
    m_end = std::min(m_end, m_out.size());
}

void AnswerGate::flush()
{
    if (!m_open) {
        keepLent();
        return;
    }
    if (!m_begun) {
        m_begun = true;
        m_exchange.begin(m_status, m_fields);
    }
    const std::size_t sendable = std::min(m_end, m_out.size());
    const std::array pieces{std::string_view(m_out).substr(0, sendable), std::exchange(m_lent, {})};
    m_exchange.send(pieces);
    m_out.erase(0, sendable);
    if (m_end != std::string::npos)
        m_end -= sendable;
}

void AnswerGate::discard()
{
    m_out.clear();
    m_lent = {};
    m_end = std::string::npos;
}

void AnswerGate::finish()
{
    m_end = std::string::npos;
    flush();
    m_exchange.finish();
}

bool AnswerGate::isCongested() const
{
    return m_exchange.unsentBytes() > net::Connection::kHighWater;
}

} // namespace signalbox::gateway
