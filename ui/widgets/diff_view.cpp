#include "ui/widgets/diff_view.h"

#include "ui/models/diff_model.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/table_support.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRow = 20;
constexpr int kEdge = 8;
constexpr int kNumber = 34; ///< of the first column of numbers; the second is a little narrower
constexpr int kSecondNumber = 30;
constexpr int kSign = 30;
constexpr int kText = kNumber + kSecondNumber + kSign;
constexpr QChar kMinus(0x2212);
constexpr auto kStep = TextStep::Small;

QString unfolded(QString line)
{
    return line.replace(u'\t', u"    "_s);
}

} // namespace

void DiffDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    using Kind = DiffLine::Kind;
    const Tokens &t = tokensFor(option.palette);
    const auto kind = Kind(index.data(DiffModel::KindRole).toInt());
    const bool selected = option.state & QStyle::State_Selected;
    const QRect row = option.rect;
    painter->save();
    if (kind == Kind::Added)
        painter->fillRect(row, t.okBg);
    else if (kind == Kind::Removed)
        painter->fillRect(row, t.errBg);
    else if (selected)
        painter->fillRect(row, t.intentBg);
    if (selected)
        painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), t.intent);

    painter->setLayoutDirection(Qt::LeftToRight);
    painter->setFont(codeFont(kStep));
    const auto put = [&](int x, int width, int alignment, const QString &text) {
        painter->drawText(QRect(row.left() + x, row.top(), width, row.height()),
                          alignment | Qt::AlignVCenter | Qt::TextSingleLine, text);
    };
    const auto number = [&](int x, int width, int value) {
        if (value > 0)
            put(x, width, Qt::AlignRight, QString::number(value));
    };
    painter->setPen(t.text3);
    number(0, kNumber, index.data(DiffModel::BeforeRole).toInt());
    number(kNumber, kSecondNumber, index.data(DiffModel::AfterRole).toInt());
    const QString text = unfolded(index.data().toString());
    if (kind == Kind::Fold) {
        painter->setFont(fontFor(kStep));
        put(kText, row.width() - kText, Qt::AlignLeft, text);
        painter->restore();
        return;
    }
    if (kind == Kind::Added || kind == Kind::Removed) {
        QFont bold = codeFont(kStep);
        bold.setWeight(QFont::Bold);
        painter->setFont(bold);
        painter->setPen(kind == Kind::Added ? t.ok : t.err);
        put(kNumber + kSecondNumber, kSign, Qt::AlignHCenter, kind == Kind::Added ? u"+"_s : QString(kMinus));
        painter->setFont(codeFont(kStep));
    }
    painter->setPen(t.text);
    put(kText, row.width() - kText, Qt::AlignLeft, text);
    if (kind != Kind::Same && index.data(DiffModel::UnendedRole).toBool()) {
        const int after = kText + int(QFontMetricsF(codeFont(kStep)).horizontalAdvance(text)) + 16;
        painter->setFont(fontFor(TextStep::Caption));
        painter->setPen(t.text2);
        put(after, row.width() - after, Qt::AlignLeft, DiffView::tr("no line end"));
    }
    painter->restore();
}

QSize DiffDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QFontMetricsF metrics(codeFont(kStep));
    return {kText + int(std::ceil(metrics.horizontalAdvance(unfolded(index.data().toString())))) + 16, kRow};
}

DiffView::DiffView(QWidget *parent) : QListView(parent), m_model(new DiffModel(this))
{
    setUpTable(*this);
    setLayoutDirection(Qt::LeftToRight);
    setModel(m_model);
    setItemDelegate(new DiffDelegate(this));
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollMode(ScrollPerPixel);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setViewportMargins(0, kEdge, 0, kEdge);
}

void DiffView::setLines(std::vector<DiffLine> lines)
{
    m_model->setLines(std::move(lines));
    m_widest = widestLine();
    updateGeometry();
}

int DiffView::widestLine() const
{
    const QFontMetricsF metrics(codeFont(kStep));
    qreal widest = 0;
    for (const DiffLine &line : m_model->lines())
        widest = std::max(widest, metrics.horizontalAdvance(unfolded(line.text)));
    return kText + int(std::ceil(widest)) + 16;
}

QSize DiffView::sizeHint() const
{
    // The bar's room is always kept: whether it is there depends on a width that is not known yet.
    const int bar = horizontalScrollBar()->sizeHint().height();
    return {m_widest, m_model->rowCount() * kRow + 2 * kEdge + bar};
}

QSize DiffView::minimumSizeHint() const
{
    return {kText + 80, sizeHint().height()};
}

void DiffView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT lineReached(visualRect(current).translated(viewport()->pos()));
}

} // namespace signalbox::ui
