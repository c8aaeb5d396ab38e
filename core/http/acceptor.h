#pragma once

#include <QObject>
#include <QTcpServer>

#include <functional>
#include <memory>

class QSocketNotifier;

namespace signalbox::http {

/// Listens at one address and hands accepted descriptors on. Where descriptors run short it stops accepting,
/// with some still left for the requests that run: they need connections to providers, and files. Who is
/// waiting then waits in the system's queue until resume() finds room. Gateway thread; owned by the server.
///
/// Only listening is QTcpServer's: of a failed accept it tells nobody once any accept has ended with "no more
/// for now", because its engine keeps the first error it ever had (Qt 6.4), and tries again without end.
class Acceptor final : public QTcpServer
{
public:
    /// `paused` is called when accepting stops; somebody has to call resume() from time to time then.
    Acceptor(std::function<void(qintptr)> accepted, std::function<void()> paused);
    ~Acceptor() override;

    [[nodiscard]] bool start(const QHostAddress &host, quint16 port);
    [[nodiscard]] bool isPaused() const { return m_isPaused; }
    /// Accepts on if there is room.
    void resume();

protected:
    void incomingConnection(qintptr descriptor) override { m_accepted(descriptor); }

private:
    void acceptAll();
    void pause();
    [[nodiscard]] bool hasRoom() const;

    std::function<void(qintptr)> m_accepted;
    std::function<void()> m_paused;
    QSocketNotifier *m_ready = nullptr; // a child; POSIX only
    bool m_isPaused = false;
};

} // namespace signalbox::http
