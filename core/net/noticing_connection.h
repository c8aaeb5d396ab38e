#pragma once

#include "net/later.h"
#include "net/transport.h"

#include <cstdint>

namespace signalbox::net {

/// What all connections share: the observer and its notices. They are delivered in one order, never from
/// within a call of the owner, and stop at once when the owner destroys the connection inside one.
class NoticingConnection : public Connection
{
public:
    ~NoticingConnection() override;
    void setObserver(Observer *observer) final;

protected:
    enum Notice : std::uint8_t { Connected = 1, Readable = 2, Drained = 4, Failed = 8 };

    /// Keeps notices that arise while the owner is calling us until the event loop is back.
    class CallGuard final
    {
    public:
        explicit CallGuard(NoticingConnection &connection) : m_connection(connection)
        {
            ++connection.m_calls;
        }
        ~CallGuard() { --m_connection.m_calls; }
        CallGuard(const CallGuard &) = delete;
        CallGuard &operator=(const CallGuard &) = delete;

    private:
        NoticingConnection &m_connection;
    };

    NoticingConnection() = default;
    /// At once where nobody is calling, else later. The connection may be gone when it returns.
    void tell(Notice notice);
    void tellLater(Notice notice);
    /// Remembers why; onFailed follows, and then nothing.
    void failWith(ErrorCode code, std::string message);
    void dropNotices() { m_notices = 0; }
    [[nodiscard]] bool hasFailed() const { return m_isFailed; }

    /// Follows what is unsent: past the high mark and back below the low one, the owner hears of it.
    void noteUnsent(std::size_t bytes);

    /// Whether a notice to read would be true now.
    [[nodiscard]] virtual bool isReadable() const = 0;
    /// Whether it has to be sent again by us; not where the system does it.
    [[nodiscard]] virtual bool isReadableAgain() const { return isReadable(); }

private:
    void deliver();
    [[nodiscard]] bool deliverOne();

    Observer *m_observer = nullptr;
    Later m_later = Later::calling<&NoticingConnection::deliver>(*this);
    Error m_error;
    bool *m_destroyed = nullptr;
    int m_calls = 0;
    std::uint8_t m_notices = 0;
    bool m_isFailed = false;
    bool m_wasAboveHighWater = false;
};

} // namespace signalbox::net
