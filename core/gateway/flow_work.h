#pragma once

#include "gateway/flow.h"

#include <chrono>

namespace signalbox::gateway {

/// Counts the time from here to the end of the scope as the gateway's own work on a request. On the stack, at
/// each entry point of a flow.
class Flow::Work
{
public:
    explicit Work(Flow &flow) : m_flow(flow), m_since(flow.m_host.clock().now()) {}
    ~Work()
    {
        m_flow.m_record.overhead +=
            std::chrono::duration_cast<std::chrono::microseconds>(m_flow.m_host.clock().now() - m_since);
    }
    Work(const Work &) = delete;
    Work &operator=(const Work &) = delete;

private:
    Flow &m_flow;
    MonotonicTime m_since;
};

} // namespace signalbox::gateway
