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

/// A new provider on its way in: its key is kept first, then the entry, then it may be tested, and all of it
/// is taken back unless it is wanted in the end. A gateway tests only what it knows, so a test saves before
/// it asks. Lives on the main thread, owned by the dialog.
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

    /// `changes` must outlive this.
    ProviderTrial(const control::Desk &desk, ProviderChanges &changes, QObject *parent = nullptr);

    /// Then saved(), or failed() with the step that failed. Not while another is under way.
    void save(config::Provider entry, std::optional<TypedKey> key);
    /// Of what has been saved. Then tested() or failed().
    void test();
    /// A test that is under way is no longer waited for.
    void stopTest();
    /// Entry and key go again, as far as this has brought them in.
    void takeBack();
    [[nodiscard]] Step step() const { return m_step; }
    [[nodiscard]] bool isSaved() const { return m_saved.has_value(); }

Q_SIGNALS:
    void stepChanged();
    void saved();
    void tested(const signalbox::control::ProviderTest &test);
    void failed(signalbox::ui::ProviderTrial::Step at, const signalbox::Error &error);

private:
    using Watcher = QFutureWatcher<Result<control::ProviderTest>>;

    void put(config::Provider entry);
    void dropUnusedKey();
    void enter(Step step);
    void fail(Step at, const Error &error);

    control::Desk m_desk;
    ProviderChanges &m_changes;
    Step m_step = Step::Idle;
    std::optional<config::Provider> m_saved;
    std::string m_keptReference; ///< of a key that this has brought in
    QPointer<Watcher> m_test;
};

} // namespace signalbox::ui
