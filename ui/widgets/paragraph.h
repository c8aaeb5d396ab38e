#pragma once

#include "ui/theme/typography.h"

#include <QColor>
#include <QWidget>

namespace signalbox::ui {

struct Tokens;

/// Text of several lines that breaks where its room ends.
class Paragraph final : public QWidget
{
    Q_OBJECT

public:
    using Tone = QColor Tokens::*;

    explicit Paragraph(const QString &text = {}, TextStep step = TextStep::Small, QWidget *parent = nullptr);

    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    void setTone(Tone tone);
    void setCentred(bool centred);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextStep m_step;
    Tone m_tone;
    bool m_centred = false;
    QString m_text;
};

} // namespace signalbox::ui
