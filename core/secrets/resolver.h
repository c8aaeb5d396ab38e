#pragma once

#include "base/clock.h"
#include "secrets/secret_store.h"
#include "secrets/secret_values.h"

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace signalbox::secrets {

/// Turns the references of a configuration into SecretValues, and publishes a new snapshot with every answer.
/// Lives on the main thread, owned by the application, outlived by the stores. Takes no time itself: its
/// owner calls `checkDeadlines` from a timer while something is pending. Never asks for the same reference
/// twice at a time.
class Resolver final
{
public:
    using Publish = std::function<void(std::shared_ptr<const SecretValues>)>;

    Resolver(const Clock &clock, std::chrono::milliseconds timeout, Publish publish);
    ~Resolver();
    Resolver(const Resolver &) = delete;
    Resolver &operator=(const Resolver &) = delete;

    /// Stores are set before the first `resolve`; a scheme without one answers Failed.
    void setStore(Scheme scheme, SecretStore &store);

    /// Asks for all of `references` and forgets every other. What is known stays in force until its new
    /// answer comes, so that a reload never leaves a request without a key; if that answer is an error, the
    /// error counts.
    void resolve(const std::set<std::string> &references);
    /// Asks again for what is missing, locked or failed: the keychain was unlocked, or a person says so.
    void retry();
    /// Asks for this one again, also while an answer is awaited, which then no longer counts: it has been
    /// changed just now. Nothing where it is not among the references.
    void renew(const std::string &reference);
    /// What has waited too long becomes Locked. A late answer still counts.
    void checkDeadlines();

    [[nodiscard]] std::shared_ptr<const SecretValues> values() const;
    [[nodiscard]] bool isWaiting() const;

private:
    struct State;

    std::shared_ptr<State> m_state; // answers hold it weakly: they may come when the resolver is gone
};

} // namespace signalbox::secrets
