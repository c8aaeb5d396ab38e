#pragma once

#include "net/descriptor_io.h"
#include "net/tls_context.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::net {

/// TLS spoken over a non-blocking descriptor, by OpenSSL, with reading and sending by descriptor_io: no copy
/// between, no SIGPIPE, and the system's own errors. Knows nothing of events. The descriptor stays its
/// owner's. Gateway thread.
class TlsStream final
{
public:
    enum class Status {
        Done,
        WantsRead, ///< to be called again when there is something to read
        WantsWrite,
        Ended, ///< the peer has said that it will send no more (close_notify)
        Failed,
    };

    TlsStream(std::unique_ptr<SSL, FreeSsl> ssl, int descriptor);
    ~TlsStream();
    TlsStream(const TlsStream &) = delete;
    TlsStream &operator=(const TlsStream &) = delete;

    [[nodiscard]] Status shakeHands();
    /// `count` is how much was moved, 0 unless Done.
    [[nodiscard]] Status read(std::span<char> room, std::size_t &count);
    /// After WantsRead or WantsWrite the next call begins with the same bytes.
    [[nodiscard]] Status write(std::string_view bytes, std::size_t &count);
    /// Sends close_notify, as far as the system takes it at once.
    void sayEnd();
    /// The connection will be dropped on purpose: its session stays good for the next.
    void forgiveCut();

    /// Something was received that has not been read.
    [[nodiscard]] bool hasPending() const;
    /// The system had less than there was room for: what comes later is told.
    [[nodiscard]] bool isDrained() const { return m_io.isDrained; }
    /// Why Failed, for a person; names no host.
    [[nodiscard]] const std::string &failure() const { return m_failure; }

private:
    struct Io
    {
        int descriptor = -1;
        int error = 0;
        bool isEnd = false;
        bool isDrained = false;
    };
    struct BioMethod;

    [[nodiscard]] Status judge(int result);
    [[nodiscard]] std::string explain() const;

    Io m_io;
    std::unique_ptr<SSL, FreeSsl> m_ssl;
    std::string m_failure;
    bool m_isOpen = false; ///< the handshake is done; OpenSSL itself forgets that when it fails
};

} // namespace signalbox::net
