#pragma once

#include "net/descriptor_watch.h"
#include "net/dialler.h"
#include "net/noticing_connection.h"
#include "net/proxy_tunnel.h"
#include "net/tls_stream.h"

#include <memory>
#include <string>

namespace signalbox::net {

/// An outgoing connection that speaks TLS on its own descriptor: reaches the host or the proxy, asks the
/// proxy for a tunnel, shakes hands. An end that TLS did not announce is a failure: whoever can cut the
/// connection could cut an answer short. Lives on the gateway thread; owned by whoever asked for it.
class TlsConnection final : public NoticingConnection, private Dial::Owner, private DescriptorWatch::Owner
{
public:
    TlsConnection(DescriptorWatcher &watcher, Dialler &dialler, TlsContext &context,
                  const Endpoint &endpoint);
    ~TlsConnection() override;

    using Connection::write;
    ReadStatus read(ByteBuffer &into, std::size_t most) override;
    void write(std::span<const std::string_view> pieces) override;
    [[nodiscard]] std::size_t unsentBytes() const override { return m_unsent.size(); }
    void setReadPaused(bool paused) override;
    void finishWriting() override;
    void abort() override;
    [[nodiscard]] std::string peerAddress() const override;

private:
    /// Each step begins when the one before it has succeeded.
    enum class Step { Dial, ProxyAnswer, Handshake, Open, Ended };

    void onDialled(int descriptor) override;
    void onDialFailed(const Error &error) override;
    void onReady(DescriptorWatch::Readiness readiness) override;
    [[nodiscard]] bool isReadable() const override
    {
        return m_step == Step::Open && m_mayHoldMore && !m_isPaused && !m_hasEnded && !hasFailed();
    }
    void askProxy();
    void readProxyAnswer();
    void startTls();
    void shakeHands();
    void open();
    /// Encrypts what is unsent as far as the system takes it.
    void push();
    /// As push, for what is large and need not be copied first; answers how much was taken.
    [[nodiscard]] std::size_t pushUncopied(std::string_view bytes);
    void wait(TlsStream::Status status);
    void endWriting();
    void refuse(ErrorCode code, std::string message);
    void close();

    DescriptorWatcher &m_watcher;
    TlsContext &m_context;
    const Endpoint m_endpoint;
    std::unique_ptr<Dial> m_dial; ///< until it has connected
    std::string m_proxyAuthorization;
    std::unique_ptr<TunnelAnswer> m_proxyAnswer; ///< while we wait for it
    int m_descriptor = -1;
    std::unique_ptr<DescriptorWatch> m_watch;
    std::unique_ptr<TlsStream> m_tls;
    ByteBuffer m_unsent{ByteBuffer::Left::Wiped}; ///< not encrypted yet
    Step m_step = Step::Dial;
    bool m_mayHoldMore = false; ///< there may be something to read that will not be told again
    bool m_isEnding = false;    ///< an end or an error stands behind what is there to read
    bool m_isPaused = false;
    bool m_hasEnded = false;
    bool m_isFinishing = false;
};

} // namespace signalbox::net
