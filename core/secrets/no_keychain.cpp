// In place of qt_keychain.cpp where QtKeychain is not there to build with.
#include "secrets/qt_keychain.h"

namespace signalbox::secrets {

std::unique_ptr<KeychainBackend> systemKeychain()
{
    return nullptr;
}

} // namespace signalbox::secrets
