#pragma once

#include "ui/models/provider_facts.h"
#include "ui/widgets/card.h"

#include <QTableView>

#include <optional>
#include <vector>

class QLineEdit;
class QMenu;
class QSortFilterProxyModel;

namespace signalbox::ui {

class Button;
class Label;
class ProvidersModel;

/// The table's view: Space turns the current row on or off, a click on the switch does it too.
class ProviderTableView final : public QTableView
{
    Q_OBJECT

public:
    using QTableView::QTableView;

Q_SIGNALS:
    void toggleWanted(const QModelIndex &index);
    void openWanted();
    void deleteWanted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
};

/// The providers as a table with what can be done to all of them above it. Tells what is wanted, does none of
/// it. Owned by the providers page.
class ProviderTable final : public Card
{
    Q_OBJECT

public:
    explicit ProviderTable(QWidget *parent = nullptr);

    /// Keeps the current row by its id.
    void setProviders(std::vector<ProviderView> providers);
    /// Of tests that run: how many of how many; nothing: none runs.
    void setTesting(std::optional<std::pair<int, int>> progress);
    [[nodiscard]] const ProviderView *current() const;
    /// In the view, past a filter that hides it.
    void setCurrent(const std::string &id);

    [[nodiscard]] ProviderTableView *view() const { return m_view; }
    [[nodiscard]] ProvidersModel *model() const { return m_model; }
    [[nodiscard]] QLineEdit *search() const { return m_search; }
    [[nodiscard]] Button *testAllButton() const { return m_testAll; }
    [[nodiscard]] Button *addButton() const { return m_add; }
    /// What may be done with the current row; the caller shows and owns it.
    [[nodiscard]] QMenu *newMenu(QWidget *parent);

Q_SIGNALS:
    void currentChanged();
    void openWanted();
    void addWanted();
    /// Or their end, while some run.
    void testAllWanted();
    void testWanted(const QString &provider);
    void enabledWanted(const QString &provider, bool enabled);
    void deleteWanted(const QString &provider);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildView();
    void fitColumns();
    [[nodiscard]] const ProviderView *at(const QModelIndex &index) const;

    ProvidersModel *m_model;
    QSortFilterProxyModel *m_found;
    ProviderTableView *m_view;
    QLineEdit *m_search;
    Label *m_nothing;
    Button *m_testAll;
    Button *m_add;
};

} // namespace signalbox::ui
