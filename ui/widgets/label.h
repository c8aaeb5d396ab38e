#pragma once

#include "ui/theme/typography.h"

#include <QColor>
#include <QWidget>

namespace signalbox::ui {

struct Tokens;

/// One line of text in one of the design's sizes and colours, with digits of equal width. Elides, and then
/// tells the whole in a tooltip. Numbers are set often, so equal text repaints nothing and a change never
/// asks for a new layout unless the text has grown.
class Label final : public QWidget
{
    Q_OBJECT

public:
    using Tone = QColor Tokens::*;

    explicit Label(TextStep step = TextStep::Body, QWidget *parent = nullptr);
    explicit Label(const QString &text, TextStep step = TextStep::Body, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    /// A second text after the first, smaller and quieter: "2,865 today".
    void setUnit(const QString &unit);
    void setTone(Tone tone);
    void setWeight(QFont::Weight weight);
    void setAlignment(Qt::Alignment alignment);
    void setCode(bool code);
    /// Keeps its text's width at least; else it may shrink and elide.
    void setFixed(bool fixed);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] QFont textFont() const;
    void refresh();

    TextStep m_step;
    QFont::Weight m_weight = QFont::Normal;
    Qt::Alignment m_alignment = Qt::AlignLeft;
    Tone m_tone;
    bool m_code = false;
    bool m_fixed = false;
    QString m_text;
    QString m_unit;
};

} // namespace signalbox::ui
