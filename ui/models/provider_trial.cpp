#include "ui/models/provider_trial.h"

#include "ui/models/answer.h"
#include "ui/models/provider_changes.h"

#include <algorithm>
#include <utility>

namespace signalbox::ui {

ProviderTrial::ProviderTrial(const control::Desk &desk, ProviderChanges &changes, QObject *parent)
    : QObject(parent), m_desk(desk), m_changes(changes)
{
}

void ProviderTrial::save(config::Provider entry, std::optional<TypedKey> key)
{
    if (m_step != Step::Idle)
        return;
    if (!key && m_saved == entry) {
        Q_EMIT saved(); // a test has brought it in as it is
        return;
    }
    if (!key) {
        put(std::move(entry));
        return;
    }
    enter(Step::KeepingKey);
    // The key first: an entry whose key is not there would be in force at once.
    whenAnswered<void>(
        m_desk.secrets.set(key->reference, std::move(key->secret), key->place), this,
        [this, entry = std::move(entry), reference = key->reference](const Result<void> &answer) {
            if (!answer) {
                fail(Step::KeepingKey, answer.error());
                return;
            }
            m_keptReference = reference;
            put(entry);
        });
}

void ProviderTrial::put(config::Provider entry)
{
    enter(Step::Saving);
    m_changes.put(entry, [self = QPointer(this), entry](const Result<void> &answer) {
        if (!self)
            return;
        if (!answer) {
            self->fail(Step::Saving, answer.error());
            return;
        }
        self->m_saved = entry;
        self->dropUnusedKey();
        self->enter(Step::Idle);
        Q_EMIT self->saved();
    });
}

void ProviderTrial::dropUnusedKey()
{
    // After a test with a typed key another place was chosen.
    if (m_keptReference.empty() || std::ranges::find(m_saved->keys, m_keptReference,
                                                     &config::ProviderKey::secret) != m_saved->keys.end())
        return;
    (void)m_desk.secrets.remove(std::exchange(m_keptReference, {}));
}

void ProviderTrial::test()
{
    if (!m_saved || m_step != Step::Idle)
        return;
    enter(Step::Testing);
    m_test = new Watcher(this);
    connect(m_test, &Watcher::finished, this, [this, watcher = m_test.data()] {
        watcher->deleteLater();
        m_test.clear();
        if (watcher->future().resultCount() == 0) {
            fail(Step::Testing, Error{ErrorCode::Cancelled, "The gateway gave no answer.", {}});
            return;
        }
        const auto answer = watcher->result();
        if (!answer) {
            fail(Step::Testing, answer.error());
            return;
        }
        enter(Step::Idle);
        Q_EMIT tested(*answer);
    });
    m_test->setFuture(
        m_desk.providers.test(m_saved->id, m_saved->keys.empty() ? std::string() : m_saved->keys.front().id));
}

void ProviderTrial::stopTest()
{
    if (m_step != Step::Testing)
        return;
    if (m_test) {
        m_test->disconnect(this);
        m_test->cancel();
        m_test->deleteLater();
    }
    enter(Step::Idle);
}

void ProviderTrial::takeBack()
{
    stopTest();
    if (m_saved) {
        ProviderChanges *changes = &m_changes;
        m_changes.remove(m_saved->id, [changes, id = m_saved->id](const Result<void> &) {
            changes->dropRemoved(id); // nobody has wanted it, so there is nothing to undo
        });
        m_saved.reset();
    }
    if (!m_keptReference.empty())
        (void)m_desk.secrets.remove(std::exchange(m_keptReference, {}));
}

void ProviderTrial::enter(Step step)
{
    m_step = step;
    Q_EMIT stepChanged();
}

void ProviderTrial::fail(Step at, const Error &error)
{
    enter(Step::Idle);
    Q_EMIT failed(at, error);
}

} // namespace signalbox::ui
