#pragma once

#include "mock/answers.h"

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace signalbox::bench {

/// One round: which target is loaded, with what, how hard and how long.
struct LoadOptions
{
    std::uint16_t port = 0; ///< on 127.0.0.1
    std::string path = "/v1/responses";
    std::vector<std::string> headers; ///< "Name: value"
    std::string model;                ///< says what is expected too: see Script
    bool stream = false;
    std::size_t requestBytes = 1000; ///< about; above kSmallRequestBytes a coding agent's request
    std::size_t connections = 32;
    double rate = 0;         ///< requests a second, open loop; 0: closed loop, as fast as answers come
    std::uint64_t count = 0; ///< ends after that many requests; 0: after the time
    std::chrono::milliseconds warmUp{300};
    std::chrono::milliseconds time{1000};
    std::vector<int> processes; ///< whose CPU and memory are measured

    [[nodiscard]] Wire wire() const
    {
        return path.ends_with("/chat/completions") ? Wire::Chat : Wire::Responses;
    }
};

inline constexpr std::size_t kSmallRequestBytes = 4000;

/// From the command line; the error is one line for people.
[[nodiscard]] std::expected<LoadOptions, std::string> readLoadOptions(int argc, char **argv);

} // namespace signalbox::bench
