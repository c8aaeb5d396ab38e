#pragma once

#include "base/wiped_text.h"
#include "http/response_parser.h"
#include "net/later.h"
#include "upstream/http_client.h"
#include "upstream/read_memory.h"

#include <optional>
#include <string>

namespace signalbox::upstream {

class HttpCall;

/// What a call needs of its client.
class CallHost
{
public:
    virtual ~CallHost() = default;
    [[nodiscard]] virtual net::Transport &transport() = 0;
    [[nodiscard]] virtual MonotonicTime now() const = 0;
    [[nodiscard]] virtual ReadMemory &readMemory() = 0;
    [[nodiscard]] virtual std::unique_ptr<net::Connection> takeIdle(const net::Endpoint &endpoint) = 0;
    virtual void putIdle(const net::Endpoint &endpoint, std::unique_ptr<net::Connection> connection) = 0;
    /// The call is over or gone: it is not asked by the timer any more.
    virtual void forget(HttpCall &call) = 0;
};

/// One request and its answer over one connection. Gateway thread; owned by whoever started it. It takes no
/// time-outs of its own: the client's one timer asks it.
class HttpCall final : public Call, private net::Connection::Observer
{
public:
    HttpCall(CallHost &host, HttpRequest request, const Deadlines &deadlines, CallListener &listener);
    ~HttpCall() override;

    void setPaused(bool paused) override;
    [[nodiscard]] bool wasSent() const override { return m_wasSent; }
    [[nodiscard]] bool reusedConnection() const override { return m_isReused; }
    [[nodiscard]] MonotonicTime sentAt() const override { return m_sentAt; }

    /// Judges by the clock whether the provider takes too long.
    void tick(MonotonicTime now);
    /// The client goes before its calls: they end without a word.
    void orphan();

    std::size_t clientIndex = 0; ///< the client's place for it

private:
    enum class Phase { Refused, Connecting, Waiting, Body, Done };

    void onConnected() override;
    void onReadable() override;
    void onFailed(const Error &error) override;

    void connectFresh();
    void send();
    [[nodiscard]] bool retry();
    void readFrom(ByteBuffer &buffer);
    void onPeerEnd();
    void release(bool isReusable);
    void tellRefusal();
    void fail(ErrorCode code, std::string message);

    CallHost *m_host;
    HttpRequest m_request;
    const Deadlines m_deadlines;
    CallListener &m_listener;
    WipedText m_head;
    std::unique_ptr<net::Connection> m_connection;
    std::optional<http::ResponseParser> m_parser;
    ByteBuffer m_in{ByteBuffer::Left::Wiped}; ///< received, not yet understood
    std::optional<Error> m_refusal;
    net::Later m_refuse = net::Later::calling<&HttpCall::tellRefusal>(*this);
    bool *m_destroyed = nullptr;

    Phase m_phase = Phase::Connecting;
    bool m_isPaused = false;
    bool m_isReused = false;
    bool m_hasRetried = false;
    bool m_wasSent = false;
    MonotonicTime m_started;
    MonotonicTime m_phaseSince;
    MonotonicTime m_sentAt;
    MonotonicTime m_progress;
};

} // namespace signalbox::upstream
