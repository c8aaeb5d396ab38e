#pragma once

#include "base/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <type_traits>
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
                         if (watcher->future().resultCount() == 0)
                             handler(Result<T>(fail(ErrorCode::Cancelled, "The gateway gave no answer.")));
                         else if constexpr (std::is_copy_constructible_v<Result<T>>)
                             handler(watcher->result());
                         else
                             handler(watcher->future().takeResult()); // a secret has one owner
                     });
    watcher->setFuture(future);
}

} // namespace signalbox::ui
