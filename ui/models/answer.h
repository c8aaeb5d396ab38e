#pragma once

#include "base/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <utility>

namespace signalbox::ui {

/// Calls `handler(Result<T>)` on `context`'s thread once the answer is there, and never after `context` has
/// gone. A future that ends without an answer (the gateway went away) is an answer too: Cancelled.
template<class T, class Handler>
void whenAnswered(QFuture<Result<T>> future, QObject *context, Handler handler)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcher<Result<T>>::finished, context,
                     [watcher, handler = std::move(handler)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             handler(watcher->result());
                         else
                             handler(Result<T>(fail(ErrorCode::Cancelled, "The gateway gave no answer.")));
                     });
    watcher->setFuture(future);
}

} // namespace signalbox::ui
