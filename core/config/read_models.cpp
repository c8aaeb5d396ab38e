#include "config/section_readers.h"
#include "config/text_checks.h"

#include <algorithm>
#include <array>

namespace signalbox::config {

namespace {

// In the order of `Strategy`.
constexpr std::array<std::string_view, 7> kStrategies{
    "weighted", "priority", "round-robin", "least-busy", "lowest-latency", "lowest-cost", "hash"};
constexpr std::array<std::string_view, 2> kAffinities{"none", "conversation"};

enum class Weight { Taken, Unknown };

RouteTarget readTarget(const JsonNode &node, const std::string &pointer, Weight weight, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    RouteTarget target;
    reader.assign(target.provider, reader.string("provider", Need::Required));
    if (const auto model = reader.string("model", Need::Required)) {
        check(reader, "model", wrongModelName(*model));
        target.model = *model;
    }
    // Fallbacks are tried in order: a weight there would be a wish nobody reads.
    if (weight == Weight::Taken)
        reader.assign(target.weight, reader.number("weight", {0, 1e9}));
    reader.finish();
    return target;
}

std::string nameOf(const RouteTarget &target)
{
    return target.model.empty() ? std::string() : target.provider + "/" + target.model;
}

} // namespace

VirtualModel readVirtualModel(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    VirtualModel model;
    if (const auto name = reader.string("name", Need::Required)) {
        check(reader, "name", wrongModelName(*name));
        model.name = *name;
    }
    if (const auto strategy = reader.oneOf("strategy", kStrategies))
        model.strategy =
            static_cast<Strategy>(std::ranges::find(kStrategies, *strategy) - kStrategies.begin());
    if (const auto affinity = reader.oneOf("affinity", kAffinities))
        model.affinity = *affinity == "conversation" ? Affinity::Conversation : Affinity::None;
    UniqueNames targets(findings);
    forEach(
        reader, "targets",
        [&](const JsonNode &item, const std::string &where) {
            model.targets.push_back(readTarget(item, where, Weight::Taken, findings));
            targets.add(nameOf(model.targets.back()), where);
        },
        Need::Required);
    if (const JsonNode *list = node.find("targets");
        list != nullptr && list->kind == JsonNode::Kind::Array && list->items.empty())
        reader.add("targets", "names no target");
    UniqueNames fallbacks(findings);
    forEach(reader, "fallbacks", [&](const JsonNode &item, const std::string &where) {
        model.fallbacks.push_back(readTarget(item, where, Weight::Unknown, findings));
        fallbacks.add(nameOf(model.fallbacks.back()), where);
    });
    reader.finish();
    return model;
}

VirtualKey readVirtualKey(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    VirtualKey key;
    if (const auto id = reader.string("id", Need::Required)) {
        check(reader, "id", wrongId(*id));
        key.id = *id;
    }
    const bool hasHash = reader.member("hash") != nullptr;
    const bool hasSecret = reader.member("secret") != nullptr;
    if (const auto hash = reader.string("hash")) {
        check(reader, "hash", wrongKeyHash(*hash));
        key.hash = *hash;
    }
    if (const auto secret = reader.string("secret")) {
        check(reader, "secret", wrongReference(*secret));
        key.secret = *secret;
    }
    if (hasHash == hasSecret)
        findings.push_back({pointer, hasHash ? "has a \"hash\" and a \"secret\"; one of them has to go"
                                             : "needs a \"hash\" or a \"secret\""});
    reader.assign(key.models, reader.strings("models"));
    reader.assign(key.enabled, reader.boolean("enabled"));
    if (const auto expires = reader.string("expires")) {
        key.expires = parseTimestamp(*expires);
        if (!key.expires)
            reader.add("expires", "has to be a moment such as \"2027-01-31T12:00:00Z\"");
    }
    reader.finish();
    return key;
}

} // namespace signalbox::config
