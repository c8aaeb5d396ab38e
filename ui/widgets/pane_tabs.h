#pragma once

#include <QTabBar>

namespace signalbox::ui {

/// The tabs of a pane: words, the current one underlined in ink. Arrow keys move within, as in any tab bar.
class PaneTabs final : public QTabBar
{
    Q_OBJECT

public:
    explicit PaneTabs(const QString &name, QWidget *parent = nullptr);

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace signalbox::ui
