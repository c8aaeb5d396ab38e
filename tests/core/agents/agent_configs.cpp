#include "agent_configs.h"

#include "base/random.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace signalbox::tests {

namespace {

using agents::SettingsFormat;

class Chance
{
public:
    explicit Chance(unsigned seed) : m_random(seed) {}
    [[nodiscard]] bool one(int in) { return m_random.next() % static_cast<unsigned>(in) == 0; }
    [[nodiscard]] std::size_t below(std::size_t limit) { return m_random.next() % limit; }
    template<class T>
    void shuffle(std::vector<T> &items)
    {
        for (std::size_t i = items.size(); i > 1; --i)
            std::swap(items[i - 1], items[below(i)]);
    }

private:
    SeededRandom m_random;
};

std::string withLineEnds(std::string text, Chance &chance)
{
    const std::size_t kind = chance.below(4); // LF twice, CRLF, mixed
    std::string out = chance.one(6) ? "\xEF\xBB\xBF" : "";
    for (const char c : text)
        out += c == '\n' && (kind == 2 || (kind == 3 && chance.one(2))) ? "\r\n" : std::string(1, c);
    if (chance.one(4) && out.ends_with('\n'))
        out.erase(out.size() - (out.ends_with("\r\n") ? 2 : 1));
    return out;
}

std::string tomlConfig(Chance &chance)
{
    std::vector<std::string> root;
    const auto maybe = [&](int in, std::vector<std::string> &to, const char *text) {
        if (chance.one(in))
            to.emplace_back(text);
    };
    maybe(2, root, "# my settings, leave them alone\n");
    maybe(2, root, "model = \"gpt-5.4\"  # fast\n");
    maybe(3, root, "model_provider = 'openai'\n");
    maybe(2, root, "approval_policy   =\t\"on-request\"\n");
    maybe(3, root, "notify = [\n  \"notify-send\", # here\n  \"Codex\",\n]\n");
    maybe(3, root,
          "instructions = \"\"\"\nmodel_provider = \"not this\"\n[model_providers.signalbox]\n\"\"\"\n");
    maybe(4, root, "\"file opener\" = 'vscode'\n");
    maybe(4, root, "tui.theme = \"dark\"\n");
    maybe(6, root, "profile = \"work\"\n");
    const bool dotted = chance.one(6);
    const bool isInline = !dotted && chance.one(6);
    if (dotted)
        root.emplace_back("model_providers.azure.name = \"Azure x\"\n");
    if (isInline)
        root.emplace_back("model_providers = { local = { name = \"local\", base_url = \"http://x/v1\" } }\n");
    chance.shuffle(root);

    std::vector<std::string> tables;
    maybe(2, tables,
          "[mcp_servers.docs]\ncommand = \"npx\"\nargs = [\"-y\", \"@acme/docs\"]\nenv = { A = \"1\" }\n");
    maybe(3, tables, "[mcp_servers.\"with space\"]\n  url = \"http://127.0.0.1:1/mcp\"  \n");
    maybe(2, tables, "[projects.\"/home/mira/a.b\"]\ntrust_level = \"trusted\"\n");
    maybe(3, tables, "# the look\n[ features ]\nunified_exec = true\n");
    maybe(4, tables, "[profiles.work]\nmodel = \"o3\"\nmodel_provider = \"azure\"\n");
    maybe(4, tables, "[[hooks]]\nname = \"a\"\n\n[[hooks]]\nname = 'b'\n");
    maybe(4, tables, "[unknown.\"t\\u00e4ble\"]\nat = 2026-11-22 10:00:00Z\nratio = 1e-3\n");
    if (!isInline) {
        maybe(3, tables,
              "[model_providers.local]\nname = \"local\"\nbase_url = \"http://127.0.0.1:8080/v1\"\n");
        maybe(6, tables,
              "[model_providers.signalbox]\nname = \"mine\" # was here before\nhttp_headers = { \"X-A\" = "
              "\"1\" }\n");
        maybe(6, tables, "[model_providers.signalbox]\nextra = 1\n");
    }
    chance.shuffle(tables);
    std::string text;
    for (const std::string &line : root)
        text += line;
    std::string seen;
    for (const std::string &table : tables) {
        if (table.starts_with("[model_providers.signalbox]") && std::exchange(seen, "x") == "x")
            continue; // once only
        text += (chance.one(4) ? "" : "\n") + table;
    }
    return withLineEnds(text, chance);
}

std::string jsonConfig(const std::string &agent, bool comments, Chance &chance)
{
    std::vector<std::string> members;
    const auto maybe = [&](int in, const char *text) {
        if (chance.one(in))
            members.emplace_back(text);
    };
    maybe(2, R"("theme": "dark")");
    maybe(2, R"#("permissions": {"allow": ["Bash(ls:*)", "Read"], "deny": []})#");
    maybe(2, R"("hooks": {
    "PreToolUse": [{ "matcher": "*", "command": "echo \"hi\" // no comment" }]
  })");
    maybe(3, R"("größe": "ü\u00e4")");
    maybe(3, R"("empty": {})");
    maybe(2, R"("mcp": {"docs": {"type": "local", "command": ["npx", "-y"]}})");
    if (agent == "qwen" || agent == "gemini") {
        maybe(2, R"("security": {"folderTrust": {"enabled": true}})");
        maybe(3, R"("model": {"maxSessionTurns": 5, "name": "qwen3-coder"})");
    } else {
        maybe(2, R"("model": "anthropic/claude-sonnet-4-5")");
        maybe(3, R"("env": {"FOO": "bar", "ANTHROPIC_BASE_URL": "https://a.example"})");
        maybe(3,
              R"("provider": {"local": {"npm": "@ai-sdk/openai", "options": {"baseURL": "http://x/v1"}}})");
        maybe(6, R"("provider": {})");
    }
    chance.shuffle(members);
    std::vector<std::string> names;
    std::erase_if(members, [&](const std::string &member) {
        const std::string name = member.substr(0, member.find(':'));
        const bool isTwice = std::ranges::count(names, name) > 0;
        names.push_back(name);
        return isTwice;
    });
    const bool oneLine = chance.one(6);
    const std::string indent = oneLine         ? ""
                               : chance.one(3) ? "\t"
                                               : std::string(2 + 2 * chance.below(2), ' ');
    std::string text = oneLine ? "{" : "{\n";
    for (std::size_t i = 0; i < members.size(); ++i) {
        const bool isLast = i + 1 == members.size();
        if (comments && !oneLine && chance.one(3))
            text += indent + "// about the next one\n";
        text += indent + members[i];
        if (!isLast || (comments && chance.one(3)))
            text += oneLine ? ", " : ",";
        if (comments && !oneLine && chance.one(4))
            text += chance.one(2) ? " // beside" : " /* beside */";
        text += oneLine ? "" : "\n";
    }
    text += "}\n";
    return withLineEnds(text, chance);
}

/// Whole lines that each of the two texts has once, the byte order mark's aside.
std::vector<std::string> linesThatAreOnce(const Use &texts)
{
    std::vector<std::string> lines;
    const auto isOnce = [](const std::string &text, const std::string &line) {
        const std::size_t at = text.find('\n' + line);
        return at != std::string::npos && text.find(line) == at + 1 &&
               text.find(line, at + 2) == std::string::npos;
    };
    for (std::size_t at = 0; at < texts.original.size();) {
        const std::size_t feed = texts.original.find('\n', at);
        if (feed == std::string::npos)
            break;
        std::string line = texts.original.substr(at, feed + 1 - at);
        if (line.size() > 4 && isOnce(texts.original, line) && isOnce(texts.connected, line))
            lines.push_back(std::move(line));
        at = feed + 1;
    }
    return lines;
}

} // namespace

std::vector<AgentConfig> sharedAgentConfigs()
{
    std::vector<AgentConfig> configs;
    for (const char *name : {"agent-configs.json", "own-agent-configs.json"}) {
        QFile file(QStringLiteral(SIGNALBOX_SHARED_DIR "/corpora/agent-configs/") + QLatin1String(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonArray cases = QJsonDocument::fromJson(file.readAll())[u"cases"].toArray();
        for (const auto &value : cases) {
            const QJsonObject one = value.toObject();
            std::string agent = one[u"tool"].toString().toStdString();
            agent = agent == "claude-code" ? "claude" : agent == "gemini-cli" ? "gemini" : agent;
            if (agent == "codex" || agent == "claude" || agent == "gemini" || agent == "opencode")
                configs.push_back(
                    {one[u"id"].toString().toStdString(), agent, one[u"text"].toString().toStdString()});
        }
    }
    return configs;
}

std::vector<AgentConfig> generatedAgentConfigs(int count, unsigned seed)
{
    std::vector<AgentConfig> configs;
    const std::vector<std::string> kinds{"codex", "codex", "opencode", "claude", "codex", "qwen", "gemini"};
    for (int i = 0; i < count; ++i) {
        Chance chance(seed + static_cast<unsigned>(i));
        const std::string &agent = kinds[static_cast<std::size_t>(i) % kinds.size()];
        configs.push_back({agent + '-' + std::to_string(i), agent,
                           agent == "codex"
                               ? tomlConfig(chance)
                               : jsonConfig(agent, agent == "opencode" || chance.one(2), chance)});
    }
    return configs;
}

Use usedBySomebody(Use texts, SettingsFormat format, unsigned seed)
{
    Chance chance(seed);
    const auto isReadable = [&](const Use &use) {
        return agents::SettingsText::parse(format, use.original) &&
               agents::SettingsText::parse(format, use.connected);
    };
    for (const std::string &line : linesThatAreOnce(texts)) {
        if (!chance.one(3))
            continue;
        const std::string name = "used" + std::to_string(chance.below(1'000'000));
        const std::string indent = line.substr(0, line.find_first_not_of(" \t"));
        const std::string end = line.ends_with("\r\n") ? "\r\n" : "\n";
        const std::string own =
            format == SettingsFormat::Json ? indent + '"' + name + "\": [1, 2]," + end : "# " + name + end;
        Use used = texts;
        used.original.insert(used.original.find(line), own);
        used.connected.insert(used.connected.find(line), own);
        if (isReadable(used)) // not where it would stand in the middle of something
            texts = std::move(used);
    }
    if (format == SettingsFormat::Toml && texts.original.ends_with('\n') && chance.one(2)) {
        texts.original += "\n[used.here]\nat = 1\n";
        texts.connected += "\n[used.here]\nat = 1\n";
    } else if (format == SettingsFormat::Json && chance.one(2)) {
        for (std::string *text : {&texts.original, &texts.connected}) {
            auto parsed = agents::SettingsText::parse(format, *text);
            if (parsed && (*parsed)->setRaw({"usedAtTheEnd"}, "true"))
                *text = (*parsed)->text();
        }
    }
    return texts;
}

} // namespace signalbox::tests
