#include "ui/dialogs/test_step.h"

#include "ui/models/format.h"
#include "ui/models/provider_setup.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/sign_line.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using State = ProviderSetup::State;

namespace {

/// Glyph and words, the value at the end, a line below.
class Finding final : public QWidget
{
public:
    Finding(const SetupRow &row, QWidget *parent) : QWidget(parent), m_sign(row.sign)
    {
        setFixedHeight(30);
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins({});
        layout->setSpacing(0);
        layout->addSpacing(18);
        layout->addWidget(new Label(row.text, TextStep::Small, this), 1);
        auto *value = new Label(row.value, TextStep::Small, this);
        value->setAlignment(Qt::AlignRight);
        value->setFixed(true);
        layout->addWidget(value);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Tokens &t = tokensFor(palette());
        painter.fillRect(QRect(0, height() - 1, width(), 1), t.grid);
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        drawSign(painter, m_sign, QRectF(mirrored ? width() - 12 : 0, 0, 12, height()), t);
    }

private:
    Sign m_sign;
};

} // namespace

TestStep::TestStep(WizardContext &context, QWidget *parent)
    : WizardStep(context, parent), m_rows(new QVBoxLayout), m_said(new Card(QString(), this)),
      m_answer(new Label(TextStep::Body, m_said)), m_total(new Label(TextStep::Lead, m_said)),
      m_problem(new SignLine(this)),
      m_session(new Button(tr("Keep it for this session only"), Button::Kind::Plain, this))
{
    auto *columns = new QHBoxLayout;
    columns->setSpacing(16);
    m_rows->setSpacing(0);
    columns->addLayout(m_rows, 1);
    auto *side = new QVBoxLayout;
    side->addWidget(m_said);
    side->addStretch(1);
    columns->addLayout(side);
    m_said->setFixedWidth(236);
    m_said->body()->setContentsMargins(13, 11, 13, 12);
    const auto caption = [this](const QString &words) {
        auto *label = new Label(words, TextStep::Small, m_said);
        label->setTone(&Tokens::text3);
        m_said->body()->addWidget(label);
        m_said->body()->addSpacing(4);
    };
    caption(tr("It said"));
    m_said->body()->addWidget(m_answer);
    m_said->body()->addSpacing(10);
    caption(tr("Whole answer"));
    m_total->setWeight(QFont::DemiBold);
    m_said->body()->addWidget(m_total);
    body()->addLayout(columns);
    body()->addSpacing(10);
    body()->addWidget(m_problem);
    body()->addSpacing(8);
    body()->addWidget(m_session, 0, Qt::AlignLeft);
    body()->addStretch(1);
    connect(m_session, &QPushButton::clicked, this,
            [this] { this->context().setup.startAgain(control::SecretPlace::Session); });
    connect(&context.setup, &ProviderSetup::changed, this, &TestStep::refresh);
    refresh();
}

void TestStep::enter()
{
    refresh();
}

void TestStep::refresh()
{
    const ProviderSetup &setup = context().setup;
    const QString name = setup.choice().name;
    switch (setup.state()) {
    case State::Idle:
        setTitle(tr("Nothing to test yet"), tr("Go back and choose a provider, or skip this step."));
        break;
    case State::Running:
        setTitle(tr("Testing %1").arg(name), tr("A real request, as small as it can be."));
        break;
    case State::Answered:
        setTitle(tr("%1 answers").arg(name), tr("A real request, as small as it can be."));
        break;
    case State::Failed:
        setTitle(tr("%1 gave no answer").arg(name),
                 tr("Test again, go back and change something, or skip it."));
        break;
    }
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_lines.clear();
    for (const SetupRow &row : setup.rows()) {
        m_rows->addWidget(new Finding(row, this));
        m_lines << row.text + u'\t' + row.value;
    }
    m_rows->addStretch(1);
    const auto &test = setup.test();
    m_said->setVisible(setup.state() == State::Answered && test);
    if (test) {
        m_answer->setText(u"“%1”"_s.arg(text(test->said).simplified()));
        m_total->setText(test->total ? formatDuration(double(test->total->count()) / 1000) : u"–"_s);
    }
    m_problem->setVisible(!setup.problem().isEmpty());
    m_problem->setLine(Sign::Error, setup.problem(), {});
    m_session->setVisible(setup.keyWasNotKept());
    Q_EMIT changed();
}

QString TestStep::nextText() const
{
    return context().setup.state() == State::Failed ? tr("Test again") : tr("Next: connect an agent");
}

bool TestStep::canGoOn() const
{
    const State state = context().setup.state();
    return state == State::Answered || state == State::Failed;
}

void TestStep::goOn()
{
    if (context().setup.state() == State::Failed)
        context().setup.startAgain();
    else if (canGoOn())
        Q_EMIT done();
}

QStringList TestStep::lines() const
{
    return m_lines;
}

QString TestStep::problem() const
{
    return context().setup.problem();
}

} // namespace signalbox::ui
