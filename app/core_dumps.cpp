#include "app/core_dumps.h"

#include <sys/resource.h>

namespace signalbox::app {

// The limit is 1 and not 0: the kernel takes no notice of 0 where cores go to a program (systemd-coredump,
// apport), but writes none to a program where it is 1 (fs/coredump.c), and none to a file below a page.
// PR_SET_DUMPABLE would do more, and keep programs of the same user from reading the memory; it also gives
// /proc/PID to root, and then desktop portals refuse us their file dialogs, no debugger helps, and a second
// start cannot say who holds its port. Only the soft limit: what we start may raise it again.
void forbidCoreDumps()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_CORE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max < 1 ? limit.rlim_max : 1;
    setrlimit(RLIMIT_CORE, &limit);
}

} // namespace signalbox::app
