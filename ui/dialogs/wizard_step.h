#pragma once

#include "base/clock.h"
#include "control/agents.h"
#include "control/desk.h"
#include "control/gateway_control.h"

#include <QWidget>

#include <optional>
#include <string>

class QVBoxLayout;

namespace signalbox::ui {

class Label;
class ModelSlots;
class ProviderSetup;

/// What the steps of the first run know in common. Owned by the wizard.
struct WizardContext
{
    control::Desk desk;
    const Clock &clock;
    ModelSlots &modelSlots;
    ProviderSetup &setup;
    std::optional<control::Agent> agent; ///< that was chosen
    bool connected = false;
};

/// One step of the wizard: a title, a sentence, and what there is to do. Says what the main button is called
/// and whether it can be pressed; the wizard has the buttons.
class WizardStep : public QWidget
{
    Q_OBJECT

public:
    explicit WizardStep(WizardContext &context, QWidget *parent);

    /// It comes to the front.
    virtual void enter() {}
    [[nodiscard]] virtual QString nextText() const = 0;
    [[nodiscard]] virtual bool canGoOn() const { return true; }
    /// The main button: ends in done(), or shows why not.
    virtual void goOn() { Q_EMIT done(); }
    /// What has the keyboard first; null: the main button.
    [[nodiscard]] virtual QWidget *firstFocus() const { return nullptr; }

    [[nodiscard]] QString title() const;

Q_SIGNALS:
    void done();
    /// The main button's text or state has changed.
    void changed();

protected:
    void setTitle(const QString &title, const QString &sentence);
    [[nodiscard]] WizardContext &context() const { return m_context; }
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

private:
    WizardContext &m_context;
    Label *m_title;
    Label *m_sentence;
    QVBoxLayout *m_body;
};

} // namespace signalbox::ui
