#pragma once

#include "base/result.h"

#include <QFuture>
#include <QPromise>

#include <utility>

namespace signalbox::gateway {

/// An answer that is known at once.
template<class T>
[[nodiscard]] QFuture<Result<T>> ready(Result<T> value)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

} // namespace signalbox::gateway
