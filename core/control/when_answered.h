#pragma once

#include "base/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

/// Handlers of what control answers. By a watcher, not by QFuture::then: up to Qt 6.4 that calls its handler
/// again where the answer was taken away, or came from another thread while the handler was set.
namespace signalbox::control {

/// Calls `handler(Result<T>)` on `context`'s thread once the answer is there, and never after `context` has
/// gone. A future that ends without an answer (the gateway went away) is an answer too: Cancelled. The answer
/// is moved out of the future, so that a secret in it has one owner.
template<class T, class Handler>
void whenAnswered(const QFuture<Result<T>> &future, QObject *context, Handler handler)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcher<Result<T>>::finished, context,
                     [watcher, handler = std::move(handler)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() == 0)
                             handler(Result<T>(fail(ErrorCode::Cancelled, "The gateway gave no answer.")));
                         else
                             handler(watcher->future().takeResult());
                     });
    watcher->setFuture(future);
}

} // namespace signalbox::control
