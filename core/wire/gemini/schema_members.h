#pragma once

#include "wire/json/names.h"

#include <array>
#include <string_view>

namespace signalbox::wire::gemini {

/// Where further schemas stand in a schema. Properties have names of the user's choice, and a property may be
/// called as a keyword is ("title", "type"): schemas and maps of properties are walked apart.
enum class SchemaPlace {
    None,   ///< no schema in it
    Schema, ///< the member is one (or, `items` of old drafts, a list of them)
    List,   ///< a list of them
    Map,    ///< an object whose members are schemas
};

inline constexpr json::Names kSchemaPlaces{
    "properties", "$defs", "definitions", "items", "additionalProperties",
    "not",        "anyOf", "oneOf",       "allOf", "prefixItems"};

[[nodiscard]] constexpr SchemaPlace placeOf(std::string_view keyword)
{
    constexpr std::array<SchemaPlace, kSchemaPlaces.size() + 1> places{
        SchemaPlace::Map,    SchemaPlace::Map,    SchemaPlace::Map,  SchemaPlace::Schema,
        SchemaPlace::Schema, SchemaPlace::Schema, SchemaPlace::List, SchemaPlace::List,
        SchemaPlace::List,   SchemaPlace::List,   SchemaPlace::None};
    return places[kSchemaPlaces.indexOf(keyword)];
}

} // namespace signalbox::wire::gemini
