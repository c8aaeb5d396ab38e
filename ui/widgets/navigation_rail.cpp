#include "ui/widgets/navigation_rail.h"

#include "ui/theme/icons.h"
#include "ui/theme/signs.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/status_badge.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWide = 200;
constexpr int kNarrow = 52;
constexpr int kBadgeRoom = 44;
constexpr int kGlyph = 12;

class PageButton final : public QAbstractButton
{
public:
    PageButton(const QString &title, const QString &icon, QWidget *parent)
        : QAbstractButton(parent), m_icon(icon)
    {
        setText(title);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setFixedHeight(34);
        setAccessibleName(title);
    }

    void setBadge(int count, const QString &words)
    {
        m_badge = count;
        setAccessibleDescription(count > 0 ? words : QString());
        setToolTip(count > 0 ? m_tip + u'\n' + words : m_tip);
        update();
    }
    void setTip(const QString &tip)
    {
        m_tip = tip;
        setToolTip(tip);
    }
    [[nodiscard]] int badge() const { return m_badge; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens &t = tokensFor(palette());
        const bool here = isChecked();
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        if (here || underMouse()) {
            painter.setPen(here ? QPen(t.line) : QPen(Qt::NoPen));
            painter.setBrush(here ? t.base : t.hover);
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        }
        if (here) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.ink);
            painter.drawRoundedRect(QRectF(mirrored ? width() - 3 : 0, 9, 3, height() - 18), 1.5, 1.5);
        }
        const QColor ink = here ? t.text : t.text2;
        const bool narrow = width() < 100;
        const int x = narrow ? (width() - 18) / 2 : mirrored ? width() - 12 - 18 : 12;
        painter.drawPixmap(x, (height() - 18) / 2, iconPixmap(m_icon, ink, 18, devicePixelRatioF()));
        if (m_badge > 0)
            paintBadge(painter, t, narrow, mirrored);
        if (narrow)
            return;
        painter.setPen(ink);
        painter.setFont(fontFor(TextStep::Body, here ? QFont::DemiBold : QFont::Medium));
        const int end = m_badge > 0 ? kBadgeRoom : 8;
        const QRect where = mirrored ? rect().adjusted(end, 0, -40, 0) : rect().adjusted(40, 0, -end, 0);
        painter.drawText(where, int(Qt::AlignVCenter | (mirrored ? Qt::AlignRight : Qt::AlignLeft)), text());
    }

private:
    /// A tinted number at the end; where there is no room for it, the state's glyph.
    void paintBadge(QPainter &painter, const Tokens &t, bool narrow, bool mirrored)
    {
        if (narrow) {
            const int x = mirrored ? 2 : width() - kGlyph - 2;
            drawSign(painter, Sign::Warning, QRectF(x, 2, kGlyph, kGlyph), t);
            return;
        }
        painter.setFont(fontFor(TextStep::Caption, QFont::DemiBold));
        const QString number = QLocale().toString(m_badge);
        const qreal wide = std::max(20, painter.fontMetrics().horizontalAdvance(number) + 12);
        const QRectF room(mirrored ? 8 : width() - 8 - wide, (height() - 18) / 2.0, wide, 18);
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.warnBg);
        painter.drawRoundedRect(room, 9, 9);
        painter.setPen(t.warn);
        painter.drawText(room, Qt::AlignCenter, number);
    }

    QString m_icon;
    QString m_tip;
    int m_badge = 0;
};

class Logo final : public QWidget
{
public:
    explicit Logo(QWidget *parent) : QWidget(parent) { setFixedSize(24, 24); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.drawPixmap(rect(), programIcon().pixmap(QSize(24, 24), devicePixelRatioF()));
    }
};

} // namespace

NavigationRail::NavigationRail(QWidget *parent)
    : QWidget(parent), m_pages(new QVBoxLayout), m_group(new QButtonGroup(this)),
      m_name(new Label(u"Signalbox"_s, TextStep::Lead, this)), m_logo(new Logo(this)),
      m_foot(new Card(QString(), this)), m_state(new StatusLabel(m_foot)),
      m_address(new Label(TextStep::Caption, m_foot)), m_copy(new CopyButton(tr("Copy address"), m_foot)),
      m_copyIcon(new CopyButton(tr("Copy address"), this)),
      m_pause(new Button(tr("Pause the gateway"), Button::Kind::Plain, m_foot))
{
    setFixedWidth(kWide);
    setAccessibleName(tr("Pages"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 1, 0);
    layout->setSpacing(0);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(18, 16, 12, 18);
    head->setSpacing(9);
    head->addWidget(m_logo);
    head->addWidget(m_name, 1);
    m_name->setWeight(QFont::DemiBold);
    layout->addLayout(head);

    m_pages->setContentsMargins(11, 0, 11, 0);
    m_pages->setSpacing(2);
    layout->addLayout(m_pages);
    layout->addStretch(1);

    auto *foot = static_cast<Card *>(m_foot)->body();
    foot->setContentsMargins(11, 10, 11, 9);
    foot->setSpacing(5);
    m_address->setCode(true);
    m_address->setTone(&Tokens::text2);
    foot->addWidget(m_state);
    foot->addWidget(m_address);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_pause);
    buttons->addStretch(1);
    m_copy->button()->setHeight(24);
    m_copy->button()->setFont(fontFor(TextStep::Small, QFont::Medium));
    m_pause->setHeight(24);
    m_pause->setIconName(u"pause"_s);
    m_pause->setIconOnly(true);
    foot->addLayout(buttons);

    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(11, 0, 11, 12);
    bottom->addWidget(m_foot);
    bottom->addWidget(m_copyIcon, 0, Qt::AlignHCenter);
    layout->addLayout(bottom);
    m_copyIcon->setIconOnly(true);
    m_copyIcon->hide();

    connect(m_group, &QButtonGroup::idClicked, this, &NavigationRail::pageChosen);
    connect(m_pause, &QPushButton::clicked, this, [this] { Q_EMIT pauseToggled(!m_paused); });
}

void NavigationRail::addPage(const QString &title, const QString &icon, const QString &shortcut)
{
    auto *button = new PageButton(title, icon, this);
    button->setTip(u"%1 (%2)"_s.arg(title, shortcut));
    m_group->addButton(button, int(m_group->buttons().size()));
    m_pages->addWidget(button);
}

void NavigationRail::setCurrentPage(int index)
{
    if (QAbstractButton *button = m_group->button(index))
        button->setChecked(true);
}

void NavigationRail::setBadge(int index, int count, const QString &words)
{
    if (auto *button = static_cast<PageButton *>(m_group->button(index)))
        button->setBadge(count, words);
}

int NavigationRail::badge(int index) const
{
    const auto *button = static_cast<const PageButton *>(m_group->button(index));
    return button ? button->badge() : 0;
}

void NavigationRail::setCollapsed(bool collapsed)
{
    if (collapsed == m_collapsed)
        return;
    m_collapsed = collapsed;
    setFixedWidth(collapsed ? kNarrow : kWide);
    m_name->setVisible(!collapsed);
    m_foot->setVisible(!collapsed);
    m_copyIcon->setVisible(collapsed);
    if (auto *head = static_cast<QHBoxLayout *>(layout()->itemAt(0)->layout()))
        head->setContentsMargins(collapsed ? 13 : 18, 16, collapsed ? 14 : 12, 18);
    const int side = collapsed ? 7 : 11;
    m_pages->setContentsMargins(side, 0, side, 0);
}

void NavigationRail::setGateway(Sign sign, const QString &state, const QString &address, bool paused)
{
    m_state->setStatus(sign, state);
    QString shown = address;
    shown.remove(u"http://"_s);
    m_address->setText(shown);
    m_address->setVisible(!shown.isEmpty());
    m_copy->setText(address);
    m_copyIcon->setText(address);
    if (paused != m_paused) {
        m_paused = paused;
        const QString name = paused ? tr("Take requests again") : tr("Pause the gateway");
        m_pause->setText(name);
        m_pause->setAccessibleName(name);
        m_pause->setToolTip(name);
        m_pause->setIconName(paused ? u"play"_s : u"pause"_s);
    }
}

void NavigationRail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokensFor(palette());
    painter.fillRect(rect(), t.rail);
    const int x = layoutDirection() == Qt::RightToLeft ? 0 : width() - 1;
    painter.fillRect(QRect(x, 0, 1, height()), t.line);
}

} // namespace signalbox::ui
