#pragma once

#include "control/providers.h"
#include "gateway/providers/probe.h"

#include <string>
#include <string_view>

namespace signalbox::gateway {

/// Judges a probe into `test`: verdict, status, timings, and in `problem` what is wrong and what to do. What
/// the provider said itself is repeated there without anything that looks like a key, and without `key`,
/// which may be null.
void judge(const ProbeOutcome &outcome, const LineKey *key, control::ProviderTest &test);

/// One line from a provider, for people: white space and control characters made spaces, keys masked, at most
/// 300 bytes. `key` may be null.
[[nodiscard]] std::string quoted(std::string_view text, const LineKey *key);

} // namespace signalbox::gateway
