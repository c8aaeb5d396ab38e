#pragma once

#include <QList>
#include <QWidget>

#include <optional>

namespace signalbox::ui {

class Badge;
class Label;

/// One figure of the first line: label, figure, a line of context, and how it got there. A gap in the data is
/// a gap in the sparkline.
class StatCard final : public QWidget
{
    Q_OBJECT

public:
    explicit StatCard(const QString &label, QWidget *parent = nullptr);

    void setLabel(const QString &label);
    void setFigure(const QString &figure, const QString &unit = {});
    /// Shown instead of a figure that is not known: a dash, or a word.
    void setAbsent(const QString &word);
    void setContext(const QString &context, bool alarming = false);
    void setSparkline(QList<std::optional<double>> values);
    /// "stopped 14:17"; empty: the figure is live.
    void setStale(const QString &badge);

    [[nodiscard]] QString figure() const;
    [[nodiscard]] QString context() const;

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void describe();

    Label *m_label;
    Label *m_figure;
    Label *m_context;
    Badge *m_badge;
    QString m_unit;
    QList<std::optional<double>> m_values;
};

} // namespace signalbox::ui
