#include "ui/pages/provider_actions.h"

#include "ui/models/format.h"
#include "ui/models/provider_changes.h"
#include "ui/pages/provider_notices.h"

#include <QPointer>

#include <algorithm>

namespace signalbox::ui {

ProviderActions::ProviderActions(ProviderChanges &changes, NoticeBar &notices, QObject *parent)
    : QObject(parent), m_changes(changes), m_notices(notices)
{
}

void ProviderActions::setEnabled(const QString &provider, bool enabled)
{
    m_changes.edit(
        provider.toStdString(), [enabled](config::Provider &entry) { entry.enabled = enabled; },
        [self = QPointer(this), provider](const Result<void> &answer) {
            if (!self)
                return;
            Q_EMIT self->settled(); // the switch goes back where it was not done
            self->tellUnlessConflict(answer, tr("%1 was not changed.").arg(provider));
        });
}

void ProviderActions::remove(const QString &provider)
{
    m_changes.remove(provider.toStdString(), [self = QPointer(this), provider](const Result<void> &answer) {
        if (!self)
            return;
        if (answer)
            self->m_notices.setNotice(deletedNotice(provider));
        self->tellUnlessConflict(answer, tr("%1 was not deleted.").arg(provider));
    });
}

void ProviderActions::take(const control::Finding &finding)
{
    m_changes.take(finding, [self = QPointer(this), finding](const Result<void> &answer) {
        if (!self)
            return;
        Q_EMIT self->taken();
        self->tellUnlessConflict(answer, tr("%1 was not taken over.").arg(text(finding.place)));
    });
}

void ProviderActions::offerKeyBack(const QString &provider, const config::ProviderKey &key)
{
    m_takenOut = {provider, key};
    m_notices.setNotice(takenOutNotice(provider, text(key.id)));
}

bool ProviderActions::undo(const QString &notice)
{
    if (!deletedProvider(notice).isEmpty())
        putProviderBack(notice);
    else if (notice == kTakenOutNotice && m_takenOut)
        putKeyBack(notice);
    else
        return false;
    return true;
}

void ProviderActions::putProviderBack(const QString &notice)
{
    const QString id = deletedProvider(notice);
    m_changes.putBack(id.toStdString(), [self = QPointer(this), id, notice](const Result<void> &answer) {
        if (!self)
            return;
        if (answer) {
            self->m_notices.removeNotice(notice);
            Q_EMIT self->putBack(id);
        }
        self->tellUnlessConflict(answer, tr("%1 was not put back.").arg(id));
    });
}

void ProviderActions::putKeyBack(const QString &notice)
{
    const auto [provider, key] = *m_takenOut;
    m_changes.edit(
        provider.toStdString(),
        [key](config::Provider &entry) {
            if (std::ranges::find(entry.keys, key.id, &config::ProviderKey::id) == entry.keys.end())
                entry.keys.push_back(key);
        },
        [self = QPointer(this), notice, provider](const Result<void> &answer) {
            if (!self)
                return;
            if (answer)
                self->m_notices.removeNotice(notice);
            self->tellUnlessConflict(answer, tr("%1 was not changed.").arg(provider));
        });
}

void ProviderActions::tellUnlessConflict(const Result<void> &answer, const QString &fact)
{
    if (!answer && answer.error().code != ErrorCode::Conflict)
        tellFailure(kChangeNotice, fact, answer.error());
}

void ProviderActions::tellFailure(const QString &notice, const QString &fact, const Error &error)
{
    m_notices.setNotice({notice, Sign::Error, fact, text(describe(error)), {}});
}

} // namespace signalbox::ui
