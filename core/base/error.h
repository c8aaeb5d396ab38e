#pragma once

#include <string>
#include <string_view>

namespace signalbox {

/// What kind of failure it was, for code that decides by it. People read `Error::message`.
enum class ErrorCode {
    InvalidInput, ///< What was given is wrong; giving it again will not help.
    NotFound,
    Conflict, ///< Somebody else changed it first, or holds it.
    Unauthorized,
    TooLarge,    ///< A named limit was passed.
    Unavailable, ///< Not now: locked, down, shutting down.
    Timeout,
    Cancelled,
    Network,  ///< A peer or the way to it failed.
    Protocol, ///< A peer broke the rules of its protocol.
    Io,       ///< Disk, descriptor, database.
    Internal,
};

/// A failure that the world caused: a code, an English message that says what to do where that is known, and
/// the place it was found (JSON pointer, file and line, provider id). Never holds a secret or a prompt.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string place;

    bool operator==(const Error &) const = default;
};

[[nodiscard]] std::string_view toString(ErrorCode code);

/// "place: message", or the message alone.
[[nodiscard]] std::string describe(const Error &error);

} // namespace signalbox
