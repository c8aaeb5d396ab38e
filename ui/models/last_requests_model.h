#pragma once

#include "control/gateway_control.h"
#include "record/request_record.h"
#include "ui/models/model_facts.h"

#include <QAbstractTableModel>

#include <string>
#include <vector>

namespace signalbox::ui {

class ModelSlots;

/// The last requests, those that run first among them. Never more rows than kRows. A row keeps its place in
/// selections while others come and go, because rows are told apart by their request's id.
class LastRequestsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Agent, ServedBy, Status, Total, Tokens, Cost, ColumnCount };

    static constexpr int kRows = 12;

    explicit LastRequestsModel(ModelSlots &modelSlots, QObject *parent = nullptr);

    void setRunning(const std::vector<control::RunningRequest> &running);
    void setRecords(const std::vector<record::RequestRecord> &records);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        std::string id;
        WallTime startedAt{};
        QString cells[ColumnCount];
        int slot = 0;
        RequestState state;
        bool served = true;

        bool operator==(const Row &) const = default;
    };

    [[nodiscard]] Row rowOf(const control::RunningRequest &request) const;
    [[nodiscard]] Row rowOf(const record::RequestRecord &record) const;
    void rebuild();
    void become(std::vector<Row> rows);

    ModelSlots &m_slots;
    std::vector<control::RunningRequest> m_running;
    std::vector<record::RequestRecord> m_records;
    std::vector<Row> m_rows;
};

} // namespace signalbox::ui
