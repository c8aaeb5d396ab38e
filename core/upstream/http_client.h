#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "http/message.h"
#include "net/transport.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::upstream {

/// How long one attempt may take, by part. Zero means no limit.
struct Deadlines
{
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds firstByte{60'000}; ///< from the request sent to the answer's head
    std::chrono::milliseconds idle{120'000};     ///< between two reads of the body
    std::chrono::milliseconds total{900'000};
};

/// One request as bytes. The head is built by the caller's endpoint; pieces of the body are sent uncopied and
/// have to live until the call has ended.
struct HttpRequest
{
    net::Endpoint endpoint;
    std::string method = "POST";
    std::string target;  ///< "/v1/responses"
    http::Fields fields; ///< without Host, Content-Length, Connection
    std::vector<std::string_view> body;
};

/// Hears how a call goes. A call tells exactly one of onEnd and onFailed, as the last notice.
class CallListener
{
public:
    virtual void onHead(const http::ResponseHead &head) = 0;
    /// Bytes of the body, transfer coding taken off, as one read brought them, with ByteBuffer::kPadding
    /// readable bytes behind them. Die with the return.
    virtual void onBody(std::string_view bytes) = 0;
    virtual void onEnd() = 0;
    /// Code Timeout, Network (could not connect, was cut) or Protocol. The message names no host.
    virtual void onFailed(const Error &error) = 0;

protected:
    ~CallListener() = default;
};

/// A running call. Destroying it cancels it: the connection is dropped unless the answer was whole.
class Call
{
public:
    virtual ~Call() = default;
    /// Stops reading from the provider while the client is slow; the idle deadline stands still meanwhile.
    virtual void setPaused(bool paused) = 0;
    /// Bytes of the request were handed to the system: from here on a provider may have seen it.
    [[nodiscard]] virtual bool wasSent() const = 0;
    [[nodiscard]] virtual bool reusedConnection() const = 0;
    /// When it was handed over last, for who wants to know how long connecting took; only once wasSent().
    [[nodiscard]] virtual MonotonicTime sentAt() const = 0;
};

/// HTTP/1.1 client with pooled keep-alive connections: one pool per endpoint (last in, first out), one silent
/// retry on a fresh connection when a reused one dies before its first byte. Lives on the gateway thread. Not
/// to be destroyed from within a notice; calls that outlive it end without a word.
class HttpClient
{
public:
    virtual ~HttpClient() = default;
    [[nodiscard]] static std::unique_ptr<HttpClient> create(net::Transport &transport, const Clock &clock);
    [[nodiscard]] virtual std::unique_ptr<Call> start(HttpRequest request, const Deadlines &deadlines,
                                                      CallListener &listener) = 0;
    /// Drops idle connections: after sleep, a clock change or new settings.
    virtual void dropIdle() = 0;
    [[nodiscard]] virtual std::size_t idleConnections() const = 0;
};

} // namespace signalbox::upstream
