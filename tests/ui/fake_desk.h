#pragma once

#include "control/desk.h"
#include "ui/fake_agents.h"
#include "ui/fake_control.h"
#include "ui/fake_providers.h"
#include "ui/fake_secrets.h"

namespace signalbox::tests {

/// All that a window asks, as fakes.
struct FakeDesk
{
    FakeControl control;
    FakeSecrets secrets;
    FakeProviders providers{control};
    FakeAgents agents;

    [[nodiscard]] control::Desk desk() { return {control, secrets, providers, agents}; }
};

} // namespace signalbox::tests
