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

} // namespace signalbox
