#include "ui/widgets/preset_list.h"

#include "ui/models/presets_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/label.h"
#include "ui/widgets/provider_delegate.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kRow = 40;
}

PresetList::PresetList(std::shared_ptr<const catalog::Catalog> catalog, QWidget *parent)
    : QWidget(parent), m_model(new PresetsModel(std::move(catalog), this)),
      m_found(new QSortFilterProxyModel(this)), m_search(newSearchField(tr("Find a provider"), this)),
      m_view(new QListView(this)), m_nothing(new Label(TextStep::Small, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_nothing);
    m_nothing->setText(tr("Nothing matches. “Any OpenAI-compatible host” takes any address."));
    m_nothing->setTone(&Tokens::text2);
    m_nothing->hide();

    m_found->setSourceModel(m_model);
    m_found->setFilterRole(Qt::UserRole);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    setUpTable(*m_view);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setUniformItemSizes(true);
    m_view->setModel(m_found);
    m_view->setItemDelegate(new ProviderDelegate(kRow, m_view));
    m_view->setAccessibleName(tr("Providers that can be added"));
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &wanted) {
        m_found->setFilterFixedString(wanted.trimmed());
        m_nothing->setVisible(m_found->rowCount() == 0);
        if (!m_view->currentIndex().isValid() && m_found->rowCount() > 0)
            m_view->setCurrentIndex(m_found->index(0, 0));
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this] { Q_EMIT currentChanged(); });
    connect(m_view, &QListView::doubleClicked, this, &PresetList::chosen);
    m_search->installEventFilter(this);
    m_view->installEventFilter(this);
}

const catalog::ProviderRow *PresetList::current() const
{
    const QModelIndex index = m_found->mapToSource(m_view->currentIndex());
    return index.isValid() ? &m_model->at(index.row()) : nullptr;
}

void PresetList::setCurrent(const std::string &kind)
{
    const int row = m_model->rowOf(kind);
    if (row < 0)
        return;
    m_search->clear();
    const QModelIndex index = m_found->mapFromSource(m_model->index(row));
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

bool PresetList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (watched == m_search && key == Qt::Key_Down) {
            m_view->setFocus(Qt::TabFocusReason);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            if (current())
                Q_EMIT chosen();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

QLineEdit *newSearchField(const QString &placeholder, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setPlaceholderText(placeholder);
    field->setAccessibleName(placeholder);
    field->setClearButtonEnabled(true);
    const QColor grey = tokensFor(parent->palette()).text3;
    field->addAction(QIcon(iconPixmap(u"search"_s, grey, 16, parent->devicePixelRatioF())),
                     QLineEdit::LeadingPosition);
    return field;
}

} // namespace signalbox::ui
