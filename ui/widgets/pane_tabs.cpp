#include "ui/widgets/pane_tabs.h"

#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QFontMetrics>
#include <QPainter>

namespace signalbox::ui {

namespace {
constexpr int kHeight = 34;
constexpr int kPadding = 8;
} // namespace

PaneTabs::PaneTabs(const QString &name, QWidget *parent) : QTabBar(parent)
{
    setAccessibleName(name);
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setElideMode(Qt::ElideRight);
    setMouseTracking(true);
}

QSize PaneTabs::tabSizeHint(int index) const
{
    const QFontMetrics metrics(fontFor(TextStep::Body, QFont::DemiBold));
    return {metrics.horizontalAdvance(tabText(index)) + 2 * kPadding + 4, kHeight};
}

QSize PaneTabs::minimumTabSizeHint(int index) const
{
    return tabSizeHint(index);
}

void PaneTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokensFor(palette());
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
    for (int i = 0; i < count(); ++i) {
        const bool here = i == currentIndex();
        const QRect rect = tabRect(i);
        painter.setPen(here ? t.text : t.text2);
        painter.setFont(fontFor(TextStep::Body, here ? QFont::DemiBold : QFont::Normal));
        painter.drawText(rect, int(Qt::AlignCenter), tabText(i));
        if (here)
            painter.fillRect(QRect(rect.left() + kPadding, height() - 2, rect.width() - 2 * kPadding, 2),
                             t.ink);
    }
}

} // namespace signalbox::ui
