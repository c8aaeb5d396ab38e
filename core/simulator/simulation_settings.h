#pragma once

#include <chrono>

namespace signalbox::simulator {

/// How fast a simulated provider answers, and how unreliable its model `flaky` is. Rates from 0 to 1; with
/// all three at 0 `flaky` has rates of its own, because a model of that name that never fails would show
/// nothing.
struct SimulationSettings
{
    double tokensPerSecond = 80; ///< 0 or less: as fast as it goes
    std::chrono::milliseconds firstToken{250};
    double failRate = 0;  ///< answers 429, 500 or 503
    double stallRate = 0; ///< falls silent before or within the answer
    double cutRate = 0;   ///< drops the connection within the answer

    bool operator==(const SimulationSettings &) const = default;
};

} // namespace signalbox::simulator
