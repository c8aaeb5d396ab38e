#pragma once

#include "secrets/keychain_backend.h"

#include <memory>

namespace signalbox::secrets {

/// The keychain of this system by QtKeychain, entries of the service "signalbox"; null where the program was
/// built without it. Needs an application, and is used on its thread.
[[nodiscard]] std::unique_ptr<KeychainBackend> systemKeychain();

} // namespace signalbox::secrets
