#pragma once

#include "config/finding.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::config {

/// A JSON value as it was written: members in their order, numbers with their digits, so that prices become
/// exact money. A value type, read once and thrown away.
struct JsonNode
{
    enum class Kind { Null, Boolean, Number, String, Array, Object };

    Kind kind = Kind::Null;
    bool boolean = false;
    std::string text{};               ///< a string's text or a number's token
    std::vector<std::string> names{}; ///< of an object's members, beside `items`
    std::vector<JsonNode> items{};

    [[nodiscard]] const JsonNode *find(std::string_view name) const;
};

/// Reads a whole document. A repeated member is a finding at its pointer and its first value stays; what is
/// no JSON is one finding with line and column, and no tree.
[[nodiscard]] std::optional<JsonNode> readJsonTree(std::string_view text, Findings &findings);

/// `pointer` and one more step, escaped.
[[nodiscard]] std::string pointerTo(std::string_view pointer, std::string_view member);
[[nodiscard]] std::string pointerTo(std::string_view pointer, std::size_t index);

} // namespace signalbox::config
