#pragma once

#include "wire/text.h"

#include <string>
#include <string_view>
#include <vector>

/// Reasoning carriers (ir/carrier.h) in the one opaque slot that this format's clients keep: a part's
/// `thoughtSignature`, which must be base64.
namespace signalbox::wire::gemini {

/// Several carriers can share a part. Empty for none.
[[nodiscard]] std::string packCarriers(const std::vector<std::string> &carriers);
/// What packCarriers was given; empty for a signature that is not ours.
[[nodiscard]] std::vector<std::string> unpackCarriers(Text signature);

} // namespace signalbox::wire::gemini
