#include "ui/models/last_requests_model.h"

#include "ui/models/cell_roles.h"
#include "ui/models/format.h"
#include "ui/theme/model_slots.h"

#include <QLocale>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

QString timeText(WallTime time)
{
    return localTime(time).toString(u"HH:mm:ss"_s);
}

double milliseconds(std::chrono::microseconds duration)
{
    return double(duration.count()) / 1000;
}

} // namespace

LastRequestsModel::LastRequestsModel(ModelSlots &modelSlots, QObject *parent)
    : QAbstractTableModel(parent), m_slots(modelSlots)
{
}

void LastRequestsModel::setRunning(const std::vector<control::RunningRequest> &running)
{
    if (running == m_running)
        return;
    m_running = running;
    rebuild();
}

void LastRequestsModel::setRecords(const std::vector<record::RequestRecord> &records)
{
    if (records == m_records)
        return;
    m_records = records;
    rebuild();
}

LastRequestsModel::Row LastRequestsModel::rowOf(const control::RunningRequest &request) const
{
    Row row;
    row.id = request.id;
    row.startedAt = request.startedAt;
    row.served = !request.model.empty();
    const QString name = shortModelName(request.model);
    row.slot = row.served ? m_slots.slotFor(name) : kOtherSlot;
    row.state = runningState(request.streaming);
    row.cells[Time] = timeText(request.startedAt);
    row.cells[Agent] = agentName(request.agent);
    row.cells[ServedBy] = row.served ? name : tr("not yet, asked for %1").arg(text(request.askedModel));
    row.cells[Status] = row.state.word;
    row.cells[Total] = row.cells[Tokens] = row.cells[Cost] = u"…"_s;
    return row;
}

LastRequestsModel::Row LastRequestsModel::rowOf(const record::RequestRecord &record) const
{
    Row row;
    row.id = record.id;
    row.startedAt = record.startedAt;
    row.served = !record.model.empty();
    const QString name = shortModelName(record.model);
    row.slot = row.served ? m_slots.slotFor(name) : kOtherSlot;
    row.state = requestState(record);
    row.cells[Time] = timeText(record.startedAt);
    row.cells[Agent] = agentName(record.agent);
    row.cells[ServedBy] = row.served ? name : tr("none, asked for %1").arg(text(record.askedModel));
    row.cells[Status] = row.state.word;
    row.cells[Total] = formatDuration(milliseconds(record.total));
    row.cells[Tokens] = tokensText(record);
    row.cells[Cost] = costText(record);
    return row;
}

void LastRequestsModel::rebuild()
{
    std::vector<Row> rows;
    rows.reserve(m_records.size() + m_running.size());
    for (const record::RequestRecord &record : m_records)
        rows.push_back(rowOf(record));
    for (const control::RunningRequest &request : m_running) {
        // Counters and ledger are asked one after the other: a request may stand in both for a moment.
        if (std::ranges::find(rows, request.id, &Row::id) == rows.end())
            rows.push_back(rowOf(request));
    }
    std::ranges::sort(rows, [](const Row &a, const Row &b) {
        return a.startedAt != b.startedAt ? a.startedAt > b.startedAt : a.id > b.id;
    });
    if (rows.size() > kRows)
        rows.resize(kRows);
    become(std::move(rows));
}

void LastRequestsModel::become(std::vector<Row> rows)
{
    for (int i = int(m_rows.size()) - 1; i >= 0; --i) {
        if (std::ranges::find(rows, m_rows[std::size_t(i)].id, &Row::id) != rows.end())
            continue;
        beginRemoveRows({}, i, i);
        m_rows.erase(m_rows.begin() + i);
        endRemoveRows();
    }
    for (int i = 0; i < int(rows.size()); ++i) {
        const auto place = m_rows.begin() + i;
        const auto found = std::find_if(place, m_rows.end(),
                                        [&](const Row &row) { return row.id == rows[std::size_t(i)].id; });
        if (found == m_rows.end()) {
            beginInsertRows({}, i, i);
            m_rows.insert(place, std::move(rows[std::size_t(i)]));
            endInsertRows();
            continue;
        }
        if (found != place) {
            const int from = int(found - m_rows.begin());
            beginMoveRows({}, from, from, {}, i);
            std::rotate(place, found, found + 1);
            endMoveRows();
        }
        if (m_rows[std::size_t(i)] != rows[std::size_t(i)]) {
            m_rows[std::size_t(i)] = std::move(rows[std::size_t(i)]);
            Q_EMIT dataChanged(index(i, 0), index(i, ColumnCount - 1));
        }
    }
}

int LastRequestsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int LastRequestsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LastRequestsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return row.cells[column];
    case Qt::ToolTipRole: // a long name is cut
        return column == ServedBy ? QVariant(row.cells[column]) : QVariant();
    case Qt::TextAlignmentRole:
        return int(column >= Total ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case ShapeRole:
        return column == ServedBy && row.served ? QVariant(row.slot) : QVariant();
    case SignRole:
        return column == Status ? QVariant(int(row.state.sign)) : QVariant();
    case QuietRole:
        return column == ServedBy && !row.served;
    default:
        return {};
    }
}

QVariant LastRequestsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(section >= Total ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Agent:
        return tr("Agent");
    case ServedBy:
        return tr("Served by");
    case Status:
        return tr("Status");
    case Total:
        return tr("Total");
    case Tokens:
        return tr("In → out");
    case Cost:
        return tr("Cost");
    default:
        return {};
    }
}

} // namespace signalbox::ui
