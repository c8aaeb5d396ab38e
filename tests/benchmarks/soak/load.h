#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace signalbox::soak {

class Socket;
struct Plan;

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
    std::uint64_t unread = 0;   ///< of the refused, those that have no row: bad key, bad coding
    std::uint64_t gone = 0;     ///< left at once; some were read by the gateway and have a row, some were not
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
    /// After stop().
    [[nodiscard]] const std::vector<ReadAnswer> &readAnswers() const;
    [[nodiscard]] std::vector<std::string> oddities() const;

private:
    struct Reading;
    void client(std::uint64_t seed);
    [[nodiscard]] static bool sendRequest(Socket &socket, const Plan &plan, std::string_view request);
    void count(const Plan &plan, const Reading &reading);
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
