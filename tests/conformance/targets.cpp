#include "targets.h"

#include "catalog/catalog.h"
#include "gateway/model_rules.h"
#include "gateway/provider_line.h"
#include "gateway/settings.h"

#include <map>
#include <string>

namespace signalbox::conformance {

namespace {

using wire::Format;

struct Usual
{
    Format format;
    std::string_view kind;
    std::string_view model;
};

constexpr std::array<Usual, 7> kUsual{{
    {Format::OpenAiResponses, "openai", "gpt-5.5"},
    {Format::OpenAiChat, "openai", "gpt-5.5"},
    {Format::AnthropicMessages, "anthropic", "claude-opus-4-8"},
    {Format::Gemini, "gemini", "gemini-3.1-pro-preview"},
    {Format::BedrockConverse, "bedrock", "us.anthropic.claude-opus-4-6-v1:0"},
    {Format::Cohere, "cohere", "command-a-reasoning-08-2025"},
    {Format::Ollama, "ollama", "gpt-oss:20b"},
}};

/// The provider made ready as the gateway makes it, at an address where nobody is asked.
std::shared_ptr<const gateway::ProviderLine> lineOf(std::string_view kind, Format format)
{
    const catalog::ProviderRow *known = catalog::Catalog::builtIn()->provider(kind);
    config::Provider entry;
    entry.id = kind;
    entry.kind = known != nullptr ? std::string(kind) : "openai-compatible";
    entry.baseUrl = "http://127.0.0.1:1/v1";
    entry.wire = {std::string(toString(format))};
    catalog::ProviderRow row =
        *(known != nullptr ? known : catalog::Catalog::builtIn()->provider("openai-compatible"));
    row.auth = {}; // no request leaves
    const auto noSecrets = [](const std::string &) { return gateway::SecretState(); };
    const auto noProxy = [](const std::string &, const net::Endpoint &) { return std::string(); };
    auto line = gateway::makeProviderLine(entry, &row, noSecrets, {}, "none", noProxy);
    return line ? *line : nullptr;
}

} // namespace

wire::Target targetFor(std::string_view kind, Format format, std::string_view model)
{
    const auto catalogue = catalog::Catalog::builtIn();
    auto line = lineOf(kind, format);
    if (!line)
        line = lineOf("openai-compatible", format);
    config::Provider entry;
    entry.id = kind;
    entry.kind = kind;
    return gateway::targetFor(*line, line->formats.front(), gateway::modelRowOf(entry, *catalogue, model),
                              gateway::modelRulesFrom(catalogue->rules(model)), model);
}

const wire::Target &usualTarget(Format format)
{
    static const std::map<Format, wire::Target> targets = [] {
        std::map<Format, wire::Target> made;
        for (const Usual &usual : kUsual)
            made[usual.format] = targetFor(usual.kind, usual.format, usual.model);
        // The catalogue has no rows of models on one's own machine.
        made[Format::Ollama].reasoning = true;
        made[Format::Cohere].images = true;
        return made;
    }();
    return targets.at(format);
}

} // namespace signalbox::conformance
