#include "ui/dialogs/agent_row.h"

#include "ui/models/agent_words.h"
#include "ui/models/format.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QRadioButton>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Phase = AgentConnection::Phase;

AgentRow::AgentRow(control::Agents &agents, const control::Agent &agent, QWidget *parent)
    : QWidget(parent), m_agent(agent), m_choice(new QRadioButton(text(agent.name), this)),
      m_summary(new Label(TextStep::Small, this))
{
    setFixedHeight(kHeight);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    m_choice->setFont(fontFor(TextStep::Body, QFont::Medium));
    m_choice->setFixedWidth(138);
    layout->addWidget(m_choice);
    auto *version = new Label(text(agent.version), TextStep::Small, this);
    version->setTone(&Tokens::text3);
    version->setFixedWidth(60);
    layout->addWidget(version);
    m_summary->setTone(&Tokens::text2);
    layout->addWidget(m_summary, 1);
    if (agent.state != control::AgentState::Connected)
        m_connection = new AgentConnection(agents, this);
}

QString AgentRow::summary() const
{
    if (!m_connection)
        return tr("Connected already");
    if (m_connection->phase() == Phase::Writing)
        return tr("Writing…");
    if (const auto &plan = m_connection->plan())
        return plan->files.size() == 1 ? shortPath(plan->files[0].file) + u": "_s + planSummary(*plan)
                                       : planSummary(*plan);
    if (m_connection->phase() == Phase::Planning)
        return tr("Reading its files…");
    if (const auto &error = m_connection->error())
        return text(describe(*error));
    return {};
}

void AgentRow::showSummary()
{
    const QString words = summary();
    m_summary->setText(words);
    m_choice->setAccessibleDescription(words);
}

void AgentRow::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(QRect(0, height() - 1, width(), 1), tokensFor(palette()).grid);
}

} // namespace signalbox::ui
