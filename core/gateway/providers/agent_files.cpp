#include "gateway/providers/agent_files.h"

#include <nlohmann/json.hpp>

#include <QUrl>

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace signalbox::gateway {

namespace {

using Json = nlohmann::json;

constexpr std::uintmax_t kMostBytes = 1024 * 1024;

/// A key with what is told of it. Lives only within the two functions of the header.
struct Found
{
    control::Finding finding;
    Secret key; // empty where the finding has a reference
};

std::string readText(const std::filesystem::path &path)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error) ||
        std::filesystem::file_size(path, error) > kMostBytes)
        return {};
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
}

Json readJson(const std::filesystem::path &path)
{
    std::string text = readText(path);
    Json json = Json::parse(text, nullptr, false, true); // opencode's and Qwen's files may hold comments
    wipe(text);
    return json.is_object() ? std::move(json) : Json::object();
}

std::string textAt(const Json &json, std::initializer_list<const char *> path)
{
    const Json *value = &json;
    for (const char *name : path) {
        const auto found = value->is_object() ? value->find(name) : value->end();
        if (found == value->end())
            return {};
        value = &*found;
    }
    return value->is_string() ? value->get<std::string>() : std::string();
}

/// NAME=value lines, as dotenv files have them.
std::map<std::string, std::string> readVariables(const std::filesystem::path &path)
{
    std::map<std::string, std::string> variables;
    std::string text = readText(path);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string line = text.substr(begin, end - begin);
        begin = end + 1;
        if (line.starts_with("export "))
            line.erase(0, 7);
        const std::size_t sign = line.find('=');
        if (line.starts_with('#') || sign == std::string::npos)
            continue;
        std::string value = line.substr(sign + 1);
        value.erase(value.find_last_not_of(" \t\r") + 1);
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
            value.back() == value.front())
            value = value.substr(1, value.size() - 2);
        variables[line.substr(0, sign)] = std::move(value);
    }
    wipe(text);
    return variables;
}

/// Such an address is most likely our own: a gateway that was set up before.
bool isLoopback(const std::string &url)
{
    const QString host = QUrl(QString::fromStdString(url)).host();
    return host == QLatin1String("localhost") || host.startsWith(QLatin1String("127.")) ||
           host == QLatin1String("::1");
}

/// opencode's ids are those of models.dev; where ours differ.
std::string kindOf(const std::string &opencodeId)
{
    static const std::map<std::string, std::string> names{
        {"google", "gemini"},      {"moonshotai", "moonshot"},   {"kimi-for-coding", "kimi-coding"},
        {"zhipuai", "zai"},        {"togetherai", "together"},   {"fireworks-ai", "fireworks"},
        {"nvidia", "nvidia-nim"},  {"opencode", "opencode-zen"}, {"vercel", "vercel-ai-gateway"},
        {"azure", "azure-openai"}, {"novita-ai", "novita"}};
    const auto found = names.find(opencodeId);
    return found == names.end() ? opencodeId : found->second;
}

class Looker
{
public:
    explicit Looker(const std::filesystem::path &home) : m_home(home) {}

    std::vector<Found> look()
    {
        codex();
        opencodeKeys();
        opencodeProviders();
        claude();
        qwen();
        gemini();
        return std::move(m_found);
    }

private:
    /// `key` may be a reference of opencode's: "{env:NAME}", "{file:PATH}".
    void add(const std::string &file, std::string kind, std::string name, std::string baseUrl,
             std::string key)
    {
        if (key.empty() || isLoopback(baseUrl))
            return;
        Found found;
        found.finding = {.source = control::Finding::Source::AgentFile,
                         .place = "~/" + file,
                         .kind = std::move(kind),
                         .baseUrl = std::move(baseUrl),
                         .name = std::move(name)};
        if (key.starts_with("{env:") && key.ends_with('}'))
            found.finding.reference = "env:" + key.substr(5, key.size() - 6);
        else if (key.starts_with("{file:") && key.ends_with('}'))
            found.finding.reference = "file:" + opencodePath(key.substr(6, key.size() - 7));
        else
            found.key = Secret(std::move(key));
        m_found.push_back(std::move(found));
    }

    /// Relative paths begin at opencode's configuration; ours would begin at our own.
    [[nodiscard]] std::string opencodePath(const std::string &path) const
    {
        return path.starts_with('/') || path.starts_with("~/")
                   ? path
                   : (m_home / ".config/opencode" / path).lexically_normal().string();
    }

    void codex()
    {
        const std::string file = ".codex/auth.json";
        add(file, "openai", "OPENAI_API_KEY", {}, textAt(readJson(m_home / file), {"OPENAI_API_KEY"}));
    }

    void opencodeKeys()
    {
        const std::string file = ".local/share/opencode/auth.json";
        const Json json = readJson(m_home / file);
        for (const auto &[id, entry] : json.items()) {
            if (textAt(entry, {"type"}) == "api") // others are tokens of a sign-in, which are not ours to use
                add(file, kindOf(id), id, {}, textAt(entry, {"key"}));
        }
    }

    void opencodeProviders()
    {
        for (const std::string file : {".config/opencode/opencode.json", ".config/opencode/opencode.jsonc"}) {
            const Json json = readJson(m_home / file);
            const auto providers = json.find("provider");
            if (providers == json.end() || !providers->is_object())
                continue;
            for (const auto &[id, entry] : providers->items()) {
                const std::string package = textAt(entry, {"npm"});
                const std::string url = textAt(entry, {"options", "baseURL"});
                const std::string kind = package.ends_with("openai-compatible") ? "openai-compatible"
                                         : package.ends_with("anthropic") && !url.empty()
                                             ? "anthropic-compatible"
                                             : kindOf(id);
                add(file, kind, id, url, textAt(entry, {"options", "apiKey"}));
            }
        }
    }

    void claude()
    {
        const std::string file = ".claude/settings.json";
        const Json json = readJson(m_home / file);
        const std::string url = textAt(json, {"env", "ANTHROPIC_BASE_URL"});
        for (const char *name : {"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"})
            add(file, url.empty() ? "anthropic" : "anthropic-compatible", name, url,
                textAt(json, {"env", name}));
    }

    void qwen()
    {
        const auto addKey = [this](const std::string &file, const std::string &name, const std::string &url,
                                   std::string key) {
            const bool isAlibaba = url.find("dashscope") != std::string::npos;
            add(file,
                isAlibaba     ? "alibaba"
                : url.empty() ? "openai"
                              : "openai-compatible",
                name, url, std::move(key));
        };
        const std::string variablesFile = ".qwen/.env";
        auto variables = readVariables(m_home / variablesFile);
        addKey(variablesFile, "OPENAI_API_KEY", variables["OPENAI_BASE_URL"], variables["OPENAI_API_KEY"]);
        add(variablesFile, "alibaba", "DASHSCOPE_API_KEY", {}, variables["DASHSCOPE_API_KEY"]);
        const std::string file = ".qwen/settings.json";
        const Json json = readJson(m_home / file);
        addKey(file, "security.auth.apiKey", textAt(json, {"security", "auth", "baseUrl"}),
               textAt(json, {"security", "auth", "apiKey"}));
        addKey(file, "OPENAI_API_KEY", textAt(json, {"env", "OPENAI_BASE_URL"}),
               textAt(json, {"env", "OPENAI_API_KEY"}));
    }

    void gemini()
    {
        const std::string file = ".gemini/.env";
        auto variables = readVariables(m_home / file);
        for (const char *name : {"GEMINI_API_KEY", "GOOGLE_API_KEY"})
            add(file, "gemini", name, {}, variables[name]);
    }

    const std::filesystem::path &m_home;
    std::vector<Found> m_found;
};

} // namespace

std::vector<control::Finding> lookAtAgentFiles(const std::filesystem::path &home)
{
    std::vector<control::Finding> findings;
    for (Found &found : Looker(home).look())
        findings.push_back(std::move(found.finding));
    return findings;
}

Result<Secret> keyIn(const control::Finding &finding, const std::filesystem::path &home)
{
    for (Found &found : Looker(home).look()) {
        const bool isIt = found.finding.place == finding.place && found.finding.kind == finding.kind &&
                          found.finding.name == finding.name && found.finding.baseUrl == finding.baseUrl;
        if (isIt && !found.key.isEmpty())
            return std::move(found.key);
    }
    return fail(ErrorCode::NotFound, "the file does not hold this key any more: look again", finding.place);
}

} // namespace signalbox::gateway
