#include "app/descriptor_limit.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#    include <sys/resource.h>

#    include <algorithm>
#endif

namespace signalbox::app {

void raiseDescriptorLimit()
{
#ifdef Q_OS_UNIX
    // More than the server's connections and as many to providers; some systems permit a milliard.
    constexpr rlim_t kWanted = 65'536;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kWanted)
        return;
    limit.rlim_cur = std::min(limit.rlim_max, kWanted);
    (void)::setrlimit(RLIMIT_NOFILE, &limit); // without it there is room for fewer
#endif
}

} // namespace signalbox::app
