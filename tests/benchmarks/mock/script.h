#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox::bench {

/// What the mock is to answer, and so what the load generator expects. It is written in the model's name,
/// because that survives every gateway: "pass-e50-b80-p5000" asks for 50 deltas of 80 bytes, one every 5,000
/// µs. Letters: n bytes of text in a whole answer, e deltas in a stream, b bytes of text in a delta, p µs
/// between two deltas.
struct Script
{
    std::size_t textBytes = 600;
    std::size_t events = 50;
    std::size_t deltaBytes = 80;
    std::chrono::microseconds pace{0}; ///< 0: as fast as the socket takes them

    [[nodiscard]] static Script fromModel(std::string_view model);

    bool operator==(const Script &) const = default;
};

/// Each delta's text begins with this and 16 hexadecimal digits: the steady clock in ns when it was written,
/// so that a client on the same machine can tell how long the delta took.
inline constexpr std::string_view kMark = "@T";
inline constexpr std::size_t kMarkBytes = 18;

/// `bytes` of text as it stands inside a JSON string; the same for the same number. It has escapes and
/// letters of more than one byte, and ends inside neither.
[[nodiscard]] std::string jsonText(std::size_t bytes);

/// The steady clock, in ns: comparable between processes of one machine.
[[nodiscard]] std::int64_t nowNs();

} // namespace signalbox::bench
