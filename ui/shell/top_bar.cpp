#include "ui/shell/top_bar.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_control.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

TopBar::TopBar(QWidget *parent)
    : QWidget(parent), m_title(new Label(TextStep::Page, this)), m_subtitle(new Label(TextStep::Small, this))
{
    const QStringList ranges{tr("15 min"), tr("1 h"), tr("Today"), tr("7 d"), tr("30 d")};
    setFixedHeight(52);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 0, 20, 1);
    layout->setSpacing(12);
    m_title->setWeight(QFont::DemiBold);
    m_title->setFixed(true);
    m_subtitle->setTone(&Tokens::text2);
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    layout->addWidget(m_title);
    layout->addWidget(m_subtitle, 1);
    m_range = new SegmentedControl(tr("Range"), ranges, this);
    m_rangeList = new QComboBox(this);
    m_rangeList->addItems(ranges);
    m_rangeList->setAccessibleName(tr("Range"));
    m_rangeList->setMinimumWidth(96);
    m_rangeList->setFixedHeight(28);
    m_live = new SegmentedControl(tr("Figures"), {tr("Live"), tr("Pause")}, this);
    m_live->setIcons({u"play"_s, u"pause"_s});
    m_pause = new Button(tr("Pause the figures"), Button::Kind::Plain, this);
    m_pause->setIconName(u"pause"_s);
    m_pause->setIconOnly(true);
    m_menuButton = new Button(tr("Menu"), Button::Kind::Flat, this);
    m_menuButton->setIconName(u"more"_s);
    m_menuButton->setIconOnly(true);
    m_menu = new QMenu(m_menuButton);
    m_menu->setAttribute(Qt::WA_WindowPropagation);
    for (QWidget *widget : {static_cast<QWidget *>(m_range), static_cast<QWidget *>(m_rangeList),
                            static_cast<QWidget *>(m_live), static_cast<QWidget *>(m_pause),
                            static_cast<QWidget *>(m_menuButton)})
        layout->addWidget(widget);
    // exec() would nest an event loop.
    connect(m_menuButton, &QPushButton::clicked, this, [this] {
        const int end =
            layoutDirection() == Qt::RightToLeft ? 0 : m_menuButton->width() - m_menu->sizeHint().width();
        m_menu->popup(m_menuButton->mapToGlobal(QPoint(end, m_menuButton->height())));
    });
    connect(m_range, &SegmentedControl::currentChanged, this,
            [this](int i) { Q_EMIT rangeChosen(TimeRange(i)); });
    connect(m_rangeList, &QComboBox::activated, this, [this](int i) { Q_EMIT rangeChosen(TimeRange(i)); });
    connect(m_live, &SegmentedControl::currentChanged, this, [this](int i) { Q_EMIT pauseChosen(i == 1); });
    connect(m_pause, &QPushButton::clicked, this, [this] { Q_EMIT pauseChosen(!m_paused); });
    setRange(TimeRange::Today);
    showControls();
}

void TopBar::setTitle(const QString &title, const QString &subtitle)
{
    m_title->setText(title);
    m_subtitle->setText(subtitle);
}

void TopBar::setRange(TimeRange range)
{
    m_range->setCurrent(int(range));
    m_rangeList->setCurrentIndex(int(range));
}

void TopBar::setRangeShown(bool shown)
{
    m_rangeShown = shown;
    showControls();
}

void TopBar::setLiveShown(bool shown)
{
    m_liveShown = shown;
    showControls();
}

void TopBar::setPaused(bool paused)
{
    m_paused = paused;
    m_live->setCurrent(paused ? 1 : 0);
    m_pause->setIconName(paused ? u"play"_s : u"pause"_s);
    const QString name = paused ? tr("Show live figures") : tr("Pause the figures");
    m_pause->setAccessibleName(name);
    m_pause->setToolTip(name);
}

void TopBar::setNarrow(bool narrow)
{
    m_narrow = narrow;
    showControls();
}

void TopBar::showControls()
{
    m_range->setVisible(m_rangeShown && !m_narrow);
    m_rangeList->setVisible(m_rangeShown && m_narrow);
    m_live->setVisible(m_liveShown && !m_narrow);
    m_pause->setVisible(m_liveShown && m_narrow);
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(QRect(0, height() - 1, width(), 1), tokensFor(palette()).line);
}

} // namespace signalbox::ui
