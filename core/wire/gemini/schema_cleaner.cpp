#include "wire/gemini/schema_cleaner.h"

#include "wire/gemini/schema_members.h"
#include "wire/json/document.h"
#include "wire/json/names.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

namespace signalbox::wire::gemini {

namespace {

/// Answered with 400, or of no meaning to the API.
constexpr json::Names kRemoved{
    "$schema",
    "$id",
    "$comment",
    "$anchor",
    "$vocabulary",
    "discriminator",
    "examples",
    "example",
    "title",
    "encrypted",
    "not",
    "if",
    "then",
    "else",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "dependentSchemas",
    "dependentRequired",
    "contains",
    "readOnly",
    "writeOnly",
    "deprecated",
    "contentEncoding",
    "contentMediaType",
    "format", // of strings: told in the description, or kept by what follows
};
constexpr std::array<std::string_view, 6> kKeptFormats{"date-time", "enum",  "int32",
                                                       "int64",     "float", "double"};
constexpr std::string_view kOldReference = "#/definitions/";

using Sources = std::span<const json::Value>;

/// What is asked of every schema, in one walk of its members.
constexpr json::Names kAsked{"allOf", "format"};
enum Asked { kAllOf, kFormat };

class Cleaner
{
public:
    explicit Cleaner(JsonWriter &json) : m_json(json) {}

    void schema(json::Value schema, bool isRoot = false)
    {
        if (!schema.isObject()) {
            m_json.raw(schema.raw());
            return;
        }
        const auto asked = kAsked.in(schema);
        const std::string note = formatNote(asked[kFormat]);
        if (!asked[kAllOf].isPresent()) {
            merged({&schema, 1}, note, isRoot);
            return;
        }
        std::vector<json::Value> sources;
        collect(schema, sources);
        merged(sources, note, isRoot);
    }

private:
    /// The schema and all that its `allOf` says of the same value.
    static void collect(json::Value schema, std::vector<json::Value> &sources)
    {
        sources.push_back(schema);
        for (const json::Value part : schema["allOf"]) {
            if (part.isObject())
                collect(part, sources);
        }
    }

    /// One schema of all that `sources` say.
    void merged(Sources sources, const std::string &note, bool isRoot)
    {
        m_json.beginObject();
        if (isRoot && !isIn(sources, "type") && !isIn(sources, "$ref"))
            m_json.key("type").string("object");
        for (std::size_t at = 0; at < sources.size(); ++at) {
            for (const json::Value member : sources[at]) {
                const std::string_view key = member.key().escaped;
                if (at > 0 && isIn(sources.first(at), key))
                    continue; // said by what it is merged into, or with the first of its name
                keyword(key, member, sources, note);
            }
        }
        if (!note.empty() && !isIn(sources, "description"))
            m_json.key("description").escaped(note);
        m_json.endObject();
    }

    static bool isIn(Sources sources, std::string_view key)
    {
        return std::ranges::any_of(sources, [&](json::Value source) { return source[key].isPresent(); });
    }

    static std::string formatNote(json::Value format)
    {
        if (!format.isString() ||
            std::ranges::find(kKeptFormats, format.text().escaped) != kKeptFormats.end())
            return {};
        return "(format: " + std::string(format.text().escaped) + ")";
    }

    void keyword(std::string_view key, json::Value value, Sources sources, const std::string &note)
    {
        if (key == "format" && note.empty()) {
            m_json.key(key).raw(value.raw());
        } else if (key == "description" && !note.empty() && value.isString()) {
            m_json.key(key).escaped(std::string(value.text().escaped) + ' ' + note);
        } else if (key == "const") {
            if (!isIn(sources, "enum"))
                m_json.key("enum").beginArray().raw(value.raw()).endArray();
        } else if (key == "exclusiveMinimum" || key == "exclusiveMaximum") {
            limit(key, value, sources);
        } else if (key == "$ref") {
            reference(value);
        } else if (key == "required" && sources.size() > 1) {
            required(sources);
        } else if (key != "allOf" && !key.starts_with("x-") && kRemoved.indexOf(key) == kRemoved.size()) {
            nested(key, value, sources);
        }
    }

    void limit(std::string_view key, json::Value value, Sources sources)
    {
        const bool isLeast = key == "exclusiveMinimum";
        const std::string_view inclusive = isLeast ? "minimum" : "maximum";
        if (!value.isNumber() || isIn(sources, inclusive))
            return;
        m_json.key(inclusive);
        const bool isWhole =
            std::ranges::any_of(sources, [](json::Value source) { return source["type"].is("integer"); });
        constexpr std::int64_t kSafe = std::int64_t(1) << 53; // as far as JSON's numbers are exact
        const std::optional<std::int64_t> number = value.integer();
        if (isWhole && number && *number > -kSafe && *number < kSafe)
            m_json.number(isLeast ? *number + 1 : *number - 1);
        else
            m_json.raw(value.raw());
    }

    void reference(json::Value value)
    {
        const std::string_view target = value.text().escaped;
        m_json.key("$ref");
        if (target.starts_with(kOldReference))
            m_json.escaped("#/$defs/" + std::string(target.substr(kOldReference.size())));
        else
            m_json.raw(value.raw());
    }

    void required(Sources sources)
    {
        m_json.key("required").beginArray();
        for (const json::Value source : sources) {
            for (const json::Value name : source["required"])
                m_json.raw(name.raw());
        }
        m_json.endArray();
    }

    void nested(std::string_view key, json::Value value, Sources sources)
    {
        const SchemaPlace place = placeOf(key);
        if (key == "oneOf" && isIn(sources, "anyOf"))
            return;
        if (key == "definitions" && isIn(sources, "$defs"))
            return;
        m_json.key(key == "oneOf" ? "anyOf" : key == "definitions" ? "$defs" : key);
        switch (place) {
        case SchemaPlace::None:
            m_json.raw(value.raw());
            return;
        case SchemaPlace::Schema:
            if (!value.isArray()) {
                schema(value);
                return;
            }
            break;
        case SchemaPlace::List:
            break;
        case SchemaPlace::Map:
            map(key, sources);
            return;
        }
        m_json.beginArray();
        for (const json::Value inner : value)
            schema(inner);
        m_json.endArray();
    }

    void map(std::string_view key, Sources sources)
    {
        m_json.beginObject();
        for (std::size_t at = 0; at < sources.size(); ++at) {
            for (const json::Value member : sources[at][key]) {
                const bool isKnown = std::ranges::any_of(sources.first(at), [&](json::Value earlier) {
                    return earlier[key][unescape(member.key())].isPresent();
                });
                if (isKnown)
                    continue;
                m_json.key(member.key().escaped);
                schema(member);
            }
        }
        m_json.endObject();
    }

    JsonWriter &m_json;
};

bool isWithoutParameters(json::Value schema)
{
    constexpr json::Names telling{"properties", "additionalProperties", "$ref", "anyOf", "oneOf",
                                  "allOf",      "patternProperties"};
    const auto [properties, more, reference, any, one, all, patterns] = telling.in(schema);
    return properties.size() == 0 && !more.isObject() && more.boolean() != true && !reference.isPresent() &&
           !any.isPresent() && !one.isPresent() && !all.isPresent() && !patterns.isPresent();
}

} // namespace

void appendCleanSchema(JsonWriter &json, RawJson schema)
{
    json::Document document;
    if (document.parseCopy(schema.text))
        Cleaner(json).schema(document.root());
    else
        json.beginObject().endObject(); // nobody reads what is no JSON
}

void appendParameters(JsonWriter &json, RawJson schema)
{
    json::Document document;
    if (schema.isEmpty() || !document.parseCopy(schema.text) || !document.root().isObject() ||
        isWithoutParameters(document.root()))
        return;
    json.key("parametersJsonSchema");
    Cleaner(json).schema(document.root(), true);
}

} // namespace signalbox::wire::gemini
