#include "ui/widgets/button.h"

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>

#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kIcon = 14;
constexpr int kPadding = 10;
constexpr int kDialogHeight = 32; ///< from there on a button is wider too
constexpr int kDialogPadding = 15;
constexpr int kGap = 6;
constexpr int kCopiedMs = 1600;

QColor groundOf(Button::Kind kind, bool hovered, bool pressed, const Tokens &t)
{
    if (kind == Button::Kind::Main)
        return pressed ? mixed(t.ink, t.text3, 0.4) : hovered ? t.inkHover : t.ink;
    if (pressed)
        return t.sunken;
    if (hovered)
        return t.hover;
    return kind == Button::Kind::Flat ? QColor(Qt::transparent) : t.base;
}

} // namespace

Button::Button(const QString &text, Kind kind, QWidget *parent) : QPushButton(text, parent), m_kind(kind)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(fontFor(TextStep::Body, QFont::Medium));
    setAccessibleName(text);
    setAutoDefault(false);
}

void Button::setIconName(const QString &name)
{
    m_iconName = name;
    updateGeometry();
    update();
}

void Button::setIconOnly(bool only)
{
    m_iconOnly = only;
    setToolTip(only ? text() : QString());
    updateGeometry();
}

void Button::setHeight(int height)
{
    m_height = height;
    updateGeometry();
}

int Button::padding() const
{
    return m_height >= kDialogHeight ? kDialogPadding : kPadding;
}

QSize Button::sizeHint() const
{
    if (m_iconOnly)
        return {m_height, m_height};
    const QFontMetricsF metrics(font());
    const int icon = m_iconName.isEmpty() ? 0 : kIcon + kGap;
    return {int(std::ceil(metrics.horizontalAdvance(text()))) + icon + 2 * padding(), m_height};
}

void Button::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens &t = tokensFor(palette());
    const bool enabled = isEnabled();
    const QColor ground = groundOf(m_kind, enabled && underMouse(), isDown(), t);
    painter.setBrush(enabled ? ground : QColor(Qt::transparent));
    const bool bordered = m_kind == Kind::Plain || !enabled;
    painter.setPen(bordered && m_kind != Kind::Flat ? QPen(enabled ? t.line2 : t.line) : QPen(Qt::NoPen));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);

    const QColor ink = !enabled ? t.text3 : m_kind == Kind::Main ? t.onInk : t.text;
    painter.setPen(ink);
    QRect inner = rect().adjusted(padding(), 0, -padding(), 0);
    if (!m_iconName.isEmpty()) {
        const QPixmap pixmap = iconPixmap(m_iconName, ink, kIcon, devicePixelRatioF());
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        const int x = m_iconOnly ? (width() - kIcon) / 2
                      : mirrored ? inner.right() - kIcon + 1
                                 : inner.left();
        painter.drawPixmap(x, (height() - kIcon) / 2, pixmap);
        mirrored ? inner.setRight(x - kGap) : inner.setLeft(x + kIcon + kGap);
    }
    if (!m_iconOnly) {
        painter.setFont(font());
        // A text runs in its own direction, also where the window runs in the other.
        painter.setLayoutDirection(text().isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
        painter.drawText(inner, int(Qt::AlignCenter) | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, inner.width() + 2));
    }
}

CopyButton::CopyButton(const QString &label, QWidget *parent, Button::Kind kind)
    : QWidget(parent), m_button(new Button(label, kind, this)), m_label(label)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_button);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusProxy(m_button);
    m_button->setIconName(u"copy"_s);
    m_button->setEnabled(false); // nothing to copy yet
    auto *back = new QTimer(this);
    back->setSingleShot(true);
    back->setInterval(kCopiedMs);
    connect(back, &QTimer::timeout, this, [this] {
        m_button->setIconName(u"copy"_s);
        m_button->setAccessibleName(m_label);
    });
    connect(m_button, &QPushButton::clicked, this, [this, back] {
        QGuiApplication::clipboard()->setText(m_toCopy);
        m_button->setIconName(u"check"_s);
        m_button->setAccessibleName(tr("Copied"));
        back->start();
    });
}

void CopyButton::setText(const QString &toCopy)
{
    m_toCopy = toCopy;
    m_button->setEnabled(!toCopy.isEmpty());
}

void CopyButton::setIconOnly(bool only)
{
    m_button->setIconOnly(only);
}

} // namespace signalbox::ui
