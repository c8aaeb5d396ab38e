#pragma once

#include "config/configuration.h"
#include "control/providers.h"

#include <QObject>

#include <optional>
#include <utility>

namespace signalbox::ui {

class NoticeBar;
class ProviderChanges;

/// What the providers page does on a person's word, and what it says of it: each action tells in a notice
/// what came of it, and where it can be undone, how. Lives on the main thread, owned by the page.
class ProviderActions final : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive this.
    ProviderActions(ProviderChanges &changes, NoticeBar &notices, QObject *parent = nullptr);

    void setEnabled(const QString &provider, bool enabled);
    void remove(const QString &provider);
    void take(const control::Finding &finding);
    /// The key has been taken out; it can be put back.
    void offerKeyBack(const QString &provider, const config::ProviderKey &key);
    /// Of a notice that offers an undo; false: it is none of those.
    bool undo(const QString &notice);
    void tellFailure(const QString &notice, const QString &fact, const Error &error);

Q_SIGNALS:
    /// What is shown has to be what is in force, also where nothing came of it.
    void settled();
    void putBack(const QString &provider);
    void taken();

private:
    void putProviderBack(const QString &notice);
    void putKeyBack(const QString &notice);
    /// A conflict has been told already, by those who noticed.
    void tellUnlessConflict(const Result<void> &answer, const QString &fact);

    ProviderChanges &m_changes;
    NoticeBar &m_notices;
    std::optional<std::pair<QString, config::ProviderKey>> m_takenOut; ///< provider and key
};

} // namespace signalbox::ui
