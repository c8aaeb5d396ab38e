#include "agents/way_back.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::agents {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;

constexpr std::array<std::pair<Phase, std::string_view>, 4> kPhases{{{Phase::Connecting, "connecting"},
                                                                     {Phase::Connected, "connected"},
                                                                     {Phase::Restoring, "restoring"},
                                                                     {Phase::Left, "left"}}};
constexpr std::array<std::pair<SettingsFormat, std::string_view>, 4> kFormats{{{SettingsFormat::Toml, "toml"},
                                                                               {SettingsFormat::Json, "json"},
                                                                               {SettingsFormat::Env, "env"},
                                                                               {SettingsFormat::Key, "key"}}};

template<class Table, class Value>
std::string nameOf(const Table &table, Value value)
{
    return std::string(std::ranges::find(table, value, &Table::value_type::first)->second);
}

template<class Table>
auto valueOf(const Table &table, const Json &name)
{
    const auto text = name.get<std::string>();
    const auto found = std::ranges::find(table, std::string_view(text), &Table::value_type::second);
    if (found == table.end())
        throw std::invalid_argument('"' + text + "\" is not known");
    return found->first;
}

Json toJson(const KeyRecord &key)
{
    Json json{{"path", key.path}};
    if (key.before)
        json["before"] = *key.before;
    if (key.insertion)
        json["inserted"] = {
            {"made", key.insertion->made}, {"lead", key.insertion->lead}, {"trail", key.insertion->trail}};
    json["ours_sha256"] = key.oursHash;
    return json;
}

KeyRecord keyOf(const Json &json)
{
    KeyRecord key{.path = json.at("path").get<KeyPath>(),
                  .oursHash = json.at("ours_sha256").get<std::string>()};
    if (json.contains("before"))
        key.before = json["before"].get<std::string>();
    if (json.contains("inserted")) {
        const Json &inserted = json["inserted"];
        key.insertion = Insertion{.made = inserted.at("made").get<int>(),
                                  .lead = inserted.at("lead").get<std::string>(),
                                  .trail = inserted.at("trail").get<std::string>()};
    }
    return key;
}

Json toJson(const FileRecord &file)
{
    Json json{{"file", file.file}, {"format", nameOf(kFormats, file.format)}, {"existed", file.existed}};
    if (file.blank)
        json["blank"] = *file.blank;
    json["keys"] = Json::array();
    for (const KeyRecord &key : file.keys)
        json["keys"].push_back(toJson(key));
    return json;
}

FileRecord fileOf(const Json &json)
{
    FileRecord file{.file = json.at("file").get<std::string>(),
                    .format = valueOf(kFormats, json.at("format")),
                    .existed = json.at("existed").get<bool>()};
    if (json.contains("blank"))
        file.blank = json["blank"].get<std::string>();
    for (const Json &key : json.at("keys"))
        file.keys.push_back(keyOf(key));
    return file;
}

AgentRecord recordOf(const Json &json)
{
    AgentRecord record{.agent = json.at("agent").get<std::string>(),
                       .phase = valueOf(kPhases, json.at("phase")),
                       .keyId = json.at("key_id").get<std::string>(),
                       .since = WallTime(std::chrono::milliseconds(json.at("since_ms").get<std::int64_t>()))};
    for (const Json &file : json.at("files"))
        record.files.push_back(fileOf(file));
    return record;
}

} // namespace

const AgentRecord *WayBack::find(const std::string &agent) const
{
    const auto found = std::ranges::find(agents, agent, &AgentRecord::agent);
    return found == agents.end() ? nullptr : &*found;
}

void WayBack::put(AgentRecord record)
{
    erase(record.agent);
    agents.push_back(std::move(record));
}

void WayBack::erase(const std::string &agent)
{
    std::erase_if(agents, [&](const AgentRecord &record) { return record.agent == agent; });
}

std::string toJson(const WayBack &wayBack)
{
    Json json{{"version", kVersion}, {"agents", Json::array()}};
    for (const AgentRecord &record : wayBack.agents) {
        Json one{
            {"agent", record.agent},
            {"phase", nameOf(kPhases, record.phase)},
            {"key_id", record.keyId},
            {"since_ms",
             std::chrono::duration_cast<std::chrono::milliseconds>(record.since.time_since_epoch()).count()},
            {"files", Json::array()}};
        for (const FileRecord &file : record.files)
            one["files"].push_back(toJson(file));
        json["agents"].push_back(std::move(one));
    }
    return json.dump(2) + '\n';
}

Result<WayBack> readWayBack(const std::string &text)
{
    try {
        const Json json = Json::parse(text);
        if (json.at("version").get<int>() != kVersion)
            return fail(ErrorCode::InvalidInput, "this was written by another version of Signalbox");
        WayBack wayBack;
        for (const Json &one : json.at("agents"))
            wayBack.agents.push_back(recordOf(one));
        return wayBack;
    } catch (const std::exception &problem) {
        return fail(ErrorCode::InvalidInput,
                    std::string("this cannot be read, so the way back to an agent's own settings is not "
                                "known; look at it before anything is changed: ") +
                        problem.what());
    }
}

} // namespace signalbox::agents
