#pragma once

#include "ui/theme/signs.h"

#include <QWidget>

namespace signalbox::ui {

/// A tinted word: "new", "stopped 14:17".
class Badge final : public QWidget
{
    Q_OBJECT

public:
    explicit Badge(Sign sign, QWidget *parent = nullptr);

    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Sign m_sign;
    QString m_text;
};

/// A state as it is always shown: glyph, colour and word.
class StatusLabel final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLabel(QWidget *parent = nullptr);

    void setStatus(Sign sign, const QString &word);
    [[nodiscard]] Sign sign() const { return m_sign; }
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Sign m_sign = Sign::Waiting;
    QString m_text;
};

} // namespace signalbox::ui
