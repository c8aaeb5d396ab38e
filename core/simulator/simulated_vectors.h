#pragma once

#include "base/result.h"
#include "wire/format.h"

#include <string>
#include <string_view>

namespace signalbox::simulator {

/// Numbers of a vector where the request asks for no other length.
inline constexpr std::size_t kVectorLength = 8;
inline constexpr std::size_t kMostVectorLength = 4096;

/// The whole answer to a request for vectors, in the request's format: vectors of length 1 made of the text's
/// hash, so that the same text gets the same one and nothing is near to anything. The model's name says that
/// they are simulated, for there are no words in such an answer. InvalidInput where the body is no request of
/// that format or asks for longer vectors. `body` is padded (wire/json/document.h).
[[nodiscard]] Result<std::string> simulatedVectors(const wire::FormatCodec &codec, std::string_view body);

} // namespace signalbox::simulator
