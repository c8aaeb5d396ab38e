#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace signalbox::bench {

using TlsContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// A server's TLS side with a certificate for 127.0.0.1 that vouches for itself, made anew; the certificate
/// is written to `certificateFile` (PEM) for those who are to trust it. Null when the file cannot be written.
[[nodiscard]] TlsContext makeTlsContext(const std::string &certificateFile);

} // namespace signalbox::bench
