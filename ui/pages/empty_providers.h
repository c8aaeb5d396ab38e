#pragma once

#include "catalog/catalog.h"
#include "ui/widgets/card.h"

#include <memory>

namespace signalbox::ui {

class Button;
class Paragraph;
class PresetList;

/// What the providers page says while there are none: add one, or look for keys; and all that can be added.
class EmptyProviders final : public Card
{
    Q_OBJECT

public:
    explicit EmptyProviders(std::shared_ptr<const catalog::Catalog> catalog, QWidget *parent = nullptr);

    [[nodiscard]] PresetList *presets() const { return m_presets; }
    [[nodiscard]] Button *addButton() const { return m_add; }
    [[nodiscard]] Button *lookButton() const { return m_look; }
    /// "Nothing was found."; empty: nothing to say.
    void setTold(const QString &told);

Q_SIGNALS:
    /// Empty: which one is chosen later.
    void addWanted(const QString &kind);
    void lookWanted();

private:
    PresetList *m_presets;
    Button *m_add;
    Button *m_look;
    Paragraph *m_told;
};

} // namespace signalbox::ui
