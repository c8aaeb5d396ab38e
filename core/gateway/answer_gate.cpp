#include "gateway/answer_gate.h"

#include <algorithm>
#include <utility>

namespace signalbox::gateway {

void AnswerGate::open(int status, http::Fields fields)
{
    m_open = true;
    m_status = status;
    m_fields = std::move(fields);
}

void AnswerGate::holdEnd()
{
    m_end = std::min(m_end, m_out.size());
}

void AnswerGate::flush()
{
    if (!m_open)
        return;
    if (!m_begun) {
        m_begun = true;
        m_exchange.begin(m_status, m_fields);
    }
    const std::size_t sendable = std::min(m_end, m_out.size());
    if (sendable == 0)
        return;
    m_exchange.send(std::string_view(m_out).substr(0, sendable));
    m_out.erase(0, sendable);
    if (m_end != std::string::npos)
        m_end -= sendable;
}

void AnswerGate::discard()
{
    m_out.clear();
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
