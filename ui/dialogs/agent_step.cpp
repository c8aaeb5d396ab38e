#include "ui/dialogs/agent_step.h"

#include "control/when_answered.h"
#include "ui/dialogs/agent_row.h"
#include "ui/models/agent_words.h"
#include "ui/models/format.h"
#include "ui/models/provider_setup.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/button.h"
#include "ui/widgets/fitting_scroll.h"
#include "ui/widgets/label.h"
#include "ui/widgets/plan_diff.h"
#include "ui/widgets/sign_line.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Phase = AgentConnection::Phase;
using Purpose = AgentConnection::Purpose;

namespace {

const std::string kModel = "coder";
constexpr int kSmallestList = 2 * AgentRow::kHeight;
constexpr int kSmallestRemarks = 62; ///< three lines, what could go wrong among them

} // namespace

AgentStep::AgentStep(WizardContext &context, QWidget *parent)
    : WizardStep(context, parent), m_listRoom(new FittingScroll(kSmallestList, this)),
      m_list(m_listRoom->widget()), m_rowsLayout(new QVBoxLayout(m_list)), m_group(new QButtonGroup(this)),
      m_diff(new PlanDiff(this)), m_modelBox(new QWidget(this)), m_makeModel(new QCheckBox(m_modelBox)),
      m_models(new QComboBox(m_modelBox)),
      m_showDiff(new Button(tr("Show the diff"), Button::Kind::Plain, this)),
      m_remarksRoom(new FittingScroll(kSmallestRemarks, this)),
      m_remarks(new QVBoxLayout(m_remarksRoom->widget())), m_said(new SignLine(this))
{
    setTitle(tr("Which agent should use it?"), tr("Only our own keys in its file are changed."));
    m_rowsLayout->setContentsMargins({});
    m_rowsLayout->setSpacing(0);
    m_remarks->setContentsMargins({});
    m_remarks->setSpacing(4);
    m_remarks->setAlignment(Qt::AlignTop);
    body()->addWidget(m_listRoom);
    body()->addWidget(m_diff, 1);
    body()->addSpacing(12);
    auto *tools = new QHBoxLayout;
    tools->setSpacing(8);
    auto *model = new QHBoxLayout(m_modelBox);
    model->setContentsMargins({});
    model->setSpacing(8);
    m_makeModel->setFont(fontFor(TextStep::Small));
    m_models->setFixedHeight(28);
    m_models->setMinimumWidth(130);
    m_models->setAccessibleName(tr("Model behind “coder”"));
    m_models->view()->setAccessibleName(tr("Model behind “coder”"));
    model->addWidget(m_makeModel);
    model->addWidget(m_models);
    tools->addWidget(m_modelBox);
    tools->addStretch(1);
    m_showDiff->setIconName(u"file"_s);
    m_showDiff->setHeight(24);
    m_showDiff->setFont(fontFor(TextStep::Small, QFont::Medium));
    tools->addWidget(m_showDiff);
    body()->addLayout(tools);
    body()->addSpacing(8);
    body()->addWidget(m_remarksRoom);
    body()->addWidget(m_said);
    body()->addStretch(1);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (on)
            refresh();
    });
    connect(m_makeModel, &QCheckBox::toggled, this, &AgentStep::planAll);
    connect(m_diff, &PlanDiff::openWanted, this, [this](const std::string &file) {
        if (const AgentRow *row = chosen(); row && row->connection())
            row->connection()->openFile(file);
    });
    connect(m_showDiff, &QPushButton::clicked, this, [this] { setDiffShown(!m_diff->isVisibleTo(this)); });
    connect(&context.setup, &ProviderSetup::modelMade, this, [this](const Result<void> &made) {
        if (!m_writing)
            return;
        if (made) {
            writeFiles();
            return;
        }
        m_writing = false;
        m_problem = tr("The model “coder” could not be made. %1").arg(text(describe(made.error())));
        refresh();
    });
    setDiffShown(false);
    refresh();
}

QString AgentStep::wayBack()
{
    return tr("Restore puts back exactly what was there, also after a crash.");
}

void AgentStep::enter()
{
    m_problem.clear();
    setDiffShown(false);
    offerModel();
    if (m_asking)
        return;
    m_asking = true;
    control::whenAnswered<std::vector<control::Agent>>(
        context().desk.agents.list(), this, [this](const Result<std::vector<control::Agent>> &agents) {
            m_asking = false;
            showAgents(agents);
        });
    refresh();
}

void AgentStep::offerModel()
{
    control::whenAnswered<control::ConfigurationView>(
        context().desk.gateway.configuration(), this, [this](const Result<control::ConfigurationView> &view) {
            if (!view)
                return;
            m_virtualModels.clear();
            for (const config::VirtualModel &model : view->configuration.models)
                m_virtualModels.push_back(model.name);
            const ProviderSetup &setup = context().setup;
            const std::string first = setup.firstModel();
            const bool exists = std::ranges::find(m_virtualModels, kModel) != m_virtualModels.end();
            const QSignalBlocker quiet(m_makeModel);
            m_models->clear();
            for (const control::OfferedModel &model : setup.offered().models)
                m_models->addItem(text(model.id));
            if (!first.empty() && m_models->findText(text(first)) < 0)
                m_models->insertItem(0, text(first));
            m_models->setCurrentText(text(first));
            m_makeModel->setText(exists ? tr("Replace the model “coder”, all of it to")
                                        : tr("Make the model “coder”, all of it to"));
            m_makeModel->setAccessibleName(m_makeModel->text());
            // What somebody has made is replaced on demand only.
            m_makeModel->setChecked(!exists);
            m_modelBox->setVisible(!setup.provider().empty() && m_models->count() > 0);
            planAll();
        });
}

void AgentStep::showAgents(const Result<std::vector<control::Agent>> &agents)
{
    const std::string before = chosen() ? chosen()->agent().id : std::string();
    qDeleteAll(m_rows);
    m_rows.clear();
    if (!agents) {
        m_problem = tr("Agents could not be looked for. %1").arg(text(describe(agents.error())));
        refresh();
        return;
    }
    for (const control::Agent &agent : *agents) {
        if (agent.state != control::AgentState::NotFound)
            addRow(agent);
    }
    for (const AgentRow *row : m_rows) {
        if (row->agent().id == before || !chosen())
            row->choice()->setChecked(true);
    }
    planAll();
    Q_EMIT changed();
}

void AgentStep::addRow(const control::Agent &agent)
{
    auto *row = new AgentRow(context().desk.agents, agent, m_list);
    m_group->addButton(row->choice());
    if (row->connection())
        connect(row->connection(), &AgentConnection::changed, this, [this, connection = row->connection()] {
            written(*connection);
            refresh();
        });
    m_rowsLayout->addWidget(row);
    row->show();
    m_rows.push_back(row);
}

std::string AgentStep::wantedModel() const
{
    const bool makes = m_modelBox->isVisibleTo(this) && m_makeModel->isChecked();
    const bool exists = std::ranges::find(m_virtualModels, kModel) != m_virtualModels.end();
    return makes || exists ? kModel : std::string();
}

void AgentStep::planAll()
{
    for (const AgentRow *row : m_rows) {
        if (row->connection())
            row->connection()->choose(row->agent(), Purpose::Connect, wantedModel());
    }
    refresh();
}

const AgentRow *AgentStep::chosen() const
{
    const auto it =
        std::ranges::find_if(m_rows, [](const AgentRow *row) { return row->choice()->isChecked(); });
    return it != m_rows.end() ? *it : nullptr;
}

void AgentStep::refresh()
{
    for (AgentRow *row : m_rows)
        row->showSummary();
    const AgentRow *row = chosen();
    const AgentConnection *connection = row ? row->connection() : nullptr;
    const bool planned = connection && connection->plan();
    m_showDiff->setVisible(planned);
    if (planned)
        m_diff->setFiles(connection->plan()->files, PlanDiff::Mode::Whole);
    showRemarks(connection);
    say(row);
    Q_EMIT changed();
}

void AgentStep::say(const AgentRow *row)
{
    const AgentConnection *connection = row ? row->connection() : nullptr;
    m_said->show();
    if (!m_problem.isEmpty())
        m_said->setLine(Sign::Error, m_problem, {});
    else if (connection && connection->changedMeanwhile())
        m_said->setLine(Sign::Warning,
                        tr("%1’s file was changed by another program.").arg(text(row->agent().name)),
                        tr("Nothing was written. Look at the difference again first."));
    else if (connection && connection->error())
        m_said->setLine(Sign::Error, tr("That did not work."), text(describe(*connection->error())));
    else if (m_asking)
        m_said->setLine(Sign::Waiting, tr("Looking for agents…"), {});
    else if (m_rows.empty())
        m_said->setLine(Sign::Off, tr("No agent was found."),
                        tr("Looked in PATH and in the usual folders. Install one and come back, or go on."));
    else if (m_remarks->count() > 0)
        m_said->hide(); // the last of them says it
    else
        m_said->setLine(Sign::Ok, {}, wayBack());
}

void AgentStep::showRemarks(const AgentConnection *connection)
{
    while (QLayoutItem *item = m_remarks->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    if (connection && connection->plan()) {
        for (const PlanLine &line : planLines(*connection->plan()))
            m_remarks->addWidget(new SignLine(line.sign, line.fact, line.rest, m_remarksRoom->widget()));
        if (m_remarks->count() > 0)
            m_remarks->addWidget(new SignLine(Sign::Ok, {}, wayBack(), m_remarksRoom->widget()));
    }
    m_remarksRoom->setVisible(m_remarks->count() > 0);
    m_remarksRoom->updateGeometry();
}

void AgentStep::setDiffShown(bool shown)
{
    m_diff->setVisible(shown);
    m_listRoom->setVisible(!shown);
    const QString name = shown ? tr("Show the agents") : tr("Show the diff");
    m_showDiff->setText(name);
    m_showDiff->setAccessibleName(name);
    m_showDiff->updateGeometry();
}

QString AgentStep::nextText() const
{
    const AgentRow *row = chosen();
    return row && row->connection() ? tr("Connect %1").arg(text(row->agent().name)) : tr("Next");
}

bool AgentStep::canGoOn() const
{
    const AgentRow *row = chosen();
    if (m_asking || m_writing)
        return false;
    return !row || !row->connection() || row->connection()->phase() == Phase::Planned;
}

void AgentStep::goOn()
{
    if (!canGoOn())
        return;
    const AgentRow *row = chosen();
    context().agent = row ? std::optional(row->agent()) : std::nullopt;
    context().connected = row && !row->connection();
    m_problem.clear();
    m_writing = true;
    if (m_modelBox->isVisibleTo(this) && m_makeModel->isChecked())
        context().setup.makeModel(kModel, m_models->currentText().toStdString());
    else
        writeFiles();
    refresh();
}

void AgentStep::writeFiles()
{
    const AgentRow *row = chosen();
    if (!row || !row->connection()) {
        m_writing = false;
        Q_EMIT done();
        return;
    }
    row->connection()->carryOut(false);
}

void AgentStep::written(const AgentConnection &connection)
{
    const AgentRow *row = chosen();
    if (!m_writing || !row || row->connection() != &connection || connection.phase() == Phase::Writing ||
        connection.phase() == Phase::Planning)
        return;
    m_writing = false;
    if (connection.done()) {
        context().connected = true;
        Q_EMIT done();
        return;
    }
    // Refused or failed: it is a plan again, and says why.
    if (connection.changedMeanwhile())
        setDiffShown(true);
    refresh();
}

QList<QRadioButton *> AgentStep::choices() const
{
    QList<QRadioButton *> choices;
    for (const AgentRow *row : m_rows)
        choices << row->choice();
    return choices;
}

QWidget *AgentStep::firstFocus() const
{
    return chosen() ? chosen()->choice() : nullptr;
}

QStringList AgentStep::remarks() const
{
    QStringList lines;
    for (int i = 0; i < m_remarks->count(); ++i)
        lines << static_cast<SignLine *>(m_remarks->itemAt(i)->widget())->text();
    return lines;
}

QString AgentStep::said() const
{
    return m_said->text();
}

} // namespace signalbox::ui
