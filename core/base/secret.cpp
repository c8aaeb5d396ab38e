#include "base/secret.h"

#include <openssl/crypto.h>

#include <utility>

namespace signalbox {

void wipe(std::string &text)
{
    text.resize(text.capacity()); // a short-string buffer or slack may hold an older copy
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

Secret::Secret(std::string &&text) : m_text(text)
{
    wipe(text); // a moved-from short string would keep its characters
}

Secret::~Secret()
{
    wipe(m_text);
}

// A moved-from short string would keep its characters: copied, then wiped.
// NOLINTNEXTLINE(performance-move-constructor-init)
Secret::Secret(Secret &&other) noexcept : m_text(other.m_text)
{
    wipe(other.m_text);
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe(m_text);
        m_text = other.m_text;
        wipe(other.m_text);
    }
    return *this;
}

Secret Secret::clone() const
{
    return Secret(std::string(m_text));
}

} // namespace signalbox
