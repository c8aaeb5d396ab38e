#pragma once

#include <nlohmann/json.hpp>

#include <string>

/// A validator of JSON Schema (draft 2020-12) for the keywords that the configuration's schema uses. Any
/// other keyword throws std::runtime_error, so that a schema which grows cannot pass for one that is checked.
class SchemaValidator final
{
public:
    explicit SchemaValidator(nlohmann::json schema) : m_schema(std::move(schema)) {}

    [[nodiscard]] bool accepts(const nlohmann::json &document) const { return isValid(m_schema, document); }

private:
    [[nodiscard]] bool isValid(const nlohmann::json &schema, const nlohmann::json &value) const;
    [[nodiscard]] bool holds(const std::string &keyword, const nlohmann::json &schema,
                             const nlohmann::json &value) const;
    [[nodiscard]] bool membersAreValid(const nlohmann::json &schema, const nlohmann::json &value) const;

    nlohmann::json m_schema;
};
