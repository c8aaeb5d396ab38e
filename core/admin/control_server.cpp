#include "admin/control_server.h"

#include "admin/control_request.h"
#include "admin/provider_json.h"
#include "base/wiped_text.h"
#include "control/when_answered.h"

#include <QLocalSocket>
#include <QMetaMethod>

#include <nlohmann/json.hpp>

#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::admin {

namespace {

/// A line of the command line is short; more is somebody else's.
constexpr qint64 kMostLineBytes = 64 * 1024;
#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_NOSIGNAL;
#else
constexpr int kSendFlags = 0; // Qt ignores SIGPIPE there
#endif

nlohmann::json refusal(const Error &error)
{
    return {{"ok", false}, {"code", std::string(toString(error.code))}, {"message", describe(error)}};
}

nlohmann::json statusJson(const control::Live &live)
{
    const control::Status &status = live.status;
    return {{"ok", true},
            {"pid", static_cast<std::int64_t>(getpid())},
            {"version", status.version},
            {"addresses", status.addresses},
            {"problem", status.problem},
            {"configuration_problem", status.configurationProblem},
            {"in_flight", status.inFlight},
            {"revision", status.revision}};
}

} // namespace

ControlServer::ControlServer(control::GatewayControl &control, control::EphemeralKeys &keys, QObject *parent)
    : QObject(parent), m_control(control), m_keys(keys)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
}

Result<void> ControlServer::listen(const std::string &path)
{
    const QString name = QString::fromStdString(path);
    QLocalServer::removeServer(name);
    if (!m_server.listen(name))
        return fail(ErrorCode::Io, "cannot open the control socket: " + m_server.errorString().toStdString(),
                    path);
    return {};
}

void ControlServer::accept()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    }
}

void ControlServer::read(QLocalSocket *socket)
{
    while (socket->canReadLine()) {
        const QByteArray line = socket->readLine(kMostLineBytes);
        const auto request = readControlRequest({line.data(), static_cast<std::size_t>(line.size())});
        if (request)
            answer(socket, *request);
        else
            send(socket, refusal(request.error()));
    }
    if (socket->bytesAvailable() > kMostLineBytes)
        socket->abort();
}

void ControlServer::answer(QLocalSocket *socket, const ControlRequest &request)
{
    const QPointer<QLocalSocket> peer(socket);
    switch (request.what) {
    case ControlRequest::What::Status:
        m_control.live().then(this, [peer](const Result<control::Live> &live) {
            send(peer, live ? statusJson(*live) : refusal(live.error()));
        });
        return;
    case ControlRequest::What::EphemeralKey:
        createEphemeralKey(peer, request);
        return;
    case ControlRequest::What::CreateKey:
        createKey(peer, request);
        return;
    case ControlRequest::What::RevokeKey:
        m_control.revokeKey(request.id).then(this, [peer](const Result<void> &done) {
            send(peer, done ? nlohmann::json{{"ok", true}} : refusal(done.error()));
        });
        return;
    case ControlRequest::What::Providers:
        listProviders(peer);
        return;
    case ControlRequest::What::TestProvider:
        testProvider(peer, request);
        return;
    case ControlRequest::What::Raise:
        if (!isSignalConnected(QMetaMethod::fromSignal(&ControlServer::raiseRequested))) {
            send(socket,
                 refusal({ErrorCode::Unavailable,
                          "a gateway without a window runs here; stop it to start the desktop program",
                          {}}));
            return;
        }
        Q_EMIT raiseRequested();
        send(socket, {{"ok", true}});
        return;
    case ControlRequest::What::RetrySecrets:
        Q_EMIT secretsChanged();
        send(socket, {{"ok", true}});
        return;
    }
}

void ControlServer::listProviders(const QPointer<QLocalSocket> &peer)
{
    if (m_providers == nullptr) {
        send(peer, refusal({ErrorCode::Unavailable, "this gateway has no providers to list", {}}));
        return;
    }
    m_providers->list().then(this, [peer](const Result<std::vector<control::ProviderView>> &views) {
        if (!views) {
            send(peer, refusal(views.error()));
            return;
        }
        nlohmann::json list = nlohmann::json::array();
        for (const control::ProviderView &view : *views)
            list.push_back(nlohmann::json(toJson(view)));
        send(peer, {{"ok", true}, {"providers", std::move(list)}});
    });
}

void ControlServer::testProvider(const QPointer<QLocalSocket> &peer, const ControlRequest &request)
{
    if (m_providers == nullptr) {
        send(peer, refusal({ErrorCode::Unavailable, "this gateway has no providers to test", {}}));
        return;
    }
    m_providers->test(request.id, request.key).then(this, [peer](const Result<control::ProviderTest> &test) {
        send(peer, test ? nlohmann::json{{"ok", true}, {"test", nlohmann::json(toJson(*test))}}
                        : refusal(test.error()));
    });
}

void ControlServer::createKey(const QPointer<QLocalSocket> &peer, const ControlRequest &request)
{
    const auto created = m_control.createKey({.id = request.id, .models = request.models});
    control::whenAnswered(created, this, [peer](Result<std::string> text) {
        if (text)
            sendKey(peer, {{"ok", true}}, Secret(std::move(*text)));
        else
            send(peer, refusal(text.error()));
    });
}

void ControlServer::createEphemeralKey(const QPointer<QLocalSocket> &peer, const ControlRequest &request)
{
    control::whenAnswered(
        m_keys.create(request.purpose), this, [this, peer](Result<control::EphemeralKey> key) {
            if (!key) {
                send(peer, refusal(key.error()));
                return;
            }
            const Secret text(std::move(key->key));
            if (!peer) { // it left before it had the key
                m_keys.end(key->id);
                return;
            }
            connect(peer, &QLocalSocket::disconnected, this, [this, id = key->id] { m_keys.end(id); });
            sendKey(peer, {{"ok", true}, {"id", key->id}}, text);
        });
}

/// Put together in memory that is wiped, and sent past the socket's buffer, which is not.
void ControlServer::sendKey(QLocalSocket *socket, const nlohmann::json &answer, const Secret &key)
{
    if (socket == nullptr)
        return;
    WipedText line = "{\"key\":\"";
    line += key.reveal();
    line += "\",";
    line += std::string_view(answer.dump()).substr(1); // its brace is there already
    line += '\n';
    socket->flush();
    std::size_t sent = 0;
    if (socket->bytesToWrite() == 0) {
        const auto count =
            ::send(static_cast<int>(socket->socketDescriptor()), line.data(), line.size(), kSendFlags);
        sent = count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    if (sent < line.size()) // to one who reads slowly, or has left
        socket->write(line.data() + sent, static_cast<qint64>(line.size() - sent));
}

void ControlServer::send(QLocalSocket *socket, const nlohmann::json &answer)
{
    if (socket == nullptr)
        return;
    const std::string line = answer.dump() + '\n';
    socket->write(line.data(), static_cast<qint64>(line.size()));
    socket->flush();
}

} // namespace signalbox::admin
