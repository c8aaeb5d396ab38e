#pragma once

namespace signalbox {

/// Gives memory that was freed back to the system, where the allocator can (glibc keeps what lies between
/// pieces in use). Takes milliseconds: for quiet moments. Any thread.
void releaseFreeMemory();

} // namespace signalbox
