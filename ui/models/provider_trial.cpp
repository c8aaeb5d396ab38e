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
    if (!key) {
        put(entry);
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
            if (m_keptReference != reference)
                dropKey(); // the entry was renamed after a save that failed
            m_keptReference = reference;
            Q_EMIT keyKept();
            put(entry);
        });
}

bool ProviderTrial::stands(const config::Provider &entry) const
{
    const config::Provider *known = m_changes.find(entry.id);
    return known && *known == entry;
}

void ProviderTrial::put(const config::Provider &entry)
{
    if (stands(entry)) {
        settle(entry);
        return;
    }
    enter(Step::Saving);
    m_changes.put(entry, [self = QPointer(this), entry](const Result<void> &answer) {
        if (!self)
            return;
        if (answer)
            self->settle(entry);
        else
            self->fail(Step::Saving, answer.error());
    });
}

void ProviderTrial::settle(const config::Provider &entry)
{
    // After a save that failed another place may have been chosen.
    if (std::ranges::find(entry.keys, m_keptReference, &config::ProviderKey::secret) == entry.keys.end())
        dropKey();
    m_keptReference.clear();
    enter(Step::Idle);
    Q_EMIT saved();
}

void ProviderTrial::dropKey()
{
    if (!m_keptReference.empty())
        (void)m_desk.secrets.remove(std::exchange(m_keptReference, {}));
}

void ProviderTrial::test(const config::Provider &entry, const std::string &key, std::optional<Secret> secret)
{
    if (m_step != Step::Idle)
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
    // What stands there is tested as it stands: that is remembered as the key's last test.
    m_test->setFuture(!secret && stands(entry) ? m_desk.providers.test(entry.id, key)
                                               : m_desk.providers.testDraft(entry, key, std::move(secret)));
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

void ProviderTrial::giveUp()
{
    stopTest();
    dropKey();
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
