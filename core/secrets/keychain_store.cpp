#include "secrets/keychain_store.h"

#include "secrets/keychain_work.h"

#include <utility>

namespace signalbox::secrets {

namespace {

/// Answers whoever asked, once: in time or at the time-out, whichever comes first.
class Asker
{
public:
    explicit Asker(WritableSecretStore::Written done)
        : m_done(std::make_shared<WritableSecretStore::Written>(std::move(done)))
    {
    }

    void answer(Result<void> result) const
    {
        if (const auto done = std::exchange(*m_done, nullptr))
            done(std::move(result));
    }

private:
    std::shared_ptr<WritableSecretStore::Written> m_done;
};

Error at(const SecretRef &ref, Error error)
{
    error.place = ref.toString();
    return error;
}

std::unexpected<Error> noKeychain()
{
    return fail(ErrorCode::Unavailable,
                "this build has no keychain: keep the secret for this session only, or use env: or file:");
}

} // namespace

KeychainStore::KeychainStore(const Clock &clock, std::unique_ptr<KeychainBackend> backend, StoredNames names,
                             Options options)
    : m_state(std::make_shared<State>(clock, std::move(backend), std::move(names), std::move(options)))
{
    if (!m_state->backend)
        m_state->stand(KeychainState::Unavailable, noKeychain().error().message);
}

KeychainStore::~KeychainStore() = default;

void KeychainStore::open()
{
    m_state->isOpen = true;
    m_state->beginNext();
}

void KeychainStore::read(const SecretRef &ref, Done done)
{
    if (!m_state->backend) {
        done(noKeychain());
        return;
    }
    for (State::Work &work : m_state->queue) {
        if (work.read == ref.name) {
            work.readers.push_back(std::move(done));
            return;
        }
    }
    State::Work work;
    work.read = ref.name;
    work.readers.push_back(std::move(done));
    work.begin = [state = m_state.get(), ref] {
        const auto answer = [state, ref](Result<Secret> secret) {
            const auto readers = std::move(state->queue.front().readers);
            state->finish(); // first: a reader may end us
            for (const Done &reader : readers)
                reader(secret ? Result<Secret>(secret->clone())
                              : Result<Secret>(std::unexpected(at(ref, secret.error()))));
        };
        state->backend->read(ref.name, state->then<Result<Secret>>([state, ref,
                                                                    answer](Result<Secret> secret) {
            if (secret) {
                state->stand(KeychainState::Ready, {});
                answer(std::move(secret));
            } else if (secret.error().code == ErrorCode::NotFound) {
                state->explainAbsence(ref.name, [answer](Error error) { answer(std::unexpected(error)); });
            } else {
                state->explain(secret.error(), [answer](Error error) { answer(std::unexpected(error)); });
            }
        }));
    };
    m_state->add(std::move(work));
}

void KeychainStore::write(const SecretRef &ref, Secret secret, Written done)
{
    store(ref, std::move(secret), Existing::Replace, std::move(done));
}

void KeychainStore::writeNew(const SecretRef &ref, Secret secret, Written done)
{
    store(ref, std::move(secret), Existing::Keep, std::move(done));
}

void KeychainStore::store(const SecretRef &ref, Secret secret, Existing existing, Written done)
{
    if (!m_state->backend) {
        done(noKeychain());
        return;
    }
    const Asker asker(std::move(done));
    State::Work work;
    work.giveUp = [asker, ref](Error error) { asker.answer(std::unexpected(at(ref, std::move(error)))); };
    work.begin = [state = m_state.get(), asker, ref, existing,
                  secret = std::make_shared<const Secret>(std::move(secret))] {
        const auto end = [state, asker, ref](Result<void> result) {
            if (result)
                state->stand(KeychainState::Ready, {});
            const auto changed = result ? state->options.changed : nullptr;
            state->finish();
            if (changed)
                changed(ref.name);
            asker.answer(result ? Result<void>() : std::unexpected(at(ref, result.error())));
        };
        const auto replace = [state, ref, secret, existing, end](Result<std::optional<Secret>> old) {
            if (!old) {
                end(std::unexpected(old.error()));
            } else if (*old && existing == Existing::Keep) {
                end(fail(ErrorCode::Conflict, "the keychain has an entry of this name already"));
            } else {
                const auto kept = *old ? std::make_shared<const Secret>(std::move(**old)) : nullptr;
                state->writeChecked(ref.name, secret, kept, end);
            }
        };
        state->backend->askLock(state->then<KeychainLock>([state, ref, end, replace](KeychainLock lock) {
            if (lock == KeychainLock::Open) {
                state->readOld(ref.name, replace);
                return;
            }
            // An entry of no importance goes first: if that needs an unlocking, the owner is asked now, and
            // then the old entry can be seen.
            state->tryOut([state, ref, end, replace](Result<void> tried) {
                if (tried)
                    state->readOld(ref.name, replace);
                else
                    end(std::move(tried));
            });
        }));
    };
    m_state->add(std::move(work));
}

void KeychainStore::remove(const SecretRef &ref, Written done)
{
    if (!m_state->backend) {
        done(noKeychain());
        return;
    }
    const Asker asker(std::move(done));
    State::Work work;
    work.giveUp = [asker, ref](Error error) { asker.answer(std::unexpected(at(ref, std::move(error)))); };
    work.begin = [state = m_state.get(), asker, ref] {
        const auto end = [state, asker, ref](Result<void> result) {
            const auto changed = result ? state->options.changed : nullptr;
            state->finish();
            if (changed)
                changed(ref.name);
            asker.answer(result ? Result<void>() : std::unexpected(at(ref, result.error())));
        };
        // Removing answers well also where there was nothing: hence the reading first.
        state->readOld(ref.name, [state, ref, end](Result<std::optional<Secret>> old) {
            if (!old) {
                end(std::unexpected(old.error()));
                return;
            }
            if (!*old) { // gone already, and the keychain is open: what is noted of it is over
                const auto noted = state->names.remove(ref.name);
                end(noted ? fail(ErrorCode::NotFound, "the keychain has no such entry") : noted);
                return;
            }
            state->backend->remove(
                ref.name, state->then<Result<void>>([state, ref, end](Result<void> removed) {
                    if (removed)
                        end(state->names.remove(ref.name));
                    else
                        state->explain(removed.error(), [end](Error error) { end(std::unexpected(error)); });
                }));
        });
    };
    m_state->add(std::move(work));
}

void KeychainStore::probe(Written done)
{
    if (!m_state->backend) {
        done(noKeychain());
        return;
    }
    const Asker asker(std::move(done));
    State::Work work;
    work.giveUp = [asker](Error error) { asker.answer(std::unexpected(std::move(error))); };
    work.begin = [state = m_state.get(), asker] {
        state->tryOut([state, asker](Result<void> result) {
            state->finish();
            asker.answer(std::move(result));
        });
    };
    m_state->add(std::move(work));
}

void KeychainStore::askOpen(std::function<void(bool)> answer)
{
    if (!m_state->backend)
        return;
    State::Work work;
    work.begin = [state = m_state.get(), answer = std::move(answer)] {
        state->backend->askLock(state->then<KeychainLock>([state, answer](KeychainLock lock) {
            (void)state->stand(lock);
            state->finish();
            if (lock != KeychainLock::Unknown)
                answer(lock == KeychainLock::Open);
        }));
    };
    m_state->add(std::move(work));
}

KeychainState KeychainStore::state() const
{
    return m_state->waiting ? KeychainState::Waiting : m_state->state;
}

std::string KeychainStore::message() const
{
    return m_state->waiting ? "the keychain has been asked and has not answered; it may show a window that "
                              "asks for a password"
                            : m_state->message;
}

const StoredNames &KeychainStore::names() const
{
    return m_state->names;
}

void KeychainStore::checkDeadlines()
{
    m_state->checkDeadlines();
}

bool KeychainStore::isBusy() const
{
    return !m_state->queue.empty();
}

std::string_view toString(KeychainState state)
{
    switch (state) {
    case KeychainState::Probing:
        return "probing";
    case KeychainState::Ready:
        return "ready";
    case KeychainState::Waiting:
        return "waiting";
    case KeychainState::Locked:
        return "locked";
    case KeychainState::Unavailable:
        return "unavailable";
    case KeychainState::Failed:
        return "failed";
    }
    return "";
}

} // namespace signalbox::secrets
