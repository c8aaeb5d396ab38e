#include "gateway/providers/local_servers.h"

#include "gateway/providers/model_lists.h"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace signalbox::gateway {

namespace {

using Json = nlohmann::json;

constexpr std::uint16_t kOllamaPort = 11434;

struct Server
{
    std::string_view owner; ///< "owned_by" of its models
    std::string_view kind;
    std::string_view name;
};

constexpr std::array<Server, 4> kServers{{{"llamacpp", "llama-cpp", "llama.cpp"},
                                          {"vllm", "vllm", "vLLM"},
                                          {"organization_owner", "lmstudio", "LM Studio"},
                                          {"library", "ollama", "Ollama"}}};

/// "owned_by" of the first model; empty where it is not said.
std::string ownerOf(const Json &json)
{
    const auto data = json.find("data");
    if (data == json.end() || !data->is_array() || data->empty() || !data->front().is_object())
        return {};
    const auto owner = data->front().find("owned_by");
    return owner != data->front().end() && owner->is_string() ? owner->get<std::string>() : std::string();
}

} // namespace

std::string localServerTarget(std::uint16_t port)
{
    return port == kOllamaPort ? "/api/tags" : "/v1/models";
}

std::optional<control::Finding>
localServer(std::uint16_t port, std::string_view body,
            const std::function<std::string(const std::string &kind)> &usualUrl)
{
    const auto models = readModelList(body);
    const Json json = Json::parse(body.begin(), body.end(), nullptr, false);
    if (!models || !json.is_object())
        return std::nullopt;
    const std::string origin = "http://127.0.0.1:" + std::to_string(port);
    control::Finding finding{.source = control::Finding::Source::LocalServer,
                             .place = origin,
                             .kind = "openai-compatible",
                             .baseUrl = origin + "/v1"};
    finding.models = static_cast<int>(models->size());
    const bool isOllama = !json.contains("data");
    const std::string owner = isOllama ? "library" : ownerOf(json);
    if (owner == "signalbox")
        return std::nullopt;
    for (const Server &server : kServers) {
        if (server.owner != owner)
            continue;
        finding.name = server.name;
        // An address of one's own counts for every format of its entry, and Ollama's have different ones: at
        // another port than the usual it is asked in the one format that all take.
        if (owner != "library" || usualUrl("ollama") == origin)
            finding.kind = server.kind;
    }
    if (finding.kind == "ollama" || finding.baseUrl == usualUrl(finding.kind))
        finding.baseUrl.clear();
    return finding;
}

} // namespace signalbox::gateway
