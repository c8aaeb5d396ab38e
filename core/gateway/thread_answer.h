#pragma once

#include <QFuture>
#include <QMetaObject>
#include <QObject>
#include <QPromise>

#include <memory>
#include <type_traits>
#include <utility>

namespace signalbox::gateway {

/// The answer to a question that another thread works on. The future is finished on the thread that asked, by
/// its event loop: up to Qt 6.4 QFuture::then calls its handler twice, the second time with nothing, where
/// the answer comes from another thread in the moment that the handler is set. Made by who asks; copies share
/// the answer. Dropped unanswered, the future is cancelled.
template<class Answer>
class ThreadAnswer final
{
public:
    ThreadAnswer() { m_promise->start(); }

    [[nodiscard]] QFuture<Answer> future() const { return m_promise->future(); }

    /// Does `work()` here, and gives what it returns.
    template<class Work>
    void give(Work work) const
    {
        if constexpr (std::is_void_v<Answer>) {
            work();
            finish([](QPromise<void> &) {});
        } else {
            finish([answer = work()](QPromise<Answer> &promise) mutable {
                promise.addResult(std::move(answer));
            });
        }
    }

private:
    template<class Fill>
    void finish(Fill fill) const
    {
        QMetaObject::invokeMethod(
            m_asker.get(),
            [asker = m_asker, promise = m_promise, fill = std::move(fill)]() mutable {
                fill(*promise);
                promise->finish();
            },
            Qt::QueuedConnection);
    }

    std::shared_ptr<QPromise<Answer>> m_promise = std::make_shared<QPromise<Answer>>();
    /// Stands for the thread; objects may be deleted from elsewhere by this alone.
    std::shared_ptr<QObject> m_asker{new QObject, [](QObject *asker) { asker->deleteLater(); }};
};

} // namespace signalbox::gateway
