#pragma once

#include <QPushButton>

namespace signalbox::ui {

/// A push button in the design's three kinds. An icon is named, so that it can follow the palette.
class Button final : public QPushButton
{
    Q_OBJECT

public:
    enum class Kind { Plain, Main, Flat };

    explicit Button(const QString &text, Kind kind = Kind::Plain, QWidget *parent = nullptr);

    /// Of resources/icons.
    void setIconName(const QString &name);
    /// The icon alone; `text` stays the accessible name and becomes the tooltip.
    void setIconOnly(bool only);
    void setHeight(int height);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int padding() const;

    Kind m_kind;
    QString m_iconName;
    bool m_iconOnly = false;
    int m_height = 28;
};

/// Copies `text()` to the clipboard when clicked and says so on its face for a moment.
class CopyButton final : public QWidget
{
    Q_OBJECT

public:
    CopyButton(const QString &label, QWidget *parent = nullptr, Button::Kind kind = Button::Kind::Plain);

    void setText(const QString &toCopy);
    void setIconOnly(bool only);
    [[nodiscard]] Button *button() const { return m_button; }

private:
    Button *m_button;
    QString m_label;
    QString m_toCopy;
};

} // namespace signalbox::ui
