#include "agents/file_change.h"

#include "agents/env_edit.h"
#include "base/digest.h"

#include <algorithm>
#include <set>

namespace signalbox::agents {

namespace {

constexpr const char *kDots = "••••••••";

bool startsWith(const KeyPath &path, const KeyPath &prefix)
{
    return !prefix.empty() && path.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), path.begin());
}

const KeyRecord *find(const FileRecord *record, const KeyPath &path)
{
    if (record == nullptr)
        return nullptr;
    const auto found = std::ranges::find(record->keys, path, &KeyRecord::path);
    return found == record->keys.end() ? nullptr : &*found;
}

bool isOurs(const SettingsText &text, const KeyRecord &key)
{
    const auto value = text.value(key.path);
    return value && toHex(sha256(*value)) == key.oursHash;
}

bool isEmptied(const SettingsText &text, SettingsFormat format)
{
    const std::string_view rest = std::string_view(text.text()).substr(byteOrderMark(text.text()));
    std::string plain(rest);
    std::erase_if(plain, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    return plain.empty() || (format == SettingsFormat::Json && plain == "{}");
}

/// Puts one key back. False where somebody else has been at it.
Result<bool> putBack(SettingsText &text, const KeyRecord &key)
{
    const auto value = text.value(key.path);
    if (key.before) {
        if (value && isOurs(text, key)) {
            const auto set = text.setRaw(key.path, *key.before);
            return set ? Result<bool>(true) : std::unexpected(set.error());
        }
        return text.raw(key.path) == key.before;
    }
    if (text.contains(key.path) && !isOurs(text, key))
        return false;
    // Also where it is gone: the table that was made for it may be left.
    const auto removed = text.remove(key.path, key.insertion);
    return removed ? Result<bool>(true) : std::unexpected(removed.error());
}

/// Whether the table of the definition came with us. Else each of its keys is put back by itself.
bool madeDefinition(const FileRecord &record, const KeyPath &definition)
{
    return std::ranges::any_of(record.keys, [&](const KeyRecord &key) {
        return startsWith(key.path, definition) && key.insertion && key.insertion->made > 0;
    });
}

/// Whether others have put keys into the definition, or changed ours.
bool isShared(const SettingsText &text, const FileRecord &record, const KeyPath &definition)
{
    std::set<KeyPath> ours;
    for (const KeyRecord &key : record.keys) {
        if (!startsWith(key.path, definition))
            continue;
        if (text.contains(key.path) && !isOurs(text, key))
            return true;
        ours.insert(key.path);
    }
    const auto foreign = [&](const auto &self, const KeyPath &table) -> bool {
        for (const std::string &name : text.names(table)) {
            KeyPath path = table;
            path.push_back(name);
            const bool leadsToOurs =
                std::ranges::any_of(ours, [&](const KeyPath &one) { return startsWith(one, path); });
            if (!leadsToOurs || (!ours.contains(path) && self(self, path)))
                return true;
        }
        return false;
    };
    return foreign(foreign, definition);
}

} // namespace

Result<Connected> connected(const std::string &file, const FileText &before, const SettingsFile &rule,
                            const EntryValues &values, const FileRecord *old, bool pointsAtUs)
{
    auto text = SettingsText::parse(rule.format, before.value_or(std::string()));
    if (!text)
        return std::unexpected(text.error());
    Connected result;
    result.record = {.file = file, .format = rule.format, .existed = before.has_value()};
    if (rule.format == SettingsFormat::Json && isEmptied(**text, SettingsFormat::Key))
        result.record.blank = (*text)->text();
    if (old != nullptr) {
        result.record.existed = old->existed;
        result.record.blank = old->blank;
    }

    std::vector<std::pair<KeyPath, SettingsValue>> wanted;
    for (const SettingsEntry &entry : rule.entries) {
        const std::string value = filledIn(entry.value, values);
        wanted.emplace_back(filledIn(entry.path, values), entry.isNumber
                                                              ? SettingsValue(std::int64_t(std::stoll(value)))
                                                              : SettingsValue(value));
    }
    if (old != nullptr) {
        for (auto key = old->keys.rbegin(); key != old->keys.rend(); ++key) {
            if (std::ranges::find(wanted, key->path, &decltype(wanted)::value_type::first) != wanted.end())
                continue;
            if (const auto done = putBack(**text, *key); !done)
                return std::unexpected(done.error());
        }
    }
    for (const auto &[path, value] : wanted) {
        const std::string raw = (*text)->literal(value);
        KeyRecord key{.path = path};
        const KeyRecord *known = find(old, path);
        if (known != nullptr && isOurs(**text, *known)) {
            key = *known;
        } else if (pointsAtUs && known == nullptr && (*text)->contains(path)) {
            result.unknownBefore.push_back(path);
            key.insertion = Insertion{.made = static_cast<int>(path.size()) - 1}; // empty tables go with it
        } else {
            key.before = (*text)->raw(path);
        }
        const auto inserted = (*text)->setRaw(path, raw);
        if (!inserted)
            return std::unexpected(inserted.error());
        if (*inserted)
            key.insertion = *inserted;
        key.oursHash = toHex(sha256((*text)->value(path).value_or(std::string())));
        result.record.keys.push_back(std::move(key));
    }
    result.text = (*text)->text();
    return result;
}

Result<Restored> restored(const FileText &now, const FileRecord &record, const KeyPath &definition,
                          Definition wanted)
{
    Restored result;
    if (!now) { // somebody has removed the whole file
        if (record.existed)
            result.changed.emplace_back();
        return result;
    }
    auto text = SettingsText::parse(record.format, *now);
    if (!text)
        return std::unexpected(text.error());
    const bool stays = madeDefinition(record, definition) &&
                       (wanted == Definition::Stays || isShared(**text, record, definition));
    for (auto key = record.keys.rbegin(); key != record.keys.rend(); ++key) {
        if (stays && startsWith(key->path, definition)) {
            if ((*text)->contains(key->path) && !isOurs(**text, *key))
                result.changed.push_back(key->path);
            if (!result.left) {
                result.left = record;
                result.left->keys.clear();
            }
            result.left->keys.insert(result.left->keys.begin(), *key);
            continue;
        }
        const auto done = putBack(**text, *key);
        if (!done)
            return std::unexpected(done.error());
        if (!*done)
            result.changed.push_back(key->path);
    }
    result.text = (*text)->text();
    if (isEmptied(**text, record.format)) {
        if (!record.existed)
            result.text.reset();
        else if (record.blank)
            result.text = record.blank;
    }
    return result;
}

bool holdsOurs(const FileText &now, const FileRecord &record)
{
    if (!now)
        return record.keys.empty();
    const auto text = SettingsText::parse(record.format, *now);
    return text &&
           std::ranges::all_of(record.keys, [&](const KeyRecord &key) { return isOurs(**text, key); });
}

std::string shown(const FileText &text, const SettingsFile &rule, const EntryValues &values)
{
    if (!text || text->empty())
        return {};
    auto parsed = SettingsText::parse(rule.format, *text);
    if (!parsed)
        return {};
    if (rule.format == SettingsFormat::Env) // what else is in there is somebody's secret as well
        return static_cast<const EnvText &>(**parsed).masked();
    for (const SettingsEntry &entry : rule.entries) {
        const KeyPath path = filledIn(entry.path, values);
        if (entry.isSecret() && (*parsed)->contains(path) &&
            !(*parsed)->setRaw(path, (*parsed)->literal(std::string(kDots))))
            return {};
    }
    return (*parsed)->text();
}

} // namespace signalbox::agents
