#pragma once

#include "gemini_support.h"

#include <set>
#include <string>
#include <vector>

/// The rules of the Gemini API that a request can be held to without asking its servers.
namespace gemini_rules {

using gemini_support::Json;

/// The first rule that the schema breaks; empty where it breaks none. Properties are walked apart from
/// keywords.
inline std::string schemaFault(const Json &schema)
{
    static const std::set<std::string> known{"type",
                                             "format",
                                             "description",
                                             "enum",
                                             "items",
                                             "prefixItems",
                                             "minItems",
                                             "maxItems",
                                             "minimum",
                                             "maximum",
                                             "anyOf",
                                             "properties",
                                             "additionalProperties",
                                             "required",
                                             "propertyOrdering",
                                             "$ref",
                                             "$defs",
                                             "default",
                                             "pattern",
                                             "minLength",
                                             "maxLength",
                                             "multipleOf",
                                             "uniqueItems",
                                             "nullable",
                                             "minProperties",
                                             "maxProperties"};
    if (!schema.is_object())
        return schema.is_boolean() ? "" : "a schema is no object";
    for (const auto &[key, value] : schema.items()) {
        if (!known.contains(key))
            return "keyword " + key;
        if (key == "properties" || key == "$defs") {
            for (const auto &[name, inner] : value.items()) {
                if (std::string fault = schemaFault(inner); !fault.empty())
                    return fault;
            }
        } else if (key == "items" || key == "additionalProperties") {
            if (std::string fault = schemaFault(value); !fault.empty())
                return fault;
        } else if (key == "anyOf" || key == "prefixItems") {
            for (const Json &inner : value) {
                if (std::string fault = schemaFault(inner); !fault.empty())
                    return fault;
            }
        }
    }
    return {};
}

/// The functionCall or functionResponse objects of a content.
inline std::vector<Json> parts(const Json &content, const char *name)
{
    std::vector<Json> found;
    for (const Json &part : content["parts"]) {
        if (part.contains(name))
            found.push_back(part[name]);
    }
    return found;
}

inline std::string stepFault(const std::vector<Json> &calls, const std::vector<Json> &results)
{
    if (calls.size() != results.size())
        return "as many results as calls";
    for (std::size_t at = 0; at < calls.size(); ++at) {
        if (calls[at]["name"] != results[at]["name"])
            return "results in the order of the calls";
        if (calls[at].contains("id") != results[at].contains("id") ||
            calls[at].value("id", "") != results[at].value("id", ""))
            return "ids on both sides or on none";
        if (!calls[at]["args"].is_object() || !results[at]["response"].is_object())
            return "arguments and results are objects";
    }
    return {};
}

inline std::string contentsFault(const Json &contents)
{
    std::vector<Json> calls;
    if (contents.empty() || contents.front()["role"] != "user" || contents.back()["role"] != "user")
        return "the user begins and ends";
    for (const Json &content : contents) {
        const bool isModel = content["role"] == "model";
        if (!isModel && content["role"] != "user")
            return "roles are user and model";
        if (content["parts"].empty())
            return "contents have parts";
        if (isModel != parts(content, "functionResponse").empty() && isModel)
            return "results are the user's";
        if (!calls.empty() || !parts(content, "functionResponse").empty()) {
            if (std::string fault = stepFault(calls, parts(content, "functionResponse")); !fault.empty())
                return fault;
        }
        calls = parts(content, "functionCall");
        if (!calls.empty() && !isModel)
            return "calls are the model's";
    }
    return calls.empty() ? "" : "calls have results";
}

inline std::string toolsFault(const Json &tools)
{
    int entries = 0;
    for (const Json &tool : tools) {
        if (!tool.contains("functionDeclarations"))
            continue;
        if (++entries > 1)
            return "one entry for all functions";
        for (const Json &function : tool["functionDeclarations"]) {
            const auto name = function["name"].get<std::string>();
            if (name.empty() || name.size() > 64 ||
                name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") !=
                    std::string::npos)
                return "name " + name;
            if (!function.contains("parametersJsonSchema"))
                continue;
            const Json &schema = function["parametersJsonSchema"];
            if (schema.value("type", Json()) != "object" && !schema.contains("$ref"))
                return "parameters are an object";
            if (std::string fault = schemaFault(schema); !fault.empty())
                return fault;
        }
    }
    return {};
}

/// The first rule that a request from another format breaks; empty where it breaks none.
inline std::string fault(const Json &request)
{
    static const std::set<std::string> members{"systemInstruction", "contents",         "tools",
                                               "toolConfig",        "generationConfig", "serviceTier"};
    for (const auto &[key, value] : request.items()) {
        if (!members.contains(key))
            return "member " + key;
    }
    const Json &config = request["generationConfig"];
    if (config.contains("thinkingConfig") && config["thinkingConfig"].contains("thinkingLevel") &&
        config["thinkingConfig"].contains("thinkingBudget"))
        return "a level or a budget";
    if (config.contains("responseJsonSchema")) {
        if (std::string found = schemaFault(config["responseJsonSchema"]); !found.empty())
            return found;
    }
    if (std::string found = toolsFault(request.value("tools", Json::array())); !found.empty())
        return found;
    return contentsFault(request["contents"]);
}

} // namespace gemini_rules
