#pragma once

namespace signalbox {

/// Names the calling thread for the system's own tools (top, perf, gdb), at most 15 bytes. Does nothing where
/// the system has no such names; Qt names its own threads.
void nameThisThread(const char *name);

} // namespace signalbox
