#pragma once

#include <QByteArray>
#include <QObject>

#include <memory>

namespace signalbox::test {

/// An X session manager (XSMP) as a desktop has one: programs that find its address in SESSION_MANAGER tell
/// it that they are there, save when it asks, and end when it says so. Main thread, in the event loop.
class SessionManager final : public QObject
{
    Q_OBJECT

public:
    SessionManager();
    ~SessionManager() override;

    /// Empty where it could not listen.
    [[nodiscard]] QByteArray address() const;
    [[nodiscard]] int clients() const;
    /// Asks all to save for a logout that lets nobody ask a person anything.
    void askToSave();
    [[nodiscard]] bool haveAllSaved() const;
    /// Tells all to end.
    void die();

private:
    struct Session;
    std::unique_ptr<Session> m_session;
};

} // namespace signalbox::test
