#include "gateway/providers/model_lists.h"

#include "base/percent_encoding.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace signalbox::gateway {

namespace {

using Json = nlohmann::json;

/// More are nobody's models.
constexpr std::size_t kMostModels = 20'000;

/// Of Google's resource names.
constexpr std::array<std::string_view, 2> kFolders{"publishers/google/", "models/"};

std::string textOf(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool lists(const Json &json, const char *name, std::initializer_list<const char *> wanted)
{
    const auto found = json.find(name);
    if (found == json.end() || !found->is_array())
        return true; // says nothing of it
    return std::ranges::any_of(*found, [&](const Json &each) {
        return std::ranges::any_of(wanted, [&](const char *word) { return each == word; });
    });
}

bool chats(const Json &json)
{
    // Gemini's, then Cohere's word for it.
    return lists(json, "supportedGenerationMethods", {"generateContent", "streamGenerateContent"}) &&
           lists(json, "endpoints", {"chat"});
}

std::optional<std::int64_t> contextOf(const Json &json)
{
    constexpr std::array names{"context_length",  "context_window",     "max_model_len",
                               "inputTokenLimit", "max_context_length", "max_input_tokens"};
    for (const char *name : names) {
        const auto found = json.find(name);
        if (found != json.end() && found->is_number_integer() && *found > 0)
            return found->get<std::int64_t>();
    }
    return std::nullopt;
}

std::string idOf(const Json &json)
{
    for (const char *name : {"id", "name", "model"}) {
        std::string id = textOf(json, name);
        for (const std::string_view folder : kFolders) {
            if (id.starts_with(folder))
                id.erase(0, folder.size());
        }
        if (!id.empty())
            return id;
    }
    return {};
}

} // namespace

bool canList(wire::Format format)
{
    return format != wire::Format::BedrockConverse;
}

std::string listTarget(wire::Format format, std::string_view pathPrefix)
{
    std::string target(pathPrefix);
    switch (format) {
    case wire::Format::AnthropicMessages:
        return target + "/v1/models?limit=1000";
    case wire::Format::Gemini:
        return target + "/models?pageSize=1000";
    case wire::Format::Ollama:
        return target + "/api/tags";
    case wire::Format::Cohere: // chat is of version 2, the list still of version 1
        if (target.ends_with("/v2"))
            target.back() = '1';
        return target + "/models?page_size=1000";
    default:
        return target + "/models";
    }
}

std::optional<CloudList> cloudList(std::string_view pathPrefix)
{
    constexpr std::string_view projects = "/projects/";
    const std::size_t at = pathPrefix.find(projects);
    if (at == std::string_view::npos)
        return std::nullopt;
    const std::string_view behind = pathPrefix.substr(at + projects.size());
    // A path before the version is a relay's.
    const std::size_t version = pathPrefix.substr(0, at).rfind('/');
    const std::string_view root =
        version == std::string_view::npos ? std::string_view() : pathPrefix.substr(0, version);
    return CloudList{.target = std::string(root) + "/v1beta1/publishers/google/models?pageSize=100",
                     .project = std::string(behind.substr(0, behind.find('/')))};
}

std::string nextPage(std::string_view target, std::string_view body)
{
    const Json json = Json::parse(body.begin(), body.end(), nullptr, false);
    const std::string token = json.is_object() ? textOf(json, "nextPageToken") : std::string();
    if (token.empty())
        return {};
    std::string next(target.substr(0, target.find("&pageToken=")));
    next += "&pageToken=";
    appendPercentEncoded(next, token);
    return next;
}

Result<std::vector<ListedByProvider>> readModelList(std::string_view body)
{
    const Json json = Json::parse(body.begin(), body.end(), nullptr, false);
    const Json *list = json.is_array() ? &json : nullptr;
    for (const char *name : {"data", "models", "publisherModels"}) {
        if (list == nullptr && json.is_object() && json.contains(name) && json[name].is_array())
            list = &json[name];
    }
    if (list == nullptr)
        return fail(ErrorCode::Protocol, "the provider's answer is no list of models");
    std::vector<ListedByProvider> models;
    for (const Json &each : *list) {
        if (!each.is_object() || !chats(each) || models.size() >= kMostModels)
            continue;
        ListedByProvider model{.id = idOf(each), .context = contextOf(each)};
        if (!model.id.empty())
            models.push_back(std::move(model));
    }
    std::ranges::sort(models, {}, &ListedByProvider::id);
    const auto twice = std::ranges::unique(models, {}, &ListedByProvider::id);
    models.erase(twice.begin(), twice.end());
    return models;
}

} // namespace signalbox::gateway
