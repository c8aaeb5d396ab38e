#pragma once

#include "control/gateway_control.h"
#include "ui/theme/signs.h"
#include "ui/widgets/notice_bar.h"

#include <QList>
#include <QString>

/// What a gateway's state is called, and what of it has to be said aloud. Pure.
namespace signalbox::ui {

struct GatewayWords
{
    Sign sign = Sign::Waiting;
    QString word;
    bool serving = false;
};

[[nodiscard]] GatewayWords gatewayWords(const control::Status &status);

inline const QString kNotServingNotice = QStringLiteral("not-serving");
inline const QString kConfigurationNotice = QStringLiteral("configuration");
inline const QString kLedgerNotice = QStringLiteral("ledger");
inline const QString kLostNotice = QStringLiteral("lost");

/// What the status has to say; an id of the four that is not among them has nothing to say.
[[nodiscard]] QList<Notice> statusNotices(const control::Status &status);

} // namespace signalbox::ui
