#pragma once

#include "ui/models/provider_choices.h"

#include <QAbstractButton>

namespace signalbox::ui {

/// A provider to choose: two letters, its name, what it needs.
class ProviderTile final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit ProviderTile(QWidget *parent = nullptr);

    void setChoice(const ProviderChoice &choice);
    [[nodiscard]] const ProviderChoice &choice() const { return m_choice; }
    [[nodiscard]] QSize sizeHint() const override { return {208, 52}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ProviderChoice m_choice;
};

} // namespace signalbox::ui
