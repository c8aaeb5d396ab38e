#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "app/await.h"
#include "app/commands.h"
#include "app/composition.h"
#include "app/core_dumps.h"
#include "app/exit_code.h"
#include "app/report.h"
#include "app/secret_prompt.h"
#include "app/secrets_access.h"
#include "app/secrets_desk.h"
#include "app/secrets_report.h"
#include "config/configuration_reader.h"

#include <QCoreApplication>

#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>

namespace signalbox::app {

namespace {

int failed(const Error &error)
{
    return complain(describe(error), error.code == ErrorCode::InvalidInput ? kWrongUsage : kFailed);
}

/// What the configuration names; nothing where there is none yet, or it is wrong: `signalbox check` says so.
std::set<std::string> configuredReferences(const Paths &paths)
{
    std::ifstream file(paths.configFile, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto parsed = config::readConfiguration(text, knownKinds(*catalog::Catalog::builtIn()));
    return parsed.configuration ? referencesOf(*parsed.configuration) : std::set<std::string>();
}

/// The stores, for the one thing that is done.
class Keeper
{
public:
    explicit Keeper(const Paths &paths) : m_access(m_clock, paths, [](const auto &) {}), m_desk(m_access)
    {
        m_access.openKeychain();
        // What a person sees meanwhile may hide behind other windows.
        m_hint.setSingleShot(true);
        QObject::connect(&m_hint, &QTimer::timeout, &m_hint, [] {
            std::fputs("signalbox: waiting for the keychain; it may show a window that asks for a password\n",
                       stderr);
        });
        m_hint.start(std::chrono::seconds(3));
    }
    [[nodiscard]] SecretsDesk &desk() { return m_desk; }

private:
    const SystemClock m_clock;
    SecretsAccess m_access;
    SecretsDesk m_desk;
    QTimer m_hint;
};

/// A running gateway learns of it; one that does not answer will at its next start.
void tellGateway(const Paths &paths)
{
    const auto path = admin::controlSocketPath(paths.dataDir);
    if (!path)
        return;
    if (const auto client = admin::ControlClient::connect(*path)) {
        if (const auto told = (*client)->retrySecrets(); !told)
            complain("the running gateway was not told: " + describe(told.error()), kDone);
    }
}

int set(const Arguments &arguments)
{
    const std::string &reference = arguments.words()[1];
    const auto ref = secrets::SecretRef::parse(reference);
    if (!ref)
        return failed(ref.error());
    if (ref->scheme != secrets::Scheme::Keychain)
        return complain("only \"keychain:NAME\" can be set here; env: and file: belong to whoever sets them",
                        kWrongUsage);
    auto secret = askSecret("Secret for " + reference + " (not shown): ");
    if (!secret)
        return failed(secret.error());
    const Paths paths = arguments.paths();
    {
        Keeper keeper(paths);
        const auto kept =
            await(keeper.desk().set(reference, std::move(*secret), control::SecretPlace::Keychain));
        if (!kept)
            return failed(kept.error());
    }
    tellGateway(paths);
    if (arguments.has("json"))
        std::printf("%s\n", nlohmann::ordered_json{{"stored", reference}}.dump().c_str());
    else
        std::printf("Stored %s.\n", reference.c_str());
    return kDone;
}

int remove(const Arguments &arguments)
{
    const std::string &reference = arguments.words()[1];
    const Paths paths = arguments.paths();
    {
        Keeper keeper(paths);
        const auto removed = await(keeper.desk().remove(reference));
        if (!removed)
            return failed(removed.error());
    }
    tellGateway(paths);
    if (configuredReferences(paths).contains(reference))
        complain("the configuration still names " + reference, kDone);
    if (arguments.has("json"))
        std::printf("%s\n", nlohmann::ordered_json{{"deleted", reference}}.dump().c_str());
    else
        std::printf("Deleted %s.\n", reference.c_str());
    return kDone;
}

int list(const Arguments &arguments)
{
    const Paths paths = arguments.paths();
    const std::set<std::string> configured = configuredReferences(paths);
    const SecretsReport report = lookAtSecrets(paths, configured);
    nlohmann::ordered_json secrets = nlohmann::ordered_json::array();
    std::vector<std::vector<std::string>> rows{{"reference", "state", "configured", "what to do"}};
    for (const auto &[reference, value] : report.values->all()) {
        const std::string state(toString(value.state));
        rows.push_back({reference, state, configured.contains(reference) ? "yes" : "no", value.message});
        secrets.push_back({{"reference", reference},
                           {"state", state},
                           {"message", value.message},
                           {"configured", configured.contains(reference)},
                           {"stored_here", report.stored.contains(reference)}});
    }
    const std::string keychain(toString(report.keychain));
    if (arguments.has("json")) {
        const nlohmann::ordered_json json{
            {"keychain", {{"state", keychain}, {"message", report.keychainMessage}}}, {"secrets", secrets}};
        std::printf("%s\n", json.dump(2).c_str());
        return kDone;
    }
    std::printf("keychain: %s%s%s\n", keychain.c_str(), report.keychainMessage.empty() ? "" : ": ",
                report.keychainMessage.c_str());
    if (rows.size() > 1)
        std::fputs(table(rows, {false, false, false, false}).c_str(), stdout);
    else
        std::puts("The configuration names no secrets, and none are stored here.");
    return kDone;
}

} // namespace

int runSecrets(const Arguments &arguments, int &argc, char **argv)
{
    forbidCoreDumps();
    const QCoreApplication application(argc, argv);
    const std::vector<std::string> &words = arguments.words();
    const std::string what = words.empty() ? std::string() : words[0];
    if (what == "list" && words.size() == 1)
        return list(arguments);
    if (what != "set" && what != "delete")
        return complain("say what to do: `signalbox secrets set REF`, `list` or `delete REF`", kWrongUsage);
    // What stands behind the reference is not repeated: it may be the secret.
    if (words.size() > 2)
        return complain(
            "the secret is read from a prompt or from standard input, never from an argument, where "
            "other programs and the shell's history see it",
            kWrongUsage);
    if (words.size() < 2)
        return complain("name the secret: `signalbox secrets " + what + " keychain:NAME`", kWrongUsage);
    return what == "set" ? set(arguments) : remove(arguments);
}

} // namespace signalbox::app
