#include "ui/widgets/table_support.h"

#include "ui/theme/signs.h"
#include "ui/theme/typography.h"

#include <QAbstractItemView>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace signalbox::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kMark = 11;
constexpr int kMarkGap = 7;
constexpr int kBarWidth = 96;
constexpr int kBarHeight = 10;

/// "58 %" and beside it the bar with the wanted share's mark.
void drawShare(QPainter &painter, QRect &room, const QModelIndex &index, const Tokens &t)
{
    const double share = std::clamp(index.data(ShareRole).toDouble(), 0.0, 1.0);
    const QRectF bar(room.right() - kBarWidth + 1, room.center().y() - kBarHeight / 2.0 + 1, kBarWidth,
                     kBarHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.dark ? t.line : t.sunken);
    painter.drawRoundedRect(bar, 1, 1);
    painter.setBrush(modelColour(index.data(ShapeRole).toInt(), t).fill);
    painter.drawRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()));
    if (const QVariant wanted = index.data(WantedRole); wanted.isValid()) {
        const double x = bar.left() + bar.width() * std::clamp(wanted.toDouble(), 0.0, 1.0);
        painter.setBrush(t.text);
        painter.drawRect(QRectF(std::min(x - 1, bar.right() - 2), bar.top() - 2, 2, bar.height() + 4));
    }
    room.setRight(room.right() - kBarWidth - 8);
}

void drawMark(QPainter &painter, QRect &room, const QModelIndex &index, bool mirrored, const Tokens &t,
              QColor &ink)
{
    const QVariant shape = index.data(ShapeRole);
    const QVariant sign = index.data(SignRole);
    if (!shape.isValid() && !sign.isValid())
        return;
    const QRectF where(mirrored ? room.right() - kMark + 1 : room.left(),
                       room.center().y() - kMark / 2.0 + 0.5, kMark, kMark);
    if (sign.isValid()) {
        const auto value = Sign(sign.toInt());
        drawSign(painter, value, where, t);
        ink = signColour(value, t);
    } else {
        drawModelShape(painter, shape.toInt(), where.adjusted(0.5, 0.5, -0.5, -0.5), t);
    }
    room.adjust(mirrored ? 0 : kMark + kMarkGap, 0, mirrored ? -kMark - kMarkGap : 0, 0);
}

} // namespace

TableDelegate::TableDelegate(int rowHeight, QObject *parent)
    : QStyledItemDelegate(parent), m_rowHeight(rowHeight)
{
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const TabularText text(fontFor(TextStep::Small));
    int width = int(text.width(index.data().toString())) + 2 * kPadding + 2;
    if (index.data(ShapeRole).isValid() || index.data(SignRole).isValid())
        width += kMark + kMarkGap;
    return {width, m_rowHeight};
}

QRect TableDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const Tokens &t = tokensFor(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const bool mirrored = option.direction == Qt::RightToLeft;
    painter->setRenderHint(QPainter::Antialiasing, false);
    const QVariant ground = index.data(Qt::BackgroundRole);
    if (selected)
        painter->fillRect(option.rect, t.intentBg);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, t.hover);
    else if (ground.isValid())
        painter->fillRect(option.rect, t.alt);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.grid);
    if (selected && index.column() == 0) {
        const int x = mirrored ? option.rect.right() - 2 : 0;
        painter->fillRect(QRect(x, option.rect.top(), 3, option.rect.height()), t.intent);
    }

    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && view->indexWidget(index))
        return {}; // a control stands here; the text is for who copies the row
    if (view && view->hasFocus() && view->window()->testAttribute(Qt::WA_KeyboardFocusChange) &&
        view->currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0)) {
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 2), t.intent);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom() - 1, option.rect.width(), 2),
                          t.intent);
    }
    painter->setRenderHint(QPainter::Antialiasing);
    QRect room = option.rect.adjusted(kPadding, 0, -kPadding, -1);
    if (!view || !view->inherits("QTreeView")) {
        // Outer cells keep the card's padding; in a tree the branches stand there.
        const bool first = index.column() == 0;
        const bool last = index.column() == index.model()->columnCount(index.parent()) - 1;
        room.adjust(mirrored ? (last ? kPadding : 0) : (first ? kPadding : 0), 0,
                    mirrored ? (first ? -kPadding : 0) : (last ? -kPadding : 0), 0);
    }
    return room;
}

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const Tokens &t = tokensFor(option.palette);
    const bool mirrored = option.direction == Qt::RightToLeft;
    painter->save();
    QRect room = paintGround(painter, option, index);
    if (room.isNull()) {
        painter->restore();
        return;
    }
    QColor ink = index.data(QuietRole).toBool() ? t.text3 : t.text;
    if (index.data(ShareRole).isValid())
        drawShare(*painter, room, index, t);
    else
        drawMark(*painter, room, index, mirrored, t, ink);
    painter->setPen(option.state & QStyle::State_Enabled ? ink : t.text3);
    const bool strong = index.data(StrongRole).toBool();
    const bool sign = index.data(SignRole).isValid();
    const TabularText text(fontFor(TextStep::Small, strong ? QFont::DemiBold
                                                    : sign ? QFont::Medium
                                                           : QFont::Normal));
    const auto wanted = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    const Qt::Alignment alignment =
        index.data(ShareRole).isValid()
            ? Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter) // next to its bar
            : QStyle::visualAlignment(option.direction, wanted ? wanted : Qt::Alignment(Qt::AlignLeft)) |
                  Qt::AlignVCenter;
    text.draw(*painter, QRectF(room), alignment, index.data().toString());
    painter->restore();
}

bool TableDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                              const QModelIndex &index)
{
    // Cut text tells its whole, unless the model has something better to say.
    if (event->type() == QEvent::ToolTip && !index.data(Qt::ToolTipRole).isValid()) {
        if (sizeHint(option, index).width() > option.rect.width())
            QToolTip::showText(event->globalPos(), index.data().toString(), view);
        else
            QToolTip::hideText();
        return true;
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

void setUpTable(QAbstractItemView &view)
{
    view.setFrameShape(QFrame::NoFrame);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setTabKeyNavigation(false);
    view.setMouseTracking(true);
    // The card's sheet shows through, with its round corners.
    view.viewport()->setAutoFillBackground(false);
    for (auto *header : view.findChildren<QHeaderView *>())
        header->viewport()->setAutoFillBackground(false);
    view.setAttribute(Qt::WA_MacShowFocusRect, false);
    auto *copy = new QAction(&view);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(copy, &QAction::triggered, &view, [&view] {
        if (const QString text = selectedRowsAsText(view); !text.isEmpty())
            QGuiApplication::clipboard()->setText(text);
    });
    view.addAction(copy);
}

QString selectedRowsAsText(const QAbstractItemView &view)
{
    const QItemSelectionModel *selection = view.selectionModel();
    if (!selection)
        return {};
    QModelIndexList rows = selection->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) {
        // Rows below others come after theirs, as they are shown.
        const auto place = [](const QModelIndex &index) {
            const QModelIndex parent = index.parent();
            return parent.isValid() ? std::pair(parent.row(), index.row()) : std::pair(index.row(), -1);
        };
        return place(a) < place(b);
    });
    QStringList lines;
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (int column = 0; column < row.model()->columnCount(row.parent()); ++column)
            cells << row.siblingAtColumn(column).data().toString();
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

} // namespace signalbox::ui
