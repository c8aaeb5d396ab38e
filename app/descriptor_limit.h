#pragma once

namespace signalbox::app {

/// Lets this process hold as many descriptors as the system permits it without asking anybody: shells start
/// programs with 1,024, which is for programs that use select(), and thousands of clients need more. Programs
/// started by this one inherit it. Does nothing where there is no such limit.
void raiseDescriptorLimit();

} // namespace signalbox::app
