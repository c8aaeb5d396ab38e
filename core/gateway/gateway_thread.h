#pragma once

#include "gateway/engine.h"
#include "gateway/thread_answer.h"

#include <QFuture>
#include <QThread>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace signalbox::gateway {

/// The gateway's home: a thread with an event loop and the engine on it. Made, started and stopped on the
/// main thread, which never waits for it but in `stop`.
class GatewayThread final
{
public:
    GatewayThread();
    ~GatewayThread();
    GatewayThread(const GatewayThread &) = delete;
    GatewayThread &operator=(const GatewayThread &) = delete;

    /// Makes the engine, on its thread.
    void start(EngineParts parts);
    /// Destroys the engine, on its thread, and ends the thread. Running requests must have been drained.
    void stop();

    /// Calls `work(engine)` on the gateway thread; its answer comes through the future, by the event loop of
    /// the thread that called. After `stop` the future is cancelled.
    template<class Work>
    [[nodiscard]] auto call(Work work) -> QFuture<std::invoke_result_t<Work, Engine &>>
    {
        const ThreadAnswer<std::invoke_result_t<Work, Engine &>> answer;
        post([answer, work = std::move(work)](Engine &engine) mutable {
            answer.give([&] { return work(engine); });
        });
        return answer.future();
    }
    void post(std::function<void(Engine &)> work);

private:
    QThread m_thread;
    std::unique_ptr<QObject> m_context; // lives on the thread; calls are queued to it
    std::unique_ptr<Engine> m_engine;   // touched on the thread only
};

} // namespace signalbox::gateway
