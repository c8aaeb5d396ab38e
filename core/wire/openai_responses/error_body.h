#pragma once

#include "wire/ir/event.h"

#include <optional>
#include <string_view>

namespace signalbox::wire {

/// An upstream's error body in neutral words: the shapes that OpenAI and the hosts compatible with it send, and what
/// proxies before them put in their place. Never fails: what cannot be read says so by its status.
[[nodiscard]] ir::Failure readOpenAiErrorBody(int status, std::string_view body);

/// The kind of a failure by the words that came with it. `status` 0: none, it came inside a stream.
[[nodiscard]] ir::FailureKind failureKind(int status, std::string_view code, std::string_view type,
                                          std::string_view message);
/// Seconds of "try again in 1.5s", "… in 345ms", "… in 1m30s".
[[nodiscard]] std::optional<double> retryAfterOf(std::string_view message);

} // namespace signalbox::wire
