#include "schema_validator.h"

#include <QRegularExpression>

#include <cmath>
#include <set>
#include <stdexcept>

namespace {

using Json = nlohmann::json;

bool matches(const std::string &pattern, const std::string &text)
{
    // PCRE writes \x{0020} where ECMA 262 writes \u0020.
    static const QRegularExpression escape(QStringLiteral("\\\\u([0-9a-fA-F]{4})"));
    QString translated = QString::fromStdString(pattern).replace(escape, QStringLiteral("\\x{\\1}"));
    if (translated.endsWith(u'$')) // which also stands before a last line break there
        translated.replace(translated.size() - 1, 1, QStringLiteral("\\z"));
    const QRegularExpression expression(translated);
    if (!expression.isValid())
        throw std::runtime_error("pattern: " + pattern);
    return expression.match(QString::fromStdString(text)).hasMatch();
}

bool isOfType(const std::string &type, const Json &value)
{
    if (type == "integer")
        return value.is_number() && std::floor(value.get<double>()) == value.get<double>();
    if (type == "number")
        return value.is_number();
    if (type == "string")
        return value.is_string();
    if (type == "boolean")
        return value.is_boolean();
    if (type == "array")
        return value.is_array();
    if (type == "object")
        return value.is_object();
    throw std::runtime_error("type: " + type);
}

const std::set<std::string> kRead{"$ref",
                                  "additionalProperties",
                                  "anyOf",
                                  "const",
                                  "else",
                                  "enum",
                                  "exclusiveMinimum",
                                  "if",
                                  "items",
                                  "maxItems",
                                  "maxLength",
                                  "maximum",
                                  "minItems",
                                  "minLength",
                                  "minimum",
                                  "oneOf",
                                  "pattern",
                                  "properties",
                                  "propertyNames",
                                  "required",
                                  "type",
                                  "uniqueItems"};
/// They say something to people or tools, and refuse nothing.
const std::set<std::string> kSilent{"$schema", "$id", "$defs", "title", "description", "default", "format"};

} // namespace

bool SchemaValidator::isValid(const Json &schema, const Json &value) const
{
    if (schema.is_boolean())
        return schema.get<bool>();
    for (const auto &[keyword, content] : schema.items()) {
        if (kSilent.contains(keyword))
            continue;
        if (!kRead.contains(keyword))
            throw std::runtime_error("keyword: " + keyword);
        if (!holds(keyword, schema, value))
            return false;
    }
    return true;
}

bool SchemaValidator::holds(const std::string &keyword, const Json &schema, const Json &value) const
{
    const Json &content = schema[keyword];
    const auto count = [&] { return size_t(content.get<int>()); };
    const auto valid = [&](const Json &each) { return isValid(each, value); };
    if (keyword == "$ref")
        return isValid(m_schema.at(Json::json_pointer(content.get<std::string>().substr(1))), value);
    if (keyword == "type")
        return isOfType(content.get<std::string>(), value);
    if (keyword == "const")
        return value == content;
    if (keyword == "enum")
        return std::ranges::find(content, value) != content.end();
    if (keyword == "anyOf")
        return std::ranges::any_of(content, valid);
    if (keyword == "oneOf")
        return std::ranges::count_if(content, valid) == 1;
    if (keyword == "if")
        return isValid(content, value) || !schema.contains("else") || isValid(schema["else"], value);
    if (keyword == "minimum")
        return !value.is_number() || value >= content;
    if (keyword == "maximum")
        return !value.is_number() || value <= content;
    if (keyword == "exclusiveMinimum")
        return !value.is_number() || value > content;
    if (keyword == "pattern")
        return !value.is_string() || matches(content.get<std::string>(), value.get<std::string>());
    if (keyword == "minLength")
        return !value.is_string() || value.get<std::string>().size() >= count();
    if (keyword == "maxLength")
        return !value.is_string() || value.get<std::string>().size() <= count();
    if (keyword == "minItems")
        return !value.is_array() || value.size() >= count();
    if (keyword == "maxItems")
        return !value.is_array() || value.size() <= count();
    if (keyword == "uniqueItems")
        return !value.is_array() || std::set<Json>(value.begin(), value.end()).size() == value.size();
    if (keyword == "items")
        return !value.is_array() ||
               std::ranges::all_of(value, [&](const Json &each) { return isValid(content, each); });
    if (keyword == "required")
        return !value.is_object() || std::ranges::all_of(content, [&](const Json &name) {
            return value.contains(name.get<std::string>());
        });
    if (keyword == "properties")
        return !value.is_object() || membersAreValid(schema, value);
    if (keyword == "additionalProperties")
        return !value.is_object() || schema.contains("properties") || membersAreValid(schema, value);
    if (keyword == "propertyNames")
        return !value.is_object() || std::ranges::all_of(value.items(), [&](const auto &each) {
            return isValid(content, Json(each.key()));
        });
    return true; // "else" is read with "if"
}

bool SchemaValidator::membersAreValid(const Json &schema, const Json &value) const
{
    static const Json kNone = Json::object();
    const Json &properties = schema.contains("properties") ? schema["properties"] : kNone;
    for (const auto &[name, each] : value.items()) {
        if (properties.contains(name)) {
            if (!isValid(properties[name], each))
                return false;
        } else if (schema.contains("additionalProperties") &&
                   !isValid(schema["additionalProperties"], each)) {
            return false;
        }
    }
    return true;
}
