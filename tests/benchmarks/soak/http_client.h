#pragma once

#include "socket.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::soak {

/// An answer as far as it was read. `whole` says that its HTTP framing ended as announced.
struct HttpAnswer
{
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
    bool whole = false;
};

/// Called after each piece with the body so far; false ends the reading.
using OnPiece = std::function<bool(std::string_view body)>;

/// `coding` is said of the body; empty: none.
[[nodiscard]] std::string postRequest(std::string_view path, std::string_view key, std::string_view coding,
                                      std::string_view body);

/// Reads one answer. Nothing came at all: status 0.
[[nodiscard]] HttpAnswer readAnswer(Socket &socket, Deadline deadline, const OnPiece &onPiece);

/// One GET on a connection of its own; the status, or 0.
[[nodiscard]] int getStatus(std::uint16_t port, std::string_view path);

} // namespace signalbox::soak
