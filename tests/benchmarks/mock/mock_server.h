#pragma once

#include "mock/conversation.h"
#include "mock/tls_identity.h"

#include <cstdint>
#include <memory>
#include <queue>
#include <unordered_map>

namespace signalbox::bench {

/// A model provider on 127.0.0.1, plain on one port and, if there is a context, TLS on another: one thread,
/// one epoll set. Its cost is in every line of the table, so it does as little as it can.
class MockServer final
{
public:
    MockServer(std::uint16_t port, std::uint16_t tlsPort, TlsContext tls);

    [[nodiscard]] bool isListening() const { return m_plain.descriptor >= 0; }
    [[nodiscard]] std::uint16_t port() const { return m_plain.port; }
    [[nodiscard]] std::uint16_t tlsPort() const { return m_secure.port; }

    /// Serves until `stopping` is set, which a signal may do.
    void run(const volatile int &stopping);

private:
    struct Listener
    {
        int descriptor = -1;
        std::uint16_t port = 0;
    };
    struct Entry
    {
        std::unique_ptr<Conversation> conversation;
        bool watchesWriting = false;
        std::optional<std::int64_t> timed; ///< the time in the queue
    };
    struct Timer
    {
        std::int64_t due;
        std::uint64_t id;
        bool operator>(const Timer &other) const { return due > other.due; }
    };

    [[nodiscard]] Listener listenOn(std::uint16_t port);
    void accept(const Listener &listener, SSL_CTX *tls);
    void watch(int descriptor, std::uint64_t id, std::uint32_t events, int operation);
    void onReady(std::uint64_t id, std::uint32_t events);
    void fireTimers();
    void settle(std::uint64_t id, Entry &entry, Conversation::State state);
    [[nodiscard]] std::int64_t waitNs() const;

    AnswerBook m_book;
    TlsContext m_tls;
    int m_epoll;
    Listener m_plain;
    Listener m_secure;
    std::uint64_t m_nextId = 2; ///< 0 and 1 are the listeners
    std::unordered_map<std::uint64_t, Entry> m_entries;
    std::priority_queue<Timer, std::vector<Timer>, std::greater<>> m_timers;
};

} // namespace signalbox::bench
