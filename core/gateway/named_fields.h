#pragma once

#include "catalog/provider_row.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace signalbox::gateway {

/// A member of a struct by the name it has in the catalogue.
template<class Struct>
struct NamedField
{
    std::string_view name;
    std::variant<bool Struct::*, int Struct::*, std::int64_t Struct::*, std::string Struct::*,
                 std::vector<std::string> Struct::*>
        member;
};

/// True where the value's type is that of the member.
template<class Struct>
bool setField(Struct &object, const NamedField<Struct> &field, const catalog::FieldValue &value)
{
    return std::visit(
        [&](auto member) {
            using Member = std::remove_reference_t<decltype(object.*member)>;
            using Value = std::conditional_t<std::is_same_v<Member, int>, std::int64_t, Member>;
            const auto *known = std::get_if<Value>(&value);
            if (known != nullptr)
                object.*member = static_cast<Member>(*known);
            return known != nullptr;
        },
        field.member);
}

/// How many of the values had a member of their name and type.
template<class Struct>
std::size_t setFields(Struct &object, std::type_identity_t<std::span<const NamedField<Struct>>> fields,
                      const catalog::FieldValues &values)
{
    std::size_t count = 0;
    for (const NamedField<Struct> &field : fields) {
        const auto value = values.find(std::string(field.name));
        if (value != values.end() && setField(object, field, value->second))
            ++count;
    }
    return count;
}

} // namespace signalbox::gateway
