#include "base/error.h"

namespace signalbox {

std::string_view toString(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidInput:
        return "invalid_input";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::Conflict:
        return "conflict";
    case ErrorCode::Unauthorized:
        return "unauthorized";
    case ErrorCode::TooLarge:
        return "too_large";
    case ErrorCode::Unavailable:
        return "unavailable";
    case ErrorCode::Timeout:
        return "timeout";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Network:
        return "network";
    case ErrorCode::Protocol:
        return "protocol";
    case ErrorCode::Io:
        return "io";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

std::string describe(const Error &error)
{
    return error.place.empty() ? error.message : error.place + ": " + error.message;
}

} // namespace signalbox
