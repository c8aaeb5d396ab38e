#include "ui/dialogs/first_run_wizard.h"

#include "ui/dialogs/agent_step.h"
#include "ui/dialogs/answer_step.h"
#include "ui/dialogs/provider_step.h"
#include "ui/dialogs/step_header.h"
#include "ui/dialogs/test_step.h"
#include "ui/models/provider_setup.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/focus_ring.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

constexpr QSize kSize(690, 420);
constexpr int kFoot = 56;

/// The page's ground, or the foot's with a line above it.
class Ground final : public QWidget
{
public:
    Ground(QColor Tokens::*colour, bool ruled, QWidget *parent)
        : QWidget(parent), m_colour(colour), m_ruled(ruled)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Tokens &t = tokensFor(palette());
        painter.fillRect(rect(), t.*m_colour);
        if (m_ruled)
            painter.fillRect(QRect(0, 0, width(), 1), t.line);
    }

private:
    QColor Tokens::*m_colour;
    bool m_ruled;
};

} // namespace

FirstRunWizard::FirstRunWizard(const control::Desk &desk, const Clock &clock, ModelSlots &modelSlots,
                               QWidget *parent)
    : QDialog(parent), m_setup(std::make_unique<ProviderSetup>(desk, clock)),
      m_context{.desk = desk,
                .clock = clock,
                .modelSlots = modelSlots,
                .setup = *m_setup,
                .agent = {},
                .connected = false},
      m_header(new StepHeader({tr("Provider"), tr("Test"), tr("Agent"), tr("First answer")}, this)),
      m_pages(new QStackedWidget(this)), m_provider(new ProviderStep(m_context, m_pages)),
      m_test(new TestStep(m_context, m_pages)), m_agent(new AgentStep(m_context, m_pages)),
      m_answer(new AnswerStep(m_context, m_pages))
{
    setAttribute(Qt::WA_WindowPropagation); // the window's palette
    setWindowTitle(tr("Set up Signalbox"));
    new FocusRing(*this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    auto *page = new Ground(&Tokens::base, false, this);
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins({});
    pageLayout->addWidget(m_pages);
    layout->addWidget(page, 1);
    for (WizardStep *step : {static_cast<WizardStep *>(m_provider), static_cast<WizardStep *>(m_test),
                             static_cast<WizardStep *>(m_agent), static_cast<WizardStep *>(m_answer)}) {
        m_pages->addWidget(step);
        connect(step, &WizardStep::changed, this, &FirstRunWizard::showButtons);
    }
    connect(m_provider, &WizardStep::done, this, [this] { goTo(Step::Test); });
    connect(m_test, &WizardStep::done, this, [this] { goTo(Step::Agent); });
    connect(m_agent, &WizardStep::done, this, [this] { goTo(Step::Answer); });
    connect(m_answer, &WizardStep::done, this, &QDialog::accept);

    auto *foot = new Ground(&Tokens::alt, true, this);
    foot->setFixedHeight(kFoot);
    auto *buttons = new QHBoxLayout(foot);
    buttons->setContentsMargins(20, 1, 20, 0);
    buttons->setSpacing(8);
    m_skip = new Button(tr("Skip this step"), Button::Kind::Flat, foot);
    m_back = new Button(tr("Back"), Button::Kind::Plain, foot);
    m_next = new Button(tr("Next"), Button::Kind::Main, foot);
    for (Button *button : {m_skip, m_back, m_next})
        button->setHeight(32);
    buttons->addWidget(m_skip);
    buttons->addStretch(1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    layout->addWidget(foot);
    m_next->setDefault(true);
    connect(m_next, &QPushButton::clicked, this, [this] { current()->goOn(); });
    connect(m_back, &QPushButton::clicked, this, [this] { goTo(Step(m_pages->currentIndex() - 1)); });
    connect(m_skip, &QPushButton::clicked, this, [this] {
        // Without a provider there is nothing to test.
        const bool nothingToTest = step() == Step::Provider && m_setup->state() == ProviderSetup::State::Idle;
        goTo(nothingToTest ? Step::Agent : Step(m_pages->currentIndex() + 1));
    });
    resize(kSize);
    setMinimumSize(kSize);
    goTo(Step::Provider);
}

FirstRunWizard::~FirstRunWizard() = default;

FirstRunWizard::Step FirstRunWizard::step() const
{
    return Step(m_pages->currentIndex());
}

bool FirstRunWizard::keepInTray() const
{
    return m_answer->keepInTray();
}

WizardStep *FirstRunWizard::current() const
{
    return static_cast<WizardStep *>(m_pages->currentWidget());
}

void FirstRunWizard::goTo(Step step)
{
    m_pages->setCurrentIndex(int(step));
    m_header->setCurrent(int(step));
    current()->enter();
    showButtons();
    QWidget *first = current()->firstFocus();
    (first ? first : m_next)->setFocus(Qt::OtherFocusReason);
}

void FirstRunWizard::showButtons()
{
    const WizardStep *step = current();
    if (!step || !m_next)
        return;
    const QString next = step->nextText();
    if (m_next->text() != next) {
        m_next->setText(next);
        m_next->setAccessibleName(next);
        m_next->updateGeometry();
    }
    m_next->setEnabled(step->canGoOn());
    m_back->setVisible(step != m_provider);
    m_skip->setVisible(step != m_answer);
}

} // namespace signalbox::ui
