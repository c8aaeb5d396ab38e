#pragma once

#include <QHash>
#include <QString>

class QSettings;

namespace signalbox::ui {

/// Which colour and shape a model has: given at its first use, kept for ever, so that a colour never comes to
/// mean another model. Lives on the main thread; owned by the window. With no store it forgets at the end.
class ModelSlots final
{
public:
    /// `store` must outlive this.
    explicit ModelSlots(QSettings *store = nullptr);

    /// 1 to 7, or kOtherSlot once those are taken.
    [[nodiscard]] int slotFor(const QString &model);

private:
    QSettings *m_store;
    QHash<QString, int> m_slots;
    int m_next = 1;
};

} // namespace signalbox::ui
