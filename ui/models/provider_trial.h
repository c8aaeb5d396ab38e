#pragma once

#include "base/secret.h"
#include "control/desk.h"
#include "control/providers.h"
#include "control/secrets.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>

#include <optional>
#include <string>

namespace signalbox::ui {

class ProviderChanges;

/// A provider on its way in: its key is kept first, then the entry. It can be tested before it is saved, and
/// after. Lives on the main thread, owned by the dialog or the wizard.
class ProviderTrial final : public QObject
{
    Q_OBJECT

public:
    enum class Step { Idle, KeepingKey, Saving, Testing };

    /// A key that was typed, and where it goes.
    struct TypedKey
    {
        std::string reference;
        Secret secret;
        control::SecretPlace place = control::SecretPlace::Keychain;
    };

    /// What `desk` points to and `changes` must outlive this.
    ProviderTrial(const control::Desk &desk, ProviderChanges &changes, QObject *parent = nullptr);

    /// Then saved(), or failed() with the step that failed; an entry that stands there as it is, is not
    /// written again. Not while something is under way.
    void save(config::Provider entry, std::optional<TypedKey> key);
    /// One small request with this key (empty: the first, or the only way to ask it), as `entry` says, saved
    /// or not; `secret` stands in for what the key names. Then tested() or failed().
    void test(const config::Provider &entry, const std::string &key, std::optional<Secret> secret);
    /// A test that is under way is no longer waited for.
    void stopTest();
    /// It is not wanted: a key that this has kept goes again, unless its entry was saved.
    void giveUp();
    [[nodiscard]] Step step() const { return m_step; }

Q_SIGNALS:
    void stepChanged();
    void keyKept();
    void saved();
    void tested(const signalbox::control::ProviderTest &test);
    void failed(signalbox::ui::ProviderTrial::Step at, const signalbox::Error &error);

private:
    using Watcher = QFutureWatcher<Result<control::ProviderTest>>;

    void put(const config::Provider &entry);
    void settle(const config::Provider &entry);
    void dropKey();
    [[nodiscard]] bool stands(const config::Provider &entry) const;
    void enter(Step step);
    void fail(Step at, const Error &error);

    control::Desk m_desk;
    ProviderChanges &m_changes;
    Step m_step = Step::Idle;
    std::string m_keptReference; ///< of a key that no saved entry names yet
    QPointer<Watcher> m_test;
};

} // namespace signalbox::ui
