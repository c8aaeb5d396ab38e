#include "http/server_connection.h"

#include "base/wiped_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::http {

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
/// What a client may send ahead while an answer is pending.
constexpr std::size_t kPipelinedBytes = 64 * 1024;
/// A refused body up to this is read and dropped, so that the connection can be kept.
constexpr std::uint64_t kDroppableBytes = 256 * 1024;
constexpr std::size_t kKeptBytes = 4 * 1024;
/// A client that says nothing for so long is waited for without memory of its last request.
constexpr std::chrono::seconds kRestful{1};
constexpr std::chrono::seconds kLingerTime{30};
constexpr std::chrono::seconds kLingerIdle{5};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

bool isSaidOnce(const Fields &fields, std::string_view name)
{
    return std::ranges::count_if(fields.all(),
                                 [&](const auto &field) { return equalNoCase(field.name, name); }) == 1;
}

} // namespace

ServerConnection::ServerConnection(ConnectionHost &host, std::unique_ptr<net::Connection> connection)
    : m_host(host), m_connection(std::move(connection)),
      m_parser({host.limits().targetBytes, host.limits().headBytes, host.limits().fields}),
      m_peer(m_connection->peerAddress()), m_progress(host.now()), m_headSince(m_progress),
      m_phaseSince(m_progress), m_sendProgress(m_progress)
{
    m_connection->setObserver(this);
}

std::string_view ServerConnection::body() const
{
    static constexpr std::array<char, ByteBuffer::kPadding> kNothing{}; // padding is promised for no body too
    return m_body.isEmpty() ? std::string_view(kNothing.data(), 0) : m_body.view();
}

// ---- Reading

void ServerConnection::onReadable()
{
    m_progress = m_host.now();
    switch (m_phase) {
    case Phase::Reading:
    case Phase::Dropping:
    case Phase::Answering:
        readOn();
        return;
    case Phase::Lingering: {
        ByteBuffer &scratch = m_host.scratch();
        const auto status = m_connection->read(scratch, kReadBytes);
        scratch.clear();
        if (status == net::Connection::ReadStatus::End) {
            m_hasPeerEnded = true;
            if (m_connection->unsentBytes() == 0)
                m_host.retire(*this);
        }
        return;
    }
    case Phase::Gone:
        return;
    }
}

void ServerConnection::readOn()
{
    using Status = net::Connection::ReadStatus;
    Status status = Status::Nothing;
    const std::uint64_t left = m_parser.bodyLeft();
    if (m_phase == Phase::Reading && left > 0 && !m_decoder && m_in.isEmpty()) {
        // A plain body goes straight to where it stays; its length was checked against the limit.
        const std::size_t before = m_body.size();
        status =
            m_connection->read(m_body, static_cast<std::size_t>(std::min<std::uint64_t>(left, kReadBytes)));
        m_parser.skipBody(m_body.size() - before);
        if (status == Status::Data && m_parser.bodyLeft() == 0)
            takeRequests({});
    } else if (m_phase == Phase::Answering || m_isDecoding || !m_in.isEmpty()) {
        status = m_connection->read(m_in, kReadBytes);
        if (m_phase != Phase::Answering && status == Status::Data)
            takeRequests({});
    } else {
        ByteBuffer &scratch = m_host.scratch();
        status = m_connection->read(scratch, kReadBytes);
        if (status == Status::Data)
            takeRequests({scratch.data(), scratch.size()});
        scratch.clear();
    }
    if (status == Status::End)
        onPeerEnd();
    if (!isGone())
        pauseWhereFull();
}

void ServerConnection::onPeerEnd()
{
    m_hasPeerEnded = true;
    const bool isPutOff = m_phase == Phase::Reading && !mayTakeNext() && (m_isDecoding || !m_in.isEmpty());
    if (m_phase != Phase::Answering && !isPutOff) {
        m_host.retire(*this); // nobody waits, or for an answer to half a request
        return;
    }
    m_phaseSince = m_host.now();
    m_hasSentSinceEnd = false;
}

/// `fresh` is what was read into the shared memory, empty where it was read behind what we hold.
void ServerConnection::takeRequests(std::span<char> fresh)
{
    m_isTaking = true;
    bool isFresh = !fresh.empty();
    while ((m_phase == Phase::Reading || m_phase == Phase::Dropping) && mayTakeNext()) {
        const std::span<char> bytes = isFresh ? fresh : std::span(m_in.data(), m_in.size());
        if (m_parser.isBetweenRequests())
            m_headSince = m_host.now();
        std::size_t consumed = 0;
        const Outcome outcome = parse(bytes, consumed);
        // Before anybody else runs: the shared memory is theirs then.
        if (std::exchange(isFresh, false)) {
            const std::span<char> rest = bytes.subspan(consumed);
            m_in.append({rest.data(), rest.size()});
            wipe(rest); // a part of a head, most likely
            m_host.scratch().clear();
        } else {
            m_in.consume(consumed);
        }
        if (outcome == Outcome::NeedMore)
            break;
        act(outcome);
        if (m_in.isEmpty() && m_parser.bodyLeft() == 0 && m_parser.isBetweenRequests())
            break;
    }
    m_isTaking = false;
    if (m_in.isEmpty())
        m_in.shrink(kKeptBytes);
    if (m_hasPeerEnded && m_phase == Phase::Reading && mayTakeNext())
        linger(); // half a request, and the rest will never come
}

ServerConnection::Outcome ServerConnection::parse(std::span<char> bytes, std::size_t &consumed)
{
    const std::string_view text(bytes.data(), bytes.size());
    for (;;) {
        const RequestParser::Step step = m_parser.next(text.substr(consumed));
        consumed += step.consumed;
        switch (step.status) {
        case RequestParser::Status::NeedMore:
            return Outcome::NeedMore;
        case RequestParser::Status::Head:
            // It holds a client's key, and the memory is kept for others; the parser has its own copy.
            wipe(bytes.subspan(consumed - step.consumed, step.consumed));
            if (const auto outcome = takeHead(consumed < bytes.size()))
                return *outcome;
            break;
        case RequestParser::Status::Body:
            if (const auto outcome = takeBody(step.body))
                return *outcome;
            break;
        case RequestParser::Status::End:
            if (m_phase == Phase::Dropping)
                return Outcome::Dropped;
            if (m_decoder && !m_decoder->isWhole() && m_parser.framing() != Framing{Framing::Kind::Length, 0})
                return refuse(400, "the body's content coding breaks off");
            return Outcome::Whole;
        case RequestParser::Status::Fault:
            return m_phase == Phase::Dropping ? Outcome::Dropped
                                              : refuse(m_parser.fault().status, m_parser.fault().reason);
        }
    }
}

std::optional<ServerConnection::Outcome> ServerConnection::takeHead(bool hasMoreBytes)
{
    m_arrived = m_host.now();
    m_body.clear();
    m_coded.clear();
    m_decoder.reset();
    RequestHead &head = m_parser.editHead();
    toOriginForm(head);
    if (head.method == "CONNECT" || head.method == "TRACE")
        return refuse(405, "the method is not offered here");
    const auto expectation = head.version == Version::Http11 ? head.fields.value("expect") : std::nullopt;
    if (expectation && !equalNoCase(*expectation, "100-continue"))
        return refuse(417, "only 100-continue can be expected");
    m_refusal = m_host.handler().refuseEarly(head, m_peer);
    if (m_refusal)
        return Outcome::Refused;
    if (const auto coding = head.fields.value("content-encoding");
        coding && !equalNoCase(*coding, "identity")) {
        // Two fields are one list: what is below the first coding, nobody here takes off.
        if (isSaidOnce(head.fields, "content-encoding"))
            m_decoder = ContentDecoder::create(*coding);
        if (!m_decoder)
            return refuse(415, "the content coding is not known");
        head.fields.remove("content-encoding"); // what the handler sees is decoded
    }
    const Framing &framing = m_parser.framing();
    if (framing.kind == Framing::Kind::Length && framing.length > m_host.limits().bodyBytes)
        return refuse(413, "the body is too large");
    const bool hasBody = framing.kind == Framing::Kind::Chunked || framing.length > 0;
    if (expectation && hasBody && !hasMoreBytes)
        m_connection->write(kContinue);
    return std::nullopt;
}

std::optional<ServerConnection::Outcome> ServerConnection::takeBody(std::string_view bytes)
{
    if (m_phase == Phase::Dropping)
        return std::nullopt;
    if (m_decoder) {
        auto outcome = decode(bytes);
        m_coded.append(bytes);
        return outcome;
    }
    const std::size_t limit = m_host.limits().bodyBytes;
    if (bytes.size() > limit - std::min(limit, m_body.size()))
        return refuse(413, "the body is too large");
    m_body.append(bytes);
    return std::nullopt;
}

std::optional<ServerConnection::Outcome> ServerConnection::decode(std::string_view &bytes)
{
    m_isDecoding = false;
    switch (m_decoder->decode(bytes, m_body, m_host.limits().bodyBytes)) {
    case ContentDecoder::Status::Ok:
        return std::nullopt;
    case ContentDecoder::Status::More:
        m_isDecoding = true;
        m_host.atEndOfTurn(*this);
        return Outcome::NeedMore;
    case ContentDecoder::Status::TooLarge:
        return refuse(413, "the decoded body is too large");
    case ContentDecoder::Status::Broken:
        break;
    }
    return refuse(400, "the body's content coding is broken");
}

void ServerConnection::decodeOn()
{
    m_progress = m_host.now(); // the client is not the one who keeps us waiting
    std::string_view left = m_coded.view();
    const auto outcome = decode(left);
    m_coded.consume(m_coded.size() - left.size());
    if (m_isDecoding)
        return;
    m_coded.clear();
    m_coded.shrink(0);
    if (outcome)
        act(*outcome);
    else
        takeRequests({});
}

ServerConnection::Outcome ServerConnection::refuse(int status, std::string reason)
{
    m_fault = {status, std::move(reason)};
    return Outcome::Failed;
}

void ServerConnection::act(Outcome outcome)
{
    m_phaseSince = m_host.now();
    switch (outcome) {
    case Outcome::NeedMore:
        return;
    case Outcome::Whole:
        m_phase = Phase::Answering;
        m_hasBegun = false;
        m_host.handler().handle(*this);
        return;
    case Outcome::Refused: {
        const Response refusal = std::move(*std::exchange(m_refusal, std::nullopt));
        const Framing &framing = m_parser.framing();
        const bool isSmall = framing.kind != Framing::Kind::Chunked && framing.length <= kDroppableBytes &&
                             !head().fields.contains("expect");
        m_phase = Phase::Answering;
        m_hasBegun = false;
        m_isLast = m_isLast || !isSmall;
        respond(refusal);
        if (m_phase == Phase::Reading)
            m_phase = Phase::Dropping; // to the request's end, be it at once
        return;
    }
    case Outcome::Failed:
        answerError();
        return;
    case Outcome::Dropped:
        m_phase = Phase::Reading;
        if (!m_parser.keepAlive())
            linger();
        return;
    }
}

void ServerConnection::answerError()
{
    Response response = m_host.handler().protocolError(m_fault.status, m_fault.reason, head());
    if (m_fault.status == 415)
        response.fields.add("Accept-Encoding", std::string(ContentDecoder::kAccepted));
    if (m_fault.status == 405)
        response.fields.add("Allow", "GET, POST, HEAD, PUT, PATCH, DELETE, OPTIONS");
    m_phase = Phase::Answering;
    m_hasBegun = false;
    m_isLast = true; // where a request at fault ends, nobody knows
    respond(response);
}

// ---- Time and the connection's own end

void ServerConnection::onWriteDrained()
{
    if (m_phase == Phase::Answering) {
        if (m_listener)
            m_listener->onSendable();
    } else if (m_phase == Phase::Reading && !m_isDecoding) {
        endTurn();
    }
}

void ServerConnection::onFailed(const Error &)
{
    leave();
}

void ServerConnection::leave()
{
    if (m_phase == Phase::Gone)
        return;
    const bool wasAnswering = m_phase == Phase::Answering;
    m_phase = Phase::Gone;
    m_connection->abort();
    if (Listener *listener = std::exchange(m_listener, nullptr); listener && wasAnswering)
        listener->onClientGone();
    m_host.retire(*this);
}

void ServerConnection::close()
{
    m_phase = Phase::Gone;
    m_connection->setObserver(nullptr);
    m_connection->setReadPaused(true);
}

void ServerConnection::noteSendProgress(MonotonicTime now)
{
    const std::uint64_t taken = m_written - m_connection->unsentBytes();
    if (taken != m_takenSeen || m_connection->unsentBytes() == 0)
        m_sendProgress = now;
    m_takenSeen = taken;
}

void ServerConnection::tick(MonotonicTime now)
{
    if (isGone())
        return;
    const ServerLimits &limits = m_host.limits();
    noteSendProgress(now);
    if (now - m_sendProgress >= limits.sendStalled) {
        leave();
        return;
    }
    switch (m_phase) {
    case Phase::Reading:
        if (m_parser.isBetweenRequests()) {
            if (now - m_progress >= kRestful && isIdle())
                forgetRequest();
            if (m_connection->unsentBytes() == 0 && m_in.isEmpty() &&
                now - m_progress >= limits.keepAliveIdle)
                m_host.retire(*this);
        } else if (m_parser.isInBody() ? now - m_progress >= limits.bodyIdle
                                       : now - m_headSince >= limits.headTime) {
            m_fault = {408, "the request did not come in time"};
            answerError();
        }
        return;
    case Phase::Dropping:
        if (now - m_progress >= limits.bodyIdle)
            m_host.retire(*this);
        return;
    case Phase::Answering:
        if (m_hasPeerEnded && !m_hasSentSinceEnd && now - m_phaseSince >= limits.halfClosed)
            leave();
        return;
    case Phase::Lingering:
        if (now - m_phaseSince >= kLingerTime ||
            (m_connection->unsentBytes() == 0 && (m_hasPeerEnded || now - m_progress >= kLingerIdle)))
            m_host.retire(*this);
        return;
    case Phase::Gone:
        return;
    }
}

void ServerConnection::forgetRequest()
{
    m_in.shrink(0);
    m_body.clear();
    m_body.shrink(0);
    m_headOut = {};
    m_parser.editHead() = {};
}

bool ServerConnection::isIdle() const
{
    return m_phase == Phase::Reading && m_in.isEmpty() && m_parser.isBetweenRequests() &&
           m_connection->unsentBytes() == 0;
}

bool ServerConnection::isBusy() const
{
    if (m_phase == Phase::Gone)
        return false;
    return m_connection->unsentBytes() > 0 || (m_phase != Phase::Lingering && !isIdle());
}

bool ServerConnection::mayTakeNext() const
{
    // A client that pipelines and does not read must not make us hold its answers.
    return !m_isDecoding && m_connection->unsentBytes() <= net::Connection::kHighWater;
}

void ServerConnection::pauseWhereFull()
{
    const bool isWaiting = m_phase == Phase::Answering || (m_phase == Phase::Reading && !mayTakeNext());
    m_connection->setReadPaused(isWaiting && m_in.size() >= kPipelinedBytes);
}

} // namespace signalbox::http
