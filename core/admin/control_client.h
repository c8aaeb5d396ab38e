#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "base/wiped_text.h"
#include "control/gateway_control.h"
#include "control/providers.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

class QLocalSocket;

namespace signalbox::admin {

/// What a running gateway says of itself.
struct RunningGateway
{
    std::int64_t pid = 0;
    std::string version;
    std::vector<std::string> addresses;
    std::string problem;
    std::string configurationProblem;
};

/// The command line's end of the control socket. Its calls wait for the answer (kPatience at most): the
/// command line has nothing else to do, and no event loop. Used on one thread.
class ControlClient final
{
public:
    static constexpr std::chrono::seconds kPatience{5};
    /// A test waits for a provider, which the gateway gives a minute, and as long for its list of models.
    static constexpr std::chrono::seconds kTestPatience{100};

    /// NotFound where no gateway listens there.
    [[nodiscard]] static Result<std::unique_ptr<ControlClient>> connect(const std::string &path);
    ~ControlClient();
    ControlClient(const ControlClient &) = delete;
    ControlClient &operator=(const ControlClient &) = delete;

    [[nodiscard]] Result<RunningGateway> status();
    /// Lives as long as this client.
    [[nodiscard]] Result<Secret> ephemeralKey(const std::string &purpose);
    [[nodiscard]] Result<Secret> createKey(const control::NewVirtualKey &key);
    [[nodiscard]] Result<void> revokeKey(const std::string &id);
    [[nodiscard]] Result<void> raiseWindow();
    /// The gateway asks for its secrets again; does not wait for them.
    [[nodiscard]] Result<void> retrySecrets();
    [[nodiscard]] Result<std::vector<control::ProviderView>> providers();
    [[nodiscard]] Result<control::ProviderTest> testProvider(const std::string &id, const std::string &key);

private:
    explicit ControlClient(std::unique_ptr<QLocalSocket> socket);

    struct Answer;
    [[nodiscard]] Result<Answer> ask(const std::string &line, std::chrono::milliseconds patience = kPatience);
    /// The same where the answer holds a new key.
    [[nodiscard]] Result<Secret> askForKey(const std::string &line);
    [[nodiscard]] Result<WipedText> answerTo(const std::string &line, std::chrono::milliseconds patience);
    [[nodiscard]] static Result<Answer> read(std::string_view line);

    std::unique_ptr<QLocalSocket> m_socket;
};

} // namespace signalbox::admin
