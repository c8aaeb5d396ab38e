#pragma once

#include "catalog/catalog.h"

#include <QAbstractListModel>

#include <memory>

namespace signalbox::ui {

/// Every provider of the catalogue, as something that can be added: those with a name first, then those that
/// are anybody's host.
class PresetsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit PresetsModel(std::shared_ptr<const catalog::Catalog> catalog, QObject *parent = nullptr);

    [[nodiscard]] const catalog::ProviderRow &at(int row) const { return *m_rows[std::size_t(row)]; }
    /// -1: none of that kind.
    [[nodiscard]] int rowOf(std::string_view kind) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const catalog::Catalog> m_catalog;
    std::vector<const catalog::ProviderRow *> m_rows;
};

} // namespace signalbox::ui
