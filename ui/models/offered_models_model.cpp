#include "ui/models/offered_models_model.h"

#include "ui/models/cell_roles.h"
#include "ui/models/format.h"
#include "ui/theme/model_slots.h"
#include "ui/theme/signs.h"

#include <QDate>
#include <QLocale>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

bool isPriced(const control::OfferedModel &model)
{
    return model.inputPerMtok && model.outputPerMtok;
}

/// "2.50", "0.075": two decimals, or as many as it has.
QString rate(const std::optional<Money> &money)
{
    if (!money)
        return u"–"_s;
    const std::string exact = money->toDecimal();
    const auto point = exact.find('.');
    const int decimals = point == std::string::npos ? 0 : int(exact.size() - point - 1);
    return QLocale().toString(money->toDouble(), 'f', std::max(2, decimals));
}

} // namespace

OfferedModelsModel::OfferedModelsModel(ModelSlots &modelSlots, QObject *parent)
    : QAbstractTableModel(parent), m_slots(modelSlots)
{
}

void OfferedModelsModel::setModels(std::vector<control::OfferedModel> models, std::set<std::string> used)
{
    std::ranges::sort(models, [&](const control::OfferedModel &a, const control::OfferedModel &b) {
        const bool aUsed = used.contains(a.id);
        const bool bUsed = used.contains(b.id);
        return aUsed != bUsed ? aUsed : a.id < b.id;
    });
    if (models == m_models && used == m_used)
        return;
    beginResetModel();
    m_models = std::move(models);
    m_used = std::move(used);
    endResetModel();
}

QStringList OfferedModelsModel::unpricedInUse() const
{
    QStringList names;
    for (const control::OfferedModel &model : m_models) {
        if (m_used.contains(model.id) && !isPriced(model))
            names << text(model.id);
    }
    return names;
}

std::string OfferedModelsModel::newestPrice() const
{
    std::string newest;
    for (const control::OfferedModel &model : m_models)
        newest = std::max(newest, model.pricedAt);
    return newest;
}

int OfferedModelsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_models.size());
}

int OfferedModelsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant OfferedModelsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const control::OfferedModel &model = m_models[std::size_t(index.row())];
    const int column = index.column();
    const bool unknown = !model.inputPerMtok && !model.cachedPerMtok && !model.outputPerMtok;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        switch (column) {
        case Name:
            return text(model.id);
        case Input:
            return rate(model.inputPerMtok);
        case Cached:
            return rate(model.cachedPerMtok);
        default:
            return unknown ? tr("unknown") : rate(model.outputPerMtok);
        }
    case Qt::TextAlignmentRole:
        return int((column == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole: {
        QStringList parts{text(model.id)};
        if (model.context)
            parts << tr("context of %1 tokens").arg(formatShortCount(*model.context));
        parts << (model.pricedAt.empty()
                      ? tr("price unknown")
                      : tr("price of %1")
                            .arg(QLocale().toString(QDate::fromString(text(model.pricedAt), Qt::ISODate),
                                                    QLocale::ShortFormat)));
        return parts.join(u" · "_s);
    }
    case ShapeRole:
        // A slot is for models that have traffic: a list of hundreds must not use them up.
        return column != Name
                   ? QVariant()
                   : QVariant(m_used.contains(model.id) ? m_slots.slotFor(text(model.id)) : kOtherSlot);
    case QuietRole:
        return column != Name && unknown;
    default:
        return {};
    }
}

QVariant OfferedModelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("$ per million tokens");
    case Input:
        return tr("Input");
    case Cached:
        return tr("Cached");
    default:
        return tr("Output");
    }
}

} // namespace signalbox::ui
