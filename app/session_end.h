#pragma once

#include <QObject>

namespace signalbox::app {

/// The session's end as a notice. A session manager's "die" and whatever else ends applications arrive as
/// QEvent::Quit, for which Qt would close the windows and leave at once; running requests shall end first.
/// From its making on only QCoreApplication::exit() ends the program. One per process, main thread.
class SessionEnd final : public QObject
{
    Q_OBJECT

public:
    SessionEnd();

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void ended();
};

} // namespace signalbox::app
