#pragma once

#include "base/secret.h"
#include "control/desk.h"
#include "control/providers.h"
#include "control/secrets.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::ui {

class ProviderChanges;

/// A provider, or a key of one, on its way in: the key is kept first, then the entry. It can be tested before
/// it is saved, and after. Lives on the main thread, owned by a dialog or the wizard.
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
    /// A key of a provider that is there: a further one, or what the one of its id names from now on. Goes
    /// the way of save(); where the entry names that already, keeping it is all.
    void saveKey(const std::string &provider, config::ProviderKey key, std::optional<TypedKey> typed);
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

    void keep(std::optional<TypedKey> key, std::function<void()> then);
    void put(const config::Provider &entry);
    void putKey(const std::string &provider, const config::ProviderKey &key);
    void settle(const std::vector<config::ProviderKey> &keys);
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
