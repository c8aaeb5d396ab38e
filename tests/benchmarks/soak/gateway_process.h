#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace signalbox::soak {

inline constexpr const char *kClientKey = "sk-sbx-soak-client-key";

/// `signalbox serve` as a child, with its configuration and data in one folder that outlives it.
/// Used by the main thread alone.
class GatewayProcess final
{
public:
    /// How the gateway reaches the provider.
    struct Way
    {
        std::uint16_t port = 0;
        std::filesystem::path authority{}; ///< of its certificate; without one, no TLS
        bool proxy = false;                ///< through an HTTP proxy at the same port
    };

    GatewayProcess(std::filesystem::path binary, std::filesystem::path folder, Way way);
    GatewayProcess(const GatewayProcess &) = delete;
    GatewayProcess &operator=(const GatewayProcess &) = delete;
    ~GatewayProcess();

    /// Starts it; its output goes to FOLDER/gateway.log.
    [[nodiscard]] bool start();

    /// The port of its listening line, once it has printed that; nothing if it ended or took too long.
    [[nodiscard]] std::optional<std::uint16_t> waitUntilListening(std::chrono::milliseconds limit);

    /// What it died of though nobody asked it to: "signal 11", "exit 1"; nothing while it lives.
    [[nodiscard]] std::optional<std::string> deathCause();

    /// kill -9.
    void kill();

    /// SIGTERM; the exit code, or nothing when it did not end by itself in time.
    [[nodiscard]] std::optional<int> stop(std::chrono::milliseconds limit);

    /// Resident memory in kB, 0 where it cannot be read.
    [[nodiscard]] long residentKilobytes() const;
    /// Open descriptors, 0 where they cannot be counted.
    [[nodiscard]] std::size_t descriptors() const;

    [[nodiscard]] std::filesystem::path dataFolder() const { return m_folder / "data"; }
    [[nodiscard]] std::filesystem::path logFile() const { return m_folder / "gateway.log"; }

private:
    std::filesystem::path m_binary;
    std::filesystem::path m_folder;
    Way m_way;
    pid_t m_pid = -1;
    int m_output = -1;
};

} // namespace signalbox::soak
