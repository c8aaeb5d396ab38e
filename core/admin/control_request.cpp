#include "admin/control_request.h"

#include <nlohmann/json.hpp>

#include <array>
#include <optional>
#include <utility>

namespace signalbox::admin {

namespace {

using What = ControlRequest::What;

constexpr std::array<std::pair<std::string_view, What>, 8> kWords{{{"status", What::Status},
                                                                   {"ephemeral_key", What::EphemeralKey},
                                                                   {"create_key", What::CreateKey},
                                                                   {"revoke_key", What::RevokeKey},
                                                                   {"raise", What::Raise},
                                                                   {"retry_secrets", What::RetrySecrets},
                                                                   {"providers", What::Providers},
                                                                   {"test_provider", What::TestProvider}}};

/// Whether the request names something by "id".
constexpr bool hasId(What what)
{
    return what == What::CreateKey || what == What::RevokeKey || what == What::TestProvider;
}

std::optional<What> whatOf(std::string_view word)
{
    for (const auto &[name, what] : kWords) {
        if (name == word)
            return what;
    }
    return std::nullopt;
}

Error wrongType(const char *field, const char *wanted)
{
    return {ErrorCode::InvalidInput, std::string("has to be ") + wanted, field};
}

/// Absent is empty.
Result<std::string> textOf(const nlohmann::json &request, const char *field)
{
    const auto found = request.find(field);
    if (found == request.end())
        return std::string();
    if (!found->is_string())
        return std::unexpected(wrongType(field, "text"));
    return found->get<std::string>();
}

/// Absent is every model.
Result<std::vector<std::string>> modelsOf(const nlohmann::json &request)
{
    const auto found = request.find("models");
    if (found == request.end())
        return std::vector<std::string>{"*"};
    if (!found->is_array())
        return std::unexpected(wrongType("models", "a list of names"));
    std::vector<std::string> models;
    for (const auto &model : *found) {
        if (!model.is_string())
            return std::unexpected(wrongType("models", "a list of names"));
        models.push_back(model.get<std::string>());
    }
    if (models.empty())
        models.emplace_back("*");
    return models;
}

} // namespace

Result<ControlRequest> readControlRequest(std::string_view line)
{
    const auto json = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::InvalidInput, "one JSON object a line is expected");
    const auto word = textOf(json, "do");
    if (!word)
        return std::unexpected(word.error());
    const auto what = whatOf(*word);
    if (!what)
        return fail(ErrorCode::InvalidInput, "unknown request \"" + *word + "\"");
    ControlRequest request;
    request.what = *what;
    if (request.what == What::EphemeralKey) {
        auto purpose = textOf(json, "purpose");
        if (!purpose)
            return std::unexpected(purpose.error());
        request.purpose = std::move(*purpose);
    }
    if (hasId(request.what)) {
        auto id = textOf(json, "id");
        if (!id)
            return std::unexpected(id.error());
        request.id = std::move(*id);
    }
    if (request.what == What::TestProvider) {
        auto key = textOf(json, "key");
        if (!key)
            return std::unexpected(key.error());
        request.key = std::move(*key);
    }
    if (request.what == What::CreateKey) {
        auto models = modelsOf(json);
        if (!models)
            return std::unexpected(models.error());
        request.models = std::move(*models);
    }
    return request;
}

std::string writeControlRequest(const ControlRequest &request)
{
    nlohmann::json json;
    for (const auto &[name, what] : kWords) {
        if (what == request.what)
            json["do"] = std::string(name);
    }
    if (request.what == What::EphemeralKey)
        json["purpose"] = request.purpose;
    if (hasId(request.what))
        json["id"] = request.id;
    if (request.what == What::TestProvider)
        json["key"] = request.key;
    if (request.what == What::CreateKey)
        json["models"] = request.models;
    return json.dump() + '\n';
}

} // namespace signalbox::admin
