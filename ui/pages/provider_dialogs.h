#pragma once

#include "base/clock.h"
#include "catalog/catalog.h"
#include "control/desk.h"
#include "ui/dialogs/add_provider_dialog.h"
#include "ui/dialogs/key_dialog.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace signalbox::ui {

class ProviderChanges;
class ProviderPoller;

/// The dialogs of the providers page, one of each at a time, told of the keychain as long as they are open.
/// Lives on the main thread, owned by the page.
class ProviderDialogs final : public QObject
{
    Q_OBJECT

public:
    /// What the dialogs work with; outlives this. `page` is what they stand before.
    struct Work
    {
        control::Desk desk;
        const Clock &clock;
        std::shared_ptr<const catalog::Catalog> catalog;
        ProviderChanges &changes;
        ProviderPoller &poller;
        QWidget &page;
    };

    explicit ProviderDialogs(Work work, QObject *parent = nullptr);

    /// `kind`: of the catalogue; empty: none is chosen yet. The one that is open, if there is one.
    AddProviderDialog *add(const QString &kind);
    /// An empty `replaces`: another key.
    void openKey(const config::Provider &entry, const QString &replaces);
    void openPrice(const std::string &provider, const QString &model);
    void setKeychain(const control::SecretsView &view);

    [[nodiscard]] AddProviderDialog *addDialog() const { return m_add; }
    [[nodiscard]] KeyDialog *keyDialog() const { return m_key; }

Q_SIGNALS:
    void added(const QString &provider);

private:
    Work m_work;
    QPointer<AddProviderDialog> m_add;
    QPointer<KeyDialog> m_key;
};

} // namespace signalbox::ui
