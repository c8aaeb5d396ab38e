#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace signalbox::wire::gemini {

/// Where further schemas stand in a schema. Properties have names of the user's choice, and a property may be
/// called as a keyword is ("title", "type"): schemas and maps of properties are walked apart.
enum class SchemaPlace {
    None,   ///< no schema in it
    Schema, ///< the member is one (or, `items` of old drafts, a list of them)
    List,   ///< a list of them
    Map,    ///< an object whose members are schemas
};

[[nodiscard]] constexpr SchemaPlace placeOf(std::string_view keyword)
{
    constexpr std::array<std::pair<std::string_view, SchemaPlace>, 10> places{{
        {"properties", SchemaPlace::Map},
        {"$defs", SchemaPlace::Map},
        {"definitions", SchemaPlace::Map},
        {"items", SchemaPlace::Schema},
        {"additionalProperties", SchemaPlace::Schema},
        {"not", SchemaPlace::Schema},
        {"anyOf", SchemaPlace::List},
        {"oneOf", SchemaPlace::List},
        {"allOf", SchemaPlace::List},
        {"prefixItems", SchemaPlace::List},
    }};
    for (const auto &[name, place] : places) {
        if (name == keyword)
            return place;
    }
    return SchemaPlace::None;
}

} // namespace signalbox::wire::gemini
