#include "agents/agent_rule.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::agents {

namespace {

constexpr const char *kQuestion = "Answer with the single word: ready";

AgentRule codex()
{
    AgentRule rule{.id = "codex", .name = "Codex CLI", .program = "codex", .homeVariable = "CODEX_HOME"};
    rule.home = ".codex";
    const auto ours = [](const char *name) { return KeyPath{"model_providers", "signalbox", name}; };
    rule.files = {
        {.format = SettingsFormat::Toml,
         .names = {"config.toml"},
         .entries = {{{"model"}, "{model}"},
                     {{"model_provider"}, "signalbox"},
                     {ours("name"), "Signalbox"}, // not "OpenAI": that would turn on what only OpenAI serves
                     {ours("base_url"), "{url}/v1"},
                     {ours("model_catalog_url"), "{url}/v1/models"},
                     {ours("env_key"), "SIGNALBOX_API_KEY"},
                     {ours("wire_api"), "responses"},
                     // The gateway retries and fails over itself; Codex's two layers would multiply that.
                     {ours("request_max_retries"), "1", true},
                     {ours("stream_max_retries"), "2", true}}},
        {.format = SettingsFormat::Env, .names = {".env"}, .entries = {{{"SIGNALBOX_API_KEY"}, "{key}"}}}};
    rule.definition = {"model_providers", "signalbox"};
    rule.pointer = {"model_provider"};
    rule.points = "signalbox";
    rule.modelPath = {"model"};
    rule.providerPath = {"model_provider"};
    rule.launch = "signalbox codex";
    rule.install = "npm install -g @openai/codex";
    // Not recorded: a conversation would need our provider after a restore.
    rule.testArguments = {"exec",      "--ephemeral", "--skip-git-repo-check",
                          "--sandbox", "read-only",   kQuestion};
    return rule;
}

AgentRule claude()
{
    AgentRule rule{
        .id = "claude", .name = "Claude Code", .program = "claude", .homeVariable = "CLAUDE_CONFIG_DIR"};
    rule.home = ".claude";
    rule.files = {{.format = SettingsFormat::Json,
                   .names = {"settings.json"},
                   .entries = {{{"model"}, "{model}"},
                               {{"env", "ANTHROPIC_BASE_URL"}, "{url}/anthropic"}, // without /v1
                               {{"env", "ANTHROPIC_AUTH_TOKEN"}, "{key}"}}}};
    rule.pointer = {"env", "ANTHROPIC_BASE_URL"};
    rule.points = "{url}/anthropic";
    rule.modelPath = {"model"};
    rule.providerPath = {"env", "ANTHROPIC_BASE_URL"};
    rule.install = "npm install -g @anthropic-ai/claude-code";
    rule.testArguments = {"-p", kQuestion};
    return rule;
}

AgentRule gemini()
{
    AgentRule rule{.id = "gemini", .name = "Gemini CLI", .program = "gemini"};
    rule.home = ".gemini";
    rule.files = {{.format = SettingsFormat::Json,
                   .names = {"settings.json"},
                   // Without the type of login the variables alone end with "Invalid auth method selected".
                   .entries = {{{"security", "auth", "selectedType"}, "gemini-api-key"},
                               {{"model", "name"}, "{model}"}}},
                  {.format = SettingsFormat::Env,
                   .names = {".env"},
                   .entries = {{{"GOOGLE_GEMINI_BASE_URL"}, "{url}/genai"}, {{"GEMINI_API_KEY"}, "{key}"}}}};
    rule.modelPath = {"model", "name"};
    rule.providerPath = {"security", "auth", "selectedType"};
    rule.install = "npm install -g @google/gemini-cli";
    // In a folder that it does not trust it reads no .env, and so has neither the address nor the key.
    rule.testArguments = {"-p", kQuestion, "--skip-trust"};
    return rule;
}

AgentRule opencode()
{
    AgentRule rule{
        .id = "opencode", .name = "opencode", .program = "opencode", .homeVariable = "XDG_CONFIG_HOME"};
    rule.homeBelowThat = "opencode";
    rule.home = ".config/opencode";
    const auto ours = [](KeyPath path) {
        path.insert(path.begin(), {"provider", "signalbox"});
        return path;
    };
    rule.files = {{.format = SettingsFormat::Json,
                   .names = {"opencode.jsonc", "opencode.json"}, // read in the other order: what is last wins
                   .entries = {{{"model"}, "signalbox/{model}"},
                               {ours({"npm"}), "@ai-sdk/openai-compatible"},
                               {ours({"name"}), "Signalbox"},
                               {ours({"options", "baseURL"}), "{url}/v1"},
                               {ours({"options", "apiKey"}), "{file:{home}/signalbox.key}"},
                               {ours({"models", "{model}", "name"}), "{model}"}}},
                  {.format = SettingsFormat::Key, .names = {"signalbox.key"}, .entries = {{{}, "{key}"}}}};
    rule.definition = {"provider", "signalbox"};
    rule.pointer = {"provider", "signalbox", "options", "baseURL"};
    rule.points = "{url}/v1";
    rule.modelPath = {"model"};
    rule.install = "npm install -g opencode-ai";
    rule.testArguments = {"run", kQuestion};
    return rule;
}

AgentRule qwen()
{
    AgentRule rule{.id = "qwen", .name = "Qwen Code", .program = "qwen"};
    rule.home = ".qwen";
    rule.files = {{.format = SettingsFormat::Json,
                   .names = {"settings.json"},
                   .entries = {{{"security", "auth", "selectedType"}, "openai"},
                               {{"security", "auth", "baseUrl"}, "{url}/v1"},
                               {{"security", "auth", "apiKey"}, "{key}"},
                               {{"model", "name"}, "{model}"}}}};
    rule.pointer = {"security", "auth", "baseUrl"};
    rule.points = "{url}/v1";
    rule.modelPath = {"model", "name"};
    rule.providerPath = {"security", "auth", "baseUrl"};
    rule.install = "npm install -g @qwen-code/qwen-code";
    rule.testArguments = {"-p", kQuestion};
    return rule;
}

std::string variable(const Environment &environment, const std::string &name)
{
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

} // namespace

const std::vector<AgentRule> &agentRules()
{
    static const std::vector<AgentRule> rules{codex(), claude(), gemini(), opencode(), qwen()};
    return rules;
}

const AgentRule *findAgentRule(const std::string &id)
{
    const auto found = std::ranges::find(agentRules(), id, &AgentRule::id);
    return found == agentRules().end() ? nullptr : &*found;
}

std::string agentHome(const AgentRule &rule, const Environment &environment)
{
    const std::string set =
        rule.homeVariable.empty() ? std::string() : variable(environment, rule.homeVariable);
    if (set.starts_with('/'))
        return set + (rule.homeBelowThat.empty() ? "" : '/' + rule.homeBelowThat);
    return variable(environment, "HOME") + '/' + rule.home;
}

std::string filledIn(std::string_view text, const EntryValues &values)
{
    const std::array<std::pair<std::string_view, const std::string *>, 4> words{{{"{url}", &values.url},
                                                                                 {"{model}", &values.model},
                                                                                 {"{key}", &values.key},
                                                                                 {"{home}", &values.home}}};
    std::string out;
    while (!text.empty()) {
        const auto word =
            std::ranges::find_if(words, [&](const auto &one) { return text.starts_with(one.first); });
        if (word == words.end()) {
            out += text.front();
            text.remove_prefix(1);
        } else {
            out += *word->second;
            text.remove_prefix(word->first.size());
        }
    }
    return out;
}

KeyPath filledIn(const KeyPath &path, const EntryValues &values)
{
    KeyPath out;
    for (const std::string &name : path)
        out.push_back(filledIn(name, values));
    return out;
}

} // namespace signalbox::agents
