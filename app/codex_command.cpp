#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "agents/codex_launcher.h"
#include "agents/foreground_process.h"
#include "agents/program_finder.h"
#include "app/commands.h"
#include "app/composition.h"
#include "app/environment.h"
#include "app/exit_code.h"
#include "app/secrets_access.h"
#include "config/configuration_reader.h"

#include <QCoreApplication>
#include <QProcess>

#include <sys/prctl.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

namespace signalbox::app {

namespace {

/// How long a gateway that is started here may take until it accepts requests.
constexpr int kStartMilliseconds = 20'000;

/// A gateway of our own, for as long as Codex runs.
class ChildGateway
{
public:
    ~ChildGateway()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.terminate();
        m_process.waitForFinished(kStartMilliseconds);
    }

    Result<void> start(const Arguments &arguments)
    {
        QStringList words{QStringLiteral("serve"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")};
        for (const char *option : {"config", "data-dir"}) {
            if (const auto value = arguments.value(option))
                words << QStringLiteral("--") + QString::fromLatin1(option) << QString::fromStdString(*value);
        }
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.setChildProcessModifier([] {
            prctl(PR_SET_PDEATHSIG, SIGTERM); // if we are killed, it does not stay behind
            setpgid(0, 0);                    // Ctrl-C in the terminal is Codex's
        });
        m_process.start(QCoreApplication::applicationFilePath(), words);
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(kStartMilliseconds))
                return fail(ErrorCode::Unavailable,
                            "the gateway could not be started (its message stands above)");
        }
        return {};
    }

private:
    QProcess m_process;
};

/// The first virtual model: what a first turn can be asked of without any account.
std::string defaultModel(const Paths &paths)
{
    std::ifstream file(paths.configFile, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto parsed = config::readConfiguration(text);
    return parsed.configuration && !parsed.configuration->models.empty()
               ? parsed.configuration->models.front().name
               : std::string();
}

} // namespace

int runCodex(const Arguments &arguments, int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const Paths paths = arguments.paths();
    const char *path = std::getenv("PATH");
    auto program = agents::findProgram("codex", path != nullptr ? path : "");
    if (!program && !arguments.has("print"))
        return complain(describe(program.error()) + ". Install it with: npm install -g @openai/codex",
                        kFailed);

    const auto socket = admin::controlSocketPath(paths.dataDir);
    if (!socket)
        return complain(describe(socket.error()), kFailed);
    auto client = admin::ControlClient::connect(*socket);
    ChildGateway child;
    if (!client) {
        if (const auto started = child.start(arguments); !started)
            return complain(describe(started.error()), kNoGateway);
        client = admin::ControlClient::connect(*socket);
        if (!client)
            return complain(describe(client.error()), kNoGateway);
    }
    const auto status = (*client)->status();
    if (!status)
        return complain(describe(status.error()), kNoGateway);
    if (status->addresses.empty())
        return complain("the gateway (process " + std::to_string(status->pid) +
                            ") is not serving: " + status->problem,
                        kNoGateway);
    auto key = (*client)->ephemeralKey("codex");
    if (!key)
        return complain(describe(key.error()), kNoGateway);

    // A gateway that was started here has them by now, and an agent, or what it runs, has no use for them.
    for (const std::string &variable : keyVariablesIn(paths))
        qunsetenv(variable.c_str());
    agents::CodexLaunch launch;
    launch.program = program ? *program : "codex";
    launch.gatewayUrl = status->addresses.front();
    launch.key = std::move(*key);
    launch.model = arguments.value("model").value_or(defaultModel(paths));
    launch.arguments = arguments.words();
    launch.environment = currentEnvironment();
    const auto invocation = agents::planCodex(std::move(launch));
    if (!invocation)
        return complain(describe(invocation.error()), kWrongUsage);
    if (arguments.has("print")) {
        std::printf("%s\n", toShellText(*invocation).c_str());
        return kDone;
    }
    for (const std::string &note : invocation->notes)
        std::fprintf(stderr, "signalbox: %s\n", note.c_str());
    const auto exitCode = agents::runForeground(*invocation);
    if (!exitCode)
        return complain(describe(exitCode.error()), kFailed);
    return *exitCode;
}

} // namespace signalbox::app
