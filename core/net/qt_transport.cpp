#include "net/qt_transport.h"

#include "net/qt_connection.h"

#include <QFile>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QtGlobal>

#ifdef Q_OS_UNIX
#    include "net/dialled_connection.h"
#    include "net/notifier_watcher.h"
#endif

namespace signalbox::net {

namespace {

class QtTransport final : public Transport
{
public:
    explicit QtTransport(const TransportOptions &options) : m_tls(QSslConfiguration::defaultConfiguration())
    {
        m_tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
        m_tls.setProtocol(QSsl::TlsV1_2OrLater);
        m_tls.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
        if (options.extraCaFile.empty())
            return; // the system's are then looked up one by one as they are needed
        QFile file(QString::fromStdString(options.extraCaFile));
        if (!file.open(QFile::ReadOnly))
            return; // what it would have vouched for fails to verify, and says so
        m_tls.setCaCertificates(QSslConfiguration::systemCaCertificates());
        m_tls.addCaCertificates(QSslCertificate::fromDevice(&file, QSsl::Pem));
    }

    std::unique_ptr<Connection> adopt(qintptr descriptor) override
    {
#ifdef Q_OS_UNIX
        return std::make_unique<DescriptorConnection>(m_watcher, static_cast<int>(descriptor));
#else
        auto *socket = new QTcpSocket;
        socket->setSocketDescriptor(descriptor);
        return std::make_unique<QtConnection>(socket);
#endif
    }

    std::unique_ptr<Connection> connect(const Endpoint &endpoint) override
    {
#ifdef Q_OS_UNIX
        if (!endpoint.tls)
            return std::make_unique<DialledConnection>(m_watcher, m_dialler, endpoint);
#endif
        return std::make_unique<QtConnection>(endpoint, m_tls);
    }

private:
    QSslConfiguration m_tls;
#ifdef Q_OS_UNIX
    NotifierWatcher m_watcher;
    Dialler m_dialler{m_watcher};
#endif
};

} // namespace

std::unique_ptr<Transport> createQtTransport(const TransportOptions &options)
{
    return std::make_unique<QtTransport>(options);
}

} // namespace signalbox::net
