#include "ui/dialogs/key_form.h"

#include "ui/models/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/segmented_control.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace signalbox::ui {

using control::KeychainState;

KeyForm::KeyForm(const Clock &clock, QWidget *parent)
    : QWidget(parent),
      m_places(new SegmentedControl(tr("Where the key is kept"),
                                    {tr("Keychain"), tr("This session only"), tr("Environment variable")},
                                    this)),
      m_told(new Label(TextStep::Caption, this)), m_secret(new SecretField(clock, this)),
      m_variable(new QComboBox(this)), m_secretField(new FormField(tr("Key"), m_secret, this)),
      m_variableField(new FormField(tr("Variable"), m_variable, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_places, 0, Qt::AlignLeft);
    layout->addWidget(m_told);
    layout->addWidget(m_secretField);
    layout->addWidget(m_variableField);
    m_told->setTone(&Tokens::text2);
    m_secret->edit()->setAccessibleName(tr("Key"));
    m_variable->setEditable(true);
    m_variable->setInsertPolicy(QComboBox::NoInsert);
    m_variable->setLayoutDirection(Qt::LeftToRight);
    connect(m_places, &SegmentedControl::currentChanged, this, [this] {
        m_chosen = true;
        showPlace();
        Q_EMIT changed();
    });
    connect(m_secret, &SecretField::changed, this, &KeyForm::changed);
    connect(m_variable, &QComboBox::currentTextChanged, this, &KeyForm::changed);
    setKeychain(KeychainState::Probing, {});
}

void KeyForm::setKeychain(KeychainState state, const QString &message)
{
    m_keychain = state;
    m_places->setToolTip(message);
    // Until somebody chooses, the place is the best there is.
    const bool keychain = state == KeychainState::Ready || state == KeychainState::Probing;
    if (!m_chosen && m_places->current() != int(KeyPlace::Environment)) {
        const QSignalBlocker quiet(m_places);
        m_places->setCurrent(int(keychain ? KeyPlace::Keychain : KeyPlace::Session));
    }
    showPlace();
}

void KeyForm::setVariables(const std::vector<std::string> &names)
{
    const QSignalBlocker quiet(m_variable);
    m_variable->clear();
    for (const std::string &name : names)
        m_variable->addItem(text(name));
    m_variable->setCurrentIndex(names.empty() ? -1 : 0);
}

void KeyForm::setNeeded(bool needed)
{
    m_secretField->setName(needed ? tr("Key") : tr("Key, if it asks for one"));
    m_secret->edit()->setAccessibleName(needed ? tr("Key") : tr("Key, if it asks for one"));
}

void KeyForm::clear()
{
    m_secret->clear();
    setProblem({});
}

KeyDraft KeyForm::draft() const
{
    return {KeyPlace(m_places->current()), !m_secret->isEmpty(),
            m_variable->currentText().trimmed().toStdString()};
}

Secret KeyForm::secret() const
{
    return m_secret->secret();
}

control::SecretPlace KeyForm::place() const
{
    return m_places->current() == int(KeyPlace::Session) ? control::SecretPlace::Session
                                                         : control::SecretPlace::Keychain;
}

void KeyForm::setProblem(const QString &problem)
{
    const bool variable = m_places->current() == int(KeyPlace::Environment);
    m_secretField->setProblem(variable ? QString() : problem);
    m_variableField->setProblem(variable ? problem : QString());
}

QString KeyForm::problem() const
{
    return m_secretField->problem() + m_variableField->problem();
}

void KeyForm::showPlace()
{
    const auto place = KeyPlace(m_places->current());
    m_secretField->setVisible(place != KeyPlace::Environment);
    m_variableField->setVisible(place == KeyPlace::Environment);
    switch (place) {
    case KeyPlace::Keychain:
        m_told->setText(m_keychain == KeychainState::Ready
                            ? tr("Kept by the system. Signalbox stores a reference alone.")
                        : m_keychain == KeychainState::Probing ? tr("The keychain is being asked.")
                        : m_keychain == KeychainState::Waiting || m_keychain == KeychainState::Locked
                            ? tr("The keychain is locked: saving asks to open it.")
                        : m_keychain == KeychainState::Unavailable
                            ? tr("No keychain on this system: choose another place.")
                            : tr("The keychain does not keep what is written: choose another place."));
        break;
    case KeyPlace::Session:
        m_told->setText(tr("Kept in memory. It is gone when Signalbox ends."));
        break;
    case KeyPlace::Environment:
        m_told->setText(tr("Read when Signalbox starts. Nothing is stored."));
        break;
    }
}

} // namespace signalbox::ui
