#include "ui/models/provider_draft.h"

#include "config/text_checks.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::ProviderDraft)
};

QString urlProblem(const ProviderDraft &draft, const catalog::ProviderRow &row)
{
    if (draft.baseUrl.empty())
        return row.baseUrl.empty() ? Words::tr("An address is needed: this kind has none of its own.")
                                   : QString();
    if (!draft.baseUrl.starts_with("http://") && !draft.baseUrl.starts_with("https://"))
        return Words::tr("The address begins with http:// or https://.");
    if (draft.baseUrl.find_first_of("?#") != std::string::npos)
        return Words::tr("The address ends before ? and #.");
    if (draft.baseUrl.find('@') != std::string::npos)
        return Words::tr("No name or password stands in the address.");
    std::vector<std::string> names;
    for (const auto &[name, value] : draft.variables)
        names.push_back(name);
    if (!config::wrongBaseUrl(draft.baseUrl, names).empty())
        return Words::tr("That is no address: it needs a host, as in http://192.168.1.5:8000/v1.");
    return {};
}

} // namespace

bool DraftProblems::any() const
{
    return !id.isEmpty() || !baseUrl.isEmpty() || !key.isEmpty() ||
           std::ranges::any_of(variables, [](const auto &each) { return !each.second.isEmpty(); });
}

QString idProblem(const std::string &id, const std::vector<std::string> &taken)
{
    if (id.empty())
        return Words::tr("A name is needed.");
    if (!config::wrongId(id).empty())
        return Words::tr("Up to 64 letters, digits, . _ and -; the first is a letter or digit.");
    if (std::ranges::find(taken, id) != taken.end())
        return Words::tr("That name is taken.");
    return {};
}

QString keyProblem(const KeyDraft &key, bool needed)
{
    if (key.place != KeyPlace::Environment)
        return needed && !key.typed ? Words::tr("A key is needed.") : QString();
    if (key.environment.empty())
        return needed ? Words::tr("Name the variable that holds the key.") : QString();
    if (config::looksLikeKey(key.environment))
        return Words::tr("That is a key itself. Here stands the name of a variable.");
    if (!config::wrongReference("env:" + key.environment).empty())
        return Words::tr("A variable’s name has letters, digits and _.");
    return {};
}

DraftProblems problemsOf(const ProviderDraft &draft, const catalog::ProviderRow &row,
                         const std::vector<std::string> &takenIds)
{
    DraftProblems problems;
    problems.id = idProblem(draft.id, takenIds);
    problems.baseUrl = urlProblem(draft, row);
    problems.key = keyProblem(draft.key, asksForKey(row));
    if (!draft.baseUrl.empty())
        return problems;
    for (const std::string &name : row.variables()) {
        const auto it = draft.variables.find(name);
        if (it == draft.variables.end() || it->second.empty())
            problems.variables[name] = Words::tr("It stands in the provider’s address, so it is needed.");
        else if (!config::wrongVariableValue(it->second).empty())
            problems.variables[name] = Words::tr("Letters, digits, . _ and - alone.");
    }
    return problems;
}

bool asksForAddress(const catalog::ProviderRow &row)
{
    return row.baseUrl.empty() || row.local;
}

bool asksForKey(const catalog::ProviderRow &row)
{
    return row.needsKey();
}

bool isTyped(const KeyDraft &key)
{
    return key.typed && key.place != KeyPlace::Environment;
}

std::string referenceOf(const KeyDraft &key, const std::string &provider, const std::string &keyId)
{
    if (key.place == KeyPlace::Environment)
        return key.environment.empty() ? std::string() : "env:" + key.environment;
    return key.typed ? "keychain:" + provider + "/" + keyId : std::string();
}

config::Provider entryOf(const ProviderDraft &draft, const catalog::ProviderRow &row)
{
    config::Provider entry;
    entry.id = draft.id;
    entry.kind = row.id;
    entry.baseUrl = draft.baseUrl;
    if (draft.baseUrl.empty())
        entry.variables = draft.variables;
    if (!draft.wire.empty())
        entry.wire = {draft.wire};
    if (const std::string reference = referenceOf(draft.key, draft.id, kFirstKey); !reference.empty()) {
        config::ProviderKey key;
        key.id = kFirstKey;
        key.secret = reference;
        entry.keys.push_back(std::move(key));
    }
    return entry;
}

std::string freeId(const std::string &wanted, const std::vector<std::string> &taken)
{
    std::string id = wanted;
    for (int number = 2; std::ranges::find(taken, id) != taken.end(); ++number)
        id = wanted + "-" + std::to_string(number);
    return id;
}

} // namespace signalbox::ui
