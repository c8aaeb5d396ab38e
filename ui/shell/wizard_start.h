#pragma once

#include "control/desk.h"

#include <QObject>
#include <QPointer>
#include <QSettings>

class QWidget;

namespace signalbox {
class Clock;
}

namespace signalbox::ui {

class FirstRunWizard;
class ModelSlots;

/// When the wizard opens: by itself at a first start, and whenever somebody wants it; one at a time. Lives on
/// the main thread, owned by the window.
class WizardStart final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive this; `window` is in front of which it opens.
    WizardStart(const control::Desk &desk, const Clock &clock, ModelSlots &modelSlots, QSettings &settings,
                QWidget &window);

    /// The one that is open comes to the front.
    FirstRunWizard *open();
    /// Unless it has been here, or somebody has set something up without it.
    void openOnce();
    /// Null while it is closed.
    [[nodiscard]] FirstRunWizard *wizard() const;

Q_SIGNALS:
    /// However it was left.
    void left();
    /// Its last step was left by its main button.
    void finished(bool keepInTray);

private:
    control::Desk m_desk;
    const Clock &m_clock;
    ModelSlots &m_slots;
    QSettings &m_settings;
    QWidget &m_window;
    QPointer<FirstRunWizard> m_wizard;
};

} // namespace signalbox::ui
