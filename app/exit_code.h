#pragma once

namespace signalbox::app {

/// What the program exits with.
enum ExitCode : int {
    kDone = 0,
    kFailed = 1,
    kWrongUsage = 2, ///< or a wrong configuration
    kAddressTaken = 3,
    kNoGateway = 4,
};

} // namespace signalbox::app
