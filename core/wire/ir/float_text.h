#pragma once

#include "wire/text.h"

#include <string>

/// The two ways to write a vector: a JSON list of numbers, or base64 (RFC 4648 section 4) of 32-bit floats,
/// the byte of least weight first.
namespace signalbox::wire::ir {

/// Whether this is base64 of whole floats. Not unescaped: a slash may be written with a backslash.
[[nodiscard]] bool isFloats(Text base64);
/// Appends them as a JSON list, each number as short as it is still the same; what is none becomes 0, for
/// JSON has neither infinities nor NaN. Nothing where `isFloats` does not hold.
void appendNumbers(std::string &out, Text base64);
/// Appends a JSON list of numbers as base64. Numbers beyond a float's range become its greatest.
void appendFloats(std::string &out, RawJson numbers);

} // namespace signalbox::wire::ir
