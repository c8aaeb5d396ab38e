#pragma once

#include "secrets/keychain_store.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace signalbox::secrets {

/// What a KeychainStore has to do, in order, and what it has learnt. keychain_store.cpp
/// says what each kind of work is, keychain_steps.cpp what it is made of, keychain_work.cpp who waits for it
/// and for how long, and what the backend's answers mean.
struct KeychainStore::State : std::enable_shared_from_this<KeychainStore::State>
{
    struct Work
    {
        std::uint64_t id = 0;
        std::function<void()> begin;
        std::string read;                  ///< the name, where it is a read
        std::vector<Done> readers;         ///< who waits for it
        std::function<void(Error)> giveUp; ///< answers who waits, once; empty for a read
        MonotonicTime askedAt{};
        MonotonicTime begunAt{};
    };

    State(const Clock &theClock, std::unique_ptr<KeychainBackend> theBackend, StoredNames theNames,
          Options theOptions)
        : clock(theClock), backend(std::move(theBackend)), names(std::move(theNames)),
          options(std::move(theOptions))
    {
    }

    void add(Work work);
    void beginNext();
    /// The work in front is done.
    void finish();
    void checkDeadlines();

    /// Wraps what goes on after the backend's answer: not at all when the store is gone.
    template<class Answer>
    std::function<void(Answer)> then(std::function<void(Answer)> next)
    {
        return [weak = weak_from_this(), next = std::move(next)](Answer answer) {
            if (const auto state = weak.lock())
                next(std::move(answer));
        };
    }

    /// What the backend's error means, which for most of them only the lock tells; sets how we stand.
    void explain(Error error, std::function<void(Error)> explained);
    /// What NotFound means.
    void explainAbsence(const std::string &name, std::function<void(Error)> explained);
    /// What is to be said where the lock says no; nothing where it is open, or cannot be known.
    std::optional<Error> stand(KeychainLock lock);
    void stand(KeychainState state, std::string message);

    void readOld(const std::string &name, std::function<void(Result<std::optional<Secret>>)> found);
    void writeChecked(const std::string &name, std::shared_ptr<const Secret> secret,
                      std::shared_ptr<const Secret> old, std::function<void(Result<void>)> written);
    void putBack(const std::string &name, const std::shared_ptr<const Secret> &old,
                 std::function<void(Result<void>)> done);
    void tryOut(std::function<void(Result<void>)> tried);

    const Clock &clock;
    std::unique_ptr<KeychainBackend> backend;
    StoredNames names;
    Options options;
    std::deque<Work> queue; // the front one is under way while `working`
    std::uint64_t lastId = 0;
    bool isOpen = false;
    bool working = false;
    bool waiting = false; // the work in front has taken longer than the soft time-out
    KeychainState state = KeychainState::Probing;
    std::string message;
};

} // namespace signalbox::secrets
