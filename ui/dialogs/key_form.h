#pragma once

#include "base/clock.h"
#include "base/secret.h"
#include "control/secrets.h"
#include "ui/models/provider_draft.h"

#include <QWidget>

class QComboBox;
class QStackedWidget;

namespace signalbox::ui {

class FormField;
class Label;
class SecretField;
class SegmentedControl;

/// Where a key comes from: typed and kept in the keychain, typed and kept for this session, or named as a
/// variable of the environment. For a session alone is offered where the keychain is not ready.
class KeyForm final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyForm(const Clock &clock, QWidget *parent = nullptr);

    void setKeychain(control::KeychainState state, const QString &message);
    /// Variables that people keep such a key in.
    void setVariables(const std::vector<std::string> &names);
    void setNeeded(bool needed);
    /// A new provider's key is another one.
    void clear();

    [[nodiscard]] KeyDraft draft() const;
    [[nodiscard]] Secret secret() const;
    [[nodiscard]] control::SecretPlace place() const;
    void setProblem(const QString &problem);
    [[nodiscard]] QString problem() const;

    [[nodiscard]] SecretField *field() const { return m_secret; }
    [[nodiscard]] QComboBox *variable() const { return m_variable; }
    [[nodiscard]] SegmentedControl *places() const { return m_places; }

Q_SIGNALS:
    void changed();

private:
    void showPlace();

    SegmentedControl *m_places;
    Label *m_told;
    SecretField *m_secret;
    QComboBox *m_variable;
    FormField *m_secretField;
    FormField *m_variableField;
    control::KeychainState m_keychain = control::KeychainState::Probing;
    bool m_chosen = false; ///< a person has chosen the place
};

} // namespace signalbox::ui
