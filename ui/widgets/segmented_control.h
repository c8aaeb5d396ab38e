#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace signalbox::ui {

/// A choice of few, all in sight. Arrow keys move within, Tab leaves.
class SegmentedControl final : public QWidget
{
    Q_OBJECT

public:
    /// `name` is what a screen reader says the choice is of.
    SegmentedControl(const QString &name, const QStringList &choices, QWidget *parent = nullptr);

    [[nodiscard]] int current() const;
    /// Tells nobody if it is the current one already.
    void setCurrent(int index);
    /// Icons of resources/icons, by choice; an empty name leaves the text alone.
    void setIcons(const QStringList &names);
    void setHeight(int height);

Q_SIGNALS:
    void currentChanged(int index);

private:
    QButtonGroup *m_group;
};

} // namespace signalbox::ui
