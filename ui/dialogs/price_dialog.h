#pragma once

#include "base/money.h"
#include "ui/dialogs/dialog.h"

#include <optional>
#include <string>

class QLineEdit;

namespace signalbox::ui {

class Button;
class FormField;
class ProviderChanges;
class StatusLabel;

/// What a model of a provider costs, for those that no list has a price of. Owned by the providers page.
class PriceDialog final : public Dialog
{
    Q_OBJECT

public:
    /// `changes` must outlive the dialog.
    PriceDialog(ProviderChanges &changes, std::string provider, std::string model, QWidget *parent);

    [[nodiscard]] QLineEdit *input() const { return m_input; }
    [[nodiscard]] QLineEdit *cached() const { return m_cached; }
    [[nodiscard]] QLineEdit *output() const { return m_output; }
    [[nodiscard]] Button *saveButton() const { return m_save; }
    [[nodiscard]] QString problems() const;

Q_SIGNALS:
    void saved();

private:
    void save();

    ProviderChanges &m_changes;
    const std::string m_provider;
    const std::string m_model;
    QLineEdit *m_input;
    QLineEdit *m_cached;
    QLineEdit *m_output;
    FormField *m_inputField;
    FormField *m_cachedField;
    FormField *m_outputField;
    StatusLabel *m_result;
    Button *m_save;
};

/// Dollars for a million tokens as they are typed, with a point or a comma; nothing where it is no price.
[[nodiscard]] std::optional<Money> typedPrice(const QString &text);

} // namespace signalbox::ui
