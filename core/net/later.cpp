#include "net/later.h"

#include <QCoreApplication>
#include <QEvent>
#include <QObject>

#include <utility>

namespace signalbox::net {

/// Those of one thread who wait for the end of the turn.
class Later::Queue final : public QObject
{
public:
    static Queue &ofThisThread()
    {
        thread_local Queue queue;
        return queue;
    }

    void append(Link &link)
    {
        link.previous = m_waiting.previous;
        link.next = &m_waiting;
        m_waiting.previous->next = &link;
        m_waiting.previous = &link;
        if (m_turns == 0 && !std::exchange(m_isWakeUpPosted, true))
            QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }

    void beginTurn() { ++m_turns; }

    void endTurn()
    {
        if (--m_turns == 0)
            run();
    }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        m_isWakeUpPosted = false;
        run();
        return true;
    }

private:
    /// Who is asked for meanwhile waits for the next time, so that nobody keeps the event loop out.
    void run()
    {
        if (m_waiting.next == &m_waiting)
            return;
        Link due{m_waiting.previous, m_waiting.next, nullptr};
        due.previous->next = due.next->previous = &due;
        m_waiting.previous = m_waiting.next = &m_waiting;
        while (due.next != &due) {
            Later &later = *due.next->later;
            later.leaveQueue();
            later.m_call(later.m_owner); // it may be gone now
        }
    }

    Link m_waiting;
    int m_turns = 0;
    bool m_isWakeUpPosted = false;
};

Later::Turn::Turn()
{
    Queue::ofThisThread().beginTurn();
}

Later::Turn::~Turn()
{
    Queue::ofThisThread().endTurn();
}

void Later::schedule()
{
    if (m_link.next == &m_link)
        Queue::ofThisThread().append(m_link);
}

void Later::leaveQueue()
{
    m_link.previous->next = m_link.next;
    m_link.next->previous = m_link.previous;
    m_link.previous = m_link.next = &m_link;
}

} // namespace signalbox::net
