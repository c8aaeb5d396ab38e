#pragma once

#include "catalog/catalog.h"

#include <QWidget>

#include <memory>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace signalbox::ui {

class Label;
class PresetsModel;

/// All providers that can be added, with a field that finds one. Down leads from the field into the list.
class PresetList final : public QWidget
{
    Q_OBJECT

public:
    explicit PresetList(std::shared_ptr<const catalog::Catalog> catalog, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit *search() const { return m_search; }
    [[nodiscard]] QListView *view() const { return m_view; }
    /// Null where nothing is chosen.
    [[nodiscard]] const catalog::ProviderRow *current() const;
    void setCurrent(const std::string &kind);

Q_SIGNALS:
    void currentChanged();
    /// Enter, or a double click.
    void chosen();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    PresetsModel *m_model;
    QSortFilterProxyModel *m_found;
    QLineEdit *m_search;
    QListView *m_view;
    Label *m_nothing;
};

/// A field with a magnifying glass.
[[nodiscard]] QLineEdit *newSearchField(const QString &placeholder, QWidget *parent);

} // namespace signalbox::ui
