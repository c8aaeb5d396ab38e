#pragma once

#include "catalog/catalog.h"
#include "config/configuration.h"

#include <QString>

#include <map>
#include <string>
#include <vector>

/// A provider, or a key of one, as a person types it in: what is wrong with it, and what it becomes. Pure.
namespace signalbox::ui {

/// The id of an entry's first key.
inline const std::string kFirstKey = "main";

enum class KeyPlace { Keychain, Session, Environment };

struct KeyDraft
{
    KeyPlace place = KeyPlace::Keychain;
    bool typed = false;      ///< a key has been typed; itself it never stands here
    std::string environment; ///< variable

    bool operator==(const KeyDraft &) const = default;
};

struct ProviderDraft
{
    std::string id;
    std::string baseUrl; ///< empty: the catalogue's
    std::string wire;    ///< the one to be spoken; empty: the catalogue's order
    std::map<std::string, std::string> variables;
    KeyDraft key;

    bool operator==(const ProviderDraft &) const = default;
};

/// What is wrong, by field; empty texts are fields that are right. `variables` by name.
struct DraftProblems
{
    QString id;
    QString baseUrl;
    QString key;
    std::map<std::string, QString> variables;

    [[nodiscard]] bool any() const;
};

/// `takenIds`: names that other entries have.
[[nodiscard]] DraftProblems problemsOf(const ProviderDraft &draft, const catalog::ProviderRow &row,
                                       const std::vector<std::string> &takenIds);
[[nodiscard]] QString keyProblem(const KeyDraft &key, bool needed);
[[nodiscard]] QString idProblem(const std::string &id, const std::vector<std::string> &taken);

/// Whether `row` has to be told, or may be told, another address than the catalogue's.
[[nodiscard]] bool asksForAddress(const catalog::ProviderRow &row);
/// Of a host that is somebody's own only its owner knows whether it asks for a key.
[[nodiscard]] bool asksForKey(const catalog::ProviderRow &row);

/// It has to be kept somewhere, or handed over: it is no name of a variable.
[[nodiscard]] bool isTyped(const KeyDraft &key);
/// "keychain:openai/main" or "env:NAME"; empty where no key is given.
[[nodiscard]] std::string referenceOf(const KeyDraft &key, const std::string &provider,
                                      const std::string &keyId);
[[nodiscard]] config::Provider entryOf(const ProviderDraft &draft, const catalog::ProviderRow &row);
/// "openai", or "openai-2" where that is taken.
[[nodiscard]] std::string freeId(const std::string &wanted, const std::vector<std::string> &taken);

} // namespace signalbox::ui
