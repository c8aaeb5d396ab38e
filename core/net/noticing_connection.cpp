#include "net/noticing_connection.h"

#include <utility>

namespace signalbox::net {

NoticingConnection::~NoticingConnection()
{
    if (m_destroyed)
        *m_destroyed = true;
}

void NoticingConnection::setObserver(Observer *observer)
{
    m_observer = observer;
    if (m_observer && m_notices != 0)
        m_later.schedule();
}

void NoticingConnection::tell(Notice notice)
{
    m_notices |= notice;
    if (m_calls > 0 || m_destroyed)
        m_later.schedule();
    else
        deliver();
}

void NoticingConnection::tellLater(Notice notice)
{
    m_notices |= notice;
    m_later.schedule();
}

void NoticingConnection::failWith(ErrorCode code, std::string message)
{
    if (std::exchange(m_isFailed, true))
        return;
    m_error = {code, std::move(message), {}};
    tell(Failed);
}

void NoticingConnection::noteUnsent(std::size_t bytes)
{
    if (bytes > kHighWater) {
        m_wasAboveHighWater = true;
    } else if (m_wasAboveHighWater && bytes <= kLowWater) {
        m_wasAboveHighWater = false;
        tell(Drained);
    }
}

void NoticingConnection::deliver()
{
    while (m_notices != 0 && m_observer) {
        bool destroyed = false;
        m_destroyed = &destroyed;
        const bool goOn = deliverOne();
        if (destroyed)
            return;
        m_destroyed = nullptr;
        if (!goOn)
            return;
    }
}

bool NoticingConnection::deliverOne()
{
    // A member function of a destroyed object goes on here after the call: nothing of it is touched then.
    bool *const destroyed = m_destroyed;
    if (m_notices & Connected) {
        m_notices &= ~Connected;
        m_observer->onConnected();
        return true;
    }
    if (m_notices & Readable) {
        m_notices &= ~Readable;
        if (!isReadable())
            return true;
        m_observer->onReadable();
        if (*destroyed)
            return false;
        if (isReadableAgain())
            tellLater(Readable);
        return (m_notices & ~Readable) != 0; // other connections have their turn before we read again
    }
    if (m_notices & Drained) {
        m_notices &= ~Drained;
        m_observer->onWriteDrained();
        return true;
    }
    m_notices = 0;
    m_observer->onFailed(m_error);
    return false;
}

} // namespace signalbox::net
