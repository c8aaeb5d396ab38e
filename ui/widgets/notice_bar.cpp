#include "ui/widgets/notice_bar.h"

#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kShown = 3;
constexpr int kLeastSevere = 2;
constexpr int kHeight = 40;

int severity(Sign sign)
{
    return sign == Sign::Error ? 0 : sign == Sign::Warning ? 1 : kLeastSevere;
}

/// One notice: glyph, bold fact, consequence, button, cross.
class NoticeRow final : public QWidget
{
public:
    NoticeRow(const Notice &notice, QWidget *parent) : QWidget(parent), m_notice(notice)
    {
        setFixedHeight(kHeight);
        setAccessibleName(notice.fact);
        setAccessibleDescription(notice.consequence);
        setToolTip(notice.fact + u' ' + notice.consequence);
        m_layout = new QHBoxLayout(this);
        m_layout->setContentsMargins(0, 0, 8, 0);
        m_layout->setSpacing(8);
        m_layout->addStretch(1);
    }

    void add(QWidget *widget) { m_layout->addWidget(widget); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Tokens &t = tokensFor(palette());
        const QColor ground = signGround(m_notice.sign, t);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(mixed(ground, signColour(m_notice.sign, t), 0.35));
        painter.setBrush(ground);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        int buttons = 12;
        for (const QWidget *child : findChildren<QPushButton *>())
            buttons += child->width() + 8;
        QRectF room = QRectF(rect()).adjusted(14, 0, -buttons, 0);
        if (mirrored)
            room = QRectF(rect()).adjusted(buttons, 0, -14, 0);
        const QRectF glyph(mirrored ? room.right() - 12 : room.left(), (height() - 12) / 2.0, 12, 12);
        drawSign(painter, m_notice.sign, glyph, t);
        room.adjust(mirrored ? 0 : 22, 0, mirrored ? -22 : 0, 0);

        const Qt::Alignment side = (mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
        const TabularText bold(fontFor(TextStep::Body, QFont::DemiBold));
        painter.setPen(t.text);
        bold.draw(painter, room, side, m_notice.fact);
        const qreal used = bold.width(m_notice.fact) + 5;
        room.adjust(mirrored ? 0 : used, 0, mirrored ? -used : 0, 0);
        painter.setPen(t.text2);
        if (room.width() > 40)
            TabularText(fontFor(TextStep::Body)).draw(painter, room, side, m_notice.consequence);
    }

private:
    Notice m_notice;
    QHBoxLayout *m_layout;
};

} // namespace

NoticeBar::NoticeBar(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins({});
    m_layout->setSpacing(6);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
}

void NoticeBar::setNotice(const Notice &notice)
{
    if (m_closed.contains(notice))
        return;
    const auto it = std::ranges::find(m_notices, notice.id, &Notice::id);
    if (it != m_notices.end()) {
        if (*it == notice)
            return;
        *it = notice;
    } else {
        m_notices.append(notice);
    }
    rebuild();
}

void NoticeBar::removeNotice(const QString &id)
{
    // Over is over: if it comes again, it is news again.
    m_closed.removeIf([&](const Notice &notice) { return notice.id == id; });
    if (m_notices.removeIf([&](const Notice &notice) { return notice.id == id; }) > 0)
        rebuild();
}

QList<Notice> NoticeBar::shown() const
{
    QList<Notice> notices;
    for (int rank = 0; rank <= kLeastSevere; ++rank) {
        for (const Notice &notice : m_notices) {
            if (severity(notice.sign) == rank)
                notices << notice;
        }
    }
    return notices.mid(0, kShown);
}

void NoticeBar::close(const QString &id)
{
    const auto it = std::ranges::find(m_notices, id, &Notice::id);
    if (it == m_notices.end())
        return;
    m_closed.append(*it);
    m_notices.erase(it);
    rebuild();
}

void NoticeBar::rebuild()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        // Later, for the button that asked for this is one of them.
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    const QList<Notice> notices = shown();
    for (const Notice &notice : notices) {
        auto *row = new NoticeRow(notice, this);
        const auto addButton = [&](const QString &label, void (NoticeBar::*told)(const QString &)) {
            if (label.isEmpty())
                return;
            auto *button = new Button(label, Button::Kind::Plain, row);
            button->setHeight(24);
            connect(button, &QPushButton::clicked, this,
                    [this, told, id = notice.id] { Q_EMIT(this->*told)(id); });
            row->add(button);
        };
        addButton(notice.action, &NoticeBar::actionTriggered);
        addButton(notice.alternative, &NoticeBar::alternativeTriggered);
        auto *cross = new Button(tr("Close this notice"), Button::Kind::Flat, row);
        cross->setHeight(24);
        cross->setIconName(u"close"_s);
        cross->setIconOnly(true);
        connect(cross, &QPushButton::clicked, this, [this, id = notice.id] { close(id); });
        row->add(cross);
        m_layout->addWidget(row);
    }
    if (const auto more = m_notices.size() - notices.size(); more > 0) {
        auto *rest = new Label(tr("%n more", nullptr, int(more)), TextStep::Small, this);
        rest->setTone(&Tokens::text2);
        m_layout->addWidget(rest);
    }
    setVisible(!notices.isEmpty());
    updateGeometry();
}

} // namespace signalbox::ui
