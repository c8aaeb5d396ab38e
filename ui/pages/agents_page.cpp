#include "ui/pages/agents_page.h"

#include "control/when_answered.h"
#include "ui/models/agent_words.h"
#include "ui/models/agents_model.h"
#include "ui/models/format.h"
#include "ui/pages/agent_card.h"
#include "ui/pages/agent_list.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/command_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/sign_line.h"

#include <QBoxLayout>
#include <QItemSelectionModel>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kNarrow = 820;
constexpr int kListWidth = 380;
constexpr int kCardHeight = 420;
constexpr int kApiWidth = 64; // of "Anthropic"
} // namespace

AgentsPage::AgentsPage(control::Agents &agents, QWidget *parent)
    : QScrollArea(parent), m_agents(agents), m_model(new AgentsModel(this)), m_content(new QWidget),
      m_side(new QWidget(m_content)), m_columns(new QBoxLayout(QBoxLayout::LeftToRight, m_content)),
      m_listCard(new Card(tr("On this computer"), m_side)), m_list(new AgentList(m_listCard)),
      m_problem(new SignLine(m_listCard)),
      m_lookAgain(new Button(tr("Look again"), Button::Kind::Flat, m_listCard)),
      m_card(new AgentCard(agents, m_content)),
      m_launchCard(new Card(tr("Without touching any file"), m_side)), m_launchLines(new QVBoxLayout),
      m_addressCard(new Card(tr("Any other program"), m_side)),
      m_noAddress(new Label(tr("None: the gateway is not serving."), TextStep::Small, m_addressCard))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Agents"));
    m_columns->setContentsMargins(20, 16, 20, 16);
    m_columns->setSpacing(12);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins({});
    side->setSpacing(12);
    buildList();
    buildWays();
    side->addWidget(m_listCard);
    side->addWidget(m_launchCard);
    side->addWidget(m_addressCard);
    side->addStretch(1);
    m_columns->addWidget(m_side);
    m_columns->addWidget(m_card, 1);
    m_card->setMinimumHeight(kCardHeight);
    setWidget(m_content);
    connect(m_card, &AgentCard::lookAgainWanted, this, &AgentsPage::lookAgain);
    connect(m_card->connection(), &AgentConnection::carriedOut, this, &AgentsPage::lookAgain);
    connect(m_card->connection(), &AgentConnection::failedElsewhere, this, &AgentsPage::failedElsewhere);
    showWays();
}

void AgentsPage::buildList()
{
    m_lookAgain->setIconName(u"refresh"_s);
    m_lookAgain->setHeight(24);
    m_lookAgain->setFont(fontFor(TextStep::Small, QFont::Medium));
    m_listCard->addHeaderWidget(m_lookAgain);
    connect(m_lookAgain, &QPushButton::clicked, this, &AgentsPage::lookAgain);
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Agents on this computer"));
    m_listCard->body()->addWidget(m_list);
    m_problem->setContentsMargins(15, 8, 15, 12);
    m_listCard->body()->addWidget(m_problem);
    m_problem->hide();
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &AgentsPage::showChosen);
}

void AgentsPage::buildWays()
{
    const auto explain = [](Card &card, const QString &words) {
        auto *label = new Label(words, TextStep::Small, &card);
        label->setTone(&Tokens::text2);
        card.body()->setContentsMargins(15, 0, 15, 14);
        card.body()->setSpacing(6);
        card.body()->addWidget(label);
    };
    explain(*m_launchCard, tr("Starts the agent through Signalbox for one run."));
    m_launchLines->setSpacing(6);
    m_launchLines->setContentsMargins(0, 4, 0, 0);
    m_launchCard->body()->addLayout(m_launchLines);

    explain(*m_addressCard, tr("Give it the address of its API, and a virtual key."));
    m_addressCard->body()->addWidget(m_noAddress);
    addAddress(u"OpenAI"_s, u"/v1"_s);
    addAddress(u"Anthropic"_s, u"/anthropic"_s);
    addAddress(u"Gemini"_s, u"/genai"_s);
}

void AgentsPage::addAddress(const QString &api, const QString &path)
{
    AddressLine line{.path = path,
                     .row = new QWidget(m_addressCard),
                     .address = new Label(TextStep::Small, m_addressCard),
                     .copy = new CopyButton(tr("Copy address"), m_addressCard, Button::Kind::Flat)};
    auto *layout = new QHBoxLayout(line.row);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    auto *name = new Label(api, TextStep::Small, m_addressCard);
    name->setTone(&Tokens::text2);
    name->setFixedWidth(kApiWidth);
    layout->addWidget(name);
    line.address->setCode(true);
    layout->addWidget(line.address, 1);
    line.copy->setIconOnly(true);
    line.copy->button()->setHeight(24);
    line.copy->button()->setAccessibleName(tr("Copy the address for %1").arg(api));
    layout->addWidget(line.copy);
    m_addressCard->body()->addWidget(line.row);
    m_addresses.push_back(line);
}

void AgentsPage::lookAgain()
{
    if (m_asking)
        return;
    m_asked = m_asking = true;
    control::whenAnswered<std::vector<control::Agent>>(
        m_agents.list(), this, [this](const Result<std::vector<control::Agent>> &agents) {
            m_asking = false;
            showAgents(agents);
        });
}

void AgentsPage::showAgents(const Result<std::vector<control::Agent>> &agents)
{
    m_problem->setVisible(!agents);
    if (!agents) {
        m_problem->setLine(Sign::Error, tr("They could not be looked for."), text(describe(agents.error())));
        return;
    }
    const QModelIndex current = m_list->currentIndex();
    std::string chosen = m_wanted;
    if (chosen.empty() && current.isValid())
        chosen = m_model->agents()[std::size_t(current.row())].id;
    m_wanted.clear();
    m_model->setAgents(*agents);
    int row = m_model->rowOf(chosen);
    if (row < 0) {
        // Whoever comes here wants to connect one: the first that can be.
        const auto it = std::ranges::find_if(*agents, [](const control::Agent &agent) {
            return canBeConnected(agent) && agent.state != control::AgentState::Connected;
        });
        row = it != agents->end() ? int(it - agents->begin()) : 0;
    }
    if (row < m_model->rowCount() && m_list->currentIndex().row() != row)
        m_list->setCurrentIndex(m_model->index(row)); // shows it
    else
        showChosen();
    showWays();
    Q_EMIT agentsSeen();
}

void AgentsPage::showChosen()
{
    const QModelIndex current = m_list->currentIndex();
    const auto &agents = m_model->agents();
    const bool any = std::ranges::any_of(
        agents, [](const control::Agent &agent) { return agent.state != control::AgentState::NotFound; });
    if (any && current.isValid()) {
        m_card->setAgent(agents[std::size_t(current.row())]);
    } else if (current.isValid() && m_list->hasFocus()) {
        m_card->setAgent(agents[std::size_t(current.row())]); // how to get this one
    } else if (m_asked && !m_asking) {
        QStringList names;
        for (const control::Agent &agent : agents)
            names << text(agent.name);
        m_card->setNoAgent(
            tr("No agents found"),
            names.isEmpty() ? tr("Looked in PATH and in the usual folders.")
                            : tr("Looked for %1 in PATH and in the usual folders.").arg(names.join(u", "_s)));
    }
}

void AgentsPage::choose(const std::string &agent)
{
    const int row = m_model->rowOf(agent);
    if (row >= 0)
        m_list->setCurrentIndex(m_model->index(row));
    else
        m_wanted = agent;
}

void AgentsPage::setConfiguration(const config::Configuration &configuration)
{
    m_card->setModels(configuration.models);
}

void AgentsPage::setAddress(const QString &address)
{
    m_noAddress->setVisible(address.isEmpty());
    for (const AddressLine &line : m_addresses) {
        line.row->setVisible(!address.isEmpty());
        line.address->setText(address + line.path);
        line.copy->setText(address + line.path);
    }
}

void AgentsPage::showWays()
{
    QStringList commands;
    for (const control::Agent &agent : m_model->agents()) {
        if (agent.state != control::AgentState::NotFound && !agent.launch.empty())
            commands << text(agent.launch);
    }
    QStringList now;
    for (int i = 0; i < m_launchLines->count(); ++i)
        now << static_cast<CommandField *>(m_launchLines->itemAt(i)->widget())->command();
    m_launchCard->setVisible(!commands.isEmpty());
    if (commands == now)
        return;
    while (QLayoutItem *item = m_launchLines->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const QString &command : commands)
        m_launchLines->addWidget(new CommandField(command, CommandField::Copy::Icon, m_launchCard));
}

int AgentsPage::changedAgents() const
{
    return int(std::ranges::count_if(m_model->agents(), [](const control::Agent &agent) {
        return agent.state == control::AgentState::Changed || agent.interrupted;
    }));
}

void AgentsPage::showEvent(QShowEvent *event)
{
    QScrollArea::showEvent(event);
    if (!m_asked)
        lookAgain();
}

void AgentsPage::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    const bool narrow = viewport()->width() < kNarrow;
    m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_side->setMinimumWidth(narrow ? 0 : kListWidth);
    m_side->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : kListWidth);
}

} // namespace signalbox::ui
