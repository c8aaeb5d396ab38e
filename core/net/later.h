#pragma once

namespace signalbox::net {

/// Calls its owner once when this turn of the event loop is over, however often it was asked to, and never
/// after it has been destroyed, which may happen from within that call. Asking allocates nothing: those who
/// wait stand in one queue of their thread. Lives on its owner's thread.
class Later final
{
public:
    /// While one exists, something is going through what the system reported: the queue runs when it ends,
    /// without another round through Qt's event loop. Elsewhere one posted event, shared by all who wait,
    /// brings us back.
    class Turn final
    {
    public:
        Turn();
        ~Turn();
        Turn(const Turn &) = delete;
        Turn &operator=(const Turn &) = delete;
    };

    /// `Later::calling<&Owner::method>(*this)`, as a member of the owner.
    template<auto Method, class Owner>
    [[nodiscard]] static Later calling(Owner &owner)
    {
        return Later(&owner, [](void *erased) { (static_cast<Owner *>(erased)->*Method)(); });
    }
    ~Later() { leaveQueue(); }
    Later(const Later &) = delete;
    Later &operator=(const Later &) = delete;

    void schedule();

private:
    class Queue;
    /// A place in a ring of those who wait.
    struct Link
    {
        Link *previous = this;
        Link *next = this;
        Later *later = nullptr; ///< null in the ring's head
    };

    Later(void *owner, void (*call)(void *)) : m_owner(owner), m_call(call) { m_link.later = this; }
    void leaveQueue();

    void *m_owner;
    void (*m_call)(void *);
    Link m_link;
};

} // namespace signalbox::net
