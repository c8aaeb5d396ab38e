#include "ui/pages/agent_card.h"

#include "ui/models/agent_words.h"
#include "ui/models/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/command_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/plan_diff.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/sign_line.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Purpose = AgentConnection::Purpose;
using Phase = AgentConnection::Phase;

namespace {

/// A part of the card with a line above it.
class Ruled final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter(this).fillRect(QRect(0, 0, width(), 1), tokensFor(palette()).line);
    }
};

} // namespace

AgentCard::AgentCard(control::Agents &agents, QWidget *parent)
    : Card(QString(), parent), m_connection(new AgentConnection(agents, this)),
      m_title(new Label(TextStep::Lead, this)), m_summary(new Label(TextStep::Small, this)),
      m_connectSides(new SegmentedControl(tr("How to connect"),
                                          {tr("Change the file"), tr("Only show the lines")}, this)),
      m_restoreSides(
          new SegmentedControl(tr("What to do"), {tr("Restore"), tr("Ask for another model")}, this)),
      m_changedSides(
          new SegmentedControl(tr("Whose version holds"), {tr("Put ours back"), tr("Keep theirs")}, this)),
      m_tools(new QWidget(this)), m_models(new QComboBox(m_tools)), m_diff(new PlanDiff(this)),
      m_installBox(new QWidget(this)),
      m_install(new CommandField(QString(), CommandField::Copy::Text, m_installBox)),
      m_linesBox(new Ruled(this)), m_lines(new QVBoxLayout(m_linesBox)), m_foot(new Ruled(this)),
      m_copy(new CopyButton(tr("Copy lines"), m_foot, Button::Kind::Flat)),
      m_lookAgain(new Button(tr("Look again"), Button::Kind::Plain, m_foot)),
      m_test(new Button(tr("Test"), Button::Kind::Plain, m_foot)),
      m_main(new Button(tr("Connect"), Button::Kind::Main, m_foot))
{
    buildHead();
    auto *install = new QHBoxLayout(m_installBox);
    install->setContentsMargins(20, 0, 16, 12);
    install->addWidget(m_install);
    body()->addWidget(m_installBox);
    body()->addWidget(m_diff, 1);
    m_lines->setContentsMargins(20, 14, 20, 14);
    m_lines->setSpacing(6);
    body()->addWidget(m_linesBox);
    buildFoot();
    connect(m_connection, &AgentConnection::changed, this, &AgentCard::refresh);
    connect(m_diff, &PlanDiff::openWanted, m_connection, &AgentConnection::openFile);
    setNoAgent({}, {});
}

void AgentCard::buildHead()
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(20, 14, 16, 12);
    head->setSpacing(12);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    m_title->setWeight(QFont::DemiBold);
    m_summary->setTone(&Tokens::text2);
    texts->addWidget(m_title);
    texts->addWidget(m_summary);
    head->addLayout(texts, 1);
    for (SegmentedControl *sides : {m_connectSides, m_restoreSides, m_changedSides}) {
        head->addWidget(sides);
        connect(sides, &SegmentedControl::currentChanged, this, [this] { plan(); });
    }
    body()->addLayout(head);

    auto *tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(20, 0, 20, 12);
    tools->setSpacing(8);
    auto *ask = new Label(tr("Ask for"), TextStep::Body, m_tools);
    ask->setTone(&Tokens::text2);
    ask->setFixed(true);
    tools->addWidget(ask);
    m_models->setAccessibleName(tr("Ask for the model"));
    m_models->view()->setAccessibleName(tr("Ask for the model"));
    m_models->setMinimumWidth(150);
    m_models->setFixedHeight(28);
    tools->addWidget(m_models);
    tools->addStretch(1);
    body()->addWidget(m_tools);
    connect(m_models, &QComboBox::activated, this, [this] { plan(); });
}

void AgentCard::buildFoot()
{
    auto *foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(16, 12, 15, 12);
    foot->setSpacing(8);
    foot->addWidget(m_copy);
    foot->addStretch(1);
    for (Button *button : {m_lookAgain, m_test, m_main}) {
        button->setHeight(32);
        foot->addWidget(button);
    }
    m_copy->button()->setHeight(32);
    body()->addWidget(m_foot);
    connect(m_lookAgain, &QPushButton::clicked, this, &AgentCard::lookAgainWanted);
    connect(m_main, &QPushButton::clicked, this, [this] { m_connection->carryOut(false); });
    connect(m_test, &QPushButton::clicked, this, [this] {
        if (m_agent.state == control::AgentState::Connected)
            m_connection->test();
        else
            m_connection->carryOut(true);
    });
}

void AgentCard::setAgent(const control::Agent &agent)
{
    const bool same = m_hasAgent && agent.id == m_agent.id && agent.state == m_agent.state;
    m_agent = agent;
    m_hasAgent = true;
    if (!same) {
        for (SegmentedControl *sides : {m_connectSides, m_restoreSides, m_changedSides}) {
            const QSignalBlocker quiet(sides);
            sides->setCurrent(0);
        }
    }
    plan();
}

void AgentCard::setNoAgent(const QString &title, const QString &looked)
{
    m_hasAgent = false;
    m_agent = {};
    m_connection->forget();
    m_title->setText(title);
    m_summary->setText(looked);
}

void AgentCard::setModels(const std::vector<config::VirtualModel> &models)
{
    QStringList names;
    for (const config::VirtualModel &model : models)
        names << text(model.name);
    QStringList now;
    for (int i = 0; i < m_models->count(); ++i)
        now << m_models->itemText(i);
    if (names == now)
        return;
    const QString chosen = m_models->currentText();
    m_models->clear();
    m_models->addItems(names);
    m_models->setCurrentIndex(std::max(0, int(names.indexOf(chosen))));
    if (m_hasAgent && m_models->currentText() != chosen)
        plan();
    else
        refresh();
}

SegmentedControl *AgentCard::sides() const
{
    if (m_agent.interrupted)
        return m_restoreSides;
    switch (m_agent.state) {
    case control::AgentState::Connected:
        return m_restoreSides;
    case control::AgentState::Changed:
        return m_changedSides;
    case control::AgentState::NotFound:
    case control::AgentState::NotConnected:
        break;
    }
    return m_connectSides;
}

Purpose AgentCard::wantedPurpose() const
{
    const bool second = sides()->current() == 1;
    if (m_agent.interrupted || m_agent.state == control::AgentState::Connected)
        return second ? Purpose::Connect : Purpose::Restore;
    // What another program set is kept by giving up what is left of ours.
    if (m_agent.state == control::AgentState::Changed)
        return second ? Purpose::Restore : Purpose::Connect;
    return Purpose::Connect;
}

bool AgentCard::linesAlone() const
{
    return m_agent.state == control::AgentState::NotConnected && m_connectSides->current() == 1;
}

void AgentCard::plan()
{
    if (!m_hasAgent)
        return;
    const Purpose purpose = wantedPurpose();
    const std::string model = m_models->currentText().toStdString();
    if (!canBeConnected(m_agent)) {
        m_connection->forget();
        return;
    }
    m_connection->choose(m_agent, purpose, purpose == Purpose::Connect ? model : std::string());
}

QString AgentCard::titleText() const
{
    const QString name = text(m_agent.name);
    if (m_agent.state == control::AgentState::NotFound)
        return tr("%1 was not found").arg(name);
    if (m_agent.interrupted)
        return tr("Changing the files of %1 was cut off").arg(name);
    switch (m_agent.state) {
    case control::AgentState::Connected:
        return m_restoreSides->current() == 0 ? tr("%1 is connected").arg(name)
                                              : tr("Another model for %1").arg(name);
    case control::AgentState::Changed:
        return tr("%1 was changed by another program").arg(name);
    default:
        return tr("Connect %1").arg(name);
    }
}

QString AgentCard::summaryText() const
{
    if (m_agent.state == control::AgentState::NotFound)
        return m_agent.install.empty() ? QString() : tr("Install it, then look again.");
    if (m_connection->phase() == Phase::Planning)
        return tr("Reading its files…");
    if (m_connection->phase() == Phase::Writing)
        return tr("Writing…");
    if (!m_connection->plan())
        return tr("Nothing was changed.");
    const QString summary = planSummary(*m_connection->plan());
    if (linesAlone())
        return tr("These lines have to be added by hand. Signalbox writes nothing.");
    return tr("%1 Nothing is written until you press %2.").arg(summary, m_main->text());
}

void AgentCard::refresh()
{
    const bool plans = m_hasAgent && canBeConnected(m_agent);
    for (SegmentedControl *sides : {m_connectSides, m_restoreSides, m_changedSides})
        sides->setVisible(plans && sides == this->sides());
    m_tools->setVisible(plans && wantedPurpose() == Purpose::Connect && m_models->count() > 0);
    const bool install =
        m_hasAgent && m_agent.state == control::AgentState::NotFound && !m_agent.install.empty();
    m_installBox->setVisible(install);
    m_install->setCommand(text(m_agent.install));
    showButtons();
    if (m_hasAgent) {
        m_title->setText(titleText());
        m_summary->setText(summaryText());
    }
    const auto &planned = m_connection->plan();
    // While a new plan is made the old difference stays: nothing moves under the hand.
    if (!plans || planned || m_connection->phase() != Phase::Planning)
        m_diff->setFiles(plans && planned ? planned->files : std::vector<control::AgentFileChange>(),
                         linesAlone() ? PlanDiff::Mode::LinesAlone : PlanDiff::Mode::Whole);
    m_copy->setText(planned && !planned->restores ? PlanDiff::linesToCopy(planned->files) : QString());
    showLines();
}

void AgentCard::showButtons()
{
    const bool plans = m_hasAgent && canBeConnected(m_agent);
    const bool connected = m_agent.state == control::AgentState::Connected;
    const Purpose purpose = wantedPurpose();
    QString name = tr("Connect");
    if (connected)
        name = purpose == Purpose::Restore ? tr("Restore") : tr("Change the model");
    else if (m_agent.interrupted)
        name = purpose == Purpose::Restore ? tr("Restore") : tr("Connect");
    else if (m_agent.state == control::AgentState::Changed)
        name = purpose == Purpose::Restore ? tr("Keep theirs") : tr("Put ours back");
    const auto rename = [](Button &button, const QString &text) {
        if (button.text() == text)
            return;
        button.setText(text);
        button.setAccessibleName(text);
        button.updateGeometry();
    };
    rename(*m_main, name);
    rename(*m_test, m_connection->isTesting() ? tr("Asking…")
                    : connected               ? tr("Test")
                                              : tr("Connect and test"));
    m_main->setVisible(plans && !linesAlone());
    m_test->setVisible(plans && !linesAlone() && m_agent.state != control::AgentState::Changed);
    m_lookAgain->setVisible(!plans);
    m_copy->setVisible(plans && purpose == Purpose::Connect);
    const bool planned = m_connection->phase() == Phase::Planned;
    m_main->setEnabled(planned);
    m_test->setEnabled(m_connection->canTest() && (connected || planned));
}

void AgentCard::showLines()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const QString name = text(m_agent.name);
    if (m_connection->changedMeanwhile())
        say(Sign::Warning, tr("%1’s file was changed by another program.").arg(name),
            tr("Nothing was written. Look at the difference again first."));
    if (const auto &error = m_connection->error())
        say(Sign::Error, tr("That did not work."), text(describe(*error)));
    if (m_connection->done() == Purpose::Connect)
        say(Sign::Ok, tr("%1 is connected.").arg(name), tr("It asks Signalbox from its next start on."));
    else if (m_connection->done() == Purpose::Restore)
        say(Sign::Ok, tr("%1 is as it was before Signalbox.").arg(name),
            tr("What others have changed since was kept."));
    if (m_connection->isTesting())
        say(Sign::Waiting, tr("%1 asks its first question.").arg(name), tr("This takes a few seconds."));
    if (const auto &test = m_connection->tested()) {
        if (test->answered)
            say(Sign::Ok, tr("%1 got its answer through Signalbox.").arg(name),
                test->said.empty() ? QString() : tr("It said “%1”.").arg(text(test->said)));
        else
            say(Sign::Error, tr("%1 got no answer.").arg(name), text(test->problem));
    }
    if (const auto &planned = m_connection->plan()) {
        for (const PlanLine &line : planLines(*planned))
            say(line.sign, line.fact, line.rest);
    }
    m_linesBox->setVisible(m_lines->count() > 0);
}

void AgentCard::say(Sign sign, const QString &fact, const QString &rest)
{
    m_lines->addWidget(new SignLine(sign, fact, rest, m_linesBox));
}

QStringList AgentCard::said() const
{
    QStringList lines;
    for (int i = 0; i < m_lines->count(); ++i)
        lines << static_cast<SignLine *>(m_lines->itemAt(i)->widget())->text();
    return lines;
}

} // namespace signalbox::ui
