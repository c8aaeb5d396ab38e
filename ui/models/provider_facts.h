#pragma once

#include "catalog/catalog.h"
#include "control/gateway_control.h"
#include "control/providers.h"
#include "control/secrets.h"
#include "ui/models/model_facts.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is known of a provider, in words and signs. Pure.
namespace signalbox::ui {

/// What the providers page has been told, gathered from those who know.
struct ProviderFigures
{
    WallTime since{};           ///< local midnight
    WallTime until{};           ///< exclusive, the end of the quarter of an hour that runs
    control::UsageReport usage; ///< by provider
    control::Series series;     ///< by provider, a quarter of an hour a bucket
    control::SecretsView secrets;
    std::vector<control::ProviderTest> tests; ///< the last of each key

    bool operator==(const ProviderFigures &) const = default;
};

/// One row of the table.
struct ProviderView
{
    config::Provider entry;
    QString name;
    QString tile;    ///< two letters
    QString address; ///< as it is asked, its variables filled
    bool needsKey = false;
    int keysReady = 0;
    RequestState state;
    QString stateDetail;       ///< why, for a tooltip; may be empty
    std::optional<int> models; ///< known ones; absent: not asked yet
    QByteArray health;         ///< a character a bar: see healthBars()
    std::optional<control::UsageRow> usage;

    bool operator==(const ProviderView &) const = default;
};

inline constexpr std::chrono::seconds kHealthBucket{900};

[[nodiscard]] ProviderView providerView(const config::Provider &entry, const catalog::Catalog &catalog,
                                        const ProviderFigures &figures, std::optional<int> models);

/// A person can do something about it, or should know.
[[nodiscard]] bool needsALook(const ProviderView &view, control::KeychainState keychain);
/// Whether a key of any provider is kept in the system's keychain.
[[nodiscard]] bool namesKeychain(const std::vector<config::Provider> &providers);

/// The catalogue's name where the entry bears the name of its kind, else its own.
[[nodiscard]] QString providerName(const config::Provider &entry, const catalog::Catalog &catalog);
/// What stands on its tile: "Oa" of "OpenAI", "Gr" of "groq"; capitals first, then what follows.
[[nodiscard]] QString tileLetters(const QString &name);
[[nodiscard]] QString providerAddress(const config::Provider &entry, const catalog::Catalog &catalog);
[[nodiscard]] bool needsKey(const config::Provider &entry, const catalog::Catalog &catalog);

/// At most 30 bars from midnight to now: ' ' nothing was asked, '0' all went well, '1' some failed, '2' a
/// quarter or more.
[[nodiscard]] QByteArray healthBars(const control::SeriesGroup *group, WallTime since, WallTime until);
/// The bars in words.
[[nodiscard]] QString healthText(const QByteArray &bars);

[[nodiscard]] RequestState secretWord(control::SecretState state);
/// Of the reference; nothing where nobody told of it.
[[nodiscard]] const control::SecretStatus *secretOf(const control::SecretsView &view,
                                                    std::string_view reference);
/// Which key of which provider.
struct KeyName
{
    std::string provider;
    std::string key;

    bool operator==(const KeyName &) const = default;
};
/// Of those that the keychain should have, the first that is known not to be ready.
[[nodiscard]] std::optional<KeyName> firstUnreadableKey(const std::vector<config::Provider> &providers,
                                                        const control::SecretsView &view);
[[nodiscard]] RequestState testWord(control::ProviderTest::Verdict verdict);
[[nodiscard]] const control::ProviderTest *testOf(const std::vector<control::ProviderTest> &tests,
                                                  std::string_view provider, std::string_view key);
/// "OpenAI Responses" of "openai-responses".
[[nodiscard]] QString wireName(std::string_view format);

} // namespace signalbox::ui
