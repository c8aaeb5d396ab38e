#include "net/notifier_watcher.h"

#include <QSocketNotifier>

#include <utility>

namespace signalbox::net {

namespace {

/// Two notifiers, of which the one for writing is made when it is first wanted.
class NotifierWatch final : public DescriptorWatch
{
public:
    NotifierWatch(int descriptor, Owner &owner)
        : m_descriptor(descriptor), m_owner(owner),
          m_read(new QSocketNotifier(descriptor, QSocketNotifier::Read))
    {
        QObject::connect(m_read, &QSocketNotifier::activated, m_read,
                         [this] { m_owner.onReady({.toRead = true}); });
    }

    ~NotifierWatch() override
    {
        retire(m_read);
        retire(m_write);
    }

    void setReading(bool wanted) override { m_read->setEnabled(wanted); }

    void setWriting(bool wanted) override
    {
        if (!m_write && wanted) {
            m_write = new QSocketNotifier(m_descriptor, QSocketNotifier::Write);
            QObject::connect(m_write, &QSocketNotifier::activated, m_write,
                             [this] { m_owner.onReady({.toWrite = true}); });
        }
        if (m_write)
            m_write->setEnabled(wanted);
    }

private:
    // A notifier may be sending its signal while we are destroyed from within it: it is let go, not deleted.
    static void retire(QSocketNotifier *notifier)
    {
        if (!notifier)
            return;
        notifier->setEnabled(false);
        notifier->disconnect();
        notifier->deleteLater();
    }

    const int m_descriptor;
    Owner &m_owner;
    QSocketNotifier *m_read;
    QSocketNotifier *m_write = nullptr;
};

} // namespace

std::unique_ptr<DescriptorWatch> NotifierWatcher::watch(int descriptor, DescriptorWatch::Owner &owner)
{
    return std::make_unique<NotifierWatch>(descriptor, owner);
}

} // namespace signalbox::net
