#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "app/commands.h"
#include "app/composition.h"
#include "app/exit_code.h"
#include "app/report.h"
#include "config/configuration_file.h"
#include "config/document.h"
#include "governance/virtual_key.h"

#include <QCoreApplication>

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace signalbox::app {

namespace {

std::vector<std::string> splitList(const std::string &text)
{
    std::vector<std::string> items;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        if (comma > begin)
            items.push_back(text.substr(begin, comma - begin));
        begin = comma + 1;
    }
    return items;
}

/// The gateway that holds the data directory, where one runs: it changes the configuration, not we.
std::unique_ptr<admin::ControlClient> runningGateway(const Paths &paths)
{
    const auto path = admin::controlSocketPath(paths.dataDir);
    if (!path)
        return nullptr;
    auto client = admin::ControlClient::connect(*path);
    return client ? std::move(*client) : nullptr;
}

/// The configuration file, changed here because no gateway runs.
class OwnFile
{
public:
    static Result<std::unique_ptr<config::ConfigurationFile>> open(const Paths &paths)
    {
        const std::string path = paths.configFile.string();
        if (!config::ConfigurationFile::exists(path)) {
            config::VirtualKey none; // the caller adds the key it is asked for
            none.id = "default";
            none.hash = governance::hashKey(governance::generateKey());
            if (const auto written = config::ConfigurationFile::writeDefault(path, none); !written)
                return std::unexpected(written.error());
        }
        auto file = std::make_unique<config::ConfigurationFile>(config::ConfigurationFile::Options{
            .path = path, .kinds = knownKinds(*catalog::Catalog::builtIn())});
        if (const auto loaded = file->load(); !loaded)
            return std::unexpected(loaded.error());
        return file;
    }
};

int failed(const Error &error)
{
    return complain(describe(error), error.code == ErrorCode::InvalidInput ? kWrongUsage : kFailed);
}

int create(const Arguments &arguments)
{
    const Paths paths = arguments.paths();
    control::NewVirtualKey wanted;
    wanted.id =
        arguments.words().size() > 1 ? arguments.words()[1] : "key-" + governance::generateKey().substr(7, 6);
    if (const auto models = arguments.value("models"))
        wanted.models = splitList(*models);
    Secret key;
    if (const auto gateway = runningGateway(paths)) {
        auto created = gateway->createKey(wanted);
        if (!created)
            return failed(created.error());
        key = std::move(*created);
    } else {
        auto file = OwnFile::open(paths);
        if (!file)
            return failed(file.error());
        key = Secret(governance::generateKey());
        config::VirtualKey entry;
        entry.id = wanted.id;
        entry.hash = governance::hashKey(key.reveal());
        entry.models = wanted.models;
        const auto saved = (*file)->edit(
            [&](config::Document &document) { return document.addVirtualKey(entry); }, (*file)->revision());
        if (!saved)
            return failed(saved.error());
    }
    if (arguments.has("json")) {
        std::printf(
            "%s\n",
            nlohmann::ordered_json{{"id", wanted.id}, {"key", key.reveal()}, {"models", wanted.models}}
                .dump()
                .c_str());
    } else {
        std::printf("%.*s\n", static_cast<int>(key.reveal().size()), key.reveal().data());
        std::fprintf(stderr, "This is the only time the key \"%s\" is shown. Signalbox keeps a hash.\n",
                     wanted.id.c_str());
    }
    return kDone;
}

int list(const Arguments &arguments)
{
    const auto file = OwnFile::open(arguments.paths());
    if (!file)
        return failed(file.error());
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    std::vector<std::vector<std::string>> rows{{"id", "models", "kept as", "state"}};
    for (const config::VirtualKey &key : (*file)->configuration()->virtualKeys) {
        std::string models;
        for (const std::string &pattern : key.models)
            models += (models.empty() ? "" : ",") + pattern;
        const std::string kept = key.hash.empty() ? key.secret : "hash";
        const std::string state = key.enabled ? "enabled" : "off";
        rows.push_back({key.id, models, kept, state});
        json.push_back({{"id", key.id}, {"models", key.models}, {"kept_as", kept}, {"enabled", key.enabled}});
    }
    std::fputs(arguments.has("json") ? (json.dump(2) + '\n').c_str()
                                     : table(rows, {false, false, false, false}).c_str(),
               stdout);
    return kDone;
}

int revoke(const Arguments &arguments)
{
    if (arguments.words().size() != 2)
        return complain("name the key: `signalbox keys revoke ID`", kWrongUsage);
    const Paths paths = arguments.paths();
    const std::string &id = arguments.words()[1];
    if (const auto gateway = runningGateway(paths)) {
        const auto revoked = gateway->revokeKey(id);
        if (!revoked)
            return failed(revoked.error());
    } else {
        const auto file = OwnFile::open(paths);
        if (!file)
            return failed(file.error());
        const auto saved = (*file)->edit(
            [&](config::Document &document) { return document.removeVirtualKey(id); }, (*file)->revision());
        if (!saved)
            return failed(saved.error());
    }
    if (arguments.has("json"))
        std::printf("%s\n", nlohmann::ordered_json{{"revoked", id}}.dump().c_str());
    else
        std::printf("Revoked \"%s\".\n", id.c_str());
    return kDone;
}

} // namespace

int runKeys(const Arguments &arguments, int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const std::string what = arguments.words().empty() ? std::string() : arguments.words()[0];
    if (what == "create")
        return create(arguments);
    if (what == "list")
        return list(arguments);
    if (what == "revoke")
        return revoke(arguments);
    return complain("say what to do: `signalbox keys create|list|revoke`", kWrongUsage);
}

} // namespace signalbox::app
