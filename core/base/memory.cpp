#include "base/memory.h"

#if defined(__GLIBC__) || __has_include(<malloc.h>)
#    include <malloc.h>
#endif

namespace signalbox {

void releaseFreeMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void tuneAllocator()
{
#ifdef __GLIBC__
    constexpr int step = 1024 * 1024;
    mallopt(M_TOP_PAD, step);
    mallopt(M_TRIM_THRESHOLD, 4 * step);
#endif
}

} // namespace signalbox
