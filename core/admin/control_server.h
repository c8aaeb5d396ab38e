#pragma once

#include "base/secret.h"
#include "control/ephemeral_keys.h"
#include "control/gateway_control.h"
#include "control/providers.h"

#include <QLocalServer>
#include <QObject>
#include <QPointer>

#include <nlohmann/json_fwd.hpp>

#include <string>

class QLocalSocket;

namespace signalbox::admin {

struct ControlRequest;

/// Answers the command line on the control socket: one JSON object a line, one answer a line, in order. Only
/// the user who runs the gateway can connect. A virtual key made here ends with its connection. Lives on the
/// main thread, owned by the application.
///
/// `{"do":"status"}`, `{"do":"ephemeral_key","purpose":"codex"}`, `{"do":"create_key","id":…,"models":[…]}`,
/// `{"do":"revoke_key","id":…}`, `{"do":"raise"}`, `{"do":"retry_secrets"}`, `{"do":"providers"}`,
/// `{"do":"test_provider","id":…,"key":…}`; answers `{"ok":true,…}` or
/// `{"ok":false,"code":…,"message":…}`.
class ControlServer final : public QObject
{
    Q_OBJECT

public:
    ControlServer(control::GatewayControl &control, control::EphemeralKeys &keys, QObject *parent = nullptr);

    /// Null, as before the call: what is asked of providers is Unavailable. Outlives the last request.
    void setProviders(control::Providers *providers) { m_providers = providers; }
    /// Takes over a socket file that a dead gateway has left; the caller holds the data directory's lock.
    [[nodiscard]] Result<void> listen(const std::string &path);

Q_SIGNALS:
    /// A second start of the desktop program asks for the window.
    void raiseRequested();
    /// The command line has stored or deleted a secret: references are to be asked again.
    void secretsChanged();

private:
    void accept();
    void read(QLocalSocket *socket);
    void answer(QLocalSocket *socket, const ControlRequest &request);
    void listProviders(const QPointer<QLocalSocket> &peer);
    void testProvider(const QPointer<QLocalSocket> &peer, const ControlRequest &request);
    void createKey(const QPointer<QLocalSocket> &peer, const ControlRequest &request);
    void createEphemeralKey(const QPointer<QLocalSocket> &peer, const ControlRequest &request);
    static void sendKey(QLocalSocket *socket, const nlohmann::json &answer, const Secret &key);
    static void send(QLocalSocket *socket, const nlohmann::json &answer);

    control::GatewayControl &m_control;
    control::EphemeralKeys &m_keys;
    control::Providers *m_providers = nullptr;
    QLocalServer m_server;
};

} // namespace signalbox::admin
