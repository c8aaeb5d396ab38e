#include "ui/tray/desktop_notices.h"

#include "ui/models/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::DesktopNotices)
};

DesktopNotice providerFails(const ProviderHealth &health)
{
    QString said = Words::tr("The last %n attempts failed.", nullptr, health.failures);
    if (!health.reason.empty())
        said += u' ' + text(health.reason);
    return {NoticeKind::Providers, u"provider/"_s + text(health.provider), Sign::Warning,
            Words::tr("%1 stopped answering").arg(text(health.provider)), said};
}

DesktopNotice providerIsBack(const ProviderHealth &failed)
{
    return {NoticeKind::Providers, u"provider/"_s + text(failed.provider), Sign::Ok,
            Words::tr("%1 answers again").arg(text(failed.provider)),
            Words::tr("It had failed since %1.").arg(localTime(failed.since).toString(u"HH:mm"_s))};
}

} // namespace

QString noticeSetting(NoticeKind kind)
{
    switch (kind) {
    case NoticeKind::Gateway:
        return u"notices/gateway"_s;
    case NoticeKind::Providers:
        return u"notices/providers"_s;
    case NoticeKind::Keychain:
        return u"notices/keychain"_s;
    case NoticeKind::Records:
        return u"notices/records"_s;
    }
    return {};
}

QList<DesktopNotice> DesktopNotices::take(const TrayFacts &facts)
{
    QList<DesktopNotice> notices;
    takeGateway(facts, notices);
    takeProviders(facts, notices);
    takeKeychain(facts, notices);
    takeRecords(facts, notices);
    return notices;
}

void DesktopNotices::takeGateway(const TrayFacts &facts, QList<DesktopNotice> &notices)
{
    if (!facts.known && !facts.lost)
        return;
    const control::Status &status = facts.live.status;
    // A pause is somebody's wish, and news to nobody.
    const bool stopped = facts.lost || (!status.problem.empty() && !status.paused);
    if (stopped == m_notServing)
        return;
    m_notServing = stopped;
    const QString id = u"gateway"_s;
    if (stopped)
        notices << DesktopNotice{NoticeKind::Gateway, id, Sign::Error, Words::tr("Not serving"),
                                 facts.lost ? Words::tr("The gateway does not answer.")
                                            : text(status.problem)};
    else
        notices << DesktopNotice{NoticeKind::Gateway, id, Sign::Ok, Words::tr("Serving again"),
                                 status.addresses.empty() ? QString() : text(status.addresses.front())};
}

void DesktopNotices::takeProviders(const TrayFacts &facts, QList<DesktopNotice> &notices)
{
    for (const ProviderHealth &health : facts.health) {
        const auto failing = m_failing.find(health.provider);
        if (health.state == ProviderHealth::State::Failing) {
            if (failing == m_failing.end())
                notices << providerFails(health);
            // Later failures push the first ones out of what is looked at; it began when it began.
            m_failing.try_emplace(health.provider, health);
        } else if (health.state == ProviderHealth::State::Answering && failing != m_failing.end()) {
            notices << providerIsBack(failing->second);
            m_failing.erase(failing);
        }
        // Unknown: nobody asked it, so nothing has changed.
    }
    // One that was taken out of the configuration is nobody's business any more.
    const auto &providers = facts.view.configuration.providers;
    std::erase_if(m_failing, [&](const auto &entry) {
        return std::ranges::find(providers, entry.first, &config::Provider::id) == providers.end();
    });
}

void DesktopNotices::takeKeychain(const TrayFacts &facts, QList<DesktopNotice> &notices)
{
    if (!facts.secrets || facts.secrets->keychain == control::KeychainState::Probing ||
        facts.secrets->keychain == control::KeychainState::Waiting)
        return;
    const bool shut = facts.secrets->keychain == control::KeychainState::Locked;
    if (shut == m_keychainShut)
        return;
    m_keychainShut = shut;
    if (shut)
        notices << DesktopNotice{NoticeKind::Keychain, u"keychain"_s, Sign::Error,
                                 Words::tr("The keychain is locked"),
                                 Words::tr("Providers with stored keys cannot be used until it is open.")};
    else if (facts.secrets->keychain == control::KeychainState::Ready)
        notices << DesktopNotice{NoticeKind::Keychain, u"keychain"_s, Sign::Ok,
                                 Words::tr("The keychain is open"),
                                 Words::tr("Providers have their keys again.")};
}

void DesktopNotices::takeRecords(const TrayFacts &facts, QList<DesktopNotice> &notices)
{
    const std::int64_t lost = facts.live.status.ledgerLost;
    // Told when it begins: each further one would be a notice a second.
    if (lost > 0 && m_lost == 0)
        notices << DesktopNotice{NoticeKind::Records, u"records"_s, Sign::Error,
                                 Words::tr("%n requests could not be recorded", nullptr, int(lost)),
                                 Words::tr("Their cost is missing from every sum.")};
    m_lost = lost;
}

} // namespace signalbox::ui
