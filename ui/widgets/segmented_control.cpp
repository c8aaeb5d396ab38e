#include "ui/widgets/segmented_control.h"

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace signalbox::ui {

namespace {

constexpr int kIcon = 14;

/// One of the choices. The first and the last carry the round corners.
class Segment final : public QAbstractButton
{
public:
    Segment(const QString &text, bool first, bool last, QWidget *parent)
        : QAbstractButton(parent), m_first(first), m_last(last)
    {
        setText(text);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setAccessibleName(text);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    void setIconName(const QString &name)
    {
        m_icon = name;
        updateGeometry();
    }

    void setHeight(int height)
    {
        m_height = height;
        updateGeometry();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const QFontMetricsF metrics(fontFor(TextStep::Small, QFont::DemiBold)); // the widest it gets
        const int icon = m_icon.isEmpty() ? 0 : kIcon + 5;
        return {int(std::ceil(metrics.horizontalAdvance(text()))) + 22 + icon, m_height};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens &t = tokensFor(palette());
        const QColor ground = isChecked() ? t.ink : isDown() ? t.sunken : underMouse() ? t.hover : t.base;
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        const bool roundLeft = mirrored ? m_last : m_first;
        const bool roundRight = mirrored ? m_first : m_last;
        // A shared edge is drawn once, by the neighbour on its right.
        const QRectF edge = QRectF(rect()).adjusted(0.5, 0.5, roundRight ? -0.5 : 0.5, -0.5);
        const qreal left = roundLeft ? 6 : 0;
        const qreal right = roundRight ? 6 : 0;
        QPainterPath path;
        path.moveTo(edge.left() + left, edge.top());
        path.lineTo(edge.right() - right, edge.top());
        if (right > 0)
            path.arcTo(QRectF(edge.right() - 2 * right, edge.top(), 2 * right, 2 * right), 90, -90);
        path.lineTo(edge.right(), edge.bottom() - right);
        if (right > 0)
            path.arcTo(QRectF(edge.right() - 2 * right, edge.bottom() - 2 * right, 2 * right, 2 * right), 0,
                       -90);
        path.lineTo(edge.left() + left, edge.bottom());
        if (left > 0)
            path.arcTo(QRectF(edge.left(), edge.bottom() - 2 * left, 2 * left, 2 * left), 270, -90);
        path.lineTo(edge.left(), edge.top() + left);
        if (left > 0)
            path.arcTo(QRectF(edge.left(), edge.top(), 2 * left, 2 * left), 180, -90);
        path.closeSubpath();
        painter.setPen(isChecked() ? t.ink : t.line2);
        painter.setBrush(ground);
        painter.drawPath(path);

        const QColor ink = isChecked() ? t.onInk : t.text2;
        painter.setPen(ink);
        QRect inner = rect().adjusted(11, 0, -11, 0);
        if (!m_icon.isEmpty()) {
            const int x = mirrored ? inner.right() - kIcon + 1 : inner.left();
            painter.drawPixmap(x, (height() - kIcon) / 2,
                               iconPixmap(m_icon, ink, kIcon, devicePixelRatioF()));
            mirrored ? inner.setRight(x - 5) : inner.setLeft(x + kIcon + 5);
        }
        painter.setFont(fontFor(TextStep::Small, isChecked() ? QFont::DemiBold : QFont::Medium));
        painter.drawText(inner, int(Qt::AlignCenter) | Qt::TextSingleLine, text());
    }

private:
    bool m_first;
    bool m_last;
    int m_height = 28;
    QString m_icon;
};

} // namespace

SegmentedControl::SegmentedControl(const QString &name, const QStringList &choices, QWidget *parent)
    : QWidget(parent), m_group(new QButtonGroup(this))
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    for (int i = 0; i < choices.size(); ++i) {
        auto *segment = new Segment(choices[i], i == 0, i == choices.size() - 1, this);
        segment->setAccessibleDescription(name);
        m_group->addButton(segment, i);
        layout->addWidget(segment);
    }
    if (!choices.isEmpty())
        m_group->button(0)->setChecked(true);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int index, bool on) {
        if (on)
            Q_EMIT currentChanged(index);
    });
}

int SegmentedControl::current() const
{
    return m_group->checkedId();
}

void SegmentedControl::setCurrent(int index)
{
    if (QAbstractButton *button = m_group->button(index))
        button->setChecked(true);
}

void SegmentedControl::setIcons(const QStringList &names)
{
    for (int i = 0; i < names.size(); ++i) {
        if (auto *segment = static_cast<Segment *>(m_group->button(i)))
            segment->setIconName(names[i]);
    }
}

void SegmentedControl::setHeight(int height)
{
    for (QAbstractButton *button : m_group->buttons())
        static_cast<Segment *>(button)->setHeight(height);
}

} // namespace signalbox::ui
