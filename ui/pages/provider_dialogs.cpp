#include "ui/pages/provider_dialogs.h"

#include "ui/dialogs/price_dialog.h"
#include "ui/models/provider_changes.h"
#include "ui/models/provider_poller.h"

#include <utility>

namespace signalbox::ui {

ProviderDialogs::ProviderDialogs(Work work, QObject *parent) : QObject(parent), m_work(std::move(work))
{
}

AddProviderDialog *ProviderDialogs::add(const QString &kind)
{
    if (m_add)
        return m_add;
    std::vector<std::string> taken = m_work.changes.removedIds(); // their keys are still in the keychain
    for (const config::Provider &entry : m_work.changes.configuration().providers)
        taken.push_back(entry.id);
    m_add = new AddProviderDialog(m_work.desk, m_work.changes, m_work.clock, m_work.catalog, std::move(taken),
                                  &m_work.page);
    m_add->setKeychain(m_work.poller.figures().secrets);
    if (!kind.isEmpty())
        m_add->choose(kind.toStdString());
    connect(m_add, &AddProviderDialog::added, this, &ProviderDialogs::added);
    m_add->open();
    return m_add;
}

void ProviderDialogs::openKey(const config::Provider &entry, const QString &replaces)
{
    if (m_key)
        return;
    m_key =
        new KeyDialog(m_work.desk, m_work.changes, m_work.clock, entry, replaces.toStdString(), &m_work.page);
    m_key->setKeychain(m_work.poller.figures().secrets);
    if (const catalog::ProviderRow *row = m_work.catalog->provider(entry.kind))
        m_key->setVariables(row->environment);
    connect(m_key, &KeyDialog::saved, &m_work.poller, &ProviderPoller::refresh);
    m_key->open();
}

void ProviderDialogs::openPrice(const std::string &provider, const QString &model)
{
    auto *dialog = new PriceDialog(m_work.changes, provider, model.toStdString(), &m_work.page);
    connect(dialog, &PriceDialog::saved, this,
            [this] { m_work.poller.askModels(m_work.changes.configuration().providers); });
    dialog->open();
}

void ProviderDialogs::setKeychain(const control::SecretsView &view)
{
    if (m_add)
        m_add->setKeychain(view);
    if (m_key)
        m_key->setKeychain(view);
}

} // namespace signalbox::ui
