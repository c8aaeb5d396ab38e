#pragma once

#include "agents/settings_text.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Reads TOML 1.1, of which 1.0 is a part, and remembers where everything stands. Pure.
namespace signalbox::agents::toml {

struct Span
{
    std::size_t begin = 0;
    std::size_t end = 0;
};

enum class Kind {
    String,
    Integer,
    Float,
    Boolean,
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
    Array,
    Table
};

/// How a table came to be: it decides who may add to it.
enum class Made {
    Implicit, ///< by a header of something below it
    Header,   ///< by its own [header]; the root too
    Dotted,   ///< by a dotted key
    Inline,   ///< {…}
};

struct Node
{
    Kind kind = Kind::Table;
    Made made = Made::Implicit; ///< of tables
    Span value;                 ///< its bytes; of tables that are not inline: none
    std::size_t keyBegin = 0;   ///< where the statement begins whose value this is
    std::string text;           ///< what a string says
    bool isTableArray = false;  ///< an array of [[tables]]
    /// Of the root, of tables with a header and of dotted ones: the section whose statements fill it.
    std::size_t section = 0;
    std::size_t lastEnd = 0; ///< where the last statement or member that belongs to it ends; 0: none
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> members; ///< of tables
    std::vector<std::unique_ptr<Node>> items;                           ///< of arrays

    [[nodiscard]] Node *find(std::string_view name) const;
};

/// A [header] and what stands under it; the first one is the root's and has no header.
struct Section
{
    KeyPath path;
    Span header;                    ///< brackets included
    std::size_t lastEnd = 0;        ///< end of the last statement, or of the header
    std::size_t statements = 0;     ///< how many
    std::size_t firstStatement = 0; ///< where the first begins
};

struct Tree
{
    Node root;
    std::vector<Section> sections;
};

/// InvalidInput with the line and the reason.
[[nodiscard]] Result<Tree> read(std::string_view text);

} // namespace signalbox::agents::toml
