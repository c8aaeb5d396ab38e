#include "ui/theme/model_slots.h"

#include "ui/theme/tokens.h"

#include <QSettings>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr auto kArray = "modelSlots"_L1;
}

ModelSlots::ModelSlots(QSettings *store) : m_store(store)
{
    if (!m_store)
        return;
    // An array, not a key for each model: names hold slashes, which QSettings takes for groups.
    const int count = std::min(m_store->beginReadArray(kArray), kModelSlots);
    for (int i = 0; i < count; ++i) {
        m_store->setArrayIndex(i);
        const QString name = m_store->value("name"_L1).toString();
        if (!name.isEmpty() && !m_slots.contains(name))
            m_slots.insert(name, i + 1);
    }
    m_store->endArray();
    m_next = count + 1;
}

int ModelSlots::slotFor(const QString &model)
{
    if (const auto it = m_slots.constFind(model); it != m_slots.constEnd())
        return *it;
    if (model.isEmpty() || m_next > kModelSlots)
        return kOtherSlot;
    const int slot = m_next++;
    m_slots.insert(model, slot);
    if (m_store) {
        m_store->beginWriteArray(kArray, slot);
        m_store->setArrayIndex(slot - 1);
        m_store->setValue("name"_L1, model);
        m_store->endArray();
    }
    return slot;
}

} // namespace signalbox::ui
