#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace signalbox::bench {

/// An accepted descriptor that does not block, plain or TLS. Closes on destruction.
class Channel final
{
public:
    /// `tls` null: plain.
    Channel(int descriptor, SSL_CTX *tls);
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;
    ~Channel();

    enum class State { Fine, Waiting, Gone };
    struct Moved
    {
        State state = State::Fine;
        std::size_t bytes = 0;
    };

    [[nodiscard]] Moved read(std::span<char> into);
    [[nodiscard]] Moved write(std::string_view bytes);

    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
    std::unique_ptr<SSL, decltype(&SSL_free)> m_tls;
};

} // namespace signalbox::bench
