#pragma once

#include "base/result.h"

#include <QFuture>
#include <QPromise>

#include <deque>
#include <functional>
#include <memory>

namespace signalbox::tests {

/// Answers of a fake, given at once or held back until a test lets them go.
class Answers final
{
public:
    template<class T, class Answer>
    QFuture<Result<T>> give(Answer answer, bool hold = false)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        const std::function<void()> tell = [promise, answer] {
            promise->addResult(Result<T>(answer()));
            promise->finish();
        };
        if (hold)
            m_held.push_back(tell);
        else
            tell();
        return promise->future();
    }

    void release()
    {
        std::deque<std::function<void()>> held;
        held.swap(m_held);
        for (const auto &tell : held)
            tell();
    }

private:
    std::deque<std::function<void()>> m_held;
};

} // namespace signalbox::tests
