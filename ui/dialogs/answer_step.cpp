#include "ui/dialogs/answer_step.h"

#include "control/when_answered.h"
#include "ui/models/agent_words.h"
#include "ui/models/format.h"
#include "ui/models/last_requests_model.h"
#include "ui/models/provider_setup.h"
#include "ui/theme/typography.h"
#include "ui/widgets/button.h"
#include "ui/widgets/command_field.h"
#include "ui/widgets/sign_line.h"
#include "ui/widgets/table_support.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace std::chrono_literals;

namespace {
constexpr int kRows = 3;
constexpr int kRowHeight = 28;
constexpr auto kSince = 60s;
constexpr int kPollMs = 1'000;
} // namespace

AnswerStep::AnswerStep(WizardContext &context, QWidget *parent)
    : WizardStep(context, parent), m_command(new CommandField(QString(), CommandField::Copy::Text, this)),
      m_run(new Button(tr("Run here"), Button::Kind::Plain, m_command)), m_said(new SignLine(this)),
      m_table(new QTableView(this)), m_requests(new LastRequestsModel(context.modelSlots, this)),
      m_keep(new QCheckBox(tr("Keep Signalbox in the tray and start it when I log in"), this))
{
    m_run->setHeight(24);
    m_command->addWidget(m_run);
    body()->addWidget(m_command);
    body()->addSpacing(14);
    body()->addWidget(m_said);
    body()->addSpacing(6);
    buildTable();
    body()->addWidget(m_table);
    body()->addSpacing(12);
    m_keep->setFont(fontFor(TextStep::Small));
    m_keep->setChecked(true);
    body()->addWidget(m_keep);
    body()->addStretch(1);
    connect(m_run, &QPushButton::clicked, this, &AnswerStep::run);
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &AnswerStep::askForRequests);
}

void AnswerStep::buildTable()
{
    setUpTable(*m_table);
    m_table->setModel(m_requests);
    m_table->setItemDelegate(new TableDelegate(kRowHeight, m_table));
    m_table->setShowGrid(false);
    m_table->setAccessibleName(tr("Requests of the last minute"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setMinimumSectionSize(kRowHeight);
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setColumnHidden(LastRequestsModel::Tokens, true);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(LastRequestsModel::ServedBy, QHeaderView::Stretch);
    header->setFixedHeight(kRowHeight);
    header->resizeSection(LastRequestsModel::Time, 92);
    header->resizeSection(LastRequestsModel::Agent, 104);
    header->resizeSection(LastRequestsModel::Status, 120);
    header->resizeSection(LastRequestsModel::Total, 78);
    header->resizeSection(LastRequestsModel::Cost, 92);
    m_table->setFixedHeight(kRowHeight * (kRows + 1));
}

QString AnswerStep::agentName() const
{
    return context().agent ? text(context().agent->name) : QString();
}

void AnswerStep::enter()
{
    const auto &agent = context().agent;
    const QString provider = context().setup.provider().empty() ? QString() : context().setup.choice().name;
    if (agent) {
        setTitle(tr("Ask %1 something").arg(agentName()),
                 provider.isEmpty()
                     ? tr("This is the whole way: %1, Signalbox and back.").arg(agentName())
                     : tr("This is the whole way: %1, Signalbox, %2 and back.").arg(agentName(), provider));
        m_command->setCommand(firstCommand(*agent, context().connected));
    } else {
        setTitle(
            tr("Ask something"),
            tr("No agent was chosen. Codex can be started through Signalbox without touching its files."));
        m_command->setCommand(QStringLiteral("signalbox codex -- exec \"say hello\""));
    }
    m_run->setVisible(agent && context().connected); // it asks with its own files
    m_said->setVisible(!m_said->text().isEmpty());
    askForRequests();
    Q_EMIT changed();
}

void AnswerStep::run()
{
    if (m_running || !context().agent)
        return;
    m_running = true;
    m_run->setEnabled(false);
    m_said->setLine(Sign::Waiting, tr("%1 asks its first question.").arg(agentName()),
                    tr("This takes a few seconds."));
    m_said->show();
    control::whenAnswered<control::AgentTest>(context().desk.agents.test(context().agent->id), this,
                                              [this](const Result<control::AgentTest> &test) { tell(test); });
}

void AnswerStep::tell(const Result<control::AgentTest> &test)
{
    m_running = false;
    m_run->setEnabled(true);
    if (!test)
        m_said->setLine(Sign::Error, tr("%1 could not be asked.").arg(agentName()),
                        text(describe(test.error())));
    else if (test->answered)
        m_said->setLine(Sign::Ok, tr("%1 got its answer through Signalbox.").arg(agentName()),
                        test->said.empty() ? QString() : tr("It said “%1”.").arg(text(test->said)));
    else
        m_said->setLine(Sign::Error, tr("%1 got no answer.").arg(agentName()), text(test->problem));
    askForRequests();
}

void AnswerStep::askForRequests()
{
    if (m_asked)
        return;
    m_asked = true;
    control::RequestQuery query;
    query.until = context().clock.wallNow() + 1s;
    query.since = query.until - kSince;
    query.limit = kRows;
    control::whenAnswered<std::vector<record::RequestRecord>>(
        context().desk.gateway.requests(query), this,
        [this](const Result<std::vector<record::RequestRecord>> &records) {
            m_asked = false;
            if (records)
                m_requests->setRecords(
                    {records->begin(),
                     records->begin() + std::min<std::ptrdiff_t>(kRows, std::ssize(*records))});
        });
}

void AnswerStep::showEvent(QShowEvent *event)
{
    WizardStep::showEvent(event);
    m_poll.start();
}

void AnswerStep::hideEvent(QHideEvent *event)
{
    WizardStep::hideEvent(event);
    m_poll.stop();
}

QString AnswerStep::nextText() const
{
    return tr("Open Signalbox");
}

bool AnswerStep::keepInTray() const
{
    return m_keep->isChecked();
}

QString AnswerStep::command() const
{
    return m_command->command();
}

QString AnswerStep::said() const
{
    return m_said->text();
}

} // namespace signalbox::ui
