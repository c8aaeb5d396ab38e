#pragma once

namespace signalbox {

/// Gives memory that was freed back to the system, where the allocator can (glibc keeps what lies between
/// pieces in use). Takes milliseconds: for quiet moments. Any thread.
void releaseFreeMemory();

/// Tells the allocator that this is a server: threads' heaps grow and shrink by large steps, not by a call of
/// the system for every few requests. Once, before there are threads.
void tuneAllocator();

} // namespace signalbox
