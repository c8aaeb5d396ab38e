#pragma once

#include "base/byte_buffer.h"
#include "net/transport.h"

#include <QObject>

#include <memory>
#include <string>

namespace signalbox::simulator {

/// A stream of bytes whose far end is an object in this process. Behaves towards its user as a socket does:
/// notices come from the event loop, never from within a call. Lives on the thread of its user, who owns it;
/// it owns the far end.
class MemoryConnection final : public QObject, public net::Connection
{
    Q_OBJECT

public:
    /// The far end. Called from the event loop only, so it may be destroyed (by abort) at any other time.
    class Peer
    {
    public:
        virtual ~Peer() = default;
        /// Something came, or more of it is wanted (resume). What it leaves comes again.
        virtual void onBytes(ByteBuffer &received) = 0;
        /// What had not been read has fallen to the low mark after it was above the high one.
        virtual void onDrained() = 0;
    };

    MemoryConnection() = default;

    /// Once, before anything else.
    void setPeer(std::unique_ptr<Peer> peer);

    // The peer's side.
    void deliver(std::string_view bytes);
    /// Nothing follows what was delivered.
    void deliverEnd();
    /// Bytes that the user has not read.
    [[nodiscard]] std::size_t undelivered() const { return m_toUser.size(); }
    /// The peer can take more: onBytes comes again if anything is there.
    void resume() { post(); }

    // The user's side.
    void setObserver(Observer *observer) override { m_observer = observer; }
    ReadStatus read(ByteBuffer &into, std::size_t most) override;
    using net::Connection::write;
    void write(std::span<const std::string_view> pieces) override;
    [[nodiscard]] std::size_t unsentBytes() const override { return m_toPeer.size(); }
    void setReadPaused(bool paused) override;
    void finishWriting() override {} // a request's end is in its framing
    void abort() override;
    [[nodiscard]] std::string peerAddress() const override { return "simulated"; }

private:
    void post();
    void notify();
    [[nodiscard]] bool isReadable() const { return !m_toUser.isEmpty() || (m_ended && !m_endRead); }

    std::unique_ptr<Peer> m_peer;
    Observer *m_observer = nullptr;
    ByteBuffer m_toPeer;
    ByteBuffer m_toUser;
    bool m_posted = false;
    bool m_connectedTold = false;
    bool m_paused = false;
    bool m_ended = false;
    bool m_endRead = false;
    bool m_aboveHigh = false;     // of m_toUser, since it was last at the low mark
    bool m_sentAboveHigh = false; // of m_toPeer
};

} // namespace signalbox::simulator
