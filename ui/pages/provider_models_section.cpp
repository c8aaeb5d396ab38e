#include "ui/pages/provider_models_section.h"

#include "ui/models/format.h"
#include "ui/models/offered_models_model.h"
#include "ui/models/provider_changes.h"
#include "ui/models/provider_poller.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/paragraph.h"
#include "ui/widgets/section.h"
#include "ui/widgets/table_sizing.h"
#include "ui/widgets/table_support.h"

#include <QDate>
#include <QHBoxLayout>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

#include <set>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kRow = 28;
constexpr int kMostModels = 12;
} // namespace

ProviderModelsSection::ProviderModelsSection(const ProviderWork &work, QWidget *parent)
    : QWidget(parent), m_work(work), m_models(new OfferedModelsModel(work.modelSlots, this)),
      m_modelsView(new QTableView(this)), m_modelsTold(new Label(TextStep::Small, this)),
      m_fetch(new Button(tr("Fetch again"), Button::Kind::Plain, this)),
      m_unpriced(new Paragraph(QString(), TextStep::Small, this)),
      m_setPrice(new Button(tr("Set price…"), Button::Kind::Plain, this)),
      m_priceDate(new Paragraph(QString(), TextStep::Caption, this))
{
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    QHBoxLayout *head = newSectionHead(*rows);
    m_modelsTold->setTone(&Tokens::text2);
    m_fetch->setIconName(u"refresh"_s);
    m_fetch->setHeight(24);
    m_fetch->setToolTip(tr("Asks the provider for its list"));
    head->addWidget(newSectionTitle(tr("Models"), this));
    head->addWidget(m_modelsTold, 1);
    head->addWidget(m_fetch);
    setUpTable(*m_modelsView);
    m_modelsView->setModel(m_models);
    m_modelsView->setItemDelegate(new TableDelegate(kRow, m_modelsView));
    m_modelsView->setAccessibleName(tr("Models and their prices for a million tokens, in dollars"));
    setUpRows(*m_modelsView, kRow);
    setWidths(*m_modelsView, OfferedModelsModel::Name,
              {{OfferedModelsModel::Input, 62},
               {OfferedModelsModel::Cached, 66},
               {OfferedModelsModel::Output, 84}});
    rows->addWidget(m_modelsView);
    buildNotes();
    connect(m_fetch, &QPushButton::clicked, this, [this] { m_work.poller.fetchModels(m_provider); });
    connect(m_setPrice, &QPushButton::clicked, this, [this] {
        if (const QStringList models = m_models->unpricedInUse(); !models.isEmpty())
            Q_EMIT priceWanted(models.first());
    });
    connect(&work.poller, &ProviderPoller::modelsChanged, this, [this](const QString &provider) {
        if (provider == text(m_provider))
            showModels();
    });
}

void ProviderModelsSection::buildNotes()
{
    auto *notes = new QVBoxLayout;
    notes->setContentsMargins(16, 8, 16, 0);
    notes->setSpacing(6);
    m_unpriced->setTone(&Tokens::warn);
    m_setPrice->setHeight(24);
    auto *unpriced = new QHBoxLayout;
    unpriced->setSpacing(8);
    unpriced->addWidget(m_unpriced, 1);
    unpriced->addWidget(m_setPrice, 0, Qt::AlignTop);
    notes->addLayout(unpriced);
    notes->addWidget(m_priceDate);
    static_cast<QVBoxLayout *>(layout())->addLayout(notes);
}

void ProviderModelsSection::setProvider(const std::string &id)
{
    m_provider = id;
    showModels();
}

void ProviderModelsSection::showModels()
{
    const control::OfferedModels *offered = m_work.poller.models(m_provider);
    std::set<std::string> used;
    for (const config::VirtualModel &model : m_work.changes.configuration().models) {
        for (const auto *list : {&model.targets, &model.fallbacks}) {
            for (const config::RouteTarget &target : *list) {
                if (target.provider == m_provider)
                    used.insert(target.model);
            }
        }
    }
    const auto usedHere = used.size();
    m_models->setModels(offered ? offered->models : std::vector<control::OfferedModel>(), std::move(used));
    const bool fetching = m_work.poller.isFetching(m_provider);
    const QString known = offered ? formatCount(std::int64_t(offered->models.size())) : u"–"_s;
    m_modelsTold->setText(fetching ? tr("Asking for the list…")
                          : offered && offered->fetchedAt
                              ? tr("%1 fetched at %2, %3 in use")
                                    .arg(known, localTime(*offered->fetchedAt).toString(u"HH:mm"_s),
                                         formatCount(std::int64_t(usedHere)))
                              : tr("%1 known, %2 in use").arg(known, formatCount(std::int64_t(usedHere))));
    const QString label = offered && offered->fetchedAt ? tr("Fetch again") : tr("Fetch");
    m_fetch->setText(label);
    m_fetch->setAccessibleName(label);
    m_fetch->setEnabled(!fetching);
    m_modelsView->setVisible(m_models->rowCount() > 0);
    fitRows(*m_modelsView, kMostModels);
    showPrices();
}

void ProviderModelsSection::showPrices()
{
    const QStringList unpriced = m_models->unpricedInUse();
    m_unpriced->setText(
        unpriced.isEmpty() ? QString()
        : unpriced.size() == 1
            ? tr("%1 has no price. Its spend will be shown as unknown, not as zero.").arg(unpriced.first())
            : tr("%1 have no price. Their spend will be shown as unknown, not as zero.")
                  .arg(QLocale().createSeparatedList(unpriced)));
    m_unpriced->setVisible(!unpriced.isEmpty());
    m_setPrice->setVisible(!unpriced.isEmpty());
    const std::string priced = m_models->newestPrice();
    m_priceDate->setText(priced.empty()
                             ? QString()
                             : tr("Prices as of %1.")
                                   .arg(QLocale().toString(QDate::fromString(text(priced), Qt::ISODate),
                                                           QLocale::ShortFormat)));
    m_priceDate->setVisible(!priced.empty());
}

QString ProviderModelsSection::priceNotice() const
{
    return m_unpriced->text();
}

} // namespace signalbox::ui
