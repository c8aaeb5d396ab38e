#pragma once

#include <QStringList>
#include <QWidget>

namespace signalbox::ui {

/// Where one is among the steps: numbers, ticks behind what is done, the program's icon at the end.
class StepHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit StepHeader(const QStringList &steps, QWidget *parent = nullptr);

    void setCurrent(int step);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QStringList m_steps;
    int m_current = 0;
};

} // namespace signalbox::ui
