#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace signalbox::soak {

/// How a client goes about one request.
enum class Manner {
    ReadWhole,
    ReadSlowly,
    SendSlowly,
    LeaveEarly,  ///< in the middle of the answer
    LeaveAtOnce, ///< without waiting for one
    BadKey,
    BadCoding, ///< says gzip and is not
    BadJson,
    UnknownModel,
};

enum class Packing { None, Gzip, Zstd };

/// One request: what is asked of which model, and how. A value.
struct Plan
{
    bool chat = false; ///< the client's surface; else Responses
    bool stream = false;
    std::string model;
    Manner manner = Manner::ReadWhole;
    Packing packing = Packing::None;
    std::size_t textBytes = 0;

    [[nodiscard]] std::string kind() const;
    /// Whether an error is what it asks for.
    [[nodiscard]] bool isBad() const;
    /// Refused before it is read, and so without a row in the ledger.
    [[nodiscard]] bool isRefusedUnread() const
    {
        return manner == Manner::BadKey || manner == Manner::BadCoding;
    }
};

[[nodiscard]] Plan choosePlan(std::mt19937_64 &random);

/// The whole request, head and body.
[[nodiscard]] std::string requestOf(const Plan &plan, std::mt19937_64 &random);

} // namespace signalbox::soak
