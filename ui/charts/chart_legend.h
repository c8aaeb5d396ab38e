#pragma once

#include <QList>
#include <QSet>
#include <QString>
#include <QWidget>

class QAbstractButton;

namespace signalbox::ui {

struct LegendEntry
{
    QString name;
    int slot = 0;
    QString value; ///< what the series adds up to, as text

    bool operator==(const LegendEntry &) const = default;
};

/// Which series there are, and what each adds up to. A click shows only that one, Ctrl+click takes it out or
/// in; wraps where a line is too short. Entries are changed in place.
class ChartLegend final : public QWidget
{
    Q_OBJECT

public:
    explicit ChartLegend(QWidget *parent = nullptr);

    void setEntries(const QList<LegendEntry> &entries);
    [[nodiscard]] const QList<LegendEntry> &entries() const { return m_entries; }
    [[nodiscard]] bool isShown(const QString &name) const { return !m_hidden.contains(name); }

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void filterChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void choose(const QString &name, bool toggle);
    void arrange();
    void showStates();

    QList<LegendEntry> m_entries;
    QList<QAbstractButton *> m_buttons;
    QSet<QString> m_hidden;
};

} // namespace signalbox::ui
