#include "ui/pages/agent_list.h"

#include "ui/models/agents_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/signs.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/table_support.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyle>

#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kPadding = 15;
constexpr int kTile = 32;
constexpr int kGap = 12;
constexpr int kGlyph = 12;
} // namespace

void AgentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const Tokens &t = tokensFor(option.palette);
    const QRect row = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    if (selected)
        painter->fillRect(row, t.intentBg);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(row, t.hover);
    painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), t.grid);
    // Everything is laid out from the start and mirrored as one.
    const auto placed = [&](int x, int y, int width, int height) {
        return QStyle::visualRect(option.direction, row, QRect(row.left() + x, row.top() + y, width, height));
    };
    if (selected)
        painter->fillRect(placed(0, 0, 3, row.height()), t.intent);
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && view->hasFocus() && view->window()->testAttribute(Qt::WA_KeyboardFocusChange) &&
        view->currentIndex() == index) {
        painter->setPen(QPen(t.intent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(row.adjusted(1, 1, -1, -1));
    }
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect tile = placed(kPadding, (row.height() - kTile) / 2, kTile, kTile);
    painter->setPen(Qt::NoPen);
    painter->setBrush(t.sunken);
    painter->drawRoundedRect(tile, 6, 6);
    painter->drawPixmap(tile.left() + 7, tile.top() + 7,
                        iconPixmap(u"agents"_s, t.text2, 18, painter->device()->devicePixelRatioF()));

    const Qt::Alignment start = QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter;
    const auto write = [&](const QRect &where, const TabularText &text, const QColor &colour,
                           const QString &words) {
        painter->setPen(colour);
        text.draw(*painter, QRectF(where), start, words);
    };
    const auto widthOf = [](const TabularText &text, const QString &words) {
        return int(std::ceil(text.width(words))) + 1;
    };
    const TabularText stateText(fontFor(TextStep::Small, QFont::Medium));
    const auto sign = Sign(index.data(AgentsModel::StateSignRole).toInt());
    const QString word = index.data(AgentsModel::StateWordRole).toString();
    const int stateWidth = kGlyph + 6 + widthOf(stateText, word);
    const int stateX = row.width() - kPadding - stateWidth;
    drawSign(*painter, sign, QRectF(placed(stateX, 0, kGlyph, row.height())), t);
    write(placed(stateX + kGlyph + 6, 0, stateWidth - kGlyph - 6, row.height()), stateText,
          signColour(sign, t), word);

    const int textX = kPadding + kTile + kGap;
    const int room = stateX - textX - 8;
    const TabularText name(fontFor(TextStep::Body, QFont::DemiBold));
    const TabularText small(fontFor(TextStep::Small));
    const QString title = index.data().toString();
    const int nameWidth = std::min(room, widthOf(name, title));
    const bool two = !index.data(AgentsModel::DetailRole).toString().isEmpty();
    const int top = two ? 15 : 24;
    write(placed(textX, top, nameWidth, 20), name, t.text, title);
    if (room - nameWidth > 24)
        write(placed(textX + nameWidth + 8, top, room - nameWidth - 8, 20), small, t.text3,
              index.data(AgentsModel::VersionRole).toString());
    if (two)
        write(placed(textX, top + 19, room, 18), small, t.text2,
              index.data(AgentsModel::DetailRole).toString());
    painter->restore();
}

QSize AgentDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {240, kRow};
}

AgentList::AgentList(QWidget *parent) : QListView(parent)
{
    setUpTable(*this);
    setSelectionMode(SingleSelection);
    setItemDelegate(new AgentDelegate(this));
    setUniformItemSizes(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void AgentList::setModel(QAbstractItemModel *model)
{
    QListView::setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &AgentList::fitHeight);
    fitHeight();
}

void AgentList::fitHeight()
{
    setFixedHeight(model()->rowCount() * AgentDelegate::kRow);
}

} // namespace signalbox::ui
