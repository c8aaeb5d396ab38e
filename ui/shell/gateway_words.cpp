#include "ui/shell/gateway_words.h"

#include "ui/models/format.h"

#include <QCoreApplication>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::GatewayWords)
};

} // namespace

GatewayWords gatewayWords(const control::Status &status)
{
    if (status.paused && status.state != control::GatewayState::Draining)
        return {Sign::Paused, Words::tr("Paused"), false};
    switch (status.state) {
    case control::GatewayState::Starting:
        return {Sign::Waiting, Words::tr("Starting"), false};
    case control::GatewayState::Running:
        return {Sign::Ok, Words::tr("Running"), true};
    case control::GatewayState::Draining:
        return {Sign::Paused, Words::tr("Ending what runs"), false};
    case control::GatewayState::NotServing:
        return {Sign::Error, Words::tr("Not serving"), false};
    case control::GatewayState::Stopped:
        return {Sign::Off, Words::tr("Stopped"), false};
    }
    return {};
}

QList<Notice> statusNotices(const control::Status &status)
{
    QList<Notice> notices;
    if (status.state == control::GatewayState::NotServing && !status.paused) {
        const QString fact = status.problem.empty() ? Words::tr("Not serving.")
                                                    : Words::tr("Not serving: %1").arg(text(status.problem));
        notices << Notice{kNotServingNotice,
                          Sign::Error,
                          fact,
                          Words::tr("Agents get “connection refused” or the wrong program."),
                          {}};
    } else if (status.paused) {
        notices << Notice{kNotServingNotice, Sign::Off, Words::tr("The gateway is paused."),
                          Words::tr("New requests are refused until it takes them again."),
                          Words::tr("Take requests")};
    }
    if (!status.configurationProblem.empty()) {
        notices << Notice{kConfigurationNotice,
                          Sign::Warning,
                          text(status.configurationProblem),
                          Words::tr("The last good version keeps running."),
                          {}};
    }
    if (status.ledgerLost > 0) {
        notices << Notice{kLedgerNotice,
                          Sign::Error,
                          Words::tr("%n requests could not be recorded.", nullptr, int(status.ledgerLost)),
                          Words::tr("Their cost is missing from every sum. Keys with a budget are refused."),
                          {}};
    }
    return notices;
}

} // namespace signalbox::ui
