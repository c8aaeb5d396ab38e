#include "ui/dialogs/key_dialog.h"

#include "ui/dialogs/key_form.h"
#include "ui/models/format.h"
#include "ui/widgets/button.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/paragraph.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/status_badge.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <optional>
#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr QSize kSize(500, 340);
constexpr QSize kSmallest(440, 300);
} // namespace

KeyDialog::KeyDialog(const control::Desk &desk, ProviderChanges &changes, const Clock &clock,
                     const config::Provider &provider, std::string replaces, QWidget *parent)
    : Dialog(replaces.empty() ? tr("Add a key to %1").arg(text(provider.id))
                              : tr("Replace the key “%1” of %2").arg(text(replaces), text(provider.id)),
             parent),
      m_trial(new ProviderTrial(desk, changes, this)), m_provider(provider.id),
      m_replaces(std::move(replaces)), m_id(new QLineEdit(this)),
      m_idField(new FormField(tr("Name"), m_id, this)), m_key(new KeyForm(clock, this)),
      m_result(new StatusLabel(this)), m_detail(new Paragraph(QString(), TextStep::Small, this)),
      m_save(new Button(tr("Save"), Button::Kind::Main, this))
{
    setMinimumSize(kSmallest);
    resize(kSize);
    for (const config::ProviderKey &key : provider.keys) {
        if (key.id == m_replaces)
            m_reference = key.secret;
        m_taken.push_back(key.id);
    }
    body()->setSpacing(12);
    body()->addWidget(m_idField);
    body()->addWidget(m_key);
    body()->addStretch(1);
    body()->addWidget(m_result);
    body()->addWidget(m_detail);
    m_result->hide();
    m_detail->hide();
    m_id->setText(
        text(m_replaces.empty() ? freeId(provider.keys.empty() ? "main" : "second", m_taken) : m_replaces));
    m_idField->setVisible(m_replaces.empty());
    m_key->setNeeded(true);

    auto *cancel = new Button(tr("Cancel"), Button::Kind::Plain, this);
    foot()->addStretch(1);
    foot()->addWidget(cancel);
    foot()->addWidget(m_save);
    cancel->setHeight(32);
    m_save->setHeight(32);
    m_save->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &KeyDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &KeyDialog::save);
    connect(m_key, &KeyForm::changed, this, [this] {
        m_kept = false;
        m_key->setProblem({});
    });
    connect(m_id, &QLineEdit::textChanged, this, [this] { m_kept = false; }); // it is kept under its name
    connect(m_trial, &ProviderTrial::stepChanged, this, &KeyDialog::showStep);
    connect(m_trial, &ProviderTrial::failed, this, &KeyDialog::showFailure);
    connect(m_trial, &ProviderTrial::keyKept, this, [this] { m_kept = true; });
    connect(m_trial, &ProviderTrial::saved, this, [this] {
        Q_EMIT saved();
        accept();
    });
    m_key->setFocus();
}

void KeyDialog::setKeychain(const control::SecretsView &view)
{
    m_key->setKeychain(view.keychain, text(view.keychainMessage));
}

void KeyDialog::setVariables(const std::vector<std::string> &names)
{
    m_key->setVariables(names);
}

void KeyDialog::save()
{
    const KeyDraft draft = m_key->draft();
    const std::string id = m_id->text().trimmed().toStdString();
    const QString wrongId = m_replaces.empty() ? idProblem(id, m_taken) : QString();
    const QString wrongKey = keyProblem(draft, true);
    m_idField->setProblem(wrongId);
    m_key->setProblem(wrongKey);
    if (!wrongId.isEmpty() || !wrongKey.isEmpty())
        return;
    config::ProviderKey key;
    key.id = id;
    key.secret = referenceOf(draft, m_provider, id);
    std::optional<ProviderTrial::TypedKey> typed;
    if (isTyped(draft)) {
        // Another secret under the same name: nothing but the keychain changes.
        if (m_reference.starts_with("keychain:"))
            key.secret = m_reference;
        if (!m_kept)
            typed = ProviderTrial::TypedKey{key.secret, m_key->secret(), m_key->place()};
    }
    m_trial->saveKey(m_provider, std::move(key), std::move(typed));
}

void KeyDialog::showStep()
{
    const ProviderTrial::Step step = m_trial->step();
    const bool busy = step != ProviderTrial::Step::Idle;
    m_id->setEnabled(!busy);
    m_key->setEnabled(!busy);
    m_save->setEnabled(!busy);
    if (!busy)
        return;
    m_result->setStatus(Sign::Waiting, step == ProviderTrial::Step::KeepingKey ? tr("The key is kept…")
                                                                               : tr("The entry is saved…"));
    m_result->show();
}

void KeyDialog::showFailure(ProviderTrial::Step at, const Error &error)
{
    if (at == ProviderTrial::Step::KeepingKey)
        m_key->setProblem(tr("The key could not be kept."));
    const bool conflict = error.code == ErrorCode::Conflict;
    m_result->setStatus(Sign::Error,
                        conflict ? tr("The configuration was changed elsewhere meanwhile. Save again.")
                                 : tr("It was not saved."));
    m_result->show();
    m_detail->setText(conflict ? QString() : text(describe(error)));
    m_detail->setVisible(!m_detail->text().isEmpty());
}

void KeyDialog::reject()
{
    m_trial->giveUp();
    Dialog::reject();
}

QString KeyDialog::resultText() const
{
    return m_result->isHidden() ? QString() : m_result->text() + u' ' + m_detail->text();
}

} // namespace signalbox::ui
