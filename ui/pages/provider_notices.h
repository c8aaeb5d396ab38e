#pragma once

#include "catalog/catalog.h"
#include "config/configuration.h"
#include "control/secrets.h"
#include "ui/widgets/notice_bar.h"

#include <optional>
#include <vector>

/// What the providers page has to say aloud. Pure.
namespace signalbox::ui {

inline const QString kKeychainNotice = QStringLiteral("keychain");
inline const QString kConflictNotice = QStringLiteral("providers-conflict");
inline const QString kFiguresNotice = QStringLiteral("providers-figures");
inline const QString kFetchNotice = QStringLiteral("providers-fetch");
inline const QString kTestNotice = QStringLiteral("providers-test");
inline const QString kChangeNotice = QStringLiteral("providers-change");
inline const QString kLookNotice = QStringLiteral("providers-look");
inline const QString kTakenOutNotice = QStringLiteral("providers-key");

/// Nothing where the keychain is ready or no key has to do with it.
[[nodiscard]] std::optional<Notice> keychainNotice(const control::SecretsView &view,
                                                   const std::vector<config::Provider> &providers,
                                                   const catalog::Catalog &catalog);
[[nodiscard]] Notice conflictNotice(const QString &provider);
[[nodiscard]] Notice deletedNotice(const QString &provider);
/// Of the id of a deletedNotice(); empty for others.
[[nodiscard]] QString deletedProvider(const QString &notice);
[[nodiscard]] Notice takenOutNotice(const QString &provider, const QString &key);

} // namespace signalbox::ui
