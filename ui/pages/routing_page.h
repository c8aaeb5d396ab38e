#pragma once

#include "control/gateway_control.h"
#include "ui/models/weight_changes.h"

#include <QCheckBox>
#include <QPointer>
#include <QTreeView>
#include <QWidget>

#include <string>
#include <vector>

namespace signalbox::ui {

class Button;
class Card;
class Label;
class ModelSlots;
class RoutingModel;
class WeightCell;

/// The routing table's view: paints the ground of a row under its branch too.
class RoutingTree final : public QTreeView
{
    Q_OBJECT

public:
    using QTreeView::QTreeView;

protected:
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
};

/// Who gets what: virtual models and their targets as rows, weights as sliders that take effect while the
/// gateway runs. Lives on the main thread, owned by the window.
class RoutingPage final : public QWidget
{
    Q_OBJECT

public:
    RoutingPage(control::GatewayControl &control, ModelSlots &modelSlots, QWidget *parent = nullptr);
    ~RoutingPage() override;

    void setConfiguration(const control::ConfigurationView &view);
    void setLive(const control::Live &live);

    [[nodiscard]] RoutingModel *model() const { return m_model; }
    [[nodiscard]] WeightChanges *changes() const { return m_changes; }
    /// Of a target's row; null for rows without a weight.
    [[nodiscard]] WeightCell *weightCell(const std::string &model, std::size_t target) const;
    [[nodiscard]] QCheckBox *lockBox(const std::string &model, std::size_t target) const;

Q_SIGNALS:
    /// Somebody else was first: what is in force has to be asked for.
    void conflict(const QString &model);
    void failed(const QString &model, const signalbox::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Cell
    {
        std::string model;
        std::size_t target = 0;
        QPointer<WeightCell> weight;
        QPointer<QCheckBox> lock;
    };

    void buildCells();
    void fitHeight();
    void fillCells(const std::string &model);
    void beginGesture(const std::string &model);
    void wantShare(const Cell &cell, double percent);
    void wantWeight(const Cell &cell, double weight);
    void showUndo();

    ModelSlots &m_slots;
    WeightChanges *m_changes;
    RoutingModel *m_model;
    RoutingTree *m_view;
    Card *m_card;
    Label *m_nothing;
    Button *m_undo;
    Button *m_redo;
    std::vector<Cell> m_cells;
    int m_gesture = 0;
    std::string m_gestureModel;
    std::vector<double> m_before; ///< weights as the gesture began
};

} // namespace signalbox::ui
