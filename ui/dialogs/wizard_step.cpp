#include "ui/dialogs/wizard_step.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/label.h"

#include <QVBoxLayout>

namespace signalbox::ui {

WizardStep::WizardStep(WizardContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_title(new Label(TextStep::Page, this)),
      m_sentence(new Label(TextStep::Body, this)), m_body(new QVBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 8);
    layout->setSpacing(0);
    m_title->setWeight(QFont::DemiBold);
    m_sentence->setTone(&Tokens::text2);
    layout->addWidget(m_title);
    layout->addWidget(m_sentence);
    layout->addSpacing(14);
    m_body->setSpacing(0);
    layout->addLayout(m_body, 1);
}

QString WizardStep::title() const
{
    return m_title->text();
}

void WizardStep::setTitle(const QString &title, const QString &sentence)
{
    m_title->setText(title);
    m_sentence->setText(sentence);
    setAccessibleName(title);
    setAccessibleDescription(sentence);
}

} // namespace signalbox::ui
