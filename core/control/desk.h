#pragma once

namespace signalbox::control {

class Agents;
class GatewayControl;
class Providers;
class Secrets;

/// All that a window asks. Borrowed: whoever builds the window keeps them alive longer than it.
struct Desk
{
    GatewayControl &gateway;
    Secrets &secrets;
    Providers &providers;
    Agents &agents;
};

} // namespace signalbox::control
