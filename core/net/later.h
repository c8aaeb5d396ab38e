#pragma once

#include <functional>

namespace signalbox::net {

/// Runs its owner's function once after the return to the event loop, however often it was asked to, and
/// never after it has been destroyed, which may happen from within that function. Lives on its owner's
/// thread.
class Later final
{
public:
    explicit Later(std::function<void()> run);
    ~Later();
    Later(const Later &) = delete;
    Later &operator=(const Later &) = delete;

    void schedule();

private:
    class Target;
    Target *m_target; // outlives us by one turn of the loop: it may be running
};

} // namespace signalbox::net
