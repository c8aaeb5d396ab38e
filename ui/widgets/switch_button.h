#pragma once

#include <QAbstractButton>

namespace signalbox::ui {

struct Tokens;

/// On or off, at once. `name` is what a screen reader says it is of.
class SwitchButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit SwitchButton(const QString &name, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

inline constexpr QSize kSwitchSize(32, 18);

/// For cells of tables: `rect` is where the switch stands.
void drawSwitch(QPainter &painter, const QRectF &rect, bool on, bool mirrored, const Tokens &tokens);
/// Two letters of a provider on a tile.
void drawTile(QPainter &painter, const QRectF &rect, const QString &letters, const Tokens &tokens);

} // namespace signalbox::ui
