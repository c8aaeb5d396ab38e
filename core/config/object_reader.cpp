#include "config/object_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace signalbox::config {

namespace {

std::string plain(double value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general).ptr;
    return {text, end};
}

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, change});
        }
    }
    return row[b.size()];
}

} // namespace

std::string_view nameOf(JsonNode::Kind kind)
{
    switch (kind) {
    case JsonNode::Kind::Null:
        return "null";
    case JsonNode::Kind::Boolean:
        return "true or false";
    case JsonNode::Kind::Number:
        return "a number";
    case JsonNode::Kind::String:
        return "text";
    case JsonNode::Kind::Array:
        return "a list";
    case JsonNode::Kind::Object:
        return "an object";
    }
    return "";
}

std::optional<double> numberOf(std::string_view token)
{
    double value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error != std::errc() || end != token.data() + token.size())
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> integerOf(std::string_view token)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error == std::errc() && end == token.data() + token.size())
        return value;
    const auto number = numberOf(token); // JSON Schema calls 3.0 an integer too
    if (!number || std::abs(*number) > 0x1p53 || std::floor(*number) != *number)
        return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

std::string suggestion(std::string_view written, std::span<const std::string_view> known)
{
    std::string_view best;
    std::size_t bestDistance = std::max<std::size_t>(1, written.size() / 3) + 1;
    for (const std::string_view candidate : known) {
        const std::size_t distance = editDistance(written, candidate);
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best.empty() ? std::string() : "; did you mean \"" + std::string(best) + "\"?";
}

ObjectReader::ObjectReader(const JsonNode &node, std::string pointer, Findings &findings)
    : m_node(node), m_pointer(std::move(pointer)), m_findings(findings)
{
    if (node.kind != JsonNode::Kind::Object)
        m_findings.push_back({m_pointer, "has to be an object, not " + std::string(nameOf(node.kind))});
}

const JsonNode *ObjectReader::member(std::string_view name, Need need)
{
    m_known.push_back(name);
    const JsonNode *found = m_node.find(name);
    // A node of another kind has been reported as such; its members are not missing as well.
    if (found == nullptr && need == Need::Required && m_node.kind == JsonNode::Kind::Object)
        add(name, "is missing");
    return found;
}

const JsonNode *ObjectReader::ofKind(std::string_view name, JsonNode::Kind kind, Need need)
{
    const JsonNode *found = member(name, need);
    if (found == nullptr || found->kind == kind)
        return found;
    add(name, "has to be " + std::string(nameOf(kind)) + ", not " + std::string(nameOf(found->kind)));
    return nullptr;
}

const JsonNode *ObjectReader::object(std::string_view name, Need need)
{
    return ofKind(name, JsonNode::Kind::Object, need);
}

const JsonNode *ObjectReader::array(std::string_view name, Need need)
{
    return ofKind(name, JsonNode::Kind::Array, need);
}

std::optional<std::string> ObjectReader::string(std::string_view name, Need need)
{
    const JsonNode *found = ofKind(name, JsonNode::Kind::String, need);
    return found == nullptr ? std::nullopt : std::optional(found->text);
}

std::optional<bool> ObjectReader::boolean(std::string_view name, Need need)
{
    const JsonNode *found = ofKind(name, JsonNode::Kind::Boolean, need);
    return found == nullptr ? std::nullopt : std::optional(found->boolean);
}

std::optional<std::int64_t> ObjectReader::integer(std::string_view name, IntegerRange range, Need need)
{
    const JsonNode *found = ofKind(name, JsonNode::Kind::Number, need);
    if (found == nullptr)
        return std::nullopt;
    const auto value = integerOf(found->text);
    if (!value) {
        add(name, "has to be a whole number");
        return std::nullopt;
    }
    if (*value < range.min || *value > range.max) {
        add(name, "has to be from " + std::to_string(range.min) + " to " + std::to_string(range.max));
        return std::nullopt;
    }
    return value;
}

std::optional<double> ObjectReader::number(std::string_view name, NumberRange range, Need need)
{
    const JsonNode *found = ofKind(name, JsonNode::Kind::Number, need);
    if (found == nullptr)
        return std::nullopt;
    const auto value = numberOf(found->text);
    if (!value || *value < range.min || *value > range.max || (range.minExcluded && *value == range.min)) {
        add(name, std::string("has to be ") + (range.minExcluded ? "above " : "from ") + plain(range.min) +
                      " to " + plain(range.max));
        return std::nullopt;
    }
    return value;
}

std::optional<std::vector<std::string>> ObjectReader::strings(std::string_view name)
{
    const JsonNode *list = array(name);
    if (list == nullptr)
        return std::nullopt;
    std::vector<std::string> values;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        const JsonNode &item = list->items[i];
        const std::string where = pointerTo(pointerOf(name), i);
        if (item.kind != JsonNode::Kind::String)
            m_findings.push_back({where, "has to be text, not " + std::string(nameOf(item.kind))});
        else if (item.text.empty())
            m_findings.push_back({where, "is empty"});
        else
            values.push_back(item.text);
    }
    return values;
}

std::optional<std::string> ObjectReader::oneOf(std::string_view name,
                                               std::span<const std::string_view> allowed, Need need)
{
    auto value = string(name, need);
    if (!value || std::ranges::find(allowed, *value) != allowed.end())
        return value;
    std::string list;
    for (const std::string_view each : allowed)
        list += (list.empty() ? "" : ", ") + std::string(each);
    add(name,
        (allowed.size() == 1 ? "can only be " : "has to be one of ") + list + suggestion(*value, allowed));
    return std::nullopt;
}

void ObjectReader::add(std::string_view name, std::string message)
{
    m_findings.push_back({pointerOf(name), std::move(message)});
}

void ObjectReader::finish()
{
    for (const std::string &name : m_node.names) {
        if (std::ranges::find(m_known, name) == m_known.end())
            add(name, "is not a setting of this place" + suggestion(name, m_known));
    }
}

} // namespace signalbox::config
