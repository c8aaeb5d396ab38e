#pragma once

#include "config/configuration.h"
#include "record/request_record.h"
#include "ui/theme/signs.h"

#include <QString>

#include <string_view>

/// What records and configuration say, in words and signs.
namespace signalbox::ui {

struct RequestState
{
    Sign sign = Sign::Ok;
    QString word;

    bool operator==(const RequestState &) const = default;
};

[[nodiscard]] RequestState requestState(const record::RequestRecord &record);
/// Of a request that is not settled yet.
[[nodiscard]] RequestState runningState(bool streaming);

/// "codex" is "Codex CLI"; a name that is not known stays as it is.
[[nodiscard]] QString agentName(std::string_view agent);
/// "unknown" where there is no price, a dash where nothing was answered.
[[nodiscard]] QString costText(const record::RequestRecord &record);
[[nodiscard]] QString tokensText(const record::RequestRecord &record);

[[nodiscard]] QString strategyName(config::Strategy strategy);
/// Whether a strategy looks at weights at all.
[[nodiscard]] bool usesWeights(config::Strategy strategy);

} // namespace signalbox::ui
