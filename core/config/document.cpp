#include "config/document.h"

#include "config/value_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace signalbox::config {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLineWidth = 100;

Json *findBy(Json &list, const char *member, std::string_view value)
{
    if (!list.is_array())
        return nullptr;
    const auto found = std::ranges::find_if(list, [&](const Json &each) {
        return each.is_object() && each.contains(member) && each[member] == value;
    });
    return found == list.end() ? nullptr : &*found;
}

bool isFlat(const Json &json)
{
    return std::ranges::none_of(json, [](const Json &each) { return each.is_structured() && !each.empty(); });
}

std::string onOneLine(const Json &json)
{
    if (!json.is_structured() || json.empty())
        return json.dump();
    std::string text = json.is_object() ? "{ " : "[";
    bool first = true;
    for (const auto &[name, value] : json.items()) {
        text += first ? "" : ", ";
        first = false;
        if (json.is_object())
            text.append(Json(name).dump()).append(": ");
        text += value.dump();
    }
    return text.append(json.is_object() ? " }" : "]");
}

void append(std::string &out, const Json &json, std::size_t indent, std::size_t column)
{
    if (isFlat(json) || !json.is_structured()) {
        std::string line = onOneLine(json);
        if (!json.is_structured() || column + line.size() <= kLineWidth) {
            out += line;
            return;
        }
    }
    const std::string inner(indent + 2, ' ');
    out += json.is_object() ? "{" : "[";
    bool first = true;
    for (const auto &[name, value] : json.items()) {
        out += first ? "\n" : ",\n";
        first = false;
        out += inner;
        std::size_t used = inner.size();
        if (json.is_object()) {
            const std::string key = Json(name).dump() + ": ";
            out += key;
            used += key.size();
        }
        append(out, value, indent + 2, used);
    }
    out += '\n';
    out.append(indent, ' ');
    out += json.is_object() ? '}' : ']';
}

/// The virtual models that route to a provider: "\"a\", \"b\"".
std::string modelsNaming(const Json &document, std::string_view id)
{
    std::string names;
    const auto models = document.find("models");
    if (models == document.end() || !models->is_array())
        return names;
    const auto isNamed = [&](const Json &model, const char *list) {
        const auto targets = model.find(list);
        return targets != model.end() && targets->is_array() &&
               std::ranges::any_of(*targets, [&](const Json &target) {
                   return target.is_object() && target.contains("provider") && target["provider"] == id;
               });
    };
    for (const Json &model : *models) {
        if (model.is_object() && (isNamed(model, "targets") || isNamed(model, "fallbacks")))
            names +=
                (names.empty() ? "" : ", ") + (model.contains("name") ? model["name"].dump() : "a model");
    }
    return names;
}

Json keyToJson(const VirtualKey &key)
{
    Json json;
    json["id"] = key.id;
    if (!key.hash.empty())
        json["hash"] = key.hash;
    else
        json["secret"] = key.secret;
    json["models"] = key.models;
    if (!key.enabled)
        json["enabled"] = false;
    if (key.expires)
        json["expires"] = formatTimestamp(*key.expires);
    return json;
}

} // namespace

Document::Document(nlohmann::ordered_json json) : m_json(std::make_unique<Json>(std::move(json)))
{
}

Document::Document(Document &&) noexcept = default;
Document &Document::operator=(Document &&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string_view text)
{
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::InvalidInput, "the configuration is not a JSON object");
    return Document(std::move(json));
}

std::string Document::text() const
{
    return formatted(*m_json);
}

Result<void> Document::setWeights(std::string_view model, std::span<const double> weights)
{
    Json *entry = m_json->contains("models") ? findBy((*m_json)["models"], "name", model) : nullptr;
    if (entry == nullptr || !entry->contains("targets") || !(*entry)["targets"].is_array())
        return fail(ErrorCode::NotFound, "there is no virtual model \"" + std::string(model) + "\"");
    Json &targets = (*entry)["targets"];
    if (targets.size() != weights.size())
        return fail(ErrorCode::InvalidInput, "\"" + std::string(model) + "\" has " +
                                                 std::to_string(targets.size()) + " targets, not " +
                                                 std::to_string(weights.size()));
    if (!std::ranges::all_of(weights, [](double weight) { return std::isfinite(weight) && weight >= 0; }))
        return fail(ErrorCode::InvalidInput, "weights are numbers from 0 on");
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (!targets[i].is_object())
            return fail(ErrorCode::InvalidInput, "a target is no object");
        targets[i]["weight"] = numberOf(weights[i]);
    }
    return {};
}

Result<void> Document::putIn(const char *list, const char *name, nlohmann::ordered_json sparse,
                             const nlohmann::ordered_json &full)
{
    Json &entries = (*m_json)[list];
    if (entries.is_null())
        entries = Json::array();
    if (!entries.is_array())
        return fail(ErrorCode::InvalidInput, "\"" + std::string(list) + "\" is no list");
    if (Json *before = findBy(entries, name, sparse[name].get<std::string>()))
        bringTo(*before, sparse, full);
    else
        entries.push_back(std::move(sparse));
    return {};
}

Result<void> Document::putProvider(const Provider &entry)
{
    return putIn("providers", "id", toJson(entry, Defaults::LeftOut), toJson(entry, Defaults::Written));
}

Result<void> Document::putModel(const VirtualModel &model)
{
    return putIn("models", "name", toJson(model, Defaults::LeftOut), toJson(model, Defaults::Written));
}

Result<void> Document::removeProvider(std::string_view id)
{
    Json *found = m_json->contains("providers") ? findBy((*m_json)["providers"], "id", id) : nullptr;
    if (found == nullptr)
        return fail(ErrorCode::NotFound,
                    "there is no provider \"" + std::string(id) + "\" in the configuration");
    const std::string users = modelsNaming(*m_json, id);
    if (!users.empty())
        return fail(ErrorCode::InvalidInput, "\"" + std::string(id) + "\" is still a target of " + users +
                                                 ". Take it out there first.");
    Json &entries = (*m_json)["providers"];
    entries.erase(entries.begin() + (found - &entries[0]));
    return {};
}

Result<void> Document::addVirtualKey(const VirtualKey &key)
{
    Json &keys = (*m_json)["virtual_keys"];
    if (keys.is_null())
        keys = Json::array();
    if (!keys.is_array())
        return fail(ErrorCode::InvalidInput, "\"virtual_keys\" is no list");
    if (findBy(keys, "id", key.id) != nullptr)
        return fail(ErrorCode::Conflict, "there is a key \"" + key.id + "\" already");
    keys.push_back(keyToJson(key));
    return {};
}

Result<void> Document::removeVirtualKey(std::string_view id)
{
    Json *found = m_json->contains("virtual_keys") ? findBy((*m_json)["virtual_keys"], "id", id) : nullptr;
    if (found == nullptr)
        return fail(ErrorCode::NotFound, "there is no key \"" + std::string(id) + "\" in the configuration");
    Json &keys = (*m_json)["virtual_keys"];
    keys.erase(keys.begin() + (found - &keys[0]));
    return {};
}

Result<void> Document::setVirtualKeySecret(std::string_view id, std::string_view reference)
{
    Json *found = m_json->contains("virtual_keys") ? findBy((*m_json)["virtual_keys"], "id", id) : nullptr;
    if (found == nullptr)
        return fail(ErrorCode::NotFound, "there is no key \"" + std::string(id) + "\" in the configuration");
    Json changed = Json::object(); // in the place of what it replaces
    for (const auto &[name, value] : found->items()) {
        if (name == "hash" || name == "secret")
            changed["secret"] = reference;
        else
            changed[name] = value;
    }
    *found = std::move(changed);
    return {};
}

std::string defaultDocument(const VirtualKey &key)
{
    Json json;
    json["version"] = 1;
    json["server"]["listen"] = {"127.0.0.1:7717", "[::1]:7717"};
    json["server"]["auth"] = "required";
    json["providers"] = Json::array({Json{{"id", "sim"}, {"kind", "simulated"}}});
    Json demo;
    demo["name"] = "demo";
    demo["strategy"] = "weighted";
    // Both call a harmless tool where one is offered, so that an agent's first turn shows the whole way.
    demo["targets"] = Json::array({Json{{"provider", "sim"}, {"model", "tools"}, {"weight", 70}},
                                   Json{{"provider", "sim"}, {"model", "reasoner"}, {"weight", 30}}});
    json["models"] = Json::array({demo});
    json["virtual_keys"] = Json::array({keyToJson(key)});
    return formatted(json);
}

std::string formatted(const nlohmann::ordered_json &json)
{
    std::string text;
    append(text, json, 0, 0);
    return text + '\n';
}

std::string formatTimestamp(std::chrono::sys_seconds moment)
{
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(moment - day);
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text;
}

} // namespace signalbox::config
