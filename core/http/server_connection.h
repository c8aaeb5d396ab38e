#pragma once

#include "http/content_decoder.h"
#include "http/request_parser.h"
#include "http/response_writer.h"
#include "http/server.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace signalbox::http {

class ServerConnection;

/// What a connection needs of its server.
class ConnectionHost
{
public:
    virtual ~ConnectionHost() = default;
    [[nodiscard]] virtual Handler &handler() = 0;
    [[nodiscard]] virtual MonotonicTime now() const = 0;
    [[nodiscard]] virtual std::string_view date() = 0;
    [[nodiscard]] virtual const ServerLimits &limits() const = 0;
    [[nodiscard]] virtual bool isDraining() const = 0;
    /// Memory to read into, shared by all connections: empty before and after each use.
    [[nodiscard]] virtual ByteBuffer &scratch() = 0;
    /// The connection is done. It is destroyed after the return to the event loop.
    virtual void retire(ServerConnection &connection) = 0;
    /// Calls endTurn() of the connection after the return to the event loop.
    virtual void atEndOfTurn(ServerConnection &connection) = 0;
};

/// One client: reads its requests one after another, and is the exchange that answers the present one.
/// Gateway thread; owned by the server. It takes no time-outs of its own: the server's one timer asks it.
class ServerConnection final : public Exchange, private net::Connection::Observer
{
public:
    ServerConnection(ConnectionHost &host, std::unique_ptr<net::Connection> connection);

    [[nodiscard]] const RequestHead &head() const override { return m_parser.head(); }
    [[nodiscard]] std::string_view body() const override;
    [[nodiscard]] MonotonicTime arrived() const override { return m_arrived; }
    [[nodiscard]] std::string peerAddress() const override { return m_peer; }
    void setListener(Listener *listener) override { m_listener = listener; }
    void respond(const Response &response) override;
    void begin(int status, const Fields &fields) override;
    void send(std::span<const std::string_view> pieces) override;
    void finish() override;
    void cut() override;
    [[nodiscard]] std::size_t unsentBytes() const override;

    /// Judges by the clock whether the client takes too long.
    void tick(MonotonicTime now);
    /// What was put off until the event loop is back: a head nobody followed up, the next pipelined request,
    /// the rest of a body that expands to much.
    void endTurn();
    /// Nothing of a request has come and nothing is to be sent.
    [[nodiscard]] bool isIdle() const;
    /// A request is being read or answered, or its answer is not out yet.
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool isGone() const { return m_phase == Phase::Gone; }
    /// Breaks the connection; who was answering is told.
    void leave();
    /// The server has let it go: nothing moves any more.
    void close();

    std::size_t serverIndex = 0; ///< the server's place for it

private:
    enum class Phase {
        Reading,   ///< a request, or waiting for one
        Dropping,  ///< the body of a request that was refused and is small enough to let pass
        Answering, ///< the handler has the exchange
        Lingering, ///< all said; reading on a while so that the client gets it before a reset
        Gone,
    };
    enum class Outcome { NeedMore, Whole, Refused, Failed, Dropped };

    void onReadable() override;
    void onWriteDrained() override;
    void onFailed(const Error &error) override;

    void readOn();
    void onPeerEnd();
    void takeRequests(std::span<char> fresh);
    [[nodiscard]] Outcome parse(std::span<char> bytes, std::size_t &consumed);
    [[nodiscard]] std::optional<Outcome> takeHead(bool hasMoreBytes);
    [[nodiscard]] std::optional<Outcome> takeBody(std::string_view bytes);
    [[nodiscard]] std::optional<Outcome> decode(std::string_view &bytes);
    void decodeOn();
    [[nodiscard]] Outcome refuse(int status, std::string reason);
    void act(Outcome outcome);
    void answerError();

    void writeHead(int status, const Fields &fields, BodyShape shape);
    void writeWithHead(std::initializer_list<std::string_view> pieces);
    void endAnswer();
    void linger();
    [[nodiscard]] bool mayTakeNext() const;
    void pauseWhereFull();
    void noteSendProgress(MonotonicTime now);
    void forgetRequest();

    ConnectionHost &m_host;
    std::unique_ptr<net::Connection> m_connection;
    RequestParser m_parser;
    ByteBuffer m_in{ByteBuffer::Left::Wiped}; ///< received, not yet understood
    ByteBuffer m_coded;                       ///< of the body, not yet decoded
    ByteBuffer m_body;                        ///< decoded
    std::unique_ptr<ContentDecoder> m_decoder;
    std::optional<Response> m_refusal;
    Fault m_fault;
    std::string m_peer;
    std::string m_headOut; ///< begun, not yet sent
    Listener *m_listener = nullptr;

    Phase m_phase = Phase::Reading;
    BodyShape::Kind m_shape = BodyShape::Kind::None;
    bool m_isTaking = false;   ///< takeRequests is on the stack
    bool m_isDecoding = false; ///< the rest of what came of the body waits for another turn
    bool m_hasBegun = false;
    bool m_isLast = false; ///< the connection closes behind the present answer
    bool m_hasPeerEnded = false;
    bool m_hasSentSinceEnd = false;

    MonotonicTime m_arrived;
    MonotonicTime m_progress; ///< last time the client sent something, or the phase changed
    MonotonicTime m_headSince;
    MonotonicTime m_phaseSince;
    MonotonicTime m_sendProgress;
    std::uint64_t m_written = 0;
    std::uint64_t m_takenSeen = 0;
};

} // namespace signalbox::http
