#include "ui/models/key_tests_model.h"

#include "ui/models/cell_roles.h"
#include "ui/models/format.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Verdict = control::ProviderTest::Verdict;

namespace {

std::optional<double> milliseconds(const std::optional<std::chrono::microseconds> &duration)
{
    return duration ? std::optional(double(duration->count()) / 1000) : std::nullopt;
}

bool answered(const KeyTestsModel::Row &row)
{
    return row.test && row.test->verdict == Verdict::Answered;
}

} // namespace

void KeyTestsModel::setRows(std::vector<Row> rows)
{
    if (rows == m_rows)
        return;
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

int KeyTestsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int KeyTestsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant KeyTestsModel::timing(const control::ProviderTest &test) const
{
    double longest = 0;
    for (const Row &row : m_rows) {
        if (answered(row) && row.test->total)
            longest = std::max(longest, double(row.test->total->count()));
    }
    if (!test.total || longest <= 0)
        return {};
    const double connected = test.connected ? double(test.connected->count()) : 0;
    const double token = test.firstToken ? double(test.firstToken->count()) : connected;
    return QVariantList{connected / longest, token / longest, double(test.total->count()) / longest};
}

QVariant KeyTestsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    const RequestState state = row.running ? RequestState{Sign::Waiting, tr("Asking…")}
                               : row.test  ? testWord(row.test->verdict)
                                           : RequestState{Sign::Off, tr("Not tested")};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        if (column == Key)
            return row.key.empty() ? tr("without a key") : text(row.key);
        if (column == Outcome)
            return state.word;
        if (row.running || !answered(row))
            return u"–"_s;
        return formatDuration(milliseconds(column == FirstToken ? row.test->firstToken : row.test->total));
    case Qt::TextAlignmentRole:
        return int((column >= FirstToken ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (row.test && column == Outcome && !answered(row))
            return text(row.test->problem);
        return row.test && answered(row) && !row.test->said.empty()
                   ? QVariant(tr("%1 said: %2").arg(text(row.test->model), text(row.test->said)))
                   : QVariant();
    case SignRole:
        return column == Outcome && (row.running || !answered(row)) ? QVariant(int(state.sign)) : QVariant();
    case TimingRole:
        return column == Outcome && !row.running && answered(row) ? timing(*row.test) : QVariant();
    default:
        return {};
    }
}

QVariant KeyTestsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= FirstToken ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Outcome)
        return tr("To the connection, to the first token, to the end");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Key:
        return tr("Key");
    case Outcome:
        return tr("Timing");
    case FirstToken:
        return tr("1st token");
    case Total:
        return tr("Total");
    default:
        return {};
    }
}

RequestState testsSummary(const std::vector<KeyTestsModel::Row> &rows)
{
    const auto running = std::ranges::count_if(rows, &KeyTestsModel::Row::running);
    if (running > 0)
        return {Sign::Waiting, KeyTestsModel::tr("Asking for one small answer…")};
    const auto tested = std::ranges::count_if(rows, [](const auto &row) { return row.test.has_value(); });
    if (tested == 0)
        return {Sign::Off, KeyTestsModel::tr("Not tested since Signalbox began")};
    const auto good = std::ranges::count_if(rows, answered);
    if (good == tested)
        return {Sign::Ok, rows.size() == 1 ? KeyTestsModel::tr("It answered")
                          : rows.size() == 2 && good == 2
                              ? KeyTestsModel::tr("Both keys answered")
                              : KeyTestsModel::tr("%1 of %2 keys answered").arg(good).arg(rows.size())};
    if (tested == 1) {
        const auto it = std::ranges::find_if(rows, [](const auto &row) { return row.test.has_value(); });
        return testWord(it->test->verdict);
    }
    return {Sign::Error, KeyTestsModel::tr("%1 of %2 keys answered").arg(good).arg(tested)};
}

} // namespace signalbox::ui
