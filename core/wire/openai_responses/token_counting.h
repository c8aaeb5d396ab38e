#pragma once

#include "wire/format.h"

namespace signalbox::wire::responses {

/// `POST /v1/responses/input_tokens`. Lives for ever.
[[nodiscard]] const TokenCounting &tokenCounting();

} // namespace signalbox::wire::responses
