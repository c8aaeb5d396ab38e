#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "agents/codex_facts.h"
#include "agents/local_agents.h"
#include "app/agent_report.h"
#include "app/await.h"
#include "app/command_control.h"
#include "app/commands.h"
#include "app/composition.h"
#include "app/environment.h"
#include "app/exit_code.h"
#include "app/port_holder.h"
#include "app/provider_checkup.h"
#include "app/secrets_access.h"
#include "app/secrets_report.h"
#include "base/clock.h"
#include "config/configuration_reader.h"
#include "net/proxy.h"

#include <QCoreApplication>

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace signalbox::app {

namespace {

/// What was looked at, and whether all was well: a line each as it comes, or one JSON document at the end.
class Report
{
public:
    explicit Report(bool isJson) : m_isJson(isJson) {}

    void ok(const std::string &what, const std::string &how) { say("ok", what, how); }
    void note(const std::string &what, const std::string &how) { say("note", what, how); }
    void wrong(const std::string &what, const std::string &how)
    {
        say("FAIL", what, how);
        m_well = false;
    }
    void add(const control::Agent &agent) { m_agents.push_back(toJson(agent)); }

    /// Answers the exit code.
    [[nodiscard]] int finish() const
    {
        if (m_isJson)
            std::printf("%s\n", Json{{"well", m_well}, {"checks", m_checks}, {"agents", m_agents}}
                                    .dump(2, ' ', false, Json::error_handler_t::replace)
                                    .c_str());
        return m_well ? kDone : kFailed;
    }

private:
    using Json = nlohmann::ordered_json;

    void say(const char *state, const std::string &what, const std::string &how)
    {
        if (m_isJson)
            m_checks.push_back({{"state", state}, {"what", what}, {"text", how}});
        else
            std::printf("%-4s  %s: %s\n", state, what.c_str(), how.c_str());
    }

    const bool m_isJson;
    bool m_well = true;
    Json m_checks = Json::array();
    Json m_agents = Json::array();
};

std::optional<config::Configuration> lookAtConfiguration(Report &report, const Paths &paths)
{
    std::ifstream file(paths.configFile, std::ios::binary);
    if (!file) {
        report.note("configuration",
                    "none yet at " + paths.configFile.string() + "; the first start writes one");
        return std::nullopt;
    }
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    auto parsed = config::readConfiguration(text, knownKinds(*catalog::Catalog::builtIn()));
    if (!parsed.configuration) {
        report.wrong("configuration", std::to_string(parsed.findings.size()) + " findings in " +
                                          paths.configFile.string() + "; `signalbox check` lists them");
        return std::nullopt;
    }
    report.ok("configuration", paths.configFile.string());
    return std::move(parsed.configuration);
}

bool isOfKeychain(const std::string &reference)
{
    const auto ref = secrets::SecretRef::parse(reference);
    return ref && ref->scheme == secrets::Scheme::Keychain;
}

/// A keychain that does not work is wrong where something depends on it.
void reportKeychain(Report &report, const SecretsReport &secrets, bool isNeeded)
{
    if (secrets.keychain == secrets::KeychainState::Ready)
        report.ok("keychain", "stores, gives back and deletes");
    else if (isNeeded)
        report.wrong("keychain", secrets.keychainMessage);
    else
        report.note("keychain", secrets.keychainMessage + " (nothing depends on it here)");
}

SecretsReport reportSecrets(Report &report, const std::set<std::string> &references, const Paths &paths)
{
    SecretsReport secrets = lookAtSecrets(paths, references);
    reportKeychain(report, secrets, !secrets.stored.empty() || std::ranges::any_of(references, isOfKeychain));
    for (const std::string &reference : references) {
        const secrets::SecretValue &value = secrets.values->find(reference);
        if (value.state == secrets::SecretState::Ready)
            report.ok("secret", reference);
        else
            report.wrong("secret",
                         reference + ": " +
                             (value.message.empty() ? std::string(toString(value.state)) : value.message));
    }
    return secrets;
}

/// What a request would find out: a secret that is there may still be half a key.
void lookAtProviders(Report &report, const config::Configuration &configuration,
                     const secrets::SecretValues &secrets)
{
    const auto problems = providerProblems(configuration, *catalog::Catalog::builtIn(), secrets);
    for (const std::string &problem : problems)
        report.wrong("provider", problem);
}

void lookAtGateway(Report &report, const Paths &paths, const std::vector<std::string> &addresses)
{
    const auto socket = admin::controlSocketPath(paths.dataDir);
    if (!socket) {
        report.wrong("control socket", describe(socket.error()));
        return;
    }
    if (const auto client = admin::ControlClient::connect(*socket)) {
        const auto status = (*client)->status();
        if (!status) {
            report.wrong("gateway", describe(status.error()));
            return;
        }
        report.ok("gateway", "process " + std::to_string(status->pid) + " serves at " +
                                 (status->addresses.empty() ? "no address" : status->addresses.front()));
        if (!status->configurationProblem.empty())
            report.wrong("gateway", "runs on an older configuration: " + status->configurationProblem);
        return;
    }
    report.note("gateway", "none is running");
    for (const std::string &address : addresses) {
        if (const auto holder = portHolder(address))
            report.wrong("port", address + " is taken by " + *holder + "; stop it, or change server.listen");
        else
            report.ok("port", address + " is free");
    }
}

/// Newer versions of Codex refuse a configuration with profiles.
void lookAtCodexProfiles(Report &report)
{
    const agents::AgentRule *rule = agents::findAgentRule("codex");
    std::ifstream file(agents::agentHome(*rule, currentEnvironment()) + "/config.toml", std::ios::binary);
    const agents::CodexSetup setup =
        agents::readCodexSetup(std::string((std::istreambuf_iterator<char>(file)), {}));
    if (setup.hasLegacyProfiles)
        report.wrong("codex", "its config.toml has [profiles] or profile, which newer versions refuse");
}

void lookAtAgents(Report &report, const Paths &paths)
{
    const SystemClock clock;
    agents::FileOperations operations;
    CommandControl control(paths);
    agents::LocalAgents local(
        control, clock, operations,
        {.dataDir = paths.dataDir.string(), .environment = currentEnvironment(keyVariablesIn(paths))});
    const auto agents = await(local.list());
    if (!agents) {
        report.wrong("agents", describe(agents.error()));
        return;
    }
    std::string missing;
    for (const control::Agent &agent : *agents) {
        report.add(agent);
        if (agent.state == control::AgentState::NotFound) {
            missing += (missing.empty() ? "" : ", ") + agent.name;
            continue;
        }
        const AgentLine line = lineOf(agent);
        if (line.verdict == AgentVerdict::Wrong)
            report.wrong(agent.id, line.text);
        else if (line.verdict == AgentVerdict::Remarkable)
            report.note(agent.id, line.text);
        else
            report.ok(agent.id, line.text);
    }
    if (!missing.empty())
        report.note("agents", "not on this computer: " + missing);
    lookAtCodexProfiles(report);
}

void lookAtProxies(Report &report)
{
    const auto proxies = net::readProxyEnvironment([](const char *name) -> std::optional<std::string> {
        const char *value = std::getenv(name);
        return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
    });
    if (proxies.http.empty() && proxies.https.empty() && proxies.all.empty()) {
        report.ok("proxy", "no proxy variables are set");
        return;
    }
    for (const std::string &url : {proxies.http, proxies.https, proxies.all}) {
        if (url.empty())
            continue;
        if (const auto parsed = net::parseProxyUrl(url))
            report.note("proxy",
                        "providers are reached through " + parsed->host + ':' + std::to_string(parsed->port));
        else
            report.wrong("proxy", describe(parsed.error()));
    }
}

} // namespace

int runDoctor(const Arguments &arguments, int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const Paths paths = arguments.paths();
    Report report(arguments.has("json"));
    const auto configuration = lookAtConfiguration(report, paths);
    std::error_code error;
    if (std::filesystem::exists(paths.dataDir, error) && access(paths.dataDir.c_str(), W_OK) != 0)
        report.wrong("data", "cannot write to " + paths.dataDir.string());
    else
        report.ok("data", paths.dataDir.string());
    const SecretsReport secrets =
        reportSecrets(report, configuration ? referencesOf(*configuration) : std::set<std::string>(), paths);
    if (configuration)
        lookAtProviders(report, *configuration, *secrets.values);
    lookAtGateway(report, paths, configuration ? configuration->server.listen : config::Server().listen);
    lookAtAgents(report, paths);
    lookAtProxies(report);
    // Certificates and prices depend on the date: a clock that stands before this program was written is
    // wrong.
    if (SystemClock().wallNow() < std::chrono::sys_days(std::chrono::year(2026) / 9 / 1))
        report.wrong("clock", "it is set to a day before this version was made");
    else
        report.ok("clock", "plausible");
    return report.finish();
}

} // namespace signalbox::app
