#pragma once

#include "base/result.h"
#include "control/gateway_control.h"

#include <QFuture>

#include <string>

namespace signalbox::control {

/// Virtual keys that live in memory only: for an agent that is started through the gateway. Main thread.
class EphemeralKeys
{
public:
    virtual ~EphemeralKeys() = default;
    /// `purpose` names it in records: "codex".
    [[nodiscard]] virtual QFuture<Result<EphemeralKey>> create(std::string purpose) = 0;
    virtual void end(const std::string &id) = 0;
};

} // namespace signalbox::control
