#include "ui/tray/notifier.h"

#include "ui/shell/application_id.h"
#include "ui/tray/notification_service.h"

#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

QVariantMap hintsOf(const DesktopNotice &notice)
{
    enum Urgency : uchar { Low, Normal }; // critical ones would stay until closed
    const uchar urgency = notice.sign == Sign::Ok ? Low : Normal;
    return {{u"desktop-entry"_s, kApplicationId}, {u"urgency"_s, QVariant::fromValue(urgency)}};
}

} // namespace

Notifier::Notifier(Balloon balloon, QObject *parent) : QObject(parent), m_balloon(std::move(balloon))
{
}

Notifier::~Notifier() = default;

void Notifier::show(const DesktopNotice &notice)
{
    if (!m_settings.value(noticeSetting(notice.kind), true).toBool())
        return;
    if (!m_service) {
        m_service = new NotificationService(this);
        connect(m_service, &NotificationService::ActionInvoked, this, [this](uint number) {
            if (const QString id = m_shown.key(number); !id.isEmpty())
                Q_EMIT chosen(id);
        });
        connect(m_service, &NotificationService::NotificationClosed, this,
                [this](uint number) { m_shown.remove(m_shown.key(number)); });
    }
    const QDBusPendingCall call =
        m_service->notify(m_shown.value(notice.id), notice.title, notice.text.toHtmlEscaped(),
                          {u"default"_s, tr("Open"), u"open"_s, tr("Open")}, hintsOf(notice));
    auto *watcher = new QDBusPendingCallWatcher(call, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, notice] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> number(*watcher);
        if (number.isValid())
            m_shown[notice.id] = number.value();
        else
            m_balloon(notice);
    });
}

} // namespace signalbox::ui
