#pragma once

#include "ui/models/provider_facts.h"
#include "ui/models/provider_tests.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace signalbox::ui {

/// How the last test of each key of a provider went: its timing as a bar, or what was wrong.
class KeyTestsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Key, Outcome, FirstToken, Total, ColumnCount };

    struct Row
    {
        std::string key;
        bool running = false;
        std::optional<control::ProviderTest> test;

        bool operator==(const Row &) const = default;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<Row> rows);
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant timing(const control::ProviderTest &test) const;

    std::vector<Row> m_rows;
};

/// "Both keys answered", "1 of 2 keys answered", "Not tested yet".
[[nodiscard]] RequestState testsSummary(const std::vector<KeyTestsModel::Row> &rows);

} // namespace signalbox::ui
