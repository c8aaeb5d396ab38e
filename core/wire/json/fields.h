#pragma once

#include "base/result.h"
#include "wire/json/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::wire::json {

/// Reads the members of one object into a struct and keeps count of which were asked for, so that the rest can travel
/// on as it stands. A member of the wrong type is an error, remembered and asked for once at the end; null is as good as
/// absent. Lives on the stack of a reader.
class Fields final
{
public:
    explicit Fields(Value object) : m_object(object) {}

    /// The member as it is; Absent where there is none or null.
    [[nodiscard]] Value take(std::string_view name);
    [[nodiscard]] Text string(std::string_view name);
    [[nodiscard]] Text requiredString(std::string_view name);
    [[nodiscard]] std::optional<bool> boolean(std::string_view name);
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name);
    /// Any number, as it was written.
    [[nodiscard]] RawJson number(std::string_view name);
    [[nodiscard]] Value array(std::string_view name);
    [[nodiscard]] Value object(std::string_view name);
    /// Whatever it is, as it was written.
    [[nodiscard]] RawJson raw(std::string_view name) { return {take(name).raw()}; }
    /// Looked at elsewhere: not part of the rest.
    void skip(std::string_view name) { (void)take(name); }

    /// Members that nobody asked for, null ones included.
    [[nodiscard]] std::vector<std::pair<Text, RawJson>> rest() const;
    /// The first member of a wrong type, its name as place.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] bool hasError() const { return m_error.has_value(); }

private:
    [[nodiscard]] Value expect(std::string_view name, Kind kind, std::string_view kindName);
    void wrong(std::string_view name, std::string_view shouldBe);
    [[nodiscard]] bool isTaken(std::size_t index) const;

    Value m_object;
    std::uint64_t m_taken = 0;              // members by their position, the first 64
    std::vector<std::size_t> m_takenBeyond; // and the others, which hardly ever come
    std::optional<Error> m_error;
};

/// The same error with `outer` before its place: "input[3]" and "content[0].type" give "input[3].content[0].type".
[[nodiscard]] std::unexpected<Error> within(std::string_view outer, Error error);
[[nodiscard]] std::string indexed(std::string_view name, std::size_t index);

} // namespace signalbox::wire::json
