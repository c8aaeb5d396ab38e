#pragma once

#include "base/byte_buffer.h"
#include "base/result.h"

#include <QtGlobal>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::net {

/// Where a byte stream goes to, and how.
struct Endpoint
{
    std::string host; ///< name, IPv4, or IPv6 without brackets
    std::uint16_t port = 0;
    bool tls = false;
    /// `http://[user:password@]host:port` of a proxy to go through (CONNECT for TLS, absolute form is the
    /// HTTP client's business otherwise), or empty.
    std::string proxy;

    bool operator==(const Endpoint &) const = default;
    auto operator<=>(const Endpoint &) const = default;
};

/// One stream of bytes to a peer: TCP, TLS over it, or in memory. Made by a Transport. Lives on one thread;
/// all calls and notices are on it. Its owner may destroy it at any time, also from within a notice.
class Connection
{
public:
    /// Whoever uses the connection. Outlives it, or takes itself out by setObserver(nullptr).
    class Observer
    {
    public:
        /// The connection stands (TLS included). Not sent for accepted ones.
        virtual void onConnected() {}
        /// There is something to read, or the peer has sent its end. Sent again as long as that is so and
        /// reading is not paused, after each return to the event loop.
        virtual void onReadable() = 0;
        /// What had not been sent has fallen to the low mark after it was above the high one.
        virtual void onWriteDrained() {}
        /// The connection is gone: could not be made, reset, or broken by TLS. Nothing follows. A peer's
        /// orderly end is no failure: it is told by read().
        virtual void onFailed(const Error &error) = 0;

    protected:
        ~Observer() = default;
    };

    enum class ReadStatus {
        Data,    ///< something was appended
        Nothing, ///< not now
        End,     ///< the peer has sent all it will
        Failed,  ///< onFailed has been or will be called
    };

    static constexpr std::size_t kHighWater = 256 * 1024;
    static constexpr std::size_t kLowWater = 64 * 1024;

    virtual ~Connection() = default;
    virtual void setObserver(Observer *observer) = 0;

    /// Appends at most `most` bytes to `into`.
    virtual ReadStatus read(ByteBuffer &into, std::size_t most) = 0;
    /// Sends the pieces in order, uncopied as far as the system takes them; the rest is copied and sent
    /// later. All is accepted: the caller holds back by looking at unsentBytes().
    virtual void write(std::span<const std::string_view> pieces) = 0;
    void write(std::string_view bytes) { write(std::span(&bytes, 1)); }
    void write(std::initializer_list<std::string_view> pieces)
    {
        write(std::span(pieces.begin(), pieces.size()));
    }
    [[nodiscard]] virtual std::size_t unsentBytes() const = 0;

    /// Paused, nothing is taken from the system, so that a fast peer is slowed down by TCP itself.
    virtual void setReadPaused(bool paused) = 0;
    /// Sends what is unsent, then our end; reading goes on.
    virtual void finishWriting() = 0;
    /// Drops everything at once; over TCP the peer sees a reset where the platform lets us. No notice
    /// follows. Destroying a connection drops what is unsent too, but ends it in an orderly way.
    virtual void abort() = 0;

    /// "127.0.0.1:50123"; for logs on the server's side.
    [[nodiscard]] virtual std::string peerAddress() const = 0;
};

struct TransportOptions
{
    /// PEM file of certificates trusted besides the system's: for tests and private authorities.
    std::string extraCaFile;
};

/// Makes connections. Lives on the thread that uses them, outlives them, and is not destroyed from within
/// one's notice. Qt's sockets everywhere; on Linux a direct one as well (transport_choice.h).
class Transport
{
public:
    virtual ~Transport() = default;
    /// Takes over an accepted descriptor (QTcpServer::incomingConnection).
    [[nodiscard]] virtual std::unique_ptr<Connection> adopt(qintptr descriptor) = 0;
    /// Looks the name up, connects, through the proxy where one is named, and shakes hands with TLS where
    /// asked: system certificates, always verified. onConnected or onFailed follows, never from within this
    /// call.
    [[nodiscard]] virtual std::unique_ptr<Connection> connect(const Endpoint &endpoint) = 0;
};

} // namespace signalbox::net
