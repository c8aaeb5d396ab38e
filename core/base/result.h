#pragma once

#include "base/error.h"

#include <expected>
#include <utility>

namespace signalbox {

/// A value, or why there is none. Fallible construction is a static `create()` that returns one.
template<class T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorCode::NotFound, "…");`
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string place = {})
{
    return std::unexpected(Error{code, std::move(message), std::move(place)});
}

} // namespace signalbox
