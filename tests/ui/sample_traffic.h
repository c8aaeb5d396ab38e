#pragma once

#include "base/clock.h"
#include "ui/fake_control.h"
#include "ui/fake_desk.h"

namespace signalbox::tests {

/// A gateway that runs, with two virtual models and no request yet.
void fillIdle(FakeControl &control);
/// A morning of simulated traffic up to `now`, seeded: figures, series and requests that agree with one
/// another.
void fillBusy(FakeControl &control, WallTime now);
/// The same, but its port is taken, its configuration is wrong and records were lost.
void fillBroken(FakeControl &control, WallTime now);

/// A first start: a key of OpenAI in the environment, Ollama on its port, four agents, and providers that
/// answer.
void fillFirstRun(FakeDesk &desk, WallTime now);

/// Half past two in the afternoon of a Friday, local time.
[[nodiscard]] WallTime sampleNow();

} // namespace signalbox::tests
