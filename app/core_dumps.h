#pragma once

namespace signalbox::app {

/// A crash writes no image of the memory, where keys are; see the .cpp for what was weighed. Before any
/// secret is read.
void forbidCoreDumps();

} // namespace signalbox::app
