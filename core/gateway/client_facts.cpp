#include "gateway/client_facts.h"

#include <array>
#include <string_view>
#include <utility>

namespace signalbox::gateway {

namespace {

constexpr std::size_t kMostCharacters = 120;

std::string printable(std::string_view value, std::size_t most = kMostCharacters)
{
    std::string text;
    for (const char c : value.substr(0, most)) {
        if (c >= ' ' && c != 0x7f)
            text.push_back(c);
    }
    return text;
}

std::string agentOf(const http::Fields &fields)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> known{{
        {"codex", "codex"},
        {"claude-cli", "claude-code"},
        {"GeminiCLI", "gemini-cli"},
        {"opencode", "opencode"},
        {"QwenCode", "qwen-code"},
        {"OpenAI/", "openai-sdk"},
        {"Anthropic/", "anthropic-sdk"},
    }};
    const std::string_view originator = fields.value("originator").value_or("");
    const std::string_view userAgent = fields.value("user-agent").value_or("");
    for (const auto &[prefix, name] : known) {
        if (originator.starts_with(prefix) || userAgent.starts_with(prefix))
            return std::string(name);
    }
    return printable(userAgent.substr(0, userAgent.find_first_of("/ ")), 40);
}

std::vector<std::string> listOf(std::string_view value)
{
    std::vector<std::string> items;
    while (!value.empty()) {
        const std::size_t comma = value.find(',');
        std::string_view item = value.substr(0, comma);
        value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
        while (!item.empty() && item.front() == ' ')
            item.remove_prefix(1);
        while (!item.empty() && item.back() == ' ')
            item.remove_suffix(1);
        if (!item.empty())
            items.push_back(printable(item));
    }
    return items;
}

} // namespace

ClientFacts factsOf(const http::Fields &fields)
{
    ClientFacts facts;
    facts.agent = agentOf(fields);
    for (const std::string_view name :
         {"x-signalbox-session", "thread-id", "session-id", "x-claude-code-session-id", "x-session-id"}) {
        if (const auto value = fields.value(name)) {
            facts.session = printable(*value);
            break;
        }
    }
    facts.tags = printable(fields.value("x-signalbox-tags").value_or(""), 400);
    facts.fallbacks = listOf(fields.value("x-signalbox-fallbacks").value_or(""));
    return facts;
}

} // namespace signalbox::gateway
