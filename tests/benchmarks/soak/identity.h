#pragma once

#include <openssl/types.h>

#include <filesystem>

namespace signalbox::soak {

/// Makes a certificate for this run that vouches for itself, for 127.0.0.1 and provider.invalid, writes it
/// (not its key) to `file`, and gives a server's context that has it. Null where OpenSSL fails. Never freed:
/// the provider's threads use it for as long as the process lives.
[[nodiscard]] SSL_CTX *makeIdentity(const std::filesystem::path &file);

} // namespace signalbox::soak
