#include "wire/json/fields.h"

#include <algorithm>

namespace signalbox::wire::json {

Value Fields::take(std::string_view name)
{
    Value found;
    std::size_t index = 0;
    for (const Value member : m_object) {
        const Text key = member.key();
        if (m_object.hasEscapedNames() ? equals(key, name) : key.escaped == name) {
            found = member; // the last one where it is repeated, as everywhere
            if (index < 64)
                m_taken |= std::uint64_t(1) << index;
            else
                m_takenBeyond.push_back(index);
        }
        ++index;
    }
    return found.isNull() ? Value() : found;
}

void Fields::wrong(std::string_view name, std::string_view shouldBe)
{
    if (!m_error)
        m_error = Error{ErrorCode::InvalidInput, "must be " + std::string(shouldBe), std::string(name)};
}

Value Fields::expect(std::string_view name, Kind kind, std::string_view kindName)
{
    const Value value = take(name);
    if (value.isPresent() && value.kind() != kind) {
        wrong(name, kindName);
        return {};
    }
    return value;
}

Text Fields::string(std::string_view name)
{
    return expect(name, Kind::String, "a string").text();
}

Text Fields::requiredString(std::string_view name)
{
    const Value value = take(name);
    if (!value.isString())
        wrong(name, "a string");
    return value.text();
}

std::optional<bool> Fields::boolean(std::string_view name)
{
    const Value value = take(name);
    if (value.isPresent() && !value.boolean())
        wrong(name, "true or false");
    return value.boolean();
}

std::optional<std::int64_t> Fields::integer(std::string_view name)
{
    const Value value = take(name);
    if (value.isPresent() && !value.integer())
        wrong(name, "a whole number");
    return value.integer();
}

RawJson Fields::number(std::string_view name)
{
    return {expect(name, Kind::Number, "a number").raw()};
}

Value Fields::array(std::string_view name)
{
    return expect(name, Kind::Array, "a list");
}

Value Fields::object(std::string_view name)
{
    return expect(name, Kind::Object, "an object");
}

bool Fields::isTaken(std::size_t index) const
{
    return index < 64 ? (m_taken >> index & 1U) != 0
                      : std::ranges::find(m_takenBeyond, index) != m_takenBeyond.end();
}

std::vector<std::pair<Text, RawJson>> Fields::rest() const
{
    std::vector<std::pair<Text, RawJson>> rest;
    std::size_t index = 0;
    for (const Value member : m_object) {
        if (!isTaken(index++))
            rest.emplace_back(member.key(), RawJson{member.raw()});
    }
    return rest;
}

std::unexpected<Error> within(std::string_view outer, Error error)
{
    std::string place(outer);
    if (!error.place.empty() && error.place.front() != '[')
        place += '.';
    error.place.insert(0, place);
    return std::unexpected(std::move(error));
}

std::string indexed(std::string_view name, std::size_t index)
{
    return std::string(name) + '[' + std::to_string(index) + ']';
}

} // namespace signalbox::wire::json
