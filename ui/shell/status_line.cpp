#include "ui/shell/status_line.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/label.h"
#include "ui/widgets/status_badge.h"

#include <QHBoxLayout>
#include <QPainter>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent), m_state(new StatusLabel(this)), m_address(new Label(TextStep::Small, this)),
      m_rate(new Label(TextStep::Small, this)), m_inFlight(new Label(TextStep::Small, this)),
      m_spent(new Label(TextStep::Small, this)), m_version(new Label(TextStep::Small, this))
{
    setFixedHeight(26);
    setAccessibleName(tr("Status"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 1, 16, 0);
    layout->setSpacing(20);
    m_state->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *where = new QHBoxLayout; // "Running on 127.0.0.1:7717" is one piece
    where->setSpacing(6);
    where->addWidget(m_state);
    where->addWidget(m_address);
    layout->addLayout(where);
    m_address->setCode(true);
    for (Label *label : {m_address, m_rate, m_inFlight, m_spent, m_version}) {
        label->setTone(&Tokens::text2);
        label->setFixed(true);
        label->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    }
    for (Label *label : {m_rate, m_inFlight, m_spent})
        layout->addWidget(label);
    layout->addStretch(1);
    layout->addWidget(m_version);
}

void StatusLine::setState(Sign sign, const QString &word, const QString &address)
{
    m_state->setStatus(sign, word);
    QString shown = address;
    m_address->setText(shown.remove(u"http://"_s));
}

void StatusLine::setFigures(const QString &rate, const QString &inFlight, const QString &spent)
{
    m_rate->setText(rate);
    m_inFlight->setText(inFlight);
    m_spent->setText(spent);
}

void StatusLine::setVersion(const QString &version)
{
    m_version->setText(version);
}

void StatusLine::setNarrow(bool narrow)
{
    m_inFlight->setVisible(!narrow);
    m_version->setVisible(!narrow);
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokensFor(palette());
    painter.fillRect(rect(), t.rail);
    painter.fillRect(QRect(0, 0, width(), 1), t.line);
}

} // namespace signalbox::ui
