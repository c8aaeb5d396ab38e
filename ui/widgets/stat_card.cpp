#include "ui/widgets/stat_card.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/status_badge.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kHeight = 96;
constexpr int kPadding = 16;
constexpr QSizeF kSpark(104, 34);
constexpr int kWidthForSpark = 250;

/// Area and line of each unbroken run.
void drawSparkline(QPainter &painter, const QRectF &where, const QList<std::optional<double>> &values,
                   const Tokens &t)
{
    double most = 0;
    for (const auto &value : values)
        most = std::max(most, value.value_or(0));
    if (most <= 0 || values.size() < 2)
        return;
    const auto at = [&](qsizetype i) {
        return QPointF(where.left() + where.width() * double(i) / double(values.size() - 1),
                       where.bottom() - where.height() * *values[i] / most);
    };
    painter.setRenderHint(QPainter::Antialiasing);
    QPointF last;
    for (qsizetype i = 0; i < values.size();) {
        if (!values[i]) {
            ++i;
            continue;
        }
        QPainterPath line(at(i));
        const qreal left = at(i).x();
        for (; i < values.size() && values[i]; ++i)
            line.lineTo(last = at(i));
        QPainterPath area = line;
        area.lineTo(last.x(), where.bottom());
        area.lineTo(left, where.bottom());
        painter.fillPath(area, mixed(t.base, t.text2, 0.12));
        painter.strokePath(line, QPen(t.text2, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.text2);
    painter.drawEllipse(last, 2.5, 2.5);
}

} // namespace

StatCard::StatCard(const QString &label, QWidget *parent)
    : QWidget(parent), m_label(new Label(label, TextStep::Small, this)),
      m_figure(new Label(TextStep::Figure, this)), m_context(new Label(TextStep::Small, this)),
      m_badge(new Badge(Sign::Off, this))
{
    setFixedHeight(kHeight);
    setMinimumWidth(150);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_label->setTone(&Tokens::text2);
    m_figure->setWeight(QFont::DemiBold);
    m_context->setTone(&Tokens::text3);
    m_badge->hide();
    setAbsent(u"–"_s);
}

void StatCard::setLabel(const QString &label)
{
    m_label->setText(label);
    describe();
}

void StatCard::setFigure(const QString &figure, const QString &unit)
{
    m_figure->setTone(&Tokens::text);
    m_figure->setText(figure);
    m_figure->setUnit(unit);
    describe();
}

void StatCard::setAbsent(const QString &word)
{
    m_figure->setTone(&Tokens::text3);
    m_figure->setText(word);
    m_figure->setUnit({});
    describe();
}

void StatCard::setContext(const QString &context, bool alarming)
{
    m_context->setTone(alarming ? &Tokens::err : &Tokens::text3);
    m_context->setText(context);
    describe();
}

void StatCard::setSparkline(QList<std::optional<double>> values)
{
    if (values == m_values)
        return;
    m_values = std::move(values);
    update();
}

void StatCard::setStale(const QString &badge)
{
    m_badge->setText(badge);
    m_badge->setVisible(!badge.isEmpty());
    describe();
    resizeEvent(nullptr);
    update();
}

QString StatCard::figure() const
{
    return m_figure->text();
}

QString StatCard::context() const
{
    return m_context->text();
}

void StatCard::describe()
{
    setAccessibleName(m_label->text());
    setAccessibleDescription(
        u"%1. %2. %3"_s.arg(m_figure->accessibleName(), m_context->text(), m_badge->text()));
}

QSize StatCard::sizeHint() const
{
    return {290, kHeight};
}

void StatCard::resizeEvent(QResizeEvent *)
{
    const auto place = [this](QWidget *widget, int top, int height, int reserved) {
        QRect r(kPadding, top, width() - 2 * kPadding - reserved, height);
        if (layoutDirection() == Qt::RightToLeft)
            r.moveRight(width() - kPadding);
        widget->setGeometry(r);
    };
    const int badge = m_badge->isHidden() ? 0 : m_badge->sizeHint().width() + 8;
    const bool spark = width() >= kWidthForSpark && m_badge->isHidden();
    place(m_label, 12, 16, badge);
    place(m_figure, 31, 32, spark ? int(kSpark.width()) + 8 : 0);
    place(m_context, 70, 16, 0);
    const QSize size = m_badge->sizeHint();
    const int x = layoutDirection() == Qt::RightToLeft ? kPadding : width() - kPadding - size.width();
    m_badge->setGeometry(QRect(QPoint(x, 11), size));
}

void StatCard::paintEvent(QPaintEvent *)
{
    paintSheet(*this);
    if (width() < kWidthForSpark || !m_badge->isHidden())
        return;
    QPainter painter(this);
    // Time runs to the right in every language; the sparkline stands at the line's end.
    const qreal x = layoutDirection() == Qt::RightToLeft ? kPadding : width() - kPadding - kSpark.width();
    drawSparkline(painter, QRectF(QPointF(x, 33), kSpark).adjusted(2, 2, -3, 0), m_values,
                  tokensFor(palette()));
}

} // namespace signalbox::ui
