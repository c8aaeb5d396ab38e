#include "net/tls_connection.h"

#include "base/wiped_text.h"
#include "net/descriptor_io.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace signalbox::net {

namespace {

/// The most that one record holds: what is smaller shares one, what is larger need not be copied.
constexpr std::size_t kRecordBytes = 16 * 1024;

} // namespace

TlsConnection::TlsConnection(DescriptorWatcher &watcher, Dialler &dialler, TlsContext &context,
                             const Endpoint &endpoint)
    : m_watcher(watcher), m_context(context), m_endpoint(endpoint)
{
    const CallGuard guard(*this);
    auto hop = firstHop(endpoint);
    if (!hop) {
        refuse(hop.error().code, std::move(hop.error().message));
        return;
    }
    m_proxyAuthorization = std::move(hop->authorization);
    Dial::Owner &owner = *this;
    m_dial = std::make_unique<Dial>(dialler, hop->host, hop->port, owner);
}

TlsConnection::~TlsConnection()
{
    if (m_tls)
        m_tls->sayEnd();
    close();
}

void TlsConnection::close()
{
    m_step = Step::Ended;
    m_dial.reset();
    m_watch.reset();
    m_tls.reset();
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

// ---- Making it

void TlsConnection::onDialFailed(const Error &error)
{
    refuse(error.code, error.message);
}

void TlsConnection::onDialled(int descriptor)
{
    m_descriptor = descriptor;
    m_dial.reset();
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    m_watch = m_watcher.watch(descriptor, *this);
    if (!m_watch) {
        Error error = describeFailedConnect(ENOSPC);
        refuse(error.code, std::move(error.message));
    } else if (!m_endpoint.proxy.empty()) {
        askProxy();
    } else {
        startTls();
    }
}

void TlsConnection::askProxy()
{
    m_step = Step::ProxyAnswer;
    m_proxyAnswer = std::make_unique<TunnelAnswer>();
    const std::string request = tunnelRequest(m_endpoint, m_proxyAuthorization);
    const std::string_view piece = request;
    // A new connection takes far more than this at once.
    if (const Moved sent = sendPieces(m_descriptor, std::span(&piece, 1)); sent.bytes != piece.size())
        refuse(ErrorCode::Network, "the proxy: " + describeBrokenConnection(sent.error).message);
}

void TlsConnection::readProxyAnswer()
{
    std::array<char, 4096> room;
    for (;;) {
        const Moved received = receive(m_descriptor, room);
        if (received.isEnd || received.error != 0) {
            refuse(ErrorCode::Network,
                   "the proxy: " + (received.isEnd ? "the connection was closed by the other side"
                                                   : describeBrokenConnection(received.error).message));
            return;
        }
        if (received.bytes == 0)
            return;
        switch (m_proxyAnswer->add(std::string_view(room.data(), received.bytes))) {
        case TunnelAnswer::Status::NeedMore:
            break;
        case TunnelAnswer::Status::Open:
            m_proxyAnswer.reset();
            startTls();
            return;
        case TunnelAnswer::Status::Refused:
            refuse(ErrorCode::Network, m_proxyAnswer->refusal());
            return;
        }
    }
}

void TlsConnection::startTls()
{
    auto ssl = m_context.createClient(m_endpoint);
    if (!ssl) {
        refuse(ErrorCode::Internal, "TLS could not be started");
        return;
    }
    m_step = Step::Handshake;
    m_tls = std::make_unique<TlsStream>(std::move(ssl), m_descriptor);
    shakeHands();
}

void TlsConnection::shakeHands()
{
    const TlsStream::Status status = m_tls->shakeHands();
    if (status == TlsStream::Status::Done)
        open();
    else
        wait(status);
}

void TlsConnection::open()
{
    m_step = Step::Open;
    // The server may have sent more than the handshake, and OpenSSL may have received it.
    m_mayHoldMore = true;
    tellLater(Readable);
    {
        const CallGuard guard(*this);
        push();
        noteUnsent(m_unsent.size());
    }
    tell(Connected); // last: it may end in our destruction
}

void TlsConnection::wait(TlsStream::Status status)
{
    switch (status) {
    case TlsStream::Status::Done:
    case TlsStream::Status::WantsRead: // always wanted
        return;
    case TlsStream::Status::WantsWrite:
        m_watch->setWriting(true);
        return;
    case TlsStream::Status::Ended: // in the midst of a handshake
        refuse(ErrorCode::Network, "the connection was closed by the other side");
        return;
    case TlsStream::Status::Failed:
        refuse(ErrorCode::Network, m_tls->failure());
        return;
    }
}

void TlsConnection::refuse(ErrorCode code, std::string message)
{
    m_step = Step::Ended;
    m_dial.reset();
    m_watch.reset();
    m_unsent.clear();
    failWith(code, std::move(message)); // last: it may end in our destruction
}

void TlsConnection::onReady(DescriptorWatch::Readiness readiness)
{
    m_isEnding = m_isEnding || readiness.isEnding;
    switch (m_step) {
    case Step::ProxyAnswer:
        readProxyAnswer();
        return;
    case Step::Handshake:
        shakeHands();
        return;
    case Step::Open:
        // Whichever it is: TLS may have to write before it can read on, and the other way round.
        m_mayHoldMore = true;
        if (m_unsent.isEmpty()) {
            tell(Readable); // last: it may end in our destruction
            return;
        }
        tellLater(Readable);
        push();
        noteUnsent(m_unsent.size()); // last, too
        return;
    case Step::Dial:
    case Step::Ended:
        return;
    }
}

// ---- Using it

Connection::ReadStatus TlsConnection::read(ByteBuffer &into, std::size_t most)
{
    const CallGuard guard(*this);
    if (hasFailed() || m_step == Step::Ended)
        return ReadStatus::Failed;
    if (m_hasEnded)
        return ReadStatus::End;
    if (m_step != Step::Open)
        return ReadStatus::Nothing;
    const std::span<char> room = into.prepare(most).first(most);
    std::size_t got = 0;
    TlsStream::Status status = TlsStream::Status::Done;
    do {
        std::size_t count = 0;
        status = m_tls->read(room.subspan(got), count);
        got += count;
    } while (status == TlsStream::Status::Done && got < most && m_tls->hasPending());
    into.commit(got);
    m_mayHoldMore = status == TlsStream::Status::Ended ||
                    (status == TlsStream::Status::Done && (got == most || m_isEnding || !m_tls->isDrained()));
    if (status == TlsStream::Status::WantsWrite || status == TlsStream::Status::Failed)
        wait(status);
    if (got > 0)
        return ReadStatus::Data; // an end is told by the next call, a failure by onFailed
    if (status == TlsStream::Status::Failed)
        return ReadStatus::Failed;
    m_hasEnded = status == TlsStream::Status::Ended;
    return m_hasEnded ? ReadStatus::End : ReadStatus::Nothing;
}

void TlsConnection::write(std::span<const std::string_view> pieces)
{
    const CallGuard guard(*this);
    if (hasFailed() || m_isFinishing || (m_step == Step::Ended))
        return;
    const bool wasEmpty = m_unsent.isEmpty();
    bool isFlowing = wasEmpty && m_step == Step::Open;
    for (std::string_view piece : pieces) {
        if (isFlowing && piece.size() >= kRecordBytes) {
            push();
            if (m_unsent.isEmpty() && !hasFailed())
                piece.remove_prefix(pushUncopied(piece));
            isFlowing = piece.empty();
        }
        if (hasFailed())
            return;
        m_unsent.append(piece);
    }
    if (isFlowing)
        push();
    if (!hasFailed())
        noteUnsent(m_unsent.size());
}

std::size_t TlsConnection::pushUncopied(std::string_view bytes)
{
    std::size_t taken = 0;
    auto status = TlsStream::Status::Done;
    while (status == TlsStream::Status::Done && taken < bytes.size()) {
        std::size_t count = 0;
        status = m_tls->write(bytes.substr(taken), count);
        taken += count;
    }
    wait(status);
    return taken;
}

void TlsConnection::push()
{
    const CallGuard guard(*this);
    const std::size_t taken = pushUncopied(m_unsent.view());
    if (hasFailed())
        return;
    // A request's head, which holds a key, is what a turn begins with: the rest is left as it is.
    wipe(std::span(m_unsent.data(), std::min(taken, kRecordBytes)));
    m_unsent.consume(taken);
    if (!m_unsent.isEmpty())
        return;
    m_watch->setWriting(false);
    m_unsent.shrink(kRecordBytes);
    if (m_isFinishing)
        endWriting();
}

void TlsConnection::setReadPaused(bool paused)
{
    if (std::exchange(m_isPaused, paused) == paused)
        return;
    if (m_watch)
        m_watch->setReading(!paused);
    if (isReadable())
        tellLater(Readable);
}

void TlsConnection::finishWriting()
{
    const CallGuard guard(*this);
    if (!std::exchange(m_isFinishing, true) && m_step == Step::Open && m_unsent.isEmpty())
        endWriting();
}

void TlsConnection::endWriting()
{
    m_tls->sayEnd();
    ::shutdown(m_descriptor, SHUT_WR);
}

void TlsConnection::abort()
{
    if (m_tls)
        m_tls->forgiveCut();
    if (m_descriptor >= 0)
        resetOnClose(m_descriptor);
    close();
    m_unsent.clear();
    dropNotices();
}

std::string TlsConnection::peerAddress() const
{
    return peerAddressOf(m_descriptor);
}

} // namespace signalbox::net
