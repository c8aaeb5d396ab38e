#include "ui/tray/tray_facts.h"

#include "ui/models/format.h"
#include "ui/shell/gateway_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::Tray)
};

bool isKeychainShut(const TrayFacts &facts)
{
    return facts.secrets && facts.secrets->keychain == control::KeychainState::Locked;
}

QString rate(const TrayFacts &facts)
{
    return Words::tr("%1 req/min").arg(QLocale().toString(facts.live.requestsPerMinute, 'f', 1));
}

QString spent(const TrayFacts &facts)
{
    return Words::tr("%1 today").arg(formatMoney(facts.live.spentToday));
}

} // namespace

TrayState trayState(const TrayFacts &facts)
{
    if (facts.lost)
        return TrayState::Error;
    const control::Status &status = facts.live.status;
    if (status.paused || status.state == control::GatewayState::Draining)
        return TrayState::Paused;
    // Before it has begun to listen there is nothing wrong yet.
    const bool begins = !facts.known || status.state == control::GatewayState::Starting ||
                        (status.state == control::GatewayState::NotServing && status.problem.empty());
    if (!begins && status.state != control::GatewayState::Running)
        return TrayState::Error;
    return trayAttention(facts).isEmpty() ? TrayState::Running : TrayState::Attention;
}

QString trayWord(const TrayFacts &facts)
{
    if (facts.lost)
        return Words::tr("No answer");
    if (!facts.known)
        return Words::tr("Starting");
    return gatewayWords(facts.live.status).word;
}

QString trayIconName(TrayState state)
{
    switch (state) {
    case TrayState::Running:
        return u"tray-running"_s;
    case TrayState::Paused:
        return u"tray-paused"_s;
    case TrayState::Attention:
        return u"tray-attention"_s;
    case TrayState::Error:
        return u"tray-error"_s;
    }
    return {};
}

QList<Attention> trayAttention(const TrayFacts &facts)
{
    QList<Attention> found;
    const control::Status &status = facts.live.status;
    if (facts.lost)
        return {{Sign::Error, Words::tr("The gateway does not answer")}};
    if (!status.problem.empty() && !status.paused)
        found << Attention{Sign::Error, text(status.problem)};
    if (status.ledgerLost > 0)
        found << Attention{Sign::Error,
                           Words::tr("%n requests could not be recorded", nullptr, int(status.ledgerLost))};
    if (isKeychainShut(facts))
        found << Attention{Sign::Error, Words::tr("The keychain is locked")};
    for (const ProviderHealth &health : facts.health) {
        if (health.state == ProviderHealth::State::Failing)
            found << Attention{Sign::Warning,
                               Words::tr("%1: the last %n attempts failed", nullptr, health.failures)
                                   .arg(text(health.provider))};
    }
    if (!status.configurationProblem.empty())
        found << Attention{Sign::Warning, Words::tr("The configuration is wrong; the last good one runs")};
    return found;
}

QString trayStatusLine(const TrayFacts &facts)
{
    QStringList parts{trayWord(facts)};
    if (facts.known && !facts.lost)
        parts << rate(facts) << spent(facts);
    return parts.join(u" · "_s);
}

QString trayToolTip(const TrayFacts &facts)
{
    QStringList lines{u"Signalbox · "_s + trayWord(facts)};
    if (facts.known && !facts.lost) {
        lines << Words::tr("%1, %2 in flight").arg(rate(facts), formatCount(facts.live.status.inFlight));
        lines << spent(facts);
    }
    for (const Attention &attention : trayAttention(facts).first(qMin(2, trayAttention(facts).size())))
        lines << attention.text;
    return lines.join(u'\n');
}

} // namespace signalbox::ui
