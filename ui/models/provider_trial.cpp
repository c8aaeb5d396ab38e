#include "ui/models/provider_trial.h"

#include "control/when_answered.h"
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
    keep(std::move(key), [this, entry = std::move(entry)] { put(entry); });
}

void ProviderTrial::saveKey(const std::string &provider, config::ProviderKey key,
                            std::optional<TypedKey> typed)
{
    keep(std::move(typed), [this, provider, key = std::move(key)] { putKey(provider, key); });
}

void ProviderTrial::keep(std::optional<TypedKey> key, std::function<void()> then)
{
    if (m_step != Step::Idle)
        return;
    if (!key) {
        then();
        return;
    }
    enter(Step::KeepingKey);
    // The key first: an entry whose key is not there would be in force at once.
    control::whenAnswered<void>(
        m_desk.secrets.set(key->reference, std::move(key->secret), key->place), this,
        [this, then = std::move(then), reference = key->reference](const Result<void> &answer) {
            if (!answer) {
                fail(Step::KeepingKey, answer.error());
                return;
            }
            if (m_keptReference != reference)
                dropKey(); // the entry was renamed after a save that failed
            m_keptReference = reference;
            Q_EMIT keyKept();
            then();
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
        settle(entry.keys);
        return;
    }
    enter(Step::Saving);
    m_changes.put(entry, [self = QPointer(this), entry](const Result<void> &answer) {
        if (!self)
            return;
        if (answer)
            self->settle(entry.keys);
        else
            self->fail(Step::Saving, answer.error());
    });
}

void ProviderTrial::putKey(const std::string &provider, const config::ProviderKey &key)
{
    if (const config::Provider *known = m_changes.find(provider)) {
        const auto named = std::ranges::find(known->keys, key.id, &config::ProviderKey::id);
        if (named != known->keys.end() && named->secret == key.secret) {
            settle({key});
            return;
        }
    }
    enter(Step::Saving);
    m_changes.edit(
        provider,
        [key](config::Provider &entry) {
            const auto it = std::ranges::find(entry.keys, key.id, &config::ProviderKey::id);
            if (it != entry.keys.end())
                it->secret = key.secret; // what else is said of it stays
            else
                entry.keys.push_back(key);
        },
        [self = QPointer(this), key](const Result<void> &answer) {
            if (!self)
                return;
            if (answer)
                self->settle({key});
            else
                self->fail(Step::Saving, answer.error());
        });
}

void ProviderTrial::settle(const std::vector<config::ProviderKey> &keys)
{
    // After a save that failed another place may have been chosen.
    if (std::ranges::find(keys, m_keptReference, &config::ProviderKey::secret) == keys.end())
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
