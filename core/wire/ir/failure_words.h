#pragma once

#include "wire/ir/event.h"

#include <cstddef>
#include <optional>
#include <string_view>

/// What a provider's error means, where its status and its words alone tell.
namespace signalbox::wire::ir {

/// Longer messages help nobody.
inline constexpr std::size_t kMostMessageBytes = 4000;

[[nodiscard]] FailureKind kindOfStatus(int status);
/// Whether a message complains that the conversation does not fit into the model.
[[nodiscard]] bool saysTooLong(std::string_view message);
/// "… try again in 1.5s", "… in 345ms": seconds.
[[nodiscard]] std::optional<double> retryAfterIn(std::string_view message);
/// The failure behind an error body that is none of its API's own: plain text, a proxy's HTML, nothing.
[[nodiscard]] Failure failureOfText(int status, std::string_view body);
/// Cuts the message, and looks in it for a time to wait.
void finishFailure(Failure &failure);

} // namespace signalbox::wire::ir
