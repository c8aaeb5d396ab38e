#pragma once

#include "base/clock.h"
#include "secrets/keychain_backend.h"
#include "secrets/stored_names.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace signalbox::secrets {

/// How the keychain stands just now.
enum class KeychainState {
    Probing,     ///< nothing is known yet
    Ready,       ///< does what it is asked
    Waiting,     ///< has been asked and has not answered: it may be asking its owner for a password
    Locked,      ///< answered that it is locked, or would not be opened
    Unavailable, ///< none here
    Failed,      ///< answers with an error of its own, or not with what was written
};

/// References "keychain:NAME", by the rules that a keychain needs:
/// - One thing at a time, in order, and nothing before open(): the window or the address comes first.
/// - An entry that this data directory has stored and that is not found is locked or lost, never missing.
/// - A write counts when it reads back; else the old entry is put back. Nothing is written to a keychain
///   that may hold an old one and does not show it.
/// - Who waits for a write or a probe is answered in time; the job goes on, and a late success counts. A
///   read takes as long as it takes: the resolver has patience of its own. Reads of one name are one.
/// - There is no other place that a secret could end up in.
/// Lives on the main thread, owned by the application, outlived by clock and names. Takes no time itself:
/// its owner calls `checkDeadlines` while it is busy. Answers never come before a call returns, but for a
/// store without a backend.
class KeychainStore final : public WritableSecretStore
{
public:
    struct Options
    {
        std::chrono::milliseconds soft = std::chrono::seconds(3);  ///< then it is Waiting
        std::chrono::milliseconds hard = std::chrono::seconds(60); ///< a person may have to type a password
        /// An entry was written or removed, perhaps after its caller was told of a time-out.
        std::function<void(const std::string &name)> changed;
    };

    /// Without a backend every answer is Unavailable and says what to use instead.
    KeychainStore(const Clock &clock, std::unique_ptr<KeychainBackend> backend, StoredNames names,
                  Options options);
    ~KeychainStore() override;
    KeychainStore(const KeychainStore &) = delete;
    KeychainStore &operator=(const KeychainStore &) = delete;

    /// From now on the keychain is asked.
    void open();

    void read(const SecretRef &ref, Done done) override;
    /// Unavailable locked or none; Timeout nobody answered, and it may still come to pass; Io it would not
    /// give back what was written, and has the old one again.
    void write(const SecretRef &ref, Secret secret, Written done) override;
    /// As write(), but Conflict where there is one already.
    void writeNew(const SecretRef &ref, Secret secret, Written done);
    /// NotFound where there is none.
    void remove(const SecretRef &ref, Written done) override;
    /// Writes, reads and deletes an entry of no importance: shows how the keychain stands, and makes it ask
    /// its owner to unlock it. The error says what to do.
    void probe(Written done);

    /// Whether entries can be read without asking anybody; asks nobody itself. Not answered where it cannot
    /// be known.
    void askOpen(std::function<void(bool isOpen)> answer);

    [[nodiscard]] KeychainState state() const;
    /// What is wrong and what to do; empty where Ready or Probing.
    [[nodiscard]] std::string message() const;
    [[nodiscard]] const StoredNames &names() const;

    void checkDeadlines();
    [[nodiscard]] bool isBusy() const;

private:
    struct State;
    enum class Existing { Replace, Keep };

    void store(const SecretRef &ref, Secret secret, Existing existing, Written done);

    std::shared_ptr<State> m_state; // answers hold it weakly: they may come when the store is gone
};

[[nodiscard]] std::string_view toString(KeychainState state);

} // namespace signalbox::secrets
