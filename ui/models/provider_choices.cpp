#include "ui/models/provider_choices.h"

#include "ui/models/format.h"
#include "ui/models/provider_draft.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>
#include <array>
#include <string_view>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

using Key = ProviderChoice::Key;
using Source = control::Finding::Source;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::ProviderChoices)
};

constexpr std::array<std::string_view, 3> kFirst{"openai", "anthropic", "gemini"};
constexpr std::string_view kFourth = "openrouter";

/// "OpenAI" of "OpenAI (compatible)".
QString shortName(const catalog::ProviderRow &row)
{
    return text(row.name).section(u" ("_s, 0, 0);
}

const control::Finding *findingOf(const std::vector<control::Finding> &findings, std::string_view kind)
{
    // A key that stays where it is comes before one that would have to be moved.
    for (const Source source : {Source::EnvironmentVariable, Source::LocalServer, Source::AgentFile}) {
        const auto it = std::ranges::find_if(findings, [&](const control::Finding &finding) {
            return finding.kind == kind && finding.source == source;
        });
        if (it != findings.end())
            return &*it;
    }
    return nullptr;
}

QString foundHint(const control::Finding &finding, const QString &name)
{
    if (finding.source == Source::LocalServer)
        return finding.models > 0 ? Words::tr("%1 found, %n models", nullptr, finding.models).arg(name)
                                  : Words::tr("%1 found").arg(name);
    return Words::tr("key found: %1").arg(text(finding.place));
}

ProviderChoice choiceOf(const catalog::ProviderRow &row, const std::vector<control::Finding> &findings,
                        const config::Configuration &configuration)
{
    ProviderChoice choice;
    choice.kind = row.id;
    choice.name = shortName(row);
    choice.host = QUrl(text(row.baseUrl)).host();
    const auto configured = std::ranges::find(configuration.providers, row.id, &config::Provider::kind);
    if (row.simulated) {
        choice.key = Key::NotNeeded;
        choice.host = choice.name;
        choice.hint = Words::tr("no key, no network");
        return choice;
    }
    if (configured != configuration.providers.end() && !configured->keys.empty()) {
        choice.key = Key::Configured;
        choice.hint = Words::tr("set up already");
        return choice;
    }
    if (const control::Finding *finding = findingOf(findings, row.id)) {
        choice.finding = *finding;
        choice.key = finding->source == Source::LocalServer ? Key::NotNeeded : Key::Found;
        choice.hint = foundHint(*finding, choice.name);
        if (!finding->baseUrl.empty())
            choice.host = QUrl(text(finding->baseUrl)).host();
        return choice;
    }
    choice.hint = Words::tr("needs a key");
    return choice;
}

/// The server that runs here, or the place where one would stand.
ProviderChoice localChoice(const catalog::Catalog &catalog, const std::vector<control::Finding> &findings,
                           const config::Configuration &configuration)
{
    for (const catalog::ProviderRow &row : catalog.providers()) {
        const control::Finding *finding = row.local ? findingOf(findings, row.id) : nullptr;
        if (!finding || finding->source != Source::LocalServer)
            continue;
        ProviderChoice choice = choiceOf(row, findings, configuration);
        choice.key = Key::NotNeeded;
        choice.finding = *finding;
        choice.hint = foundHint(*finding, choice.name);
        choice.name = Words::tr("Local server");
        return choice;
    }
    return {.kind = {},
            .name = Words::tr("Local server"),
            .hint = Words::tr("none is running"),
            .host = {},
            .key = Key::NoServer,
            .finding = {}};
}

bool takesOnlyAKey(const catalog::ProviderRow &row)
{
    return !asksForAddress(row) && row.variables().empty() && !row.simulated;
}

} // namespace

ProviderChoices providerChoices(const catalog::Catalog &catalog,
                                const std::vector<control::Finding> &findings,
                                const config::Configuration &configuration)
{
    ProviderChoices choices;
    for (const std::string_view kind : kFirst) {
        if (const catalog::ProviderRow *row = catalog.provider(kind))
            choices.tiles.push_back(choiceOf(*row, findings, configuration));
    }
    choices.tiles.push_back(localChoice(catalog, findings, configuration));
    for (const catalog::ProviderRow &row : catalog.providers()) {
        if (takesOnlyAKey(row) && std::ranges::find(kFirst, row.id) == kFirst.end())
            choices.others.push_back(choiceOf(row, findings, configuration));
    }
    std::ranges::sort(choices.others, [](const ProviderChoice &a, const ProviderChoice &b) {
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
    // Whoever has a key for another provider sees that one at once.
    auto fifth = std::ranges::find_if(choices.others,
                                      [](const ProviderChoice &choice) { return choice.key == Key::Found; });
    if (fifth == choices.others.end())
        fifth = std::ranges::find(choices.others, kFourth, &ProviderChoice::kind);
    if (fifth != choices.others.end()) {
        choices.tiles.push_back(*fifth);
        choices.others.erase(fifth);
    }
    const auto simulated = std::ranges::find_if(
        catalog.providers(), [](const catalog::ProviderRow &row) { return row.simulated; });
    if (simulated != catalog.providers().end())
        choices.tiles.push_back(choiceOf(*simulated, findings, configuration));
    return choices;
}

bool hasToBeTaken(const ProviderChoice &choice)
{
    return choice.finding && choice.finding->source == Source::AgentFile && choice.finding->reference.empty();
}

ChosenEntry entryOf(const ProviderChoice &choice, bool keyTyped,
                    const std::vector<config::Provider> &providers)
{
    ChosenEntry chosen;
    config::Provider &entry = chosen.entry;
    const auto old = std::ranges::find(providers, choice.kind, &config::Provider::kind);
    if (old != providers.end()) {
        entry = *old;
    } else {
        std::vector<std::string> taken;
        for (const config::Provider &provider : providers)
            taken.push_back(provider.id);
        entry.id = freeId(choice.kind, taken);
        entry.kind = choice.kind;
    }
    entry.enabled = true;
    if (choice.finding && !choice.finding->baseUrl.empty())
        entry.baseUrl = choice.finding->baseUrl;
    if (keyTyped)
        chosen.reference = referenceOf({.place = KeyPlace::Keychain, .typed = true}, entry.id, kFirstKey);
    else if (choice.finding)
        chosen.reference = choice.finding->reference;
    const auto serves = [&](const config::ProviderKey &key) {
        return key.enabled && (chosen.reference.empty() || key.secret == chosen.reference);
    };
    if (!chosen.reference.empty() && std::ranges::none_of(entry.keys, serves)) {
        std::erase_if(entry.keys, [](const config::ProviderKey &key) { return key.id == kFirstKey; });
        entry.keys.push_back({.id = kFirstKey, .secret = chosen.reference});
    }
    const auto key = std::ranges::find_if(entry.keys, serves);
    chosen.key = key != entry.keys.end() ? key->id : std::string();
    return chosen;
}

} // namespace signalbox::ui
