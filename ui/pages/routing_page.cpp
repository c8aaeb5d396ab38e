#include "ui/pages/routing_page.h"

#include "ui/models/format.h"
#include "ui/models/routing_model.h"
#include "ui/models/weights.h"
#include "ui/pages/weight_cell.h"
#include "ui/theme/model_slots.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/table_support.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kRow = 36;
constexpr int kNarrow = 900;
constexpr int kCardFrame = 6;
} // namespace

void RoutingTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const Tokens &t = tokensFor(palette());
    const bool selected = selectionModel()->isSelected(index);
    const bool top = !index.parent().isValid();
    painter->fillRect(rect, selected ? t.intentBg : top ? t.alt : t.base);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.grid);
    QTreeView::drawBranches(painter, rect, index);
}

RoutingPage::RoutingPage(control::GatewayControl &control, ModelSlots &modelSlots, QWidget *parent)
    : QWidget(parent), m_slots(modelSlots), m_changes(new WeightChanges(control, this)),
      m_model(new RoutingModel(modelSlots, *m_changes, this)), m_view(new RoutingTree),
      m_card(new Card(QString(), this)), m_nothing(new Label(TextStep::Body, this)),
      m_undo(new Button(tr("Undo"), Button::Kind::Flat, this)),
      m_redo(new Button(tr("Redo"), Button::Kind::Flat, this))
{
    setAccessibleName(tr("Routing"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(10);

    auto *tools = new QHBoxLayout;
    tools->setSpacing(4);
    auto *hint = new Label(tr("A moved weight holds from the next request on."), TextStep::Small, this);
    hint->setTone(&Tokens::text2);
    tools->addWidget(hint, 1);
    for (Button *button : {m_undo, m_redo})
        tools->addWidget(button);
    m_undo->setIconName(u"undo"_s);
    m_redo->setIconName(u"redo"_s);
    layout->addLayout(tools);

    setUpTable(*m_view);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new TableDelegate(kRow, m_view));
    m_view->setUniformRowHeights(true);
    m_view->setIndentation(22);
    m_view->setExpandsOnDoubleClick(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setAccessibleName(tr("Virtual models and their targets"));
    m_view->header()->setSectionsMovable(false);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->header()->setSectionResizeMode(RoutingModel::Name, QHeaderView::Stretch);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->header()->setFixedHeight(28);
    m_view->header()->setMinimumSectionSize(40);
    m_view->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_card->body()->addWidget(m_view);
    layout->addWidget(m_card, 1000); // what its rows need, the rest stays free
    layout->addStretch(1);
    m_nothing->setAlignment(Qt::AlignHCenter);
    m_nothing->setTone(&Tokens::text2);
    m_nothing->setText(tr("No virtual models yet. Add one to config.json, and it stands here at once."));
    layout->addWidget(m_nothing);
    layout->addStretch(1);
    m_nothing->hide();

    // An undone gesture is over: the next move begins at what is there then.
    connect(m_undo, &QPushButton::clicked, this, [this] {
        m_gestureModel.clear();
        m_changes->undoStack().undo();
    });
    connect(m_redo, &QPushButton::clicked, this, [this] {
        m_gestureModel.clear();
        m_changes->undoStack().redo();
    });
    const auto onKey = [this](QKeySequence::StandardKey key, Button *button) {
        auto *shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, button, &QPushButton::click);
    };
    onKey(QKeySequence::Undo, m_undo);
    onKey(QKeySequence::Redo, m_redo);
    connect(&m_changes->undoStack(), &QUndoStack::indexChanged, this, &RoutingPage::showUndo);
    connect(m_changes, &WeightChanges::weightsChanged, this, [this](const QString &model) {
        m_model->refreshWeights(model.toStdString());
        fillCells(model.toStdString());
    });
    connect(m_changes, &WeightChanges::conflict, this, [this] { m_gestureModel.clear(); });
    connect(m_changes, &WeightChanges::failed, this, [this] { m_gestureModel.clear(); });
    connect(m_changes, &WeightChanges::conflict, this, &RoutingPage::conflict);
    connect(m_changes, &WeightChanges::failed, this, &RoutingPage::failed);
    connect(m_model, &QAbstractItemModel::modelReset, this, &RoutingPage::buildCells);
    connect(m_view, &QTreeView::expanded, this, &RoutingPage::fitHeight);
    connect(m_view, &QTreeView::collapsed, this, &RoutingPage::fitHeight);
    showUndo();
}

RoutingPage::~RoutingPage()
{
    // An undo stack tells of its own end, which comes after this page's.
    m_changes->undoStack().disconnect(this);
}

void RoutingPage::setConfiguration(const control::ConfigurationView &view)
{
    const auto before = m_changes->wanted(m_gestureModel);
    m_changes->setConfiguration(view);
    if (m_changes->wanted(m_gestureModel) != before)
        m_gestureModel.clear();
    m_model->setConfiguration(view.configuration);
    for (const config::VirtualModel &model : m_model->models())
        fillCells(model.name);
    const bool any = !m_model->models().empty();
    m_card->setVisible(any);
    m_nothing->setVisible(!any);
}

void RoutingPage::setLive(const control::Live &live)
{
    m_model->setShares(live.shares);
}

void RoutingPage::buildCells()
{
    m_cells.clear();
    m_gestureModel.clear();
    m_view->expandAll();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex top = m_model->index(row, 0);
        const config::VirtualModel &model = m_model->models()[std::size_t(row)];
        for (int place = 0; place < m_model->rowCount(top); ++place) {
            const QModelIndex index = m_model->index(place, RoutingModel::Weight, top);
            if (!m_model->isWeightedTarget(index))
                continue;
            const config::RouteTarget &target = model.targets[std::size_t(place)];
            const QString name = tr("%1 in %2").arg(text(target.model), text(model.name));
            auto *weight = new WeightCell(name, m_slots.slotFor(shortModelName(target.model)), m_view);
            auto *lockCell = new QWidget(m_view);
            auto *lock = new QCheckBox(lockCell);
            auto *inner = new QHBoxLayout(lockCell);
            inner->setContentsMargins(8, 0, 8, 0);
            inner->addWidget(lock);
            inner->addStretch(1);
            lock->setAccessibleName(tr("Lock the weight of %1").arg(name));
            lock->setToolTip(tr("Keep this weight while others are moved"));
            m_view->setIndexWidget(index, weight);
            m_view->setIndexWidget(index.siblingAtColumn(RoutingModel::Lock), lockCell);
            const Cell cell{model.name, std::size_t(place), weight, lock};
            m_cells.push_back(cell);
            connect(weight, &WeightCell::gestureBegan, this, [this, cell] { beginGesture(cell.model); });
            connect(weight, &WeightCell::shareWanted, this, [this, cell](double p) { wantShare(cell, p); });
            connect(weight, &WeightCell::weightWanted, this, [this, cell](double w) { wantWeight(cell, w); });
            // What was in proportion before the lock is not what is to be shared after it.
            connect(lock, &QCheckBox::toggled, this, [this, cell] { beginGesture(cell.model); });
        }
        fillCells(model.name);
    }
    fitHeight();
    resizeEvent(nullptr);
}

void RoutingPage::fitHeight()
{
    int rows = m_model->rowCount();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex top = m_model->index(row, 0);
        if (m_view->isExpanded(top))
            rows += m_model->rowCount(top);
    }
    // The sheet ends with its last row, or with the page.
    m_card->setMaximumHeight(m_view->header()->height() + rows * kRow + kCardFrame);
    m_view->setMinimumHeight(std::min(rows, 4) * kRow);
}

void RoutingPage::fillCells(const std::string &model)
{
    for (const Cell &cell : m_cells) {
        if (cell.model == model && cell.weight)
            cell.weight->setWeights(m_changes->wanted(model), m_changes->inForce(model), cell.target);
    }
}

void RoutingPage::beginGesture(const std::string &model)
{
    ++m_gesture;
    m_gestureModel = model;
    m_before = m_changes->wanted(model);
}

void RoutingPage::wantShare(const Cell &cell, double percent)
{
    const auto current = m_changes->wanted(cell.model);
    if (m_gestureModel != cell.model || m_before.size() != current.size())
        beginGesture(cell.model);
    std::vector<bool> locked(current.size(), false);
    for (const Cell &other : m_cells) {
        if (other.model == cell.model && other.target < locked.size() && other.lock)
            locked[other.target] = other.lock->isChecked();
    }
    m_changes->set(cell.model, withShare(m_before, locked, cell.target, percent), m_gesture);
    // A lock may have stopped it: the handle goes back to where the weight is.
    fillCells(cell.model);
}

void RoutingPage::wantWeight(const Cell &cell, double weight)
{
    const auto current = m_changes->wanted(cell.model);
    if (sumsToHundred(current) && current.size() > 1) {
        wantShare(cell, weight);
        return;
    }
    if (m_gestureModel != cell.model)
        beginGesture(cell.model);
    auto weights = current;
    if (cell.target < weights.size())
        weights[cell.target] = weight;
    m_changes->set(cell.model, weights, m_gesture);
}

void RoutingPage::showUndo()
{
    m_undo->setEnabled(m_changes->undoStack().canUndo());
    m_redo->setEnabled(m_changes->undoStack().canRedo());
}

WeightCell *RoutingPage::weightCell(const std::string &model, std::size_t target) const
{
    const auto it = std::ranges::find_if(
        m_cells, [&](const Cell &cell) { return cell.model == model && cell.target == target; });
    return it != m_cells.end() ? it->weight.data() : nullptr;
}

QCheckBox *RoutingPage::lockBox(const std::string &model, std::size_t target) const
{
    const auto it = std::ranges::find_if(
        m_cells, [&](const Cell &cell) { return cell.model == model && cell.target == target; });
    return it != m_cells.end() ? it->lock.data() : nullptr;
}

void RoutingPage::resizeEvent(QResizeEvent *event)
{
    if (event)
        QWidget::resizeEvent(event);
    const bool wide = width() >= kNarrow;
    m_view->setColumnHidden(RoutingModel::Provider, !wide);
    m_view->setColumnHidden(RoutingModel::Requests, !wide);
    m_view->setColumnHidden(RoutingModel::State, !wide);
    QHeaderView *header = m_view->header();
    const auto set = [&](RoutingModel::Column column, int width) { header->resizeSection(column, width); };
    set(RoutingModel::Weight, wide ? 270 : 190);
    set(RoutingModel::Lock, 48);
    set(RoutingModel::Wanted, wide ? 70 : 62);
    set(RoutingModel::Served, 164);
    set(RoutingModel::Provider, 130);
    set(RoutingModel::Requests, 84);
    set(RoutingModel::State, 140);
}

} // namespace signalbox::ui
