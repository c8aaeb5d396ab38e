#include "net/descriptor_connection.h"

#include "net/descriptor_io.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace signalbox::net {

DescriptorConnection::DescriptorConnection(DescriptorWatcher &watcher, int descriptor) : m_watcher(watcher)
{
    const CallGuard guard(*this);
    prepareDescriptor(descriptor);
    take(descriptor);
}

DescriptorConnection::~DescriptorConnection()
{
    close();
}

void DescriptorConnection::take(int descriptor)
{
    m_descriptor = descriptor;
    m_watch = m_watcher.watch(descriptor, *this);
    if (!m_watch) {
        failFromErrno(ENOSPC);
        return;
    }
    updateReading();
    if (!m_unsent.isEmpty())
        m_watch->setWriting(true);
    else if (m_isFinishing)
        ::shutdown(descriptor, SHUT_WR);
}

void DescriptorConnection::close()
{
    m_isClosed = true;
    m_watch.reset();
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

void DescriptorConnection::onReady(DescriptorWatch::Readiness readiness)
{
    m_isEnding = m_isEnding || readiness.isEnding;
    if (readiness.toRead && m_watcher.tellsOnce())
        m_mayHoldMore = true;
    if (readiness.toWrite && !m_unsent.isEmpty()) {
        if (readiness.toRead)
            tellLater(Readable); // sending may end in our destruction
        sendUnsent();
    } else if (readiness.toRead) {
        tell(Readable);
    }
}

Connection::ReadStatus DescriptorConnection::read(ByteBuffer &into, std::size_t most)
{
    const CallGuard guard(*this);
    if (hasFailed() || m_isClosed)
        return ReadStatus::Failed;
    if (m_hasEnded)
        return ReadStatus::End;
    if (m_descriptor < 0)
        return ReadStatus::Nothing;
    const Moved received = receive(m_descriptor, into.prepare(most).first(most));
    if (received.bytes > 0) {
        into.commit(received.bytes);
        if (received.bytes < most && !m_isEnding) // what comes later is told
            m_mayHoldMore = false;
        return ReadStatus::Data;
    }
    m_mayHoldMore = false;
    if (received.isEnd) {
        m_hasEnded = true;
        updateReading(); // else it would be told for ever
        return ReadStatus::End;
    }
    if (received.error == 0)
        return ReadStatus::Nothing;
    failFromErrno(received.error);
    return ReadStatus::Failed;
}

void DescriptorConnection::write(std::span<const std::string_view> pieces)
{
    const CallGuard guard(*this);
    if (hasFailed() || m_isClosed || m_isFinishing)
        return;
    const bool wasEmpty = m_unsent.isEmpty();
    Moved sent;
    if (m_descriptor >= 0 && wasEmpty)
        sent = sendPieces(m_descriptor, pieces);
    if (sent.error != 0) {
        failFromErrno(sent.error);
        return;
    }
    for (const std::string_view piece : pieces) {
        const std::size_t gone = std::min(sent.bytes, piece.size());
        sent.bytes -= gone;
        m_unsent.append(piece.substr(gone));
    }
    if (m_unsent.isEmpty())
        return;
    noteUnsent(m_unsent.size());
    if (m_watch && wasEmpty)
        m_watch->setWriting(true);
}

void DescriptorConnection::sendUnsent()
{
    {
        const CallGuard guard(*this);
        const std::string_view unsent = m_unsent.view();
        const Moved sent = sendPieces(m_descriptor, std::span(&unsent, 1));
        if (sent.error != 0) {
            failFromErrno(sent.error);
            return;
        }
        m_unsent.consume(sent.bytes);
        if (m_unsent.isEmpty()) {
            m_watch->setWriting(false);
            m_unsent.shrink(0);
            if (m_isFinishing)
                ::shutdown(m_descriptor, SHUT_WR);
        }
    }
    noteUnsent(m_unsent.size()); // last: it may end in our destruction
}

void DescriptorConnection::setReadPaused(bool paused)
{
    if (std::exchange(m_isPaused, paused) == paused)
        return;
    updateReading();
    if (isReadableAgain())
        tellLater(Readable);
}

void DescriptorConnection::updateReading()
{
    if (m_watch)
        m_watch->setReading(!m_isPaused && !m_hasEnded);
}

void DescriptorConnection::finishWriting()
{
    if (std::exchange(m_isFinishing, true) || m_descriptor < 0)
        return;
    if (m_unsent.isEmpty())
        ::shutdown(m_descriptor, SHUT_WR);
}

void DescriptorConnection::abort()
{
    if (m_descriptor >= 0)
        resetOnClose(m_descriptor);
    close();
    m_unsent.clear();
    dropNotices();
}

std::string DescriptorConnection::peerAddress() const
{
    return peerAddressOf(m_descriptor);
}

void DescriptorConnection::failFromErrno(int error)
{
    // What cannot be sent any more must not keep the watch busy until the owner hears of it.
    m_watch.reset();
    m_unsent.clear();
    Error described = error == ENOSPC ? describeFailedConnect(error) : describeBrokenConnection(error);
    failWith(described.code, std::move(described.message));
}

} // namespace signalbox::net
