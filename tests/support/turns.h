#pragma once

#include <QSignalSpy>
#include <QTimer>

#include <chrono>

namespace signalbox::test {

/// Runs the event loop for a while, to show that something does not happen. What does happen is waited for
/// with QTRY_….
inline void letPass(std::chrono::milliseconds time)
{
    QTimer timer;
    timer.setSingleShot(true);
    QSignalSpy spy(&timer, &QTimer::timeout);
    timer.start(time);
    (void)spy.wait(static_cast<int>(time.count()) + 5'000);
}

/// Longer than the server's and the client's timers need to come round.
inline void letTicksPass()
{
    letPass(std::chrono::milliseconds(300));
}

} // namespace signalbox::test
