#pragma once

#include "config/json_tree.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::config {

enum class Need { Optional, Required };

struct IntegerRange
{
    std::int64_t min;
    std::int64_t max;
};

struct NumberRange
{
    double min;
    double max;
    bool minExcluded = false;
};

/// Reads one object's members by name and writes down what is wrong with them: missing, of the wrong type,
/// out of range. Members that nobody asked for are unknown; `finish` says so and suggests what was perhaps
/// meant. Lives while its object is read.
class ObjectReader final
{
public:
    ObjectReader(const JsonNode &node, std::string pointer, Findings &findings);

    /// Null where absent (a finding if required) or not an object, an array.
    [[nodiscard]] const JsonNode *member(std::string_view name, Need need = Need::Optional);
    [[nodiscard]] const JsonNode *object(std::string_view name, Need need = Need::Optional);
    [[nodiscard]] const JsonNode *array(std::string_view name, Need need = Need::Optional);

    [[nodiscard]] std::optional<std::string> string(std::string_view name, Need need = Need::Optional);
    [[nodiscard]] std::optional<bool> boolean(std::string_view name, Need need = Need::Optional);
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name, IntegerRange range,
                                                      Need need = Need::Optional);
    [[nodiscard]] std::optional<double> number(std::string_view name, NumberRange range,
                                               Need need = Need::Optional);
    [[nodiscard]] std::optional<std::vector<std::string>> strings(std::string_view name);
    /// One of `allowed`; anything else is a finding that lists them.
    [[nodiscard]] std::optional<std::string>
    oneOf(std::string_view name, std::span<const std::string_view> allowed, Need need = Need::Optional);

    template<class Duration>
    void duration(std::string_view name, Duration &value, IntegerRange range)
    {
        if (const auto count = integer(name, range))
            value = Duration(*count);
    }
    template<class T>
    void assign(T &target, std::optional<T> value)
    {
        if (value)
            target = std::move(*value);
    }

    void add(std::string_view name, std::string message);
    [[nodiscard]] const std::string &pointer() const { return m_pointer; }
    [[nodiscard]] std::string pointerOf(std::string_view name) const { return pointerTo(m_pointer, name); }
    [[nodiscard]] Findings &findings() { return m_findings; }
    void finish();

private:
    const JsonNode *ofKind(std::string_view name, JsonNode::Kind kind, Need need);

    const JsonNode &m_node;
    std::string m_pointer;
    Findings &m_findings;
    std::vector<std::string_view> m_known;
};

/// "text", "a number", … for messages.
[[nodiscard]] std::string_view nameOf(JsonNode::Kind kind);

/// A JSON number token as an integer, where it is one ("3", "3.0", "3e2").
[[nodiscard]] std::optional<std::int64_t> integerOf(std::string_view token);
[[nodiscard]] std::optional<double> numberOf(std::string_view token);

/// "; did you mean "x"?" for the nearest of `known` if it is near, else nothing.
[[nodiscard]] std::string suggestion(std::string_view written, std::span<const std::string_view> known);

} // namespace signalbox::config
