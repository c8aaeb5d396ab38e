#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace signalbox::test {

/// A steady load of model calls from threads of its own: `perSecond` whole requests on keep-alive
/// connections, until it is destroyed. Counts what came back, by the target that x-signalbox-route names.
class HttpLoad final
{
public:
    HttpLoad(std::uint16_t port, std::string key, std::string body, int perSecond, int threads = 4)
        : m_port(port),
          m_request(
              "POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key +
              "\r\nUser-Agent: codex_exec/0.169.0\r\nContent-Type: application/json\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body)
    {
        for (int i = 0; i < threads; ++i)
            m_threads.emplace_back(
                [this, pause = std::chrono::microseconds(1'000'000LL * threads / perSecond)] { run(pause); });
    }
    ~HttpLoad()
    {
        m_stop = true;
        for (std::thread &thread : m_threads)
            thread.join();
    }
    HttpLoad(const HttpLoad &) = delete;
    HttpLoad &operator=(const HttpLoad &) = delete;

    [[nodiscard]] int answered() const { return m_answered; }
    [[nodiscard]] int failed() const { return m_failed; }
    /// Takes what was counted since the last call: requests by target.
    [[nodiscard]] std::map<std::string, int> takeShares()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_shares, {});
    }

private:
    void run(std::chrono::microseconds pause)
    {
        int descriptor = -1;
        auto due = std::chrono::steady_clock::now();
        while (!m_stop) {
            if (descriptor < 0)
                descriptor = connectToGateway();
            std::string answer;
            const bool good =
                descriptor >= 0 && exchange(descriptor, answer) && answer.starts_with("HTTP/1.1 200");
            if (good) {
                ++m_answered;
                const std::size_t route = answer.find("x-signalbox-route: ");
                const std::scoped_lock lock(m_mutex);
                if (route != std::string::npos)
                    ++m_shares[answer.substr(route + 19, answer.find(';', route) - route - 19)];
            } else if (!m_stop) {
                ++m_failed;
                close(descriptor);
                descriptor = -1;
            }
            due += pause;
            std::this_thread::sleep_until(due); // the pace of the load, not a wait for anything
        }
        close(descriptor);
    }

    [[nodiscard]] int connectToGateway() const
    {
        const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(m_port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
            close(descriptor);
            return -1;
        }
        return descriptor;
    }

    /// The answers asked for are whole ones: their length is told.
    [[nodiscard]] bool exchange(int descriptor, std::string &answer) const
    {
        if (send(descriptor, m_request.data(), m_request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(m_request.size()))
            return false;
        char buffer[16 * 1024];
        for (;;) {
            const ssize_t count = recv(descriptor, buffer, sizeof buffer, 0);
            if (count <= 0)
                return false;
            answer.append(buffer, static_cast<std::size_t>(count));
            const std::size_t head = answer.find("\r\n\r\n");
            const std::size_t length = answer.find("Content-Length: ");
            if (head != std::string::npos && length != std::string::npos &&
                answer.size() >= head + 4 + std::stoul(answer.substr(length + 16)))
                return true;
        }
    }

    const std::uint16_t m_port;
    const std::string m_request;
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_answered = 0;
    std::atomic<int> m_failed = 0;
    std::mutex m_mutex;
    std::map<std::string, int> m_shares;
    std::vector<std::thread> m_threads;
};

} // namespace signalbox::test
