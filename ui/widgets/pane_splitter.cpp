#include "ui/widgets/pane_splitter.h"

#include <QLayout>
#include <QScrollArea>

namespace signalbox::ui {

namespace {
constexpr int kPaneWidth = 400;
constexpr int kSmallestBody = 400;
constexpr int kSmallestPane = 300;
} // namespace

PaneSplitter::PaneSplitter(QWidget *parent)
    : QSplitter(Qt::Horizontal, parent), m_scroll(new QScrollArea(this))
{
    setChildrenCollapsible(false);
    setHandleWidth(1);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setMinimumWidth(kSmallestBody);
}

void PaneSplitter::setParts(QWidget *content, QWidget *pane)
{
    m_pane = pane;
    m_pane->setMinimumWidth(kSmallestPane);
    m_scroll->setWidget(content);
    addWidget(m_scroll);
    addWidget(m_pane);
    setStretchFactor(0, 1);
    setStretchFactor(1, 0);
    arrange();
}

void PaneSplitter::setAny(bool any)
{
    m_any = any;
    arrange();
}

void PaneSplitter::openPane()
{
    m_paneWanted = m_paneOpen = true;
    arrange();
}

void PaneSplitter::closePane()
{
    m_paneOpen = false;
    m_paneWanted = m_narrow && m_paneWanted;
    arrange();
}

void PaneSplitter::arrange()
{
    const bool open = m_any && (m_narrow ? m_paneOpen : m_paneWanted);
    m_pane->setVisible(open);
    m_scroll->widget()->layout()->setContentsMargins(20, 16, open ? 12 : 20, 16);
    m_scroll->setVisible(!open || !m_narrow);
}

void PaneSplitter::resizeEvent(QResizeEvent *event)
{
    QSplitter::resizeEvent(event);
    if (!m_pane)
        return;
    const bool narrow = width() < kNarrow;
    if (narrow != m_narrow) {
        m_narrow = narrow;
        m_paneOpen = false;
        arrange();
    }
    if (!narrow && m_pane->isVisible() && m_pane->width() > kPaneWidth + 60)
        setSizes({width() - kPaneWidth - 1, kPaneWidth});
}

} // namespace signalbox::ui
