#include "ui/pages/provider_table.h"

#include "ui/models/format.h"
#include "ui/models/providers_model.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/preset_list.h"
#include "ui/widgets/provider_delegate.h"
#include "ui/widgets/table_sizing.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kRow = 44;
constexpr int kMostRows = 12;
constexpr int kNarrow = 640;
constexpr int kTight = 860;
} // namespace

void ProviderTableView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    switch (event->key()) {
    case Qt::Key_Space:
        if (index.isValid())
            Q_EMIT toggleWanted(index);
        return; // not the window's Pause: the row has the keyboard
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (index.isValid())
            Q_EMIT openWanted();
        return;
    case Qt::Key_Delete:
        if (index.isValid())
            Q_EMIT deleteWanted();
        return;
    default:
        QTableView::keyPressEvent(event);
    }
}

void ProviderTableView::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid() && index.column() == ProvidersModel::On &&
        ProviderDelegate::switchRect(visualRect(index), layoutDirection() == Qt::RightToLeft)
            .contains(event->position().toPoint()))
        Q_EMIT toggleWanted(index);
}

ProviderTable::ProviderTable(QWidget *parent)
    : Card(tr("Providers"), parent), m_model(new ProvidersModel(this)),
      m_found(new QSortFilterProxyModel(this)), m_view(new ProviderTableView(this)),
      m_search(newSearchField(tr("Find a provider"), this)), m_nothing(new Label(TextStep::Small, this)),
      m_testAll(new Button(tr("Test all"), Button::Kind::Plain, this)),
      m_add(new Button(tr("Add provider"), Button::Kind::Main, this))
{
    m_search->setMinimumWidth(90);
    m_search->setMaximumWidth(190);
    m_testAll->setIconName(u"test"_s);
    m_add->setIconName(u"plus"_s);
    m_add->setToolTip(tr("%1 (%2)").arg(tr("Add provider"), u"Ctrl+N"_s));
    addHeaderWidget(m_search);
    addHeaderWidget(m_testAll);
    addHeaderWidget(m_add);
    buildView();
    body()->addWidget(m_view);
    auto *room = new QWidget(this);
    auto *nothing = new QHBoxLayout(room);
    nothing->setContentsMargins(16, 8, 16, 12);
    nothing->addWidget(m_nothing);
    body()->addWidget(room);
    room->hide();
    m_nothing->setText(tr("Nothing matches."));
    m_nothing->setTone(&Tokens::text2);

    connect(m_add, &QPushButton::clicked, this, &ProviderTable::addWanted);
    connect(m_testAll, &QPushButton::clicked, this, &ProviderTable::testAllWanted);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &wanted) {
        m_found->setFilterFixedString(wanted.trimmed());
        m_nothing->parentWidget()->setVisible(m_found->rowCount() == 0);
        fitRows(*m_view, kMostRows);
    });
}

void ProviderTable::buildView()
{
    m_found->setSourceModel(m_model);
    m_found->setFilterKeyColumn(ProvidersModel::Name);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    setUpTable(*m_view);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setModel(m_found);
    m_view->setItemDelegate(new ProviderDelegate(kRow, m_view));
    m_view->setAccessibleName(tr("Providers"));
    setUpRows(*m_view, kRow);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->horizontalHeader()->setSectionResizeMode(ProvidersModel::Name, QHeaderView::Stretch);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    const auto toggle = [this](const QModelIndex &index) {
        if (const ProviderView *view = at(index))
            Q_EMIT enabledWanted(text(view->entry.id), !view->entry.enabled);
    };
    connect(m_view, &ProviderTableView::toggleWanted, this, toggle);
    connect(m_view, &ProviderTableView::openWanted, this, &ProviderTable::openWanted);
    connect(m_view, &QTableView::doubleClicked, this, &ProviderTable::openWanted);
    connect(m_view, &ProviderTableView::deleteWanted, this, [this] {
        if (const ProviderView *view = current())
            Q_EMIT deleteWanted(text(view->entry.id));
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ProviderTable::currentChanged);
    connect(m_view, &QTableView::customContextMenuRequested, this, [this](const QPoint &point) {
        if (!current())
            return;
        QMenu *menu = newMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->popup(m_view->viewport()->mapToGlobal(point));
    });
}

void ProviderTable::setProviders(std::vector<ProviderView> providers)
{
    const ProviderView *before = current();
    const std::string id = before ? before->entry.id : std::string();
    m_model->setProviders(std::move(providers));
    const auto count = std::int64_t(m_model->rowCount());
    setTitle(count == 1 ? tr("1 provider") : tr("%1 providers").arg(formatCount(count)));
    m_testAll->setEnabled(count > 0);
    if (!current() && m_found->rowCount() > 0) {
        const int row = m_model->rowOf(id);
        m_view->setCurrentIndex(row >= 0 ? m_found->mapFromSource(m_model->index(row, 0))
                                         : m_found->index(0, 0));
    }
    fitRows(*m_view, kMostRows);
}

void ProviderTable::setTesting(std::optional<std::pair<int, int>> progress)
{
    const QString label =
        progress ? tr("Stop, %1 of %2").arg(progress->first).arg(progress->second) : tr("Test all");
    m_testAll->setText(label);
    m_testAll->setAccessibleName(label);
    m_testAll->updateGeometry();
}

const ProviderView *ProviderTable::at(const QModelIndex &index) const
{
    const QModelIndex source = m_found->mapToSource(index);
    return source.isValid() ? &m_model->at(source.row()) : nullptr;
}

const ProviderView *ProviderTable::current() const
{
    return at(m_view->currentIndex());
}

void ProviderTable::setCurrent(const std::string &id)
{
    const int row = m_model->rowOf(id);
    if (row < 0)
        return;
    if (!m_found->mapFromSource(m_model->index(row, 0)).isValid())
        m_search->clear();
    m_view->setCurrentIndex(m_found->mapFromSource(m_model->index(row, 0)));
}

QMenu *ProviderTable::newMenu(QWidget *parent)
{
    const ProviderView view = *current();
    const QString id = text(view.entry.id);
    auto *menu = new QMenu(parent);
    menu->setPalette(palette());
    menu->addAction(tr("Open"), this, &ProviderTable::openWanted);
    menu->addAction(tr("Test"), this, [this, id] { Q_EMIT testWanted(id); });
    menu->addAction(view.entry.enabled ? tr("Turn off") : tr("Turn on"), this,
                    [this, id, view] { Q_EMIT enabledWanted(id, !view.entry.enabled); });
    menu->addSeparator();
    menu->addAction(tr("Delete"), this, [this, id] { Q_EMIT deleteWanted(id); });
    return menu;
}

void ProviderTable::fitColumns()
{
    // Widths for the widest that can come, so that columns stand still.
    const TabularText small(fontFor(TextStep::Small));
    const TabularText caption(fontFor(TextStep::Caption, QFont::Medium));
    QHeaderView *header = m_view->horizontalHeader();
    // Beside the pane names would be cut off: room between columns goes first.
    const bool tight = width() < kTight;
    const auto wide = [&](ProvidersModel::Column column, const QString &sample, int more) {
        const QString title = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const int room = tight ? 4 : 0;
        header->resizeSection(column, int(std::max(small.width(sample) - room, caption.width(title))) + more);
    };
    wide(ProvidersModel::State, tr("Not reachable"), 42);
    wide(ProvidersModel::Keys, tr("%1 of %2").arg(9).arg(9), 20);
    wide(ProvidersModel::Models, u"999"_s, 20);
    wide(ProvidersModel::FirstToken, u"99.9 s"_s, 20);
    wide(ProvidersModel::Errors, u"100.0 %"_s, 18);
    wide(ProvidersModel::Requests, u"99,999"_s, 20);
    wide(ProvidersModel::Spend, u"$999.99"_s, 20);
    header->resizeSection(ProvidersModel::Health, tight ? 106 : 120);
    header->resizeSection(ProvidersModel::On, 60);
    const bool narrow = width() < kNarrow;
    for (const auto column :
         {ProvidersModel::Models, ProvidersModel::Health, ProvidersModel::FirstToken, ProvidersModel::Errors})
        m_view->setColumnHidden(column, narrow);
}

void ProviderTable::resizeEvent(QResizeEvent *event)
{
    Card::resizeEvent(event);
    fitColumns();
    const bool narrow = width() < kNarrow;
    m_testAll->setIconOnly(narrow);
}

} // namespace signalbox::ui
