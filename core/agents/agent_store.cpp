#include "agents/agent_store.h"

#include "base/digest.h"

#include <algorithm>

namespace signalbox::agents {

namespace {

Error inFile(Error error, const std::string &file)
{
    if (error.place.empty())
        error.place = file;
    return error;
}

const FileRecord *find(const AgentRecord *record, const std::string &file)
{
    if (record == nullptr)
        return nullptr;
    const auto found = std::ranges::find(record->files, file, &FileRecord::file);
    return found == record->files.end() ? nullptr : &*found;
}

/// Whether the agent's settings name this gateway already.
bool pointsAtUs(const AgentRule &rule, const FileText &text, const EntryValues &values)
{
    if (rule.pointer.empty() || !text)
        return false;
    const auto parsed = SettingsText::parse(rule.files.front().format, *text);
    return parsed && (*parsed)->value(rule.pointer) == filledIn(rule.points, values);
}

} // namespace

std::string fingerprintOf(const std::vector<FileStep> &steps)
{
    std::string all;
    for (const FileStep &step : steps)
        all += step.file + '\0' + (step.before ? '1' + toHex(sha256(*step.before)) : "0") + '\0';
    return toHex(sha256(all));
}

AgentStore::AgentStore(FileOperations &operations, std::string dataDir, Environment environment)
    : m_operations(operations), m_dataDir(std::move(dataDir)), m_environment(std::move(environment))
{
}

Result<WayBack> AgentStore::wayBack() const
{
    const auto text = readFile(wayBackFile());
    if (!text)
        return std::unexpected(text.error());
    if (!*text)
        return WayBack();
    auto read = readWayBack(**text);
    if (!read)
        return std::unexpected(inFile(read.error(), wayBackFile()));
    return read;
}

std::string AgentStore::fileOf(const AgentRule &rule, const SettingsFile &file) const
{
    const std::string folder = home(rule) + '/';
    for (const std::string &name : file.names) {
        const auto text = readFile(folder + name);
        if (!text || *text) // one that cannot be read is there
            return folder + name;
    }
    return folder + file.names.back();
}

Result<Work> AgentStore::planConnect(const AgentRule &rule, EntryValues values) const
{
    const auto known = wayBack();
    if (!known)
        return std::unexpected(known.error());
    const AgentRecord *old = known->find(rule.id);
    values.home = home(rule);
    Work work;
    work.record = {.agent = rule.id, .keyId = old != nullptr ? old->keyId : std::string()};
    bool alreadyOurs = false;
    for (const SettingsFile &settings : rule.files) {
        const std::string file = fileOf(rule, settings);
        const auto before = readFile(file);
        if (!before)
            return std::unexpected(before.error());
        if (&settings == &rule.files.front())
            alreadyOurs = old == nullptr && pointsAtUs(rule, *before, values);
        auto after = connected(file, *before, settings, values, find(old, file), alreadyOurs);
        if (!after)
            return std::unexpected(inFile(after.error(), file));
        for (const KeyPath &path : after->unknownBefore)
            work.unknown.push_back(toText(path));
        work.steps.push_back(
            {.file = file,
             .before = *before,
             .after = after->text,
             .shownBefore = shown(*before, settings, values),
             .shownAfter = shown(after->text, settings, values),
             .hidesSecret = std::ranges::any_of(settings.entries, &SettingsEntry::isSecret)});
        work.record.files.push_back(std::move(after->record));
    }
    // Files of an earlier time, before the folder was moved: their way back is kept.
    if (old != nullptr) {
        for (const FileRecord &file : old->files) {
            if (find(&work.record, file.file) == nullptr)
                work.record.files.push_back(file);
        }
    }
    work.fingerprint = fingerprintOf(work.steps);
    return work;
}

Result<Work> AgentStore::planRestore(const AgentRule &rule, Definition definition) const
{
    const auto known = wayBack();
    if (!known)
        return std::unexpected(known.error());
    const AgentRecord *record = known->find(rule.id);
    if (record == nullptr)
        return fail(ErrorCode::NotFound,
                    rule.name + " is not connected by Signalbox: there is nothing to restore");
    Work work;
    work.record = {.agent = rule.id, .phase = Phase::Left, .keyId = record->keyId, .since = record->since};
    EntryValues values;
    values.home = home(rule);
    for (const FileRecord &file : record->files) {
        const auto before = readFile(file.file);
        if (!before)
            return std::unexpected(before.error());
        auto after = restored(*before, file, rule.definition, definition);
        if (!after)
            return std::unexpected(inFile(after.error(), file.file));
        for (const KeyPath &path : after->changed)
            work.changed.push_back(path.empty() ? file.file : toText(path));
        const auto settings = std::ranges::find(rule.files, file.format, &SettingsFile::format);
        FileStep step{.file = file.file, .before = *before, .after = after->text};
        if (settings != rule.files.end()) {
            step.shownBefore = shown(step.before, *settings, values);
            step.shownAfter = shown(step.after, *settings, values);
            step.hidesSecret = std::ranges::any_of(settings->entries, &SettingsEntry::isSecret);
        }
        work.steps.push_back(std::move(step));
        if (after->left)
            work.record.files.push_back(std::move(*after->left));
    }
    work.fingerprint = fingerprintOf(work.steps);
    return work;
}

Result<void> AgentStore::connect(const AgentRule &rule, Work work)
{
    work.record.phase = Phase::Connecting;
    if (auto stored = store(work.record); !stored)
        return stored;
    for (auto step = work.steps.rbegin(); step != work.steps.rend(); ++step) {
        if (!step->changes())
            continue;
        const auto written = write(*step);
        if (written)
            continue;
        // Half a connection helps nobody: what was written goes back at once.
        Error error = written.error();
        auto back = planRestore(rule, Definition::Goes);
        if (!back || !restore(rule, std::move(*back)))
            error.message += "; some of its files may be changed: `signalbox agents restore " + rule.id +
                             "` puts them back";
        return std::unexpected(std::move(error));
    }
    work.record.phase = Phase::Connected;
    return store(std::move(work.record));
}

Result<void> AgentStore::restore(const AgentRule &, Work work)
{
    auto known = wayBack();
    if (!known)
        return std::unexpected(known.error());
    if (const AgentRecord *record = known->find(work.record.agent)) {
        AgentRecord restoring = *record;
        restoring.phase = Phase::Restoring;
        if (auto stored = store(std::move(restoring)); !stored)
            return stored;
    }
    for (const FileStep &step : work.steps) {
        if (!step.changes())
            continue;
        if (auto written = write(step); !written)
            return written;
    }
    for (const FileStep &step : work.steps) {
        if (const auto target = resolved(step.file))
            (void)m_operations.remove(temporaryBeside(*target)); // of a write that was interrupted
    }
    if (work.record.files.empty())
        return forget(work.record.agent);
    work.record.keyId.clear();
    return store(std::move(work.record));
}

Result<void> AgentStore::write(const FileStep &step)
{
    return step.after ? replaceFile(m_operations, step.file, *step.after)
                      : removeFile(m_operations, step.file);
}

std::string AgentStore::keyInFiles(const AgentRule &rule, const AgentRecord &record) const
{
    for (const SettingsFile &settings : rule.files) {
        const auto entry = std::ranges::find_if(settings.entries, &SettingsEntry::isSecret);
        if (entry == settings.entries.end() || entry->value != "{key}")
            continue;
        const std::string file = fileOf(rule, settings);
        const FileRecord *known = find(&record, file);
        const auto text = readFile(file);
        if (known == nullptr || !text || !*text)
            continue;
        const auto parsed = SettingsText::parse(settings.format, **text);
        const auto value = parsed ? (*parsed)->value(entry->path) : std::nullopt;
        const auto ours = std::ranges::find(known->keys, entry->path, &KeyRecord::path);
        if (value && ours != known->keys.end() && toHex(sha256(*value)) == ours->oursHash)
            return *value;
    }
    return {};
}

Result<void> AgentStore::forget(const std::string &agent)
{
    auto known = wayBack();
    if (!known)
        return std::unexpected(known.error());
    known->erase(agent);
    return save(*known);
}

Result<void> AgentStore::store(AgentRecord record)
{
    auto known = wayBack();
    if (!known)
        return std::unexpected(known.error());
    known->put(std::move(record));
    return save(*known);
}

Result<void> AgentStore::save(const WayBack &wayBack)
{
    return replaceFile(m_operations, wayBackFile(), toJson(wayBack));
}

} // namespace signalbox::agents
