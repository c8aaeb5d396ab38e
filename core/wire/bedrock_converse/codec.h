#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// The Converse API of Amazon Bedrock, for models of any maker. Only providers speak it.
[[nodiscard]] const FormatCodec &bedrockConverseCodec();

} // namespace signalbox::wire
