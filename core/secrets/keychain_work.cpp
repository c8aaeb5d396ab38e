#include "secrets/keychain_work.h"

#include <utility>

namespace signalbox::secrets {

namespace {

Error unavailable(std::string message)
{
    return {ErrorCode::Unavailable, std::move(message), {}};
}

} // namespace

void KeychainStore::State::add(Work work)
{
    work.id = ++lastId;
    work.askedAt = clock.now();
    queue.push_back(std::move(work));
    beginNext();
}

void KeychainStore::State::beginNext()
{
    if (!isOpen || working || queue.empty())
        return;
    working = true;
    waiting = false;
    queue.front().begunAt = clock.now();
    const auto begin = queue.front().begin; // a copy: what it does may add to the queue
    begin();
}

void KeychainStore::State::finish()
{
    queue.pop_front();
    working = false;
    waiting = false;
    beginNext();
}

void KeychainStore::State::checkDeadlines()
{
    const MonotonicTime now = clock.now();
    waiting = working && now - queue.front().begunAt >= options.soft;
    std::vector<std::function<void(Error)>> late;
    for (std::size_t i = 0; i < queue.size();) {
        Work &work = queue[i];
        if (!work.giveUp || now - work.askedAt < options.hard) {
            ++i;
            continue;
        }
        late.push_back(std::exchange(work.giveUp, nullptr));
        if (i == 0 && working)
            ++i; // cannot be taken back: it may still come to pass
        else
            queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (const auto &giveUp : late)
        giveUp({ErrorCode::Timeout,
                "the keychain has not answered; it may be waiting for a password in a window of its own",
                {}});
}

void KeychainStore::State::stand(KeychainState newState, std::string newMessage)
{
    state = newState;
    message = std::move(newMessage);
}

std::optional<Error> KeychainStore::State::stand(KeychainLock lock)
{
    switch (lock) {
    case KeychainLock::Open:
    case KeychainLock::Unknown:
        return std::nullopt;
    case KeychainLock::Locked:
        stand(KeychainState::Locked, "the keychain is locked: unlock it and try again");
        return unavailable(message);
    case KeychainLock::NoKeyring:
        stand(
            KeychainState::Unavailable,
            "the keychain service has no keyring that could be opened: log in to the desktop once, keep the "
            "secret for this session only, or use env: or file:");
        return unavailable(message);
    case KeychainLock::NoService:
        stand(KeychainState::Unavailable,
              "this session has no keychain service: start one (gnome-keyring, "
              "KWallet, KeePassXC), keep the secret for this session only, or use "
              "env: or file:");
        return unavailable(message);
    case KeychainLock::NoAnswer:
        stand(KeychainState::Waiting, "the keychain service does not answer: try again, or restart it");
        return Error{ErrorCode::Timeout, message, {}};
    }
    return std::nullopt;
}

void KeychainStore::State::explain(Error error, std::function<void(Error)> explained)
{
    switch (error.code) {
    case ErrorCode::Unavailable:
        stand(KeychainState::Unavailable, error.message);
        explained(std::move(error));
        return;
    case ErrorCode::Unauthorized:
        stand(KeychainState::Locked, "the keychain is locked: unlock it and try again");
        explained(unavailable(message));
        return;
    case ErrorCode::InvalidInput:
        explained(std::move(error));
        return;
    default:
        break;
    }
    // No service and a damaged one look alike; the words differ by language.
    backend->askLock(then<KeychainLock>([this, error, explained](KeychainLock lock) {
        if (auto known = stand(lock)) {
            explained(std::move(*known));
            return;
        }
        stand(KeychainState::Failed, "the keychain reports an error: " + error.message);
        explained({ErrorCode::Io, message, {}});
    }));
}

void KeychainStore::State::explainAbsence(const std::string &name, std::function<void(Error)> explained)
{
    backend->askLock(then<KeychainLock>([this, name, explained](KeychainLock lock) {
        const bool stored = names.contains(name);
        // Without a keyring there is no entry; but if we have put one there, something is amiss.
        const bool hidden = lock == KeychainLock::Locked || lock == KeychainLock::NoAnswer ||
                            (stored && (lock == KeychainLock::NoKeyring || lock == KeychainLock::NoService));
        if (hidden) {
            explained(*stand(lock));
        } else if (stored) {
            explained(
                unavailable("the keychain does not show this entry, which was stored here: it is locked or "
                            "lost. Unlock the keychain, or store it again: `signalbox secrets set keychain:" +
                            name + '`'));
        } else {
            explained(
                {ErrorCode::NotFound,
                 "the keychain has no such entry: `signalbox secrets set keychain:" + name + "` stores one",
                 {}});
        }
    }));
}

} // namespace signalbox::secrets
