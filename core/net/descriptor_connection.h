#pragma once

#include "net/descriptor_watch.h"
#include "net/noticing_connection.h"

#include <memory>

namespace signalbox::net {

/// A connected TCP descriptor, read and written directly (POSIX). It tells the peer's half-close, end and
/// reset apart, which QTcpSocket does not, and sends pieces uncopied. Lives on the gateway thread; owned by
/// whoever adopted the descriptor.
class DescriptorConnection : public NoticingConnection, private DescriptorWatch::Owner
{
public:
    DescriptorConnection(DescriptorWatcher &watcher, int descriptor);
    ~DescriptorConnection() override;

    using Connection::write;
    ReadStatus read(ByteBuffer &into, std::size_t most) override;
    void write(std::span<const std::string_view> pieces) override;
    [[nodiscard]] std::size_t unsentBytes() const override { return m_unsent.size(); }
    void setReadPaused(bool paused) override;
    void finishWriting() override;
    void abort() override;
    [[nodiscard]] std::string peerAddress() const override;

protected:
    /// Without a descriptor yet: what is written waits for take().
    explicit DescriptorConnection(DescriptorWatcher &watcher) : m_watcher(watcher) {}
    /// A prepared one.
    void take(int descriptor);

private:
    void onReady(DescriptorWatch::Readiness readiness) override;
    [[nodiscard]] bool isReadable() const override
    {
        return m_descriptor >= 0 && !m_isPaused && !m_hasEnded && !hasFailed();
    }
    [[nodiscard]] bool isReadableAgain() const override { return m_mayHoldMore && isReadable(); }
    void updateReading();
    void sendUnsent();
    void failFromErrno(int error);
    void close();

    DescriptorWatcher &m_watcher;
    std::unique_ptr<DescriptorWatch> m_watch;
    int m_descriptor = -1;
    ByteBuffer m_unsent;
    /// The system has or may have more to read and will not say so again; only where the watcher tells once.
    bool m_mayHoldMore = false;
    bool m_isEnding = false; ///< an end or an error stands behind what is there to read
    bool m_isClosed = false;
    bool m_isPaused = false;
    bool m_hasEnded = false;
    bool m_isFinishing = false;
};

} // namespace signalbox::net
