#include "upstream/http_call.h"

#include "upstream/request_head.h"

#include <array>
#include <cstring>
#include <span>
#include <utility>

namespace signalbox::upstream {

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
/// Head and body leave by one call of the system up to here, which is more than a body is cut into.
constexpr std::size_t kPiecesAtOnce = 8;

bool isOver(std::chrono::milliseconds limit, MonotonicTime since, MonotonicTime now)
{
    return limit.count() > 0 && now - since >= limit;
}

} // namespace

HttpCall::HttpCall(CallHost &host, HttpRequest request, const Deadlines &deadlines, CallListener &listener)
    : m_host(&host), m_request(std::move(request)), m_deadlines(deadlines), m_listener(listener),
      m_started(host.now()), m_phaseSince(m_started), m_progress(m_started)
{
    auto head = buildRequestHead(m_request);
    if (!head) {
        m_phase = Phase::Refused;
        m_refusal = std::move(head.error());
        m_refuse.schedule(); // never from within start()
        return;
    }
    m_head = std::move(*head);
    m_parser.emplace(m_request.method);
    m_connection = host.takeIdle(m_request.endpoint);
    if (!m_connection) {
        connectFresh();
        return;
    }
    m_isReused = true;
    m_connection->setObserver(this);
    send();
}

HttpCall::~HttpCall()
{
    if (m_destroyed)
        *m_destroyed = true;
    if (m_host)
        m_host->forget(*this);
    if (m_connection)
        m_connection->setObserver(nullptr);
}

void HttpCall::orphan()
{
    m_host = nullptr;
    m_phase = Phase::Done;
    m_connection.reset();
}

void HttpCall::connectFresh()
{
    m_phase = Phase::Connecting;
    m_phaseSince = m_host->now();
    m_connection = m_host->transport().connect(m_request.endpoint);
    m_connection->setObserver(this);
}

void HttpCall::onConnected()
{
    send();
}

void HttpCall::send()
{
    m_phase = Phase::Waiting;
    m_phaseSince = m_sentAt = m_host->now();
    m_wasSent = true;
    m_connection->setReadPaused(m_isPaused);
    std::array<std::string_view, kPiecesAtOnce> pieces{m_head};
    std::size_t count = 1;
    for (const std::string_view piece : m_request.body) {
        if (piece.empty())
            continue;
        if (count == pieces.size())
            m_connection->write(std::span(pieces.data(), std::exchange(count, 0)));
        pieces[count++] = piece;
    }
    m_connection->write(std::span(pieces.data(), count));
}

bool HttpCall::retry()
{
    // A provider closes waiting connections when it likes; that the request met that moment is nobody's
    // failure.
    if (!m_isReused || m_hasRetried || m_parser->hasBegun())
        return false;
    m_hasRetried = true;
    m_isReused = false;
    m_wasSent = false;
    m_connection.reset();
    connectFresh();
    return true;
}

void HttpCall::onReadable()
{
    ReadMemory::Use shared(m_host->readMemory());
    ByteBuffer &buffer = m_in.isEmpty() ? shared.buffer() : m_in;
    switch (m_connection->read(buffer, kReadBytes)) {
    case net::Connection::ReadStatus::Data:
        m_progress = m_host->now();
        readFrom(buffer);
        return;
    case net::Connection::ReadStatus::End:
        onPeerEnd();
        return;
    case net::Connection::ReadStatus::Nothing:
    case net::Connection::ReadStatus::Failed: // onFailed follows
        return;
    }
}

/// Understands what has come. Pieces of the body are moved together, so that a read makes one notice, not one
/// a chunk.
void HttpCall::readFrom(ByteBuffer &buffer)
{
    using Status = http::ResponseParser::Status;
    bool destroyed = false;
    m_destroyed = &destroyed;
    const std::string_view bytes = buffer.view();
    char *const memory = buffer.data();
    std::size_t position = 0;
    std::size_t bodyBegin = 0;
    std::size_t bodyEnd = 0;
    Status status = Status::Body;
    while (status != Status::NeedMore && status != Status::End && status != Status::Fault) {
        const auto step = m_parser->next(bytes.substr(position));
        position += step.consumed;
        status = step.status;
        if (status == Status::Head) {
            if (m_parser->head().status == 101) {
                m_destroyed = nullptr;
                fail(ErrorCode::Protocol, "the provider changes the protocol without being asked to");
                return;
            }
            m_phase = Phase::Body;
            m_listener.onHead(m_parser->head());
            if (destroyed)
                return;
        } else if (status == Status::Body) {
            const auto at = static_cast<std::size_t>(step.body.data() - memory);
            if (bodyEnd == 0)
                bodyBegin = bodyEnd = at;
            if (at != bodyEnd)
                std::memmove(memory + bodyEnd, step.body.data(), step.body.size());
            bodyEnd += step.body.size();
        }
    }
    const bool isWhole = status == Status::End;
    if (isWhole) // before the notices: what they start can have the connection
        release(m_parser->keepAlive() && position == bytes.size());
    else if (&buffer != &m_in)
        m_in.append(bytes.substr(position));
    if (bodyEnd > bodyBegin) {
        m_listener.onBody(std::string_view(memory + bodyBegin, bodyEnd - bodyBegin));
        if (destroyed)
            return;
    }
    m_destroyed = nullptr;
    if (&buffer == &m_in) {
        m_in.consume(position);
        m_in.shrink(0);
    }
    if (status == Status::Fault)
        fail(ErrorCode::Protocol, "the provider's answer is not valid HTTP: " + m_parser->fault().reason);
    else if (isWhole)
        m_listener.onEnd();
}

void HttpCall::onPeerEnd()
{
    if (retry())
        return;
    if (m_parser->finish().status == http::ResponseParser::Status::End) {
        release(false);
        m_listener.onEnd();
        return;
    }
    fail(ErrorCode::Network, m_parser->fault().reason);
}

void HttpCall::onFailed(const Error &error)
{
    if (m_phase != Phase::Connecting && retry())
        return;
    fail(error.code, error.message);
}

void HttpCall::release(bool isReusable)
{
    m_phase = Phase::Done;
    m_connection->setObserver(nullptr);
    // An answer that came before the request was out leaves the rest of the request in the way.
    if (isReusable && m_connection->unsentBytes() == 0)
        m_host->putIdle(m_request.endpoint, std::move(m_connection));
    m_connection.reset();
    m_host->forget(*this);
}

void HttpCall::tellRefusal()
{
    if (m_host)
        fail(m_refusal->code, m_refusal->message);
}

void HttpCall::fail(ErrorCode code, std::string message)
{
    m_phase = Phase::Done;
    m_connection.reset();
    m_host->forget(*this);
    m_listener.onFailed({code, std::move(message), {}});
}

void HttpCall::setPaused(bool paused)
{
    if (std::exchange(m_isPaused, paused) == paused || !m_connection)
        return;
    m_connection->setReadPaused(paused);
    m_progress = m_host->now(); // the idle deadline begins anew
}

void HttpCall::tick(MonotonicTime now)
{
    if (isOver(m_deadlines.total, m_started, now)) {
        fail(ErrorCode::Timeout, "the whole answer took too long");
        return;
    }
    switch (m_phase) {
    case Phase::Connecting:
        if (isOver(m_deadlines.connect, m_phaseSince, now))
            fail(ErrorCode::Timeout, "no connection could be made in time");
        return;
    case Phase::Waiting:
        if (!m_isPaused && isOver(m_deadlines.firstByte, m_phaseSince, now))
            fail(ErrorCode::Timeout, "the answer did not begin in time");
        return;
    case Phase::Body:
        if (!m_isPaused && isOver(m_deadlines.idle, m_progress, now))
            fail(ErrorCode::Timeout, "the answer stood still for too long");
        return;
    case Phase::Refused:
    case Phase::Done:
        return;
    }
}

} // namespace signalbox::upstream
