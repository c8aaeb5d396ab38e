#pragma once

#include <QCoreApplication>
#include <QFuture>
#include <QFutureWatcher>

namespace signalbox::app {

/// Runs the application's loop until the answer is there: for commands, which have nothing else to do and
/// are not inside a loop already.
template<class T>
[[nodiscard]] T await(QFuture<T> future)
{
    QFutureWatcher<T> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &watcher, [] { QCoreApplication::quit(); });
    watcher.setFuture(future);
    if (!future.isFinished())
        QCoreApplication::exec();
    return future.takeResult();
}

} // namespace signalbox::app
