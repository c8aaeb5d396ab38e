#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace signalbox::soak {

/// What a client read: an answer that said "finished", and the usage it told where that was read too.
struct ReadAnswer
{
    std::string id; ///< x-request-id
    std::string kind;
    std::optional<std::int64_t> inputTokens;
    std::optional<std::int64_t> outputTokens;
};

struct LoadCounts
{
    std::uint64_t requests = 0;
    std::uint64_t finished = 0; ///< read until the answer said so
    std::uint64_t left = 0;     ///< by the client, on purpose
    std::uint64_t refused = 0;  ///< bad on purpose
    std::uint64_t cut = 0;      ///< by the provider in the middle, and told so
    std::uint64_t unkeyed = 0;  ///< of the refused, those that have no row: their key was bad
    std::uint64_t broken = 0;   ///< by a kill
    std::uint64_t odd = 0;      ///< what should not happen
};

/// Clients that fire mixed requests at whichever port the gateway has now, and remember what they have read.
/// The main thread owns it; each client is a thread of its own.
class Load final
{
public:
    Load(int clients, std::uint64_t seed);
    Load(const Load &) = delete;
    Load &operator=(const Load &) = delete;
    ~Load();

    /// Where to send from now on; 0: nobody is there, wait.
    void setPort(std::uint16_t port);

    /// Ends all clients. After it the results are complete.
    void stop();

    [[nodiscard]] LoadCounts counts() const;
    [[nodiscard]] std::vector<ReadAnswer> readAnswers() const;
    [[nodiscard]] std::vector<std::string> oddities() const;

private:
    void client(std::uint64_t seed);
    [[nodiscard]] std::uint16_t waitForPort();

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint16_t m_port = 0;
    bool m_stopping = false;
    LoadCounts m_counts;
    std::vector<ReadAnswer> m_read;
    std::vector<std::string> m_oddities;
    std::vector<std::thread> m_clients;
};

} // namespace signalbox::soak
