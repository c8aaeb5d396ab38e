#pragma once

#include "base/result.h"

#include <QFuture>
#include <QPromise>

#include <memory>
#include <utility>

namespace signalbox::agents {

/// An answer that somebody waits for. Copies give the same one; where all are gone without having given it,
/// the future is cancelled.
template<class T>
class Answer final
{
public:
    Answer() : m_promise(std::make_shared<QPromise<Result<T>>>()) { m_promise->start(); }

    [[nodiscard]] QFuture<Result<T>> future() const { return m_promise->future(); }
    void give(Result<T> value) const
    {
        m_promise->addResult(std::move(value));
        m_promise->finish();
    }

private:
    std::shared_ptr<QPromise<Result<T>>> m_promise;
};

} // namespace signalbox::agents
