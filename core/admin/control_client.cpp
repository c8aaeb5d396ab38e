#include "admin/control_client.h"

#include "admin/provider_json.h"

#include <QDeadlineTimer>
#include <QLocalSocket>

#include <nlohmann/json.hpp>

#include <array>
#include <span>

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

/// The member "key", of which stars are left. It has no escapes: the gateway makes keys of letters, digits,
/// "-" and "_".
Secret takeKey(WipedText &line)
{
    constexpr std::string_view kMember = "\"key\":\"";
    const std::size_t at = line.find(kMember);
    if (at == WipedText::npos)
        return {};
    const std::size_t begin = at + kMember.size();
    const std::size_t end = line.find('"', begin);
    if (end == WipedText::npos)
        return {};
    Secret key(std::string(line, begin, end - begin));
    mask(std::span(line.data(), line.size()), key.reveal());
    return key;
}

} // namespace

ControlClient::ControlClient(std::unique_ptr<QLocalSocket> socket) : m_socket(std::move(socket))
{
}
ControlClient::~ControlClient() = default;

Result<std::unique_ptr<ControlClient>> ControlClient::connect(const std::string &path)
{
    auto socket = std::make_unique<QLocalSocket>();
    // A buffer of Qt's would keep what came: keys, among others.
    socket->connectToServer(QString::fromStdString(path), QIODevice::ReadWrite | QIODevice::Unbuffered);
    if (!socket->waitForConnected(static_cast<int>(std::chrono::milliseconds(kPatience).count())))
        return fail(ErrorCode::NotFound, "no gateway is running");
    return std::unique_ptr<ControlClient>(new ControlClient(std::move(socket)));
}

Result<WipedText> ControlClient::answerTo(const std::string &line, std::chrono::milliseconds patience)
{
    m_socket->write((line + '\n').c_str());
    const QDeadlineTimer deadline{patience};
    WipedText answer;
    std::array<char, 4096> piece{};
    while (!answer.ends_with('\n')) {
        const qint64 count = m_socket->read(piece.data(), static_cast<qint64>(piece.size()));
        if (count > 0) {
            answer.append(piece.data(), static_cast<std::size_t>(count));
            wipe(std::span(piece.data(), static_cast<std::size_t>(count)));
        } else if (!m_socket->waitForReadyRead(static_cast<int>(deadline.remainingTime()))) {
            if (m_socket->state() != QLocalSocket::ConnectedState)
                return fail(ErrorCode::Unavailable, "the gateway closed the control socket");
            return fail(ErrorCode::Timeout, "the gateway does not answer on its control socket");
        }
    }
    return answer;
}

Result<ControlClient::Answer> ControlClient::read(std::string_view line)
{
    auto json = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::Protocol, "the gateway's answer is not understood");
    if (!json.value("ok", false))
        return fail(codeOf(json.value("code", std::string())), json.value("message", std::string("refused")));
    return Answer{std::move(json)};
}

Result<ControlClient::Answer> ControlClient::ask(const std::string &line, std::chrono::milliseconds patience)
{
    const auto answer = answerTo(line, patience);
    return answer ? read(*answer) : std::unexpected(answer.error());
}

Result<Secret> ControlClient::askForKey(const std::string &line)
{
    auto answer = answerTo(line, kPatience);
    if (!answer)
        return std::unexpected(answer.error());
    Secret key = takeKey(*answer); // before a reader that copies sees it
    if (const auto rest = read(*answer); !rest)
        return std::unexpected(rest.error());
    if (key.isEmpty())
        return fail(ErrorCode::Protocol, "the gateway's answer is not understood");
    return key;
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

Result<Secret> ControlClient::ephemeralKey(const std::string &purpose)
{
    return askForKey(nlohmann::json{{"do", "ephemeral_key"}, {"purpose", purpose}}.dump());
}

Result<Secret> ControlClient::createKey(const control::NewVirtualKey &key)
{
    return askForKey(nlohmann::json{{"do", "create_key"}, {"id", key.id}, {"models", key.models}}.dump());
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
