#pragma once

#include "wire/format.h"

namespace signalbox::wire::bedrock_converse {

/// Bedrock's CountTokens, for what Converse would be asked. Few models count; others answer 400.
[[nodiscard]] const TokenCounting &tokenCounting();

} // namespace signalbox::wire::bedrock_converse
