#include "agents/agent_remarks.h"

#include "agents/codex_facts.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace signalbox::agents {

namespace {

/// Beyond this they are not looked through, and the definition stays.
constexpr int kMostConversations = 5000;
constexpr std::size_t kMostFirstLine = std::size_t(512) * 1024;

std::string variable(const Environment &environment, const char *name)
{
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

std::string joined(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// The provider that the first line of a conversation of Codex names.
std::string providerOf(const std::filesystem::path &conversation)
{
    std::ifstream file(conversation, std::ios::binary);
    std::string line;
    for (char c = 0; line.size() < kMostFirstLine && file.get(c) && c != '\n';)
        line += c;
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("payload") || !json["payload"].is_object())
        return {};
    return json["payload"].value("model_provider", std::string());
}

bool hasConversations(const std::filesystem::path &folder, WallTime since)
{
    std::error_code error;
    int seen = 0;
    for (std::filesystem::recursive_directory_iterator it(folder, error), end; !error && it != end;
         it.increment(error)) {
        if (it->path().extension() != ".jsonl")
            continue;
        struct stat status = {};
        if (stat(it->path().c_str(), &status) != 0 ||
            std::chrono::seconds(status.st_mtime + 1) < since.time_since_epoch())
            continue;
        if (++seen > kMostConversations || providerOf(it->path()) == "signalbox")
            return true;
    }
    return false;
}

void remarkOnCodex(const AgentStore &store, const AgentRule &rule, const Work &work, control::AgentPlan &plan)
{
    const std::string home = store.home(rule);
    const std::string before = work.steps.front().before.value_or(std::string());
    const CodexSetup setup = readCodexSetup(before);
    if (setup.hasLegacyProfiles)
        plan.warnings.emplace_back(
            "config.toml has profile or [profiles], which Codex refuses since 0.156: Codex "
            "will not start until they are gone.");
    plan.notes.emplace_back(
        "Codex lists the conversations of one provider at a time: earlier ones are there again "
        "once it is restored.");
    const auto login = readFile(home + "/auth.json");
    if (!login || !*login || (*login)->find("\"access_token\"") == std::string::npos)
        return;
    const auto parsed = SettingsText::parse(SettingsFormat::Toml, before);
    if (parsed && (*parsed)->value({"model_providers", "signalbox", "requires_openai_auth"}) == "true")
        plan.warnings.emplace_back(
            "A ChatGPT login was found, and config.toml has requires_openai_auth = true for "
            "this provider: Codex would send the login to Signalbox. Remove that line first.");
    else
        plan.notes.emplace_back(
            "A ChatGPT login was found. It is not sent to Signalbox: this setup uses a key of its own.");
}

/// A proxy that would be asked for this machine.
void remarkOnProxies(const AgentRule &rule, const Environment &environment, control::AgentPlan &plan)
{
    const auto either = [&](const char *lower, const char *upper) {
        const std::string value = variable(environment, lower);
        return value.empty() ? variable(environment, upper) : value;
    };
    if (either("http_proxy", "HTTP_PROXY").empty() && either("all_proxy", "ALL_PROXY").empty())
        return;
    const std::string except = either("no_proxy", "NO_PROXY");
    if (except.find("127.0.0.1") == std::string::npos && except != "*")
        plan.warnings.push_back("A proxy is set in the environment: add 127.0.0.1 to NO_PROXY, or " +
                                rule.name + " asks the proxy for Signalbox.");
}

} // namespace

void remarkOnConnecting(const AgentRule &rule, const AgentStore &store, const Work &work,
                        const EntryValues &values, control::AgentPlan &plan)
{
    plan.notes.push_back(rule.name + " will ask for the model \"" + values.model + "\".");
    if (rule.id == "codex")
        remarkOnCodex(store, rule, work, plan);
    if (!work.unknown.empty())
        plan.warnings.push_back(
            joined(work.unknown) +
            ": these point at Signalbox already, and what stood there before is not known. "
            "Restoring will remove them.");
    remarkOnProxies(rule, store.environment(), plan);
    for (const SettingsFile &settings : rule.files) {
        for (const SettingsEntry &entry : settings.entries) {
            if (settings.format == SettingsFormat::Env &&
                !variable(store.environment(), entry.path.front().c_str()).empty())
                plan.warnings.push_back(entry.path.front() +
                                        " is set in the environment and wins over the file: unset it.");
        }
    }
    for (const FileStep &step : work.steps) {
        struct stat status = {};
        if (step.hidesSecret && step.changes() && stat(step.file.c_str(), &status) == 0 &&
            (status.st_mode & 077) != 0)
            plan.warnings.push_back("A key is written into " + step.file +
                                    ", which other users can read: `chmod 600` it.");
    }
}

void remarkOnRestoring(const AgentRule &rule, const Work &work, control::AgentPlan &plan)
{
    if (!work.changed.empty())
        plan.warnings.push_back(joined(work.changed) +
                                ": set by another program or by hand since. These stay as they are now.");
    if (!work.record.files.empty())
        plan.notes.push_back("The definition of the provider \"signalbox\" stays in the file: " +
                             std::string(rule.id == "codex"
                                             ? "conversations that began with it could not be "
                                               "opened any more without it."
                                             : "another program has put keys of its own into it."));
    if (!work.record.keyId.empty())
        plan.notes.push_back("The virtual key \"" + work.record.keyId + "\" is revoked.");
}

Definition definitionNeeded(const AgentRule &rule, const AgentStore &store, const AgentRecord &record)
{
    if (rule.id != "codex")
        return Definition::Goes;
    const std::filesystem::path home = store.home(rule);
    const bool isNeeded = hasConversations(home / "sessions", record.since) ||
                          hasConversations(home / "archived_sessions", record.since);
    return isNeeded ? Definition::Stays : Definition::Goes;
}

std::string setTo(const AgentRule &rule, const AgentStore &store)
{
    const SettingsFile &settings = rule.files.front();
    const std::string file = store.fileOf(rule, settings);
    const auto text = readFile(file);
    if (!text || !*text)
        return {};
    const auto parsed = SettingsText::parse(settings.format, **text);
    if (!parsed)
        return file + " cannot be read: " + parsed.error().message;
    const auto model = rule.modelPath.empty() ? std::nullopt : (*parsed)->value(rule.modelPath);
    const auto provider = rule.providerPath.empty() ? std::nullopt : (*parsed)->value(rule.providerPath);
    std::string said = model ? "model " + *model : std::string();
    if (provider)
        said += (said.empty() ? "provider " : " of ") + *provider;
    return said;
}

} // namespace signalbox::agents
