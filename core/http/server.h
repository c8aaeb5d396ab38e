#pragma once

#include "base/byte_buffer.h"
#include "base/clock.h"
#include "base/result.h"
#include "http/message.h"
#include "net/transport.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::http {

/// Every limit of the server, named. Times are since the last progress unless they say otherwise.
struct ServerLimits
{
    std::size_t targetBytes = 16 * 1024;
    std::size_t headBytes = 64 * 1024;
    std::size_t fields = 200;
    std::size_t bodyBytes = 64 * 1024 * 1024; ///< decoded
    std::size_t connections = 16'384;
    std::chrono::milliseconds headTime{15'000}; ///< for a whole head, from its first byte
    std::chrono::milliseconds bodyIdle{30'000};
    std::chrono::milliseconds keepAliveIdle{120'000};
    std::chrono::milliseconds sendStalled{120'000}; ///< a client that takes nothing
    /// A client that has ended its side after a whole request has either left or only half-closed; TCP does
    /// not tell which until something is sent. So long it is believed to wait for an answer that has not
    /// begun.
    std::chrono::milliseconds halfClosed{2'000};
};

/// A whole answer.
struct Response
{
    int status = 200;
    Fields fields; ///< Content-Length, Date and Connection are set by the server
    std::string body;
};

/// What became of an answer that had been begun.
enum class SendEnd { Sent, ClientGone };

/// One request being answered. The server owns it; it lives until the answer has ended or the client is gone,
/// and the handler hears of the latter. Gateway thread.
///
/// Either `respond` once, or `begin`, any number of `send`, then `finish` (or `cut`, when what was begun
/// cannot be ended truthfully: the connection is broken so that the client sees it).
class Exchange
{
public:
    /// Hears how it goes on. Set by whoever answers later; unset, nothing is told.
    class Listener
    {
    public:
        /// The client has left before the answer ended. The exchange dies after this call.
        virtual void onClientGone() = 0;
        /// What had been held back by a slow client has gone out: more may be sent.
        virtual void onSendable() = 0;

    protected:
        ~Listener() = default;
    };

    static constexpr std::size_t kMostPieces = 2;

    virtual ~Exchange() = default;
    [[nodiscard]] virtual const RequestHead &head() const = 0;
    /// Decoded, with ByteBuffer::kPadding readable bytes behind it. Lives as long as the exchange.
    [[nodiscard]] virtual std::string_view body() const = 0;
    [[nodiscard]] virtual MonotonicTime arrived() const = 0; ///< when its head was whole
    [[nodiscard]] virtual std::string peerAddress() const = 0;

    virtual void setListener(Listener *listener) = 0;
    virtual void respond(const Response &response) = 0;
    virtual void begin(int status, const Fields &fields) = 0; ///< chunked, or until close for HTTP/1.0
    /// As one chunk. At most kMostPieces.
    virtual void send(std::span<const std::string_view> pieces) = 0;
    void send(std::string_view bytes) { send(std::span(&bytes, 1)); }
    virtual void finish() = 0;
    virtual void cut() = 0;
    /// Above net::Connection::kHighWater whoever feeds the answer has to stop until onSendable.
    [[nodiscard]] virtual std::size_t unsentBytes() const = 0;
};

/// What the server asks. Gateway thread.
class Handler
{
public:
    virtual ~Handler() = default;
    /// Called with the head, before the body is read: an answer given here refuses the request without
    /// reading it (bad key, unknown path, wrong Host).
    [[nodiscard]] virtual std::optional<Response> refuseEarly(const RequestHead &head,
                                                              const std::string &peer) = 0;
    /// The request is whole. It is answered now or later.
    virtual void handle(Exchange &exchange) = 0;
    /// The answer for a request that broke the protocol or a limit (400, 408, 413, 414, 431, 501 …), so that
    /// it has the shape of its surface. `head` may be incomplete.
    [[nodiscard]] virtual Response protocolError(int status, const std::string &message,
                                                 const RequestHead &head) = 0;
};

/// HTTP/1.1 server on QTcpServer's descriptors: keep-alive, pipelining (answered in order), chunked both
/// ways, gzip and zstd request bodies, strict heads. Lives on the gateway thread. Destroying it is
/// closeAll(), and not to be done from within a call of the handler, which outlives it.
class Server
{
public:
    virtual ~Server() = default;
    [[nodiscard]] static std::unique_ptr<Server> create(net::Transport &transport, Handler &handler,
                                                        const Clock &clock, ServerLimits limits);

    /// Binds "127.0.0.1:7717", "[::1]:0", "0.0.0.0:80" or "localhost:7717". Answers the address bound, with
    /// the real port. ErrorCode::Conflict where it is taken.
    [[nodiscard]] virtual Result<std::string> listen(const std::string &address) = 0;
    /// Answers on a connection that came otherwise than by listen: one in memory.
    virtual void serve(std::unique_ptr<net::Connection> connection) = 0;
    /// Accepts nothing more and closes idle connections; running exchanges go on. `drained` is called once
    /// none is left.
    virtual void drain(std::function<void()> drained) = 0;
    /// Breaks every connection.
    virtual void closeAll() = 0;
    [[nodiscard]] virtual std::size_t connectionCount() const = 0;
    virtual void setLimits(const ServerLimits &limits) = 0;
};

} // namespace signalbox::http
