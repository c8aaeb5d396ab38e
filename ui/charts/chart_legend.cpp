#include "ui/charts/chart_legend.h"

#include "ui/theme/signs.h"
#include "ui/theme/typography.h"

#include <QAbstractButton>
#include <QEvent>
#include <QGuiApplication>
#include <QPainter>

#include <cmath>

namespace signalbox::ui {

namespace {

constexpr int kLine = 22;
constexpr int kGap = 16;
constexpr int kMark = 11;

class LegendButton final : public QAbstractButton
{
public:
    explicit LegendButton(QWidget *parent) : QAbstractButton(parent)
    {
        setFocusPolicy(Qt::StrongFocus);
        setCheckable(true);
        setChecked(true);
        setAttribute(Qt::WA_Hover);
    }

    void setEntry(const LegendEntry &entry)
    {
        m_entry = entry;
        setText(entry.name);
        setAccessibleName(entry.name + u' ' + entry.value);
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const qreal name = TabularText(fontFor(TextStep::Small)).width(m_entry.name);
        const qreal value = TabularText(fontFor(TextStep::Small, QFont::DemiBold)).width(m_entry.value);
        return {int(std::ceil(kMark + 6 + name + (m_entry.value.isEmpty() ? 0 : 6) + value)) + 2, kLine};
    }

protected:
    // Checked is a state shown here, not one toggled by the click itself.
    void nextCheckState() override {}

    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Tokens &t = tokensFor(palette());
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        const Qt::Alignment side = (mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
        painter.setOpacity(isChecked() ? 1 : 0.45);
        const qreal left = mirrored ? width() - kMark : 0;
        drawModelShape(painter, m_entry.slot, QRectF(left, (kLine - kMark) / 2.0, kMark, kMark), t);
        const TabularText name(fontFor(TextStep::Small));
        QRectF room = QRectF(rect()).adjusted(mirrored ? 0 : kMark + 6, 0, mirrored ? -kMark - 6 : 0, 0);
        painter.setPen(underMouse() ? t.text : t.text2);
        name.draw(painter, room, side, m_entry.name);
        const qreal used = name.width(m_entry.name) + 6;
        room.adjust(mirrored ? 0 : used, 0, mirrored ? -used : 0, 0);
        painter.setPen(t.text);
        if (room.width() > 0)
            TabularText(fontFor(TextStep::Small, QFont::DemiBold)).draw(painter, room, side, m_entry.value);
    }

private:
    LegendEntry m_entry;
};

} // namespace

ChartLegend::ChartLegend(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(kLine);
    setAccessibleName(tr("Legend"));
}

void ChartLegend::setEntries(const QList<LegendEntry> &entries)
{
    if (entries == m_entries)
        return;
    while (m_buttons.size() < entries.size()) {
        auto *button = new LegendButton(this);
        connect(button, &QAbstractButton::clicked, this, [this, button] {
            choose(button->text(), QGuiApplication::keyboardModifiers().testFlag(Qt::ControlModifier));
        });
        m_buttons << button;
    }
    m_entries = entries;
    for (qsizetype i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setVisible(i < entries.size());
        if (i < entries.size())
            static_cast<LegendButton *>(m_buttons[i])->setEntry(entries[i]);
    }
    showStates();
    arrange();
}

void ChartLegend::choose(const QString &name, bool toggle)
{
    if (toggle) {
        m_hidden.contains(name) ? (void)m_hidden.remove(name) : (void)m_hidden.insert(name);
        if (m_hidden.size() >= m_entries.size())
            m_hidden.clear();
    } else {
        const bool alone = !m_hidden.contains(name) && m_hidden.size() == m_entries.size() - 1;
        m_hidden.clear();
        for (const LegendEntry &entry : m_entries) {
            if (!alone && entry.name != name)
                m_hidden.insert(entry.name);
        }
    }
    showStates();
    Q_EMIT filterChanged();
}

void ChartLegend::showStates()
{
    for (qsizetype i = 0; i < m_entries.size(); ++i)
        m_buttons[i]->setChecked(isShown(m_entries[i].name));
}

void ChartLegend::arrange()
{
    int x = 0;
    int y = 0;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const int wide = std::min(m_buttons[i]->sizeHint().width(), std::max(1, width()));
        if (x > 0 && x + wide > width()) {
            x = 0;
            y += kLine;
        }
        const int left = layoutDirection() == Qt::RightToLeft ? width() - x - wide : x;
        m_buttons[i]->setGeometry(left, y, wide, kLine);
        x += wide + kGap;
    }
    setFixedHeight(y + kLine);
}

QSize ChartLegend::sizeHint() const
{
    return {300, height()};
}

void ChartLegend::resizeEvent(QResizeEvent *)
{
    arrange();
}

void ChartLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        arrange();
    QWidget::changeEvent(event);
}

} // namespace signalbox::ui
