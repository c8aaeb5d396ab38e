#include "ui/dialogs/key_dialog.h"

#include "ui/dialogs/key_form.h"
#include "ui/models/answer.h"
#include "ui/models/format.h"
#include "ui/models/provider_changes.h"
#include "ui/widgets/button.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/paragraph.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/status_badge.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPointer>

#include <algorithm>

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
      m_desk(desk), m_changes(changes), m_provider(provider.id), m_replaces(std::move(replaces)),
      m_id(new QLineEdit(this)), m_idField(new FormField(tr("Name"), m_id, this)),
      m_key(new KeyForm(clock, this)), m_result(new StatusLabel(this)),
      m_detail(new Paragraph(QString(), TextStep::Small, this)),
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
    std::string reference = referenceOf(draft, m_provider, id);
    // Another secret under the same name: nothing but the keychain changes.
    if (draft.place != KeyPlace::Environment && m_reference.starts_with("keychain:"))
        reference = m_reference;
    setBusy(true);
    if (draft.place == KeyPlace::Environment || m_kept) {
        putKey(reference);
        return;
    }
    m_result->setStatus(Sign::Waiting, tr("The key is kept…"));
    whenAnswered<void>(m_desk.secrets.set(reference, m_key->secret(), m_key->place()), this,
                       [this, reference](const Result<void> &answer) {
                           if (!answer) {
                               m_key->setProblem(tr("The key could not be kept."));
                               settle(answer);
                               return;
                           }
                           m_kept = true;
                           putKey(reference);
                       });
}

void KeyDialog::putKey(const std::string &reference)
{
    if (reference == m_reference) {
        settle({});
        return;
    }
    m_result->setStatus(Sign::Waiting, tr("The entry is saved…"));
    m_changes.edit(
        m_provider,
        [id = m_id->text().trimmed().toStdString(), reference](config::Provider &entry) {
            const auto it = std::ranges::find(entry.keys, id, &config::ProviderKey::id);
            if (it != entry.keys.end()) {
                it->secret = reference;
                return;
            }
            config::ProviderKey key;
            key.id = id;
            key.secret = reference;
            entry.keys.push_back(std::move(key));
        },
        [self = QPointer(this)](const Result<void> &answer) {
            if (self)
                self->settle(answer);
        });
}

void KeyDialog::settle(const Result<void> &answer)
{
    setBusy(false);
    if (answer) {
        Q_EMIT saved();
        accept();
        return;
    }
    m_result->setStatus(Sign::Error,
                        answer.error().code == ErrorCode::Conflict
                            ? tr("The configuration was changed elsewhere meanwhile. Save again.")
                            : tr("It was not saved."));
    m_detail->setText(answer.error().code == ErrorCode::Conflict ? QString()
                                                                 : text(describe(answer.error())));
    m_detail->setVisible(!m_detail->text().isEmpty());
}

void KeyDialog::setBusy(bool busy)
{
    m_result->show();
    m_id->setEnabled(!busy);
    m_key->setEnabled(!busy);
    m_save->setEnabled(!busy);
}

QString KeyDialog::resultText() const
{
    return m_result->isHidden() ? QString() : m_result->text() + u' ' + m_detail->text();
}

} // namespace signalbox::ui
