#include "net/memory_connection.h"

#include "net/noticing_connection.h"

#include <algorithm>

namespace signalbox::net {

namespace {

/// What the "system" holds between the ends: beyond it, bytes stay unsent with their sender.
constexpr std::size_t kPipeBytes = 64 * 1024;

class MemoryConnection final : public NoticingConnection
{
public:
    MemoryConnection() = default;
    ~MemoryConnection() override { leave(); }

    static void link(MemoryConnection &a, MemoryConnection &b)
    {
        a.m_peer = &b;
        b.m_peer = &a;
        a.tellLater(Connected);
    }

    ReadStatus read(ByteBuffer &into, std::size_t most) override;
    void write(std::span<const std::string_view> pieces) override;
    [[nodiscard]] std::size_t unsentBytes() const override { return m_unsent.size(); }
    void setReadPaused(bool paused) override;
    void finishWriting() override;
    void abort() override;
    [[nodiscard]] std::string peerAddress() const override { return "memory"; }

private:
    [[nodiscard]] bool isReadable() const override
    {
        return !m_isPaused && !hasFailed() && (!m_inbox.isEmpty() || (m_hasPeerEnded && !m_hasToldEnd));
    }
    void pushUnsent();
    void leave();

    MemoryConnection *m_peer = nullptr;
    ByteBuffer m_inbox;
    ByteBuffer m_unsent;
    bool m_isPaused = false;
    bool m_isFinishing = false;
    bool m_hasPeerEnded = false;
    bool m_hasToldEnd = false;
    bool m_isAborted = false;
};

Connection::ReadStatus MemoryConnection::read(ByteBuffer &into, std::size_t most)
{
    const CallGuard guard(*this);
    if (hasFailed() || m_isAborted)
        return ReadStatus::Failed;
    const std::size_t taken = std::min(most, m_inbox.size());
    if (taken > 0) {
        into.append(m_inbox.view().substr(0, taken));
        m_inbox.consume(taken);
        if (m_peer)
            m_peer->pushUnsent();
        return ReadStatus::Data;
    }
    if (!m_hasPeerEnded)
        return ReadStatus::Nothing;
    m_hasToldEnd = true;
    return ReadStatus::End;
}

void MemoryConnection::write(std::span<const std::string_view> pieces)
{
    const CallGuard guard(*this);
    if (hasFailed() || m_isAborted || m_isFinishing)
        return;
    if (!m_peer) {
        failWith(ErrorCode::Network, "the connection was reset by the other side");
        return;
    }
    for (const std::string_view piece : pieces)
        m_unsent.append(piece);
    pushUnsent();
}

void MemoryConnection::pushUnsent()
{
    const CallGuard guard(*this);
    if (!m_peer)
        return;
    const std::size_t room = kPipeBytes - std::min(kPipeBytes, m_peer->m_inbox.size());
    const std::size_t moved = std::min(room, m_unsent.size());
    m_peer->m_inbox.append(m_unsent.view().substr(0, moved));
    m_unsent.consume(moved);
    m_unsent.shrink(0);
    if (m_isFinishing && m_unsent.isEmpty())
        m_peer->m_hasPeerEnded = true;
    if (m_peer->isReadable())
        m_peer->tellLater(Readable);
    noteUnsent(m_unsent.size());
}

void MemoryConnection::setReadPaused(bool paused)
{
    m_isPaused = paused;
    if (isReadable())
        tellLater(Readable);
}

void MemoryConnection::finishWriting()
{
    m_isFinishing = true;
    pushUnsent();
}

void MemoryConnection::abort()
{
    m_isAborted = true;
    dropNotices();
    if (MemoryConnection *peer = m_peer) {
        const CallGuard guard(*peer); // the notice is queued
        peer->failWith(ErrorCode::Network, "the connection was reset by the other side");
    }
    leave();
}

void MemoryConnection::leave()
{
    if (!m_peer)
        return;
    m_peer->m_hasPeerEnded = true;
    m_peer->m_unsent.clear();
    m_peer->m_peer = nullptr;
    if (m_peer->isReadable())
        m_peer->tellLater(Readable);
    m_peer = nullptr;
}

} // namespace

std::pair<std::unique_ptr<Connection>, std::unique_ptr<Connection>> createMemoryConnection()
{
    auto first = std::make_unique<MemoryConnection>();
    auto second = std::make_unique<MemoryConnection>();
    MemoryConnection::link(*first, *second);
    return {std::move(first), std::move(second)};
}

} // namespace signalbox::net
