#pragma once

#include "ui/theme/signs.h"
#include "ui/tray/tray_facts.h"

#include <QList>
#include <QString>

#include <map>
#include <optional>
#include <string>

namespace signalbox::ui {

/// Kinds that can be switched off, each by the setting "notices/NAME" (default on).
enum class NoticeKind { Gateway, Providers, Keychain, Records };

/// "gateway", "providers", "keychain", "records"
[[nodiscard]] QString noticeSetting(NoticeKind kind);

/// Something the desktop shall tell, also while there is no window.
struct DesktopNotice
{
    NoticeKind kind = NoticeKind::Gateway;
    QString id; ///< what it is about: a later one of the same id takes its place
    Sign sign = Sign::Warning;
    QString title;
    QString text;

    bool operator==(const DesktopNotice &) const = default;
};

/// Says what has changed since the last time it was asked: one notice per change of state, none for what was
/// so when the program began and is as it should be. Pure but for its memory.
class DesktopNotices final
{
public:
    [[nodiscard]] QList<DesktopNotice> take(const TrayFacts &facts);

private:
    void takeGateway(const TrayFacts &facts, QList<DesktopNotice> &notices);
    void takeProviders(const TrayFacts &facts, QList<DesktopNotice> &notices);
    void takeKeychain(const TrayFacts &facts, QList<DesktopNotice> &notices);
    void takeRecords(const TrayFacts &facts, QList<DesktopNotice> &notices);

    bool m_notServing = false;
    std::map<std::string, ProviderHealth> m_failing;
    bool m_keychainShut = false;
    std::int64_t m_lost = 0;
};

} // namespace signalbox::ui
