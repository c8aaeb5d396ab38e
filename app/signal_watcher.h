#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace signalbox::app {

/// SIGTERM, SIGINT and SIGHUP as a notice in the event loop. One per process, main thread.
class SignalWatcher final : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    void terminateRequested();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace signalbox::app
