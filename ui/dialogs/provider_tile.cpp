#include "ui/dialogs/provider_tile.h"

#include "ui/models/provider_facts.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QPainter>
#include <QStyle>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kPadding = 10;
constexpr int kLetters = 28;
} // namespace

ProviderTile::ProviderTile(QWidget *parent) : QAbstractButton(parent)
{
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProviderTile::setChoice(const ProviderChoice &choice)
{
    m_choice = choice;
    setText(choice.name);
    setAccessibleName(u"%1, %2"_s.arg(choice.name, choice.hint));
    setToolTip(choice.hint);
    update();
}

void ProviderTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens &t = tokensFor(palette());
    painter.setPen(isChecked() ? t.intent : t.line2);
    painter.setBrush(isChecked() ? t.intentBg : isDown() ? t.sunken : underMouse() ? t.hover : t.base);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

    const auto placed = [this](int x, int y, int width, int height) {
        return QStyle::visualRect(layoutDirection(), rect(), QRect(x, y, width, height));
    };
    const QRect letters = placed(kPadding, (height() - kLetters) / 2, kLetters, kLetters);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.sunken);
    painter.drawRoundedRect(letters, 6, 6);
    painter.setPen(t.text2);
    painter.setFont(fontFor(TextStep::Small, QFont::DemiBold));
    painter.drawText(letters, Qt::AlignCenter, tileLetters(m_choice.name));
    const int x = kPadding + kLetters + 8;
    const int room = width() - x - kPadding;
    const Qt::Alignment start = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter;
    painter.setPen(t.text);
    TabularText(fontFor(TextStep::Body, QFont::Medium))
        .draw(painter, QRectF(placed(x, 8, room, 19)), start, m_choice.name);
    painter.setPen(t.text3);
    TabularText(fontFor(TextStep::Caption))
        .draw(painter, QRectF(placed(x, 28, room, 16)), start, m_choice.hint);
}

} // namespace signalbox::ui
