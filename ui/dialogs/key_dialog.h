#pragma once

#include "base/clock.h"
#include "config/configuration.h"
#include "control/desk.h"
#include "control/secrets.h"
#include "ui/dialogs/dialog.h"
#include "ui/models/provider_trial.h"

#include <string>
#include <vector>

class QLineEdit;

namespace signalbox::ui {

class Button;
class FormField;
class KeyForm;
class Paragraph;
class StatusLabel;

/// A further key of a provider, or another secret under the reference of one. What is typed is kept until it
/// has been saved. Owned by the providers page.
class KeyDialog final : public Dialog
{
    Q_OBJECT

public:
    /// References must outlive the dialog. `replaces`: a key of the provider whose secret gets another text;
    /// empty: a new key.
    KeyDialog(const control::Desk &desk, ProviderChanges &changes, const Clock &clock,
              const config::Provider &provider, std::string replaces, QWidget *parent);

    void setKeychain(const control::SecretsView &view);
    void setVariables(const std::vector<std::string> &names);

    [[nodiscard]] QLineEdit *idEdit() const { return m_id; }
    [[nodiscard]] KeyForm *keyForm() const { return m_key; }
    [[nodiscard]] Button *saveButton() const { return m_save; }
    [[nodiscard]] QString resultText() const;

Q_SIGNALS:
    void saved();

private:
    void reject() override;
    void save();
    void showStep();
    void showFailure(ProviderTrial::Step at, const Error &error);

    ProviderTrial *m_trial;
    const std::string m_provider;
    const std::string m_replaces;
    std::string m_reference; ///< of the key that is replaced
    std::vector<std::string> m_taken;
    QLineEdit *m_id;
    FormField *m_idField;
    KeyForm *m_key;
    StatusLabel *m_result;
    Paragraph *m_detail;
    Button *m_save;
    bool m_kept = false; ///< the secret has been kept; only the entry is missing
};

} // namespace signalbox::ui
