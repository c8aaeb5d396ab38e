#include "config/configuration_reader.h"

#include "config/section_readers.h"
#include "config/text_checks.h"

#include <algorithm>
#include <array>

namespace signalbox::resources {
extern const std::string_view kConfigurationSchema; // made from resources/schema/config.schema.json
}

namespace signalbox::config {

namespace {

constexpr std::array<std::string_view, 1> kCaptures{"off"}; // more with the code that captures

void checkTargets(const std::vector<RouteTarget> &targets, const std::string &pointer,
                  const std::vector<Provider> &providers, Findings &findings)
{
    std::vector<std::string_view> ids;
    for (const Provider &provider : providers)
        ids.push_back(provider.id);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const std::string &id = targets[i].provider;
        if (!id.empty() && std::ranges::find(ids, id) == ids.end())
            findings.push_back({pointerTo(pointerTo(pointer, i), "provider"),
                                "\"" + id + "\" is no provider of this document" + suggestion(id, ids)});
    }
}

/// Teams and customers are names only, until budgets come.
void readNames(ObjectReader &reader, std::string_view list, std::string_view owner)
{
    UniqueNames ids(reader.findings());
    forEach(reader, list, [&](const JsonNode &item, const std::string &where) {
        ObjectReader entry(item, where, reader.findings());
        if (const auto id = entry.string("id", Need::Required)) {
            check(entry, "id", wrongId(*id));
            ids.add(*id, pointerTo(where, "id"));
        }
        static_cast<void>(entry.string("name"));
        if (!owner.empty())
            static_cast<void>(entry.string(owner));
        entry.finish();
    });
}

void readMcp(ObjectReader &document)
{
    const JsonNode *node = document.object("mcp");
    if (node == nullptr)
        return;
    ObjectReader reader(*node, document.pointerOf("mcp"), document.findings());
    forEach(reader, "servers", [&](const JsonNode &, const std::string &where) {
        reader.findings().push_back({where, "this version knows no MCP servers yet; leave the list empty"});
    });
    reader.finish();
}

/// False where the rest must not be looked at: the document is of another version.
bool readVersion(ObjectReader &reader)
{
    const JsonNode *version = reader.member("version", Need::Required);
    if (version == nullptr)
        return true;
    const auto number =
        version->kind == JsonNode::Kind::Number ? integerOf(version->text) : std::optional<std::int64_t>();
    if (!number || *number < 1) {
        reader.add("version", "has to be " + std::to_string(kCurrentVersion));
        return true;
    }
    if (*number > kCurrentVersion) {
        reader.add("version", "this document is of version " + std::to_string(*number) +
                                  ", from a newer Signalbox; this one reads version " +
                                  std::to_string(kCurrentVersion) + " and leaves it untouched");
        return false;
    }
    return true;
}

} // namespace

Parsed readConfiguration(std::string_view text, const std::vector<KnownKind> &kinds)
{
    Parsed parsed;
    Findings &findings = parsed.findings;
    const auto root = readJsonTree(text, findings);
    if (!root)
        return parsed;
    ObjectReader reader(*root, "", findings);
    if (root->kind != JsonNode::Kind::Object)
        return parsed;
    if (!readVersion(reader)) {
        // What a newer version allows would only look wrong here.
        std::erase_if(findings, [](const Finding &finding) { return finding.pointer != "/version"; });
        return parsed;
    }

    Configuration configuration;
    if (const JsonNode *server = reader.object("server"))
        configuration.server = readServer(*server, "/server", findings);
    if (const auto proxy = reader.string("proxy")) {
        check(reader, "proxy", wrongProxy(*proxy));
        configuration.proxy = *proxy;
    }
    UniqueNames providerIds(findings);
    forEach(reader, "providers", [&](const JsonNode &item, const std::string &where) {
        configuration.providers.push_back(readProvider(item, where, kinds, findings));
        providerIds.add(configuration.providers.back().id, pointerTo(where, "id"));
    });
    UniqueNames modelNames(findings);
    forEach(reader, "models", [&](const JsonNode &item, const std::string &where) {
        const VirtualModel &model =
            configuration.models.emplace_back(readVirtualModel(item, where, findings));
        modelNames.add(model.name, pointerTo(where, "name"));
        checkTargets(model.targets, pointerTo(where, "targets"), configuration.providers, findings);
        checkTargets(model.fallbacks, pointerTo(where, "fallbacks"), configuration.providers, findings);
    });
    UniqueNames keyIds(findings);
    forEach(reader, "virtual_keys", [&](const JsonNode &item, const std::string &where) {
        configuration.virtualKeys.push_back(readVirtualKey(item, where, findings));
        keyIds.add(configuration.virtualKeys.back().id, pointerTo(where, "id"));
    });
    readNames(reader, "customers", {});
    readNames(reader, "teams", "customer");
    readMcp(reader);
    if (const JsonNode *node = reader.object("telemetry")) {
        ObjectReader telemetry(*node, "/telemetry", findings);
        telemetry.assign(configuration.telemetry.prometheus, telemetry.boolean("prometheus"));
        telemetry.finish();
    }
    if (const JsonNode *node = reader.object("ledger")) {
        ObjectReader ledger(*node, "/ledger", findings);
        if (const auto days = ledger.integer("keep_days", {1, 36'500}))
            configuration.ledger.keepDays = static_cast<int>(*days);
        ledger.assign(configuration.ledger.capture, ledger.oneOf("capture", kCaptures));
        ledger.finish();
    }
    reader.finish();
    if (findings.empty())
        parsed.configuration = std::move(configuration);
    return parsed;
}

std::string_view configurationSchema()
{
    return resources::kConfigurationSchema;
}

} // namespace signalbox::config
