#include "wire/gemini/openapi_schema.h"

#include "base/json_writer.h"
#include "wire/gemini/member_names.h"
#include "wire/gemini/schema_members.h"

#include <algorithm>
#include <string>

namespace signalbox::wire::gemini {

namespace {

bool isUpperCase(std::string_view type)
{
    return std::ranges::any_of(type, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool needsChange(json::Value schema)
{
    for (const json::Value member : schema) {
        const std::string_view key = member.key().escaped;
        switch (placeOf(key)) {
        case SchemaPlace::None:
            if ((key == "type" && isUpperCase(member.text().escaped)) || key == "nullable" ||
                key.find('_') != std::string_view::npos)
                return true;
            break;
        case SchemaPlace::Schema:
            if (needsChange(member))
                return true;
            break;
        case SchemaPlace::List:
        case SchemaPlace::Map:
            for (const json::Value inner : member) {
                if (needsChange(inner))
                    return true;
            }
            break;
        }
    }
    return false;
}

class Converter
{
public:
    explicit Converter(std::string &out) : m_json(out) {}

    void schema(json::Value schema)
    {
        if (!schema.isObject()) {
            m_json.raw(schema.raw());
            return;
        }
        m_json.beginObject();
        const bool isNullable = memberOf(schema, "nullable").boolean() == true;
        std::string scratch;
        for (const json::Value value : schema) {
            const std::string_view key = camelKey(value, scratch);
            if (key == "nullable")
                continue;
            const bool isPlain = value.key().escaped.find('\\') == std::string_view::npos;
            member(isPlain ? key : value.key().escaped, value, isNullable);
        }
        m_json.endObject();
    }

private:
    void member(std::string_view key, json::Value value, bool isNullable)
    {
        m_json.key(key);
        switch (placeOf(key)) {
        case SchemaPlace::Schema:
            schema(value);
            return;
        case SchemaPlace::List:
            m_json.beginArray();
            for (const json::Value inner : value)
                schema(inner);
            m_json.endArray();
            return;
        case SchemaPlace::Map:
            m_json.beginObject();
            for (const json::Value inner : value) {
                m_json.key(inner.key().escaped);
                schema(inner);
            }
            m_json.endObject();
            return;
        case SchemaPlace::None:
            break;
        }
        if (key == "type" && value.isString())
            type(value.text().escaped, isNullable);
        else
            m_json.raw(value.raw());
    }

    void type(std::string_view name, bool isNullable)
    {
        std::string lower(name);
        if (lower.find('\\') == std::string::npos)
            std::ranges::transform(lower, lower.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            });
        if (isNullable)
            m_json.beginArray().escaped(lower).string("null").endArray();
        else
            m_json.escaped(lower);
    }

    JsonWriter m_json;
};

} // namespace

RawJson jsonSchemaOf(json::Value schema, Arena &arena)
{
    if (!needsChange(schema))
        return {schema.raw()};
    std::string text;
    Converter(text).schema(schema);
    return {arena.keep(std::move(text))};
}

} // namespace signalbox::wire::gemini
