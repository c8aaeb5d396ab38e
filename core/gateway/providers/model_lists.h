#pragma once

#include "base/result.h"
#include "control/providers.h"
#include "wire/format_id.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where each format's hosts list their models, and how. Pure.
namespace signalbox::gateway {

/// One model as a provider lists it; prices are in the list of few (OpenRouter).
struct ListedByProvider
{
    std::string id;
    std::optional<std::int64_t> context;

    bool operator==(const ListedByProvider &) const = default;
};

[[nodiscard]] bool canList(wire::Format format);
/// The request's target, from the endpoint's path ("/v1"): "/v1/models".
[[nodiscard]] std::string listTarget(wire::Format format, std::string_view pathPrefix);
/// Where Google's cloud lists what it publishes: beside the projects, and whoever asks says whose quota it
/// is.
struct CloudList
{
    std::string target;
    std::string project; ///< for `x-goog-user-project`

    bool operator==(const CloudList &) const = default;
};
/// From an endpoint's path ("/v1/projects/P/locations/L"); nothing where it names no project. Source:
/// aiplatform's `publishers.models.list`, which is in version v1beta1 alone.
[[nodiscard]] std::optional<CloudList> cloudList(std::string_view pathPrefix);

/// `target` for the page behind the one whose body this is; empty where it is the last.
[[nodiscard]] std::string nextPage(std::string_view target, std::string_view body);

/// Reads OpenAI's ({"data":[…]}, also a bare list), Anthropic's, Gemini's, Ollama's and Cohere's
/// ({"models":[…]}) lists and that of Google's cloud ({"publisherModels":[…]}), by their shape: hosts mix
/// them. By id, each once; models that do not chat are left out where the list says so. Protocol where it is
/// none of these.
[[nodiscard]] Result<std::vector<ListedByProvider>> readModelList(std::string_view body);

} // namespace signalbox::gateway
