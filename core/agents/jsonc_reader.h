#pragma once

#include "agents/settings_text.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reads JSON with // and /* */ comments and trailing commas, and remembers where everything stands. Pure.
namespace signalbox::agents::jsonc {

enum class Kind { Object, Array, String, Number, Literal };

struct Node
{
    struct Member;

    Kind kind = Kind::Literal;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;            ///< what a string says
    std::vector<Member> members; ///< of objects
    /// Nothing where there is none of that name; `isTwice` where there are several.
    [[nodiscard]] const Member *find(std::string_view name, bool &isTwice) const;
};

struct Node::Member
{
    std::string name;
    std::size_t begin = 0;            ///< of the name's quote
    std::optional<std::size_t> comma; ///< the one behind it
    Node value;
};

/// Nothing where the text has no value at all: an empty file. InvalidInput with the line and the reason.
[[nodiscard]] Result<std::optional<Node>> read(std::string_view text);

/// Behind white space and comments.
[[nodiscard]] std::size_t skipBlank(std::string_view text, std::size_t at);

} // namespace signalbox::agents::jsonc
