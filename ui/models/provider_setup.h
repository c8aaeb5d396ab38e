#pragma once

#include "base/clock.h"
#include "base/secret.h"
#include "control/desk.h"
#include "control/providers.h"
#include "control/secrets.h"
#include "ui/models/provider_changes.h"
#include "ui/models/provider_choices.h"
#include "ui/models/provider_trial.h"
#include "ui/theme/signs.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::ui {

/// One thing that setting a provider up has found out.
struct SetupRow
{
    Sign sign = Sign::Waiting;
    QString text;
    QString value; ///< a time, a number; may be empty

    bool operator==(const SetupRow &) const = default;
};

/// Sets one provider up and finds out whether it answers: brings it in, asks for its models, tests it, and
/// tells each thing as soon as it is known. Knows no widgets. Lives on the main thread, owned by the wizard;
/// a new start forgets the one before.
class ProviderSetup final : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Running, Answered, Failed };

    /// What `desk` points to and `clock` must outlive this.
    ProviderSetup(const control::Desk &desk, const Clock &clock, QObject *parent = nullptr);
    ~ProviderSetup() override;

    /// An empty `key`: the one the choice has found or that is configured.
    void start(const ProviderChoice &choice, Secret key, control::SecretPlace place);
    /// The same once more, with the key given before; `place` where another one is wanted.
    void startAgain(std::optional<control::SecretPlace> place = {});

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const ProviderChoice &choice() const { return m_choice; }
    [[nodiscard]] const std::vector<SetupRow> &rows() const { return m_rows; }
    /// What is wrong and what to do; empty where nothing is.
    [[nodiscard]] QString problem() const { return m_problem; }
    /// The keychain would not keep the key: startAgain(Session) would.
    [[nodiscard]] bool keyWasNotKept() const { return m_keyNotKept; }
    /// Its id in the configuration; empty until it stands there.
    [[nodiscard]] const std::string &provider() const { return m_provider; }
    [[nodiscard]] const control::OfferedModels &offered() const { return m_offered; }
    [[nodiscard]] const std::optional<control::ProviderTest> &test() const { return m_test; }
    /// The model to begin with: the one that answered.
    [[nodiscard]] std::string firstModel() const;

    /// Makes the virtual model `name` of this provider's `model` alone, or replaces it; told by modelMade().
    void makeModel(const std::string &name, const std::string &model);

Q_SIGNALS:
    void changed();
    void modelMade(const signalbox::Result<void> &result);

private:
    using Then = std::function<void(const config::Configuration &)>;
    /// Somebody else may be first once.
    enum class Attempt { First, Second };

    void readConfiguration(QObject *context, Then then, std::function<void(const Error &)> failed);
    void readThenEnter();
    void enter(const config::Configuration &configuration);
    void take(const control::Finding &finding);
    void findTaken(const config::Configuration &configuration);
    void followTrial();
    void tellStep();
    void tellKept();
    void tellFailure(ProviderTrial::Step at, const Error &error);
    void fetchModels();
    void tell(const control::ProviderTest &test);
    void wait(const QString &what);
    void add(Sign sign, const QString &text, const QString &value);
    void giveUp(const QString &what, const Error &error);
    void putModel(const config::VirtualModel &model, Attempt attempt);

    control::Desk m_desk;
    const Clock &m_clock;
    ProviderChanges m_changes;
    std::unique_ptr<ProviderTrial> m_trial; ///< of this run; what answers an older one finds nobody
    ProviderChoice m_choice;
    Secret m_key;
    control::SecretPlace m_place = control::SecretPlace::Keychain;
    State m_state = State::Idle;
    std::vector<SetupRow> m_rows;
    bool m_waiting = false; ///< the last row says what is waited for
    QString m_problem;
    bool m_keyNotKept = false;
    bool m_keyKept = false;
    MonotonicTime m_keptSince{};
    bool m_triedTwice = false; ///< somebody else changed the configuration once already
    std::string m_provider;
    std::string m_keyId;
    control::OfferedModels m_offered;
    std::optional<control::ProviderTest> m_test;
};

} // namespace signalbox::ui
