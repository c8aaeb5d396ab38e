#include "gateway/gateway_thread.h"

#include <QMetaObject>

namespace signalbox::gateway {

GatewayThread::GatewayThread() : m_context(std::make_unique<QObject>())
{
    m_thread.setObjectName(QStringLiteral("gateway"));
    m_context->moveToThread(&m_thread);
}

GatewayThread::~GatewayThread()
{
    stop();
}

void GatewayThread::start(EngineParts parts)
{
    m_thread.start();
    QMetaObject::invokeMethod(
        m_context.get(),
        [this, parts = std::move(parts)]() mutable { m_engine = std::make_unique<Engine>(std::move(parts)); },
        Qt::QueuedConnection);
}

void GatewayThread::stop()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(
        m_context.get(),
        [this] {
            m_engine.reset();
            m_thread.quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void GatewayThread::post(std::function<void(Engine &)> work)
{
    QMetaObject::invokeMethod(
        m_context.get(),
        [this, work = std::move(work)] {
            if (m_engine)
                work(*m_engine);
        },
        Qt::QueuedConnection);
}

} // namespace signalbox::gateway
