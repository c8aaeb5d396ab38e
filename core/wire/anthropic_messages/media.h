#pragma once

#include "base/result.h"
#include "wire/ir/request.h"

#include <string>
#include <string_view>

namespace signalbox::wire::anthropic {

/// The type of an image by its first bytes, else as it was told. The API refuses a type that the bytes do not
/// bear out, and all but four. Empty for those.
[[nodiscard]] std::string_view imageType(const ir::MediaSource &source);

/// Whether a document of this type can only be sent as text.
[[nodiscard]] bool isTextType(Text mediaType);
/// Appends what base64 (RFC 4648 section 4) says, as the inside of a JSON string; false where it is none.
[[nodiscard]] bool appendDecoded(std::string &out, Text base64);

} // namespace signalbox::wire::anthropic
