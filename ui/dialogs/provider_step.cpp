#include "ui/dialogs/provider_step.h"

#include "control/when_answered.h"
#include "ui/dialogs/provider_tile.h"
#include "ui/models/format.h"
#include "ui/models/provider_setup.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/sign_line.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Key = ProviderChoice::Key;

namespace {
constexpr int kTiles = 6;
constexpr int kColumns = 3;
constexpr int kOtherTile = 4; ///< shows what is chosen from the menu
} // namespace

ProviderStep::ProviderStep(WizardContext &context, QWidget *parent)
    : WizardStep(context, parent), m_group(new QButtonGroup(this)), m_grid(new QGridLayout),
      m_more(new Button(tr("All providers…"), Button::Kind::Flat, this)), m_others(new QMenu(m_more)),
      m_keyBox(new QWidget(this)), m_key(new SecretField(context.clock, m_keyBox)), m_hint(new SignLine(this))
{
    setTitle(tr("Which provider do you have?"), tr("One is enough to start. You can add others later."));
    buildTiles();
    buildKey();
    body()->addStretch(1);
    body()->addWidget(m_more, 0, Qt::AlignLeft);
    offer();
}

void ProviderStep::buildTiles()
{
    m_grid->setSpacing(8);
    for (int i = 0; i < kTiles; ++i) {
        auto *tile = new ProviderTile(this);
        m_group->addButton(tile, i);
        m_grid->addWidget(tile, i / kColumns, i % kColumns);
        m_tiles << tile;
    }
    body()->addLayout(m_grid);
    body()->addSpacing(14);
    connect(m_group, &QButtonGroup::idClicked, this, [this] { m_chosenByHand = true; });
    connect(m_group, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (on) {
            m_key->clear();
            showKeyField();
        }
    });
    m_more->setHeight(28);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_others->popup(m_more->mapToGlobal(QPoint(0, m_more->height()))); // exec() would nest an event loop
    });
    m_others->setAttribute(Qt::WA_WindowPropagation);
}

void ProviderStep::buildKey()
{
    auto *line = new QHBoxLayout(m_keyBox);
    line->setContentsMargins({});
    line->setSpacing(8);
    auto *label = new Label(tr("Key"), TextStep::Body, m_keyBox);
    label->setWeight(QFont::Medium);
    label->setFixedWidth(64);
    line->addWidget(label);
    m_key->edit()->setAccessibleName(tr("Key of the provider"));
    m_key->setHeight(32);
    m_key->setPasteShown(true);
    line->addWidget(m_key, 1);
    body()->addWidget(m_keyBox);
    body()->addSpacing(8);
    body()->addWidget(m_hint);
    connect(m_key, &SecretField::changed, this, &ProviderStep::showHint);
}

void ProviderStep::enter()
{
    m_key->setShown(false);
    look();
}

void ProviderStep::look()
{
    if (m_open > 0)
        return;
    m_open = 3;
    const auto answered = [this] {
        if (--m_open == 0)
            offer();
    };
    control::whenAnswered<std::vector<control::Finding>>(
        context().desk.providers.look(), this,
        [this, answered](const Result<std::vector<control::Finding>> &findings) {
            if (findings)
                m_findings = *findings; // what is not found is asked for
            answered();
        });
    control::whenAnswered<control::ConfigurationView>(
        context().desk.gateway.configuration(), this,
        [this, answered](const Result<control::ConfigurationView> &view) {
            if (view)
                m_configuration = view->configuration;
            answered();
        });
    control::whenAnswered<control::SecretsView>(
        context().desk.secrets.view(), this, [this, answered](const Result<control::SecretsView> &view) {
            m_keychain = view ? view->keychain : control::KeychainState::Failed;
            m_keychainMessage = view ? view->keychainMessage : describe(view.error());
            answered();
        });
}

void ProviderStep::offer()
{
    const ProviderChoices choices =
        providerChoices(*catalog::Catalog::builtIn(), m_findings, m_configuration);
    const ProviderChoice before = chosen() ? *chosen() : ProviderChoice();
    for (qsizetype i = 0; i < m_tiles.size() && std::size_t(i) < choices.tiles.size(); ++i)
        m_tiles[i]->setChoice(choices.tiles[std::size_t(i)]);
    m_others->clear();
    for (const ProviderChoice &choice : choices.others)
        connect(m_others->addAction(choice.name), &QAction::triggered, this,
                [this, choice] { takeOther(choice); });
    if (m_chosenByHand) {
        // What a person has chosen stays, also where it had come from the menu.
        const auto other = std::ranges::find(choices.others, before.kind, &ProviderChoice::kind);
        if (!before.kind.empty() && other != choices.others.end())
            m_tiles[kOtherTile]->setChoice(*other);
    } else {
        // Else the one that needs the least: a key that is there, then a server here, then the first.
        const auto found = std::ranges::find_if(m_tiles, [](const ProviderTile *tile) {
            const Key key = tile->choice().key;
            return key == Key::Found || key == Key::Configured ||
                   (key == Key::NotNeeded && tile->choice().finding);
        });
        (found != m_tiles.end() ? *found : m_tiles.first())->setChecked(true);
    }
    showKeyField();
}

void ProviderStep::takeOther(const ProviderChoice &choice)
{
    m_chosenByHand = true;
    m_tiles[kOtherTile]->setChoice(choice);
    m_tiles[kOtherTile]->setChecked(true);
    m_key->clear();
    showKeyField();
}

const ProviderChoice *ProviderStep::chosen() const
{
    const int id = m_group->checkedId();
    return id >= 0 ? &m_tiles[id]->choice() : nullptr;
}

void ProviderStep::showKeyField()
{
    const ProviderChoice *choice = chosen();
    if (!choice)
        return;
    const bool takesKey =
        choice->key == Key::Needed || choice->key == Key::Found || choice->key == Key::Configured;
    m_keyBox->setVisible(takesKey);
    m_key->edit()->setPlaceholderText(choice->key == Key::Found        ? tr("the one that was found is used")
                                      : choice->key == Key::Configured ? tr("the one that is set up is used")
                                                                       : QString());
    showHint();
}

void ProviderStep::showHint()
{
    const ProviderChoice *choice = chosen();
    if (!choice)
        return;
    const bool typed = !m_key->isEmpty();
    const QString place = choice->finding ? text(choice->finding->place) : QString();
    if (choice->key == Key::NoServer)
        m_hint->setLine(
            Sign::Off, tr("No local server was found."),
            tr("Start Ollama, LM Studio, llama.cpp or vLLM and come back, or choose “Simulated”."));
    else if (choice->key == Key::NotNeeded && choice->finding)
        m_hint->setLine(Sign::Ok, {}, tr("%1 needs no key.").arg(place));
    else if (choice->key == Key::NotNeeded)
        m_hint->setLine(Sign::Ok, tr("No key and no network."),
                        tr("Invented answers in real formats: enough to try everything."));
    else if (choice->key == Key::Configured && !typed)
        m_hint->setLine(Sign::Ok, {}, tr("Its key stands in the configuration already."));
    else if (choice->key == Key::Found && !typed && !choice->finding->reference.empty())
        m_hint->setLine(Sign::Ok, {}, tr("The key stays in %1. Signalbox keeps only that name.").arg(place));
    else if (choice->key == Key::Found && !typed)
        m_hint->setLine(Sign::Ok, {}, tr("The key is copied to the keychain. %1 stays as it is.").arg(place));
    else
        showKeychain();
    Q_EMIT changed();
}

/// Where a key that is typed in goes.
void ProviderStep::showKeychain()
{
    const QString forNow = tr("The key lasts for this session, until it is given again.");
    if (keychainReady())
        m_hint->setLine(Sign::Ok, {}, tr("Goes to the system keychain, never to a file."));
    else if (m_open > 0)
        m_hint->setLine(Sign::Waiting, {}, tr("Asking the keychain…"));
    else if (m_keychain == control::KeychainState::Locked)
        m_hint->setLine(Sign::Warning, tr("The keychain is locked."), forNow);
    else if (m_keychain == control::KeychainState::Unavailable)
        m_hint->setLine(Sign::Warning, tr("No keychain on this system."), forNow);
    else
        m_hint->setLine(Sign::Warning, tr("The keychain does not answer as it should."),
                        (forNow + u' ' + text(m_keychainMessage)).trimmed());
}

QString ProviderStep::nextText() const
{
    return tr("Next: test it");
}

bool ProviderStep::canGoOn() const
{
    const ProviderChoice *choice = chosen();
    if (!choice || choice->key == Key::NoServer)
        return false;
    return choice->key != Key::Needed || !m_key->isEmpty();
}

void ProviderStep::goOn()
{
    if (!canGoOn())
        return;
    Secret key = m_key->secret();
    m_key->clear();
    context().setup.start(*chosen(), std::move(key),
                          keychainReady() ? control::SecretPlace::Keychain : control::SecretPlace::Session);
    Q_EMIT done();
}

QWidget *ProviderStep::firstFocus() const
{
    return m_group->checkedButton();
}

QString ProviderStep::hint() const
{
    return m_hint->text();
}

} // namespace signalbox::ui
