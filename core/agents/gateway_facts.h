#pragma once

#include "control/gateway_control.h"

#include <QObject>

#include <functional>
#include <string>
#include <vector>

namespace signalbox::agents {

/// What connecting an agent needs to know of the gateway.
struct GatewayFacts
{
    std::string url;
    std::string model;
    bool knowsModel = false;         ///< there is a virtual model of that name
    std::vector<std::string> keyIds; ///< virtual keys that may be used
};

/// Asks for them; `model` empty is the first virtual model. `done` is called once, unless `context` goes
/// before. Unavailable where the gateway is not serving, InvalidInput where it has no model to ask for.
void lookAtGateway(control::GatewayControl &control, QObject &context, const std::string &model,
                   std::function<void(Result<GatewayFacts>)> done);

} // namespace signalbox::agents
