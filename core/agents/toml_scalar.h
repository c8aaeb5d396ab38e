#pragma once

#include "agents/toml_reader.h"

#include <optional>
#include <string>
#include <string_view>

/// The smallest parts of TOML. Pure.
namespace signalbox::agents::toml {

/// What a scan found wrong, and where.
struct Fault
{
    std::size_t at = 0;
    std::string reason;
};

/// Reads the string (any of the four kinds) that begins at `at` and moves `at` behind it.
[[nodiscard]] std::optional<Fault> scanString(std::string_view text, std::size_t &at, std::string &out);

/// What kind of number, truth value, date or time these characters are; nothing where they are none.
[[nodiscard]] std::optional<Kind> kindOfScalar(std::string_view token);

/// The characters that a number, truth value, date or time takes, a space between date and time included.
[[nodiscard]] std::size_t scalarEnd(std::string_view text, std::size_t at);

/// The text as a basic string, quotes included.
[[nodiscard]] std::string quoted(std::string_view text);

/// The name as it may stand in a key: bare where it can be.
[[nodiscard]] std::string keyText(std::string_view name);

[[nodiscard]] bool isBareKeyCharacter(char c);

} // namespace signalbox::agents::toml
