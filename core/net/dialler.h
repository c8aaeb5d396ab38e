#pragma once

#include "base/result.h"
#include "net/descriptor_watch.h"
#include "net/later.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::net {

class Dialler;

/// One attempt to reach a host: its name is looked up elsewhere, then its addresses are tried one after
/// another, the next one as soon as one has failed or has kept us waiting (RFC 8305, "happy eyeballs"). The
/// first to answer wins. Destroying it gives up. Gateway thread.
class Dial final
{
public:
    /// Hears of the end once, never from within the constructor; may destroy the dial then.
    class Owner
    {
    public:
        /// Connected and prepared (see prepareDescriptor); now the owner's.
        virtual void onDialled(int descriptor) = 0;
        virtual void onDialFailed(const Error &error) = 0;

    protected:
        ~Owner() = default;
    };

    /// `host` is a name or an address, IPv6 without brackets.
    Dial(Dialler &dialler, const std::string &host, std::uint16_t port, Owner &owner);
    ~Dial();
    Dial(const Dial &) = delete;
    Dial &operator=(const Dial &) = delete;

private:
    friend class Dialler;
    class Attempt;

    void onAddresses(QList<QHostAddress> addresses);
    void tryNext();
    void onAttemptReady(Attempt &attempt);
    void noteError(int error);

    Dialler &m_dialler;
    const std::uint16_t m_port;
    Owner &m_owner;
    QList<QHostAddress> m_addresses; ///< not tried yet
    std::vector<std::unique_ptr<Attempt>> m_attempts;
    std::optional<Error> m_error;
    bool m_isOver = false;
    Later m_start = Later::calling<&Dial::tryNext>(*this);
};

/// What the dials of one transport share: the watcher, name look-ups, the one timer. Lives on the gateway
/// thread; outlives its dials.
class Dialler final
{
public:
    /// RFC 8305, section 5.
    static constexpr std::chrono::milliseconds kAttemptDelay{250};

    explicit Dialler(DescriptorWatcher &watcher);
    Dialler(const Dialler &) = delete;
    Dialler &operator=(const Dialler &) = delete;

    /// For tests: these addresses instead of what the system would say of the name.
    void know(const std::string &name, QList<QHostAddress> addresses)
    {
        m_known[name] = std::move(addresses);
    }

private:
    friend class Dial;

    using Time = std::chrono::steady_clock::time_point;
    struct Waiting
    {
        Time due;
        Dial *dial;
    };

    void lookUp(const std::string &name, Dial &dial);
    void wake(Dial &dial);
    void dontWake(const Dial &dial);
    void onTimeout();
    void forget(const Dial &dial);

    DescriptorWatcher &m_watcher;
    QObject m_context; // ends look-ups with us
    std::map<std::uint64_t, Dial *> m_lookUps;
    std::uint64_t m_nextLookUp = 0;
    std::map<std::string, QList<QHostAddress>> m_known;
    std::deque<Waiting> m_waiting; // all wait equally long: the first comes first
    QTimer m_timer;
};

/// In the order of RFC 8305, section 4: as resolved, the families by turns.
[[nodiscard]] QList<QHostAddress> interleaved(const QList<QHostAddress> &addresses);

} // namespace signalbox::net
