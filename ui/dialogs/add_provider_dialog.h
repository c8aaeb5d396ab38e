#pragma once

#include "base/clock.h"
#include "catalog/catalog.h"
#include "control/desk.h"
#include "control/secrets.h"
#include "ui/dialogs/dialog.h"
#include "ui/models/provider_draft.h"
#include "ui/models/provider_trial.h"
#include "ui/theme/signs.h"

#include <map>
#include <memory>
#include <vector>

class QComboBox;
class QLineEdit;
class QVBoxLayout;

namespace signalbox::ui {

class Button;
class FormField;
class KeyForm;
class Label;
class Paragraph;
class PresetList;
class StatusLabel;

/// A new provider: which one, its name, its address, its key; tested before it is saved, if wanted. Owned by
/// the providers page.
class AddProviderDialog final : public Dialog
{
    Q_OBJECT

public:
    /// References must outlive the dialog. `takenIds`: names it must not get.
    AddProviderDialog(const control::Desk &desk, ProviderChanges &changes, const Clock &clock,
                      std::shared_ptr<const catalog::Catalog> catalog, std::vector<std::string> takenIds,
                      QWidget *parent);

    void setKeychain(const control::SecretsView &view);
    void choose(const std::string &kind);

    [[nodiscard]] PresetList *presets() const { return m_presets; }
    [[nodiscard]] KeyForm *keyForm() const { return m_key; }
    [[nodiscard]] QLineEdit *idEdit() const { return m_id; }
    [[nodiscard]] QLineEdit *addressEdit() const { return m_address; }
    /// Null where the chosen kind has no such variable.
    [[nodiscard]] QLineEdit *variableEdit(const std::string &name) const;
    [[nodiscard]] QComboBox *wireChoice() const { return m_wire; }
    [[nodiscard]] Button *testButton() const { return m_test; }
    [[nodiscard]] Button *saveButton() const { return m_save; }
    [[nodiscard]] QString idProblem() const;
    [[nodiscard]] QString addressProblem() const;
    [[nodiscard]] QString resultText() const;

    void reject() override;

Q_SIGNALS:
    void added(const QString &provider);

private:
    struct Variable
    {
        QLineEdit *edit;
        FormField *field;
    };

    QWidget *buildForm(const Clock &clock);
    void buildFoot();
    void showKind();
    void fillVariables(const catalog::ProviderRow &row);
    [[nodiscard]] ProviderDraft draft() const;
    /// Says what is wrong beside the fields; true: nothing is.
    bool check();
    void save();
    void test();
    void showStep();
    void showFailure(ProviderTrial::Step at, const Error &error);
    void showTest(const control::ProviderTest &test);
    void say(Sign sign, const QString &word, const QString &detail = {});

    std::shared_ptr<const catalog::Catalog> m_catalog;
    std::vector<std::string> m_taken;
    ProviderTrial *m_trial;
    PresetList *m_presets;
    const catalog::ProviderRow *m_row = nullptr;
    QWidget *m_form = nullptr;
    Label *m_title = nullptr;
    Paragraph *m_notes = nullptr;
    QLineEdit *m_id = nullptr;
    QLineEdit *m_address = nullptr;
    QComboBox *m_wire = nullptr;
    FormField *m_idField = nullptr;
    FormField *m_addressField = nullptr;
    FormField *m_wireField = nullptr;
    QVBoxLayout *m_variableRows = nullptr;
    std::map<std::string, Variable> m_variables;
    KeyForm *m_key = nullptr;
    StatusLabel *m_result = nullptr;
    Paragraph *m_detail = nullptr;
    Button *m_test = nullptr;
    Button *m_cancel = nullptr;
    Button *m_save = nullptr;
    bool m_keyKept = false; ///< the key in the field is kept under this name: only the entry is missing
    bool m_checked = false; ///< fields tell what is wrong as it is typed, once they have been looked at
};

} // namespace signalbox::ui
