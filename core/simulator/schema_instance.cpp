#include "simulator/schema_instance.h"

#include "simulator/schema_text.h"

#include "base/json_writer.h"
#include "wire/json/document.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace signalbox::simulator {

namespace {

using wire::json::Document;
using wire::json::Value;

constexpr int kMaxDepth = 64;
constexpr std::int64_t kMaxItems = 64;
constexpr int kMaxSteps = 20'000; // alternatives within alternatives could go on for years
constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr double kMaxWhole =
    9e15; // beyond it doubles have no fractions and neighbours are more than one apart

/// Several schemas that hold at once: one with its `$ref`s, `allOf`s and the alternatives chosen so far.
using Schemas = std::vector<Value>;

/// One run over one schema. `ordinal` counts the items of an array, so that items that have to differ do.
class Generator final
{
public:
    Generator(Value root, std::string_view filler) : m_root(root), m_filler(filler) {}

    [[nodiscard]] std::optional<std::string> value(Value schema, int ordinal)
    {
        if (++m_depth > kMaxDepth || ++m_steps > kMaxSteps) {
            --m_depth;
            return std::nullopt;
        }
        const std::size_t references = m_references.size();
        Schemas schemas;
        std::optional<std::string> made;
        if (add(schema, schemas))
            made = alternative(std::move(schemas), ordinal, 0);
        m_references.resize(references);
        --m_depth;
        return made;
    }

private:
    /// Adds a schema and what it says holds too. False where that can never be met.
    [[nodiscard]] bool add(Value schema, Schemas &schemas)
    {
        if (schema.kind() == wire::json::Kind::False || schemas.size() > kMaxDepth)
            return false;
        if (!schema.isObject())
            return true;
        schemas.push_back(schema);
        if (const Value reference = schema["$ref"]; reference.isString()) {
            const Value target = resolve(wire::unescape(reference.text()));
            // Coming back to a schema on the way down has no end, unless an alternative leads out of it.
            const char *place = target.raw().data();
            if (std::ranges::any_of(schemas, [place](Value one) { return one.raw().data() == place; }))
                return true;
            if (!target.isPresent() || std::ranges::find(m_references, place) != m_references.end())
                return false;
            m_references.push_back(place);
            if (!add(target, schemas))
                return false;
        }
        for (const Value part : schema["allOf"]) {
            if (!add(part, schemas))
                return false;
        }
        return true;
    }

    /// Chooses the first alternative of each `anyOf` and `oneOf`, from the `from`th schema on, that can be
    /// met.
    [[nodiscard]] std::optional<std::string> alternative(Schemas schemas, int ordinal, std::size_t from)
    {
        for (std::size_t i = from; i < schemas.size(); ++i) {
            const Value schema = schemas[i];
            const Value choices = schema["anyOf"].isArray() ? schema["anyOf"] : schema["oneOf"];
            if (!choices.isArray() || choices.size() == 0)
                continue;
            for (const Value choice : choices) {
                const std::size_t references = m_references.size();
                Schemas narrowed = schemas;
                if (++m_steps < kMaxSteps && add(choice, narrowed)) {
                    if (auto made = alternative(std::move(narrowed), ordinal, i + 1))
                        return made;
                }
                m_references.resize(references);
            }
            return std::nullopt;
        }
        return plain(schemas, ordinal);
    }

    [[nodiscard]] std::optional<std::string> plain(const Schemas &schemas, int ordinal)
    {
        if (const Value constant = find(schemas, "const"); constant.isPresent())
            return std::string(constant.raw());
        if (const Value values = find(schemas, "enum"); values.isArray())
            return pick(values, ordinal);
        const std::string type = typeOf(schemas);
        if (type == "object")
            return object(schemas);
        if (type == "array")
            return array(schemas);
        if (type == "number" || type == "integer")
            return number(schemas, type == "integer", ordinal);
        if (type == "boolean")
            return ordinal % 2 == 0 ? "false" : "true";
        if (type == "null")
            return "null";
        return text(schemas, ordinal);
    }

    [[nodiscard]] std::optional<std::string> pick(Value values, int ordinal) const
    {
        if (values.size() == 0)
            return std::nullopt;
        int place = static_cast<int>(static_cast<std::size_t>(ordinal) % values.size());
        for (const Value value : values) {
            if (place-- == 0)
                return std::string(value.raw());
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::string> object(const Schemas &schemas)
    {
        std::vector<std::string> names;
        const auto want = [&names](std::string name) {
            if (std::ranges::find(names, name) == names.end())
                names.push_back(std::move(name));
        };
        // In the order they are declared, as models answer; required ones without declaration come last.
        for (const Value schema : schemas) {
            for (const Value property : schema["properties"]) {
                const std::string name = wire::unescape(property.key());
                if (isRequired(schemas, name))
                    want(name);
            }
        }
        for (const Value schema : schemas) {
            for (const Value name : schema["required"])
                want(wire::unescape(name.text()));
        }
        const std::int64_t least = find(schemas, "minProperties").integer().value_or(0);
        for (const Value schema : schemas) {
            for (const Value property : schema["properties"]) {
                if (static_cast<std::int64_t>(names.size()) < least)
                    want(wire::unescape(property.key()));
            }
        }
        std::string out = "{";
        for (const std::string &name : names) {
            const auto member = value(propertySchema(schemas, name), 0);
            if (!member || !hasRoom(out, *member))
                return std::nullopt;
            out += out.size() > 1 ? ",\"" : "\"";
            appendJsonEscaped(out, name);
            out += "\":";
            out += *member;
        }
        out += '}';
        return out;
    }

    [[nodiscard]] std::optional<std::string> array(const Schemas &schemas)
    {
        const std::int64_t least = find(schemas, "minItems").integer().value_or(0);
        if (least > kMaxItems)
            return std::nullopt;
        const Value prefix = find(schemas, "prefixItems");
        Value items = find(schemas, "items");
        auto next = prefix.begin();
        std::string out = "[";
        for (std::int64_t i = 0; i < least; ++i) {
            const bool fixed = i < static_cast<std::int64_t>(prefix.size());
            const auto item = value(fixed ? *next : items, static_cast<int>(i));
            if (fixed)
                ++next;
            if (!item || !hasRoom(out, *item))
                return std::nullopt;
            if (i > 0)
                out += ',';
            out += *item;
        }
        out += ']';
        return out;
    }

    [[nodiscard]] std::optional<std::string> number(const Schemas &schemas, bool whole, int ordinal) const
    {
        double low = -kMaxWhole;
        double high = kMaxWhole;
        bool lowOpen = false;
        bool highOpen = false;
        for (const Value schema : schemas) {
            low = std::max(low, schema["minimum"].number().value_or(low));
            high = std::min(high, schema["maximum"].number().value_or(high));
            if (const auto bound = schema["exclusiveMinimum"].number(); bound && *bound >= low) {
                low = *bound;
                lowOpen = true;
            }
            if (const auto bound = schema["exclusiveMaximum"].number(); bound && *bound <= high) {
                high = *bound;
                highOpen = true;
            }
        }
        const double grain = find(schemas, "multipleOf").number().value_or(whole ? 1.0 : 0.0);
        const auto isBelow = [&](double n) { return lowOpen ? n <= low : n < low; };
        const auto isAbove = [&](double n) { return highOpen ? n >= high : n > high; };
        double number = 0;
        if (isBelow(number))
            number = lowOpen ? low + (grain > 0 ? grain : 1.0) : low;
        number += ordinal * (grain > 0 ? grain : 1.0);
        if (grain > 0)
            number = std::ceil(number / grain - 1e-9) * grain;
        if (isAbove(number) && grain > 0)
            number = std::floor((highOpen ? high - grain : high) / grain + 1e-9) * grain;
        else if (isAbove(number))
            number = highOpen ? (low + high) / 2 : high;
        if (isBelow(number) || isAbove(number) || (whole && number != std::floor(number)))
            return std::nullopt;
        return numberText(number);
    }

    [[nodiscard]] std::optional<std::string> text(const Schemas &schemas, int ordinal) const
    {
        TextRules rules;
        rules.format = wire::unescape(find(schemas, "format").text());
        rules.pattern = wire::unescape(find(schemas, "pattern").text());
        for (const Value schema : schemas) {
            rules.least = std::max(rules.least, schema["minLength"].integer().value_or(rules.least));
            rules.most = std::min(rules.most, schema["maxLength"].integer().value_or(rules.most));
        }
        const auto made = smallText(rules, m_filler, ordinal);
        if (!made)
            return std::nullopt;
        std::string out = "\"";
        appendJsonEscaped(out, *made);
        out += '"';
        return out;
    }

    [[nodiscard]] static Value find(const Schemas &schemas, std::string_view keyword)
    {
        for (const Value schema : schemas) {
            if (const Value found = schema[keyword]; found.isPresent())
                return found;
        }
        return {};
    }

    [[nodiscard]] static bool isRequired(const Schemas &schemas, std::string_view name)
    {
        return std::ranges::any_of(schemas, [name](Value schema) {
            for (const Value required : schema["required"]) {
                if (required.is(name))
                    return true;
            }
            return false;
        });
    }

    [[nodiscard]] static Value propertySchema(const Schemas &schemas, std::string_view name)
    {
        for (const Value schema : schemas) {
            if (const Value found = schema["properties"][name]; found.isPresent())
                return found;
        }
        return find(schemas, "additionalProperties");
    }

    [[nodiscard]] static std::string typeOf(const Schemas &schemas)
    {
        const Value type = find(schemas, "type");
        if (type.isString())
            return wire::unescape(type.text());
        for (const Value one : type) {
            if (!one.is("null"))
                return wire::unescape(one.text());
        }
        if (type.isArray() && type.size() > 0)
            return "null";
        if (find(schemas, "properties").isPresent() || find(schemas, "required").isPresent())
            return "object";
        if (find(schemas, "items").isPresent() || find(schemas, "prefixItems").isPresent())
            return "array";
        if (find(schemas, "minimum").isPresent() || find(schemas, "maximum").isPresent() ||
            find(schemas, "multipleOf").isPresent())
            return "number";
        return "string";
    }

    /// "#", "#/$defs/step": a JSON pointer in this document. Other documents are not fetched.
    [[nodiscard]] Value resolve(std::string_view reference) const
    {
        if (reference == "#")
            return m_root;
        if (!reference.starts_with("#/"))
            return {};
        Value at = m_root;
        reference.remove_prefix(2);
        while (at.isPresent()) {
            const std::size_t slash = reference.find('/');
            at = step(at, pointerToken(reference.substr(0, slash)));
            if (slash == std::string_view::npos)
                break;
            reference.remove_prefix(slash + 1);
        }
        return at;
    }

    [[nodiscard]] static Value step(Value at, std::string_view token)
    {
        if (!at.isArray())
            return at[token];
        std::size_t place = 0;
        for (const Value item : at) {
            if (std::to_string(place++) == token)
                return item;
        }
        return {};
    }

    [[nodiscard]] static bool hasRoom(const std::string &out, const std::string &more)
    {
        return out.size() + more.size() < kMaxBytes;
    }

    Value m_root;
    std::string_view m_filler;
    std::vector<const char *> m_references; // targets of $ref on the way down
    int m_depth = 0;
    int m_steps = 0;
};

} // namespace

std::optional<std::string> smallestInstance(std::string_view schema, std::string_view filler)
{
    Document document;
    if (!document.parseCopy(schema))
        return std::nullopt;
    return Generator(document.root(), filler).value(document.root(), 0);
}

} // namespace signalbox::simulator
