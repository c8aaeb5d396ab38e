#pragma once

#include "net/noticing_connection.h"

class QSocketNotifier;

namespace signalbox::net {

/// A connected TCP descriptor, read and written directly (POSIX). It tells the peer's half-close, end and
/// reset apart, which QTcpSocket does not, and sends pieces uncopied. Lives on the gateway thread; owned by
/// whoever adopted the descriptor.
class DescriptorConnection : public NoticingConnection
{
public:
    explicit DescriptorConnection(int descriptor);
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
    DescriptorConnection() = default;
    void take(int descriptor);

private:
    [[nodiscard]] bool isReadable() const override
    {
        return m_descriptor >= 0 && !m_isPaused && !m_hasEnded && !hasFailed();
    }
    [[nodiscard]] bool isReadableAgain() const override
    {
        return false;
    } // the notifier comes again by itself
    void updateReadNotifier();
    void sendUnsent();
    /// How many bytes the system took; nothing after a failure.
    [[nodiscard]] std::size_t sendNow(std::span<const std::string_view> pieces);
    void failFromErrno(int error);
    void close();

    void watchWriting();

    int m_descriptor = -1;
    QSocketNotifier *m_readNotifier = nullptr;
    QSocketNotifier *m_writeNotifier = nullptr;
    ByteBuffer m_unsent;
    bool m_isClosed = false;
    bool m_isPaused = false;
    bool m_hasEnded = false;
    bool m_isFinishing = false;
};

} // namespace signalbox::net
