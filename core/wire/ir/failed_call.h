#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::ir {

/// A call that a model made and its host would not pass on, as the inside of JSON strings.
struct FailedCall
{
    std::string name;
    std::string arguments; ///< the text of an object
};

/// The call in an error `tool_use_failed` with a `failed_generation` (Groq): one object with a name and its
/// arguments, or a list of just one. Nothing for every other error, and where what was generated is no call.
[[nodiscard]] std::optional<FailedCall> failedCall(std::string_view errorBody);

} // namespace signalbox::wire::ir
