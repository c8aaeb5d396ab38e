#include "gateway/providers/model_cache.h"

#include <QFile>
#include <QSaveFile>

#include <nlohmann/json.hpp>

#include <utility>

namespace signalbox::gateway {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr qint64 kMostBytes = 32LL * 1024 * 1024;

std::string sourceOf(const config::Provider &entry)
{
    return entry.kind + ' ' + entry.baseUrl;
}

} // namespace

ModelCache::ModelCache(std::filesystem::path file) : m_file(std::move(file))
{
    try {
        read();
    } catch (const nlohmann::json::exception &) {
        m_kept.clear(); // damaged, or of another version: it is fetched again
    }
}

void ModelCache::read()
{
    QFile file(QString::fromStdString(m_file.string()));
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes)
        return;
    const QByteArray text = file.readAll();
    const Json json = Json::parse(text.begin(), text.end());
    if (json.at("version") != kVersion)
        return;
    for (const auto &[id, each] : json.at("providers").items()) {
        Kept kept;
        kept.source = each.at("source").get<std::string>();
        kept.fetched.at = WallTime(std::chrono::seconds(each.at("at").get<std::int64_t>()));
        for (const Json &model : each.at("models")) {
            ListedByProvider listed{.id = model.at("id").get<std::string>(), .context = {}};
            if (model.contains("context"))
                listed.context = model.at("context").get<std::int64_t>();
            kept.fetched.models.push_back(std::move(listed));
        }
        m_kept.emplace(id, std::move(kept));
    }
}

const FetchedModels *ModelCache::find(const config::Provider &entry) const
{
    const auto found = m_kept.find(entry.id);
    return found != m_kept.end() && found->second.source == sourceOf(entry) ? &found->second.fetched
                                                                            : nullptr;
}

void ModelCache::keep(const config::Provider &entry, FetchedModels models)
{
    models.at = std::chrono::floor<std::chrono::seconds>(models.at); // as the file has it
    m_kept[entry.id] = {.source = sourceOf(entry), .fetched = std::move(models)};
    write();
}

void ModelCache::write() const
{
    Json json;
    json["version"] = kVersion;
    json["providers"] = Json::object();
    for (const auto &[id, kept] : m_kept) {
        Json &each = json["providers"][id];
        each["source"] = kept.source;
        each["at"] =
            std::chrono::duration_cast<std::chrono::seconds>(kept.fetched.at.time_since_epoch()).count();
        each["models"] = Json::array();
        for (const ListedByProvider &listed : kept.fetched.models) {
            Json model{{"id", listed.id}};
            if (listed.context)
                model["context"] = *listed.context;
            each["models"].push_back(std::move(model));
        }
    }
    QSaveFile file(QString::fromStdString(m_file.string()));
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
    file.write(text.data(), static_cast<qint64>(text.size()));
    static_cast<void>(file.commit());
}

} // namespace signalbox::gateway
