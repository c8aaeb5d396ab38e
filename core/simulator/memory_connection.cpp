#include "simulator/memory_connection.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace signalbox::simulator {

void MemoryConnection::setPeer(std::unique_ptr<Peer> peer)
{
    Q_ASSERT(!m_peer);
    m_peer = std::move(peer);
    post();
}

void MemoryConnection::deliver(std::string_view bytes)
{
    m_toUser.append(bytes);
    m_aboveHigh = m_aboveHigh || m_toUser.size() > kHighWater;
    post();
}

void MemoryConnection::deliverEnd()
{
    m_ended = true;
    post();
}

net::Connection::ReadStatus MemoryConnection::read(ByteBuffer &into, std::size_t most)
{
    if (m_toUser.isEmpty()) {
        if (!m_ended)
            return ReadStatus::Nothing;
        m_endRead = true;
        return ReadStatus::End;
    }
    const std::size_t count = std::min(most, m_toUser.size());
    into.append(m_toUser.view().substr(0, count));
    m_toUser.consume(count);
    if (m_aboveHigh && m_toUser.size() <= kLowWater)
        post(); // the peer hears of it from there
    return ReadStatus::Data;
}

void MemoryConnection::write(std::span<const std::string_view> pieces)
{
    if (!m_peer)
        return;
    for (const std::string_view piece : pieces)
        m_toPeer.append(piece);
    m_sentAboveHigh = m_sentAboveHigh || m_toPeer.size() > kHighWater;
    post();
}

void MemoryConnection::setReadPaused(bool paused)
{
    m_paused = paused;
    if (!paused && isReadable())
        post();
}

void MemoryConnection::abort()
{
    m_observer = nullptr;
    m_peer.reset();
    m_toPeer.clear();
    m_toUser.clear();
}

void MemoryConnection::post()
{
    if (std::exchange(m_posted, true))
        return;
    QMetaObject::invokeMethod(this, &MemoryConnection::notify, Qt::QueuedConnection);
}

void MemoryConnection::notify()
{
    m_posted = false;
    // Each notice may destroy this object or take the observer away.
    const QPointer<MemoryConnection> alive(this);
    if (!std::exchange(m_connectedTold, true) && m_observer)
        m_observer->onConnected();
    if (alive && m_peer && !m_toPeer.isEmpty())
        m_peer->onBytes(m_toPeer);
    if (alive && m_sentAboveHigh && m_toPeer.size() <= kLowWater) {
        m_sentAboveHigh = false;
        if (m_observer)
            m_observer->onWriteDrained();
    }
    if (alive && m_aboveHigh && m_toUser.size() <= kLowWater) {
        m_aboveHigh = false;
        if (m_peer)
            m_peer->onDrained();
    }
    if (alive && m_observer && !m_paused && isReadable()) {
        m_observer->onReadable();
        if (alive && m_observer && !m_paused && isReadable())
            post();
    }
}

} // namespace signalbox::simulator
