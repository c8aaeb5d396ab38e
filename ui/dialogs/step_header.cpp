#include "ui/dialogs/step_header.h"

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QPainter>
#include <QStyle>

#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kHeight = 48;
constexpr int kMargin = 20;
constexpr int kDisc = 18;
constexpr int kGap = 6;
constexpr int kBetween = 8;
constexpr int kTick = 12;
} // namespace

StepHeader::StepHeader(const QStringList &steps, QWidget *parent) : QWidget(parent), m_steps(steps)
{
    setFixedHeight(kHeight);
    setCurrent(0);
}

void StepHeader::setCurrent(int step)
{
    m_current = step;
    setAccessibleName(tr("Step %1 of %2: %3").arg(step + 1).arg(m_steps.size()).arg(m_steps.value(step)));
    update();
}

void StepHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens &t = tokensFor(palette());
    painter.fillRect(rect(), t.base);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
    const auto placed = [this](int x, int width, int height) {
        return QStyle::visualRect(layoutDirection(), rect(),
                                  QRect(x, (kHeight - 1 - height) / 2, width, height));
    };
    const Qt::Alignment start = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter;
    int x = kMargin;
    for (int i = 0; i < m_steps.size(); ++i) {
        const bool reached = i <= m_current;
        const QRect disc = placed(x, kDisc, kDisc);
        painter.setPen(Qt::NoPen);
        painter.setBrush(reached ? t.ink : t.sunken);
        painter.drawEllipse(disc);
        if (i < m_current) {
            painter.drawPixmap(disc.center().x() - kTick / 2 + 1, disc.center().y() - kTick / 2 + 1,
                               iconPixmap(u"check"_s, t.onInk, kTick, devicePixelRatioF()));
        } else {
            painter.setPen(reached ? t.onInk : t.text3);
            painter.setFont(fontFor(TextStep::Caption, QFont::DemiBold));
            painter.drawText(disc, Qt::AlignCenter, QString::number(i + 1));
        }
        x += kDisc + kGap;
        const TabularText text(fontFor(TextStep::Caption, i == m_current ? QFont::DemiBold : QFont::Normal));
        const int width = int(std::ceil(text.width(m_steps[i]))) + 1;
        painter.setPen(i == m_current ? t.text : t.text3);
        text.draw(painter, QRectF(placed(x, width, kHeight)), start, m_steps[i]);
        x += width + kBetween;
        if (i + 1 < m_steps.size())
            painter.fillRect(placed(x, kDisc, 1), t.line2);
        x += kDisc + kBetween;
    }
    const QRect logo = placed(width() - kMargin - kDisc, kDisc, kDisc);
    painter.drawPixmap(logo, programIcon().pixmap(QSize(kDisc, kDisc), devicePixelRatioF()));
}

} // namespace signalbox::ui
