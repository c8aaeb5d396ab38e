#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "agents/codex_facts.h"
#include "agents/program_finder.h"
#include "app/commands.h"
#include "app/composition.h"
#include "app/exit_code.h"
#include "app/port_holder.h"
#include "app/secrets_access.h"
#include "app/secrets_report.h"
#include "base/clock.h"
#include "config/configuration_reader.h"
#include "net/proxy.h"

#include <QCoreApplication>
#include <QProcess>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace signalbox::app {

namespace {

/// Prints a line for each thing looked at, and remembers whether all was well.
class Report
{
public:
    void ok(const std::string &what, const std::string &how)
    {
        std::printf("ok    %s: %s\n", what.c_str(), how.c_str());
    }
    void note(const std::string &what, const std::string &how)
    {
        std::printf("note  %s: %s\n", what.c_str(), how.c_str());
    }
    void wrong(const std::string &what, const std::string &how)
    {
        std::printf("FAIL  %s: %s\n", what.c_str(), how.c_str());
        m_well = false;
    }
    [[nodiscard]] bool isWell() const { return m_well; }

private:
    bool m_well = true;
};

std::string environmentText(const char *name)
{
    const char *value = std::getenv(name);
    return value != nullptr ? value : "";
}

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

void reportSecrets(Report &report, const std::set<std::string> &references, const Paths &paths)
{
    const SecretsReport secrets = lookAtSecrets(paths, references);
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

void lookAtCodex(Report &report)
{
    const auto program = agents::findProgram("codex", environmentText("PATH"));
    if (!program) {
        report.note("codex", "not found in PATH; `npm install -g @openai/codex` installs it");
        return;
    }
    QProcess process;
    process.start(QString::fromStdString(*program), {QStringLiteral("--version")});
    process.waitForFinished(10'000);
    const auto version = agents::parseCodexVersion(process.readAllStandardOutput().toStdString());
    report.ok("codex", (version ? *version : "unknown version") + " at " + *program);
    agents::Environment environment;
    if (const std::string home = environmentText("CODEX_HOME"); !home.empty())
        environment["CODEX_HOME"] = home;
    std::ifstream file(agents::codexHome(environment, environmentText("HOME")) + "/config.toml",
                       std::ios::binary);
    const agents::CodexSetup setup =
        agents::readCodexSetup(std::string((std::istreambuf_iterator<char>(file)), {}));
    report.note("codex", setup.modelProvider
                             ? "its own configuration names the provider \"" + *setup.modelProvider + '"'
                             : "its own configuration names no provider; `signalbox codex` needs none");
    if (setup.hasLegacyProfiles)
        report.wrong("codex", "its config.toml has [profiles] or profile, which newer versions refuse");
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
    Report report;
    const auto configuration = lookAtConfiguration(report, paths);
    std::error_code error;
    if (std::filesystem::exists(paths.dataDir, error) && access(paths.dataDir.c_str(), W_OK) != 0)
        report.wrong("data", "cannot write to " + paths.dataDir.string());
    else
        report.ok("data", paths.dataDir.string());
    reportSecrets(report, configuration ? referencesOf(*configuration) : std::set<std::string>(), paths);
    lookAtGateway(report, paths, configuration ? configuration->server.listen : config::Server().listen);
    lookAtCodex(report);
    lookAtProxies(report);
    // Certificates and prices depend on the date: a clock that stands before this program was written is
    // wrong.
    if (SystemClock().wallNow() < std::chrono::sys_days(std::chrono::year(2026) / 9 / 1))
        report.wrong("clock", "it is set to a day before this version was made");
    else
        report.ok("clock", "plausible");
    return report.isWell() ? kDone : kFailed;
}

} // namespace signalbox::app
