#include "ui/pages/provider_notices.h"

#include "ui/models/format.h"
#include "ui/models/provider_facts.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using control::KeychainState;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::ProviderNotices)
};

constexpr auto kDeleted = "deleted:"_L1;

/// Providers that are on and have a key in the keychain that cannot be read now.
QStringList withoutKey(const control::SecretsView &view, const std::vector<config::Provider> &providers,
                       const catalog::Catalog &catalog)
{
    QStringList names;
    for (const config::Provider &provider : providers) {
        const bool waits = std::ranges::any_of(provider.keys, [&](const config::ProviderKey &key) {
            if (!key.enabled || !key.secret.starts_with("keychain:"))
                return false;
            const control::SecretStatus *status = secretOf(view, key.secret);
            return status && status->state != control::SecretState::Ready;
        });
        if (provider.enabled && waits)
            names << providerName(provider, catalog);
    }
    return names;
}

} // namespace

std::optional<Notice> keychainNotice(const control::SecretsView &view,
                                     const std::vector<config::Provider> &providers,
                                     const catalog::Catalog &catalog)
{
    if (view.keychain == KeychainState::Ready || view.keychain == KeychainState::Probing)
        return std::nullopt;
    const QStringList names = withoutKey(view, providers, catalog);
    const QString consequence =
        names.isEmpty() ? QString()
        : names.size() == 1
            ? Words::tr("%1 has no key until it is open.").arg(names.first())
            : Words::tr("%1 have no key until it is open.").arg(QLocale().createSeparatedList(names));
    const QString message = text(view.keychainMessage);
    const QString session = names.isEmpty() ? QString() : Words::tr("Use for this session…");
    switch (view.keychain) {
    case KeychainState::Locked:
        return Notice{kKeychainNotice,
                      names.isEmpty() ? Sign::Warning : Sign::Error,
                      Words::tr("The keychain is locked."),
                      consequence.isEmpty() ? Words::tr("New keys cannot be kept until it is open.")
                                            : consequence,
                      Words::tr("Unlock…"),
                      session};
    case KeychainState::Waiting:
        return Notice{kKeychainNotice,
                      Sign::Warning,
                      Words::tr("The keychain waits for its password."),
                      consequence.isEmpty() ? message : consequence,
                      Words::tr("Ask again"),
                      session};
    case KeychainState::Unavailable:
        return Notice{kKeychainNotice,
                      Sign::Warning,
                      Words::tr("No keychain on this system."),
                      Words::tr("Keys last for this session, or stand in environment variables."),
                      Words::tr("Try again"),
                      session};
    default:
        return Notice{
            kKeychainNotice,        Sign::Error, Words::tr("The keychain does not keep keys."), message,
            Words::tr("Try again"), session};
    }
}

Notice conflictNotice(const QString &provider)
{
    return {
        kConflictNotice, Sign::Warning, Words::tr("%1 was changed elsewhere.").arg(provider),
        Words::tr("What is in force now is shown; your change was not applied, and nothing typed is lost."),
        Words::tr("Look again")};
}

Notice deletedNotice(const QString &provider)
{
    return {kDeleted + provider, Sign::Active, Words::tr("%1 is deleted.").arg(provider),
            Words::tr("Its keys stay in the keychain."), Words::tr("Undo")};
}

QString deletedProvider(const QString &notice)
{
    return notice.startsWith(kDeleted) ? notice.mid(kDeleted.size()) : QString();
}

Notice takenOutNotice(const QString &provider, const QString &key)
{
    return {kTakenOutNotice, Sign::Active, Words::tr("The key “%1” of %2 is taken out.").arg(key, provider),
            Words::tr("It stays where it is kept."), Words::tr("Undo")};
}

} // namespace signalbox::ui
