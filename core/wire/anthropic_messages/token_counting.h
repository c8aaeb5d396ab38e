#pragma once

#include "wire/format.h"

namespace signalbox::wire::anthropic {

/// `POST /v1/messages/count_tokens`. Lives for ever.
[[nodiscard]] const TokenCounting &tokenCounting();

} // namespace signalbox::wire::anthropic
