#include "admin/control_client.h"

#include "admin/provider_json.h"

#include <QDeadlineTimer>
#include <QLocalSocket>

#include <nlohmann/json.hpp>

namespace signalbox::admin {

struct ControlClient::Answer
{
    nlohmann::json json;
};

namespace {

ErrorCode codeOf(const std::string &name)
{
    for (const ErrorCode code :
         {ErrorCode::InvalidInput, ErrorCode::NotFound, ErrorCode::Conflict, ErrorCode::Unauthorized,
          ErrorCode::Unavailable, ErrorCode::Timeout, ErrorCode::Io}) {
        if (toString(code) == name)
            return code;
    }
    return ErrorCode::Internal;
}

} // namespace

ControlClient::ControlClient(std::unique_ptr<QLocalSocket> socket) : m_socket(std::move(socket))
{
}
ControlClient::~ControlClient() = default;

Result<std::unique_ptr<ControlClient>> ControlClient::connect(const std::string &path)
{
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(QString::fromStdString(path));
    if (!socket->waitForConnected(static_cast<int>(std::chrono::milliseconds(kPatience).count())))
        return fail(ErrorCode::NotFound, "no gateway is running");
    return std::unique_ptr<ControlClient>(new ControlClient(std::move(socket)));
}

Result<ControlClient::Answer> ControlClient::ask(const std::string &line, std::chrono::milliseconds patience)
{
    m_socket->write((line + '\n').c_str());
    const QDeadlineTimer deadline{patience};
    while (!m_socket->canReadLine()) {
        if (!m_socket->waitForReadyRead(static_cast<int>(deadline.remainingTime()))) {
            if (m_socket->state() != QLocalSocket::ConnectedState)
                return fail(ErrorCode::Unavailable, "the gateway closed the control socket");
            return fail(ErrorCode::Timeout, "the gateway does not answer on its control socket");
        }
    }
    const QByteArray text = m_socket->readLine();
    auto json = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::Protocol, "the gateway's answer is not understood");
    if (!json.value("ok", false))
        return fail(codeOf(json.value("code", std::string())), json.value("message", std::string("refused")));
    return Answer{std::move(json)};
}

Result<RunningGateway> ControlClient::status()
{
    const auto answer = ask(R"({"do":"status"})");
    if (!answer)
        return std::unexpected(answer.error());
    RunningGateway gateway;
    gateway.pid = answer->json.value("pid", std::int64_t(0));
    gateway.version = answer->json.value("version", std::string());
    gateway.addresses = answer->json.value("addresses", std::vector<std::string>());
    gateway.problem = answer->json.value("problem", std::string());
    gateway.configurationProblem = answer->json.value("configuration_problem", std::string());
    return gateway;
}

Result<control::EphemeralKey> ControlClient::ephemeralKey(const std::string &purpose)
{
    const auto answer = ask(nlohmann::json{{"do", "ephemeral_key"}, {"purpose", purpose}}.dump());
    if (!answer)
        return std::unexpected(answer.error());
    return control::EphemeralKey{.id = answer->json.value("id", std::string()),
                                 .key = answer->json.value("key", std::string())};
}

Result<std::string> ControlClient::createKey(const control::NewVirtualKey &key)
{
    const auto answer =
        ask(nlohmann::json{{"do", "create_key"}, {"id", key.id}, {"models", key.models}}.dump());
    if (!answer)
        return std::unexpected(answer.error());
    return answer->json.value("key", std::string());
}

Result<void> ControlClient::revokeKey(const std::string &id)
{
    const auto answer = ask(nlohmann::json{{"do", "revoke_key"}, {"id", id}}.dump());
    if (!answer)
        return std::unexpected(answer.error());
    return {};
}

Result<std::vector<control::ProviderView>> ControlClient::providers()
{
    const auto answer = ask(R"({"do":"providers"})");
    if (!answer)
        return std::unexpected(answer.error());
    std::vector<control::ProviderView> views;
    for (const auto &each : answer->json.value("providers", nlohmann::json::array()))
        views.push_back(readProviderView(each));
    return views;
}

Result<control::ProviderTest> ControlClient::testProvider(const std::string &id, const std::string &key)
{
    const auto answer =
        ask(nlohmann::json{{"do", "test_provider"}, {"id", id}, {"key", key}}.dump(), kTestPatience);
    if (!answer)
        return std::unexpected(answer.error());
    return readProviderTest(answer->json.value("test", nlohmann::json::object()));
}

Result<void> ControlClient::raiseWindow()
{
    const auto answer = ask(R"({"do":"raise"})");
    if (!answer)
        return std::unexpected(answer.error());
    return {};
}

Result<void> ControlClient::retrySecrets()
{
    const auto answer = ask(R"({"do":"retry_secrets"})");
    if (!answer)
        return std::unexpected(answer.error());
    return {};
}

} // namespace signalbox::admin
