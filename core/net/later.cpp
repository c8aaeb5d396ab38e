#include "net/later.h"

#include <QObject>

#include <utility>

namespace signalbox::net {

class Later::Target final : public QObject
{
public:
    explicit Target(std::function<void()> function) : run(std::move(function)) {}

    std::function<void()> run;
    bool isScheduled = false;
    bool isOwned = true;
};

Later::Later(std::function<void()> run) : m_target(new Target(std::move(run)))
{
}

Later::~Later()
{
    m_target->isOwned = false;
    m_target->deleteLater();
}

void Later::schedule()
{
    if (std::exchange(m_target->isScheduled, true))
        return;
    QMetaObject::invokeMethod(
        m_target,
        [target = m_target] {
            target->isScheduled = false;
            if (target->isOwned)
                target->run();
        },
        Qt::QueuedConnection);
}

} // namespace signalbox::net
