// bench_mock [--port N] [--tls-port N] [--certificates FOLDER]: the model provider that ./dev bench measures
// against. Serves on 127.0.0.1 until SIGTERM. With --certificates it also speaks TLS, and puts its
// certificate into FOLDER. Once it listens it prints one line: `mock PORT TLS-PORT`, the latter 0 without
// TLS. Port 0 takes a free one.

#include "mock/mock_server.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

volatile std::sig_atomic_t stopping = 0;

} // namespace

int main(int argc, char **argv)
{
    using namespace signalbox::bench;
    std::uint16_t port = 0;
    std::uint16_t tlsPort = 0;
    std::string certificates;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--port")
            port = static_cast<std::uint16_t>(std::atoi(argv[i + 1]));
        else if (name == "--tls-port")
            tlsPort = static_cast<std::uint16_t>(std::atoi(argv[i + 1]));
        else if (name == "--certificates")
            certificates = argv[i + 1];
        else
            return std::fprintf(stderr, "bench_mock: unknown option %s\n", argv[i]), 2;
    }
    // OpenSSL writes without MSG_NOSIGNAL.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGTERM, [](int) { stopping = 1; });
    std::signal(SIGINT, [](int) { stopping = 1; });
    TlsContext tls(nullptr, &SSL_CTX_free);
    if (!certificates.empty())
        tls = makeTlsContext(certificates);
    if (!certificates.empty() && !tls)
        return std::fprintf(stderr, "bench_mock: cannot write %s\n", certificates.c_str()), 1;
    MockServer server(port, tlsPort, std::move(tls));
    if (!server.isListening())
        return std::perror("bench_mock: listen"), 1;
    std::printf("mock %u %u\n", unsigned{server.port()}, unsigned{server.tlsPort()});
    std::fflush(stdout);
    server.run(stopping);
}
