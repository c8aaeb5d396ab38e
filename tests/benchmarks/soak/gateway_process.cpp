#include "gateway_process.h"

#include "http_client.h"
#include "provider.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <utility>
#include <vector>

namespace signalbox::soak {

namespace {

using Json = nlohmann::json;

Json provider(const char *id, const char *wire, const std::string &baseUrl)
{
    return {{"id", id},
            {"kind", "openai-compatible"},
            {"base_url", baseUrl},
            {"wire", wire},
            {"keys", Json::array({{{"id", "main"}, {"secret", "env:SOAK_PROVIDER_KEY"}}})},
            {"models", Json::array({{{"id", "m"},
                                     {"context", 200000},
                                     {"tool_call", true},
                                     {"price", {{"input_per_mtok", 1}, {"output_per_mtok", 2}}}}})},
            {"retry", {{"max", 5}, {"base_ms", 10}, {"max_ms", 50}}}};
}

Json virtualModel(const char *name, const char *strategy, std::initializer_list<const char *> providers)
{
    Json targets = Json::array();
    for (const char *provider : providers)
        targets.push_back({{"provider", provider}, {"model", "m"}});
    return {{"name", name}, {"strategy", strategy}, {"targets", targets}};
}

Json configuration(const GatewayProcess::Way &way)
{
    const std::string address = "127.0.0.1:" + std::to_string(way.port);
    // Nobody looks that name up: a proxy does, and the machine itself is never reached through one.
    const std::string host = std::string(way.authority.empty() ? "http://" : "https://") +
                             (way.proxy ? "provider.invalid" : address);
    return {
        {"version", 1},
        {"server", {{"listen", Json::array({"127.0.0.1:0"})}, {"auth", "required"}, {"drain_seconds", 5}}},
        {"proxy", way.proxy ? "http://" + address : "none"},
        {"providers",
         Json::array(
             {provider("by-chat", "openai-chat", host + "/v1"),
              provider("by-responses", "openai-responses", host + "/v1"),
              provider("broken", "openai-chat", host + "/broken/v1"),
              {{"id", "sim"}, {"kind", "simulated"}, {"tokens_per_second", 5000}, {"first_token_ms", 1}}})},
        {"models", Json::array({virtualModel("chat", "priority", {"by-chat"}),
                                virtualModel("responses", "priority", {"by-responses"}),
                                virtualModel("shared", "weighted", {"by-chat", "by-responses"}),
                                virtualModel("fallback", "priority", {"broken", "by-responses"})})},
        {"virtual_keys",
         Json::array({{{"id", "soak"}, {"secret", "env:SOAK_CLIENT_KEY"}, {"models", Json::array({"*"})}}})}};
}

} // namespace

GatewayProcess::GatewayProcess(std::filesystem::path binary, std::filesystem::path folder, Way way)
    : m_binary(std::move(binary)), m_folder(std::move(folder)), m_way(std::move(way))
{
    std::filesystem::create_directories(m_folder / "run");
    std::ofstream(m_folder / "config.json") << configuration(m_way).dump(2) << '\n';
    std::filesystem::permissions(m_folder / "config.json", std::filesystem::perms(0600));
    std::filesystem::permissions(m_folder / "run", std::filesystem::perms(0700));
}

GatewayProcess::~GatewayProcess()
{
    kill();
}

bool GatewayProcess::start()
{
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        return false;
    // Everything is prepared before the fork: this process has threads, and between fork and exec only calls
    // that take no lock are allowed.
    const int log = ::open(logFile().c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    const std::string config = m_folder / "config.json";
    const std::string data = dataFolder();
    std::vector<std::string> environment{"HOME=" + m_folder.string(),
                                         "XDG_RUNTIME_DIR=" + (m_folder / "run").string(),
                                         "LANG=C.UTF-8",
                                         "PATH=/usr/bin:/bin",
                                         std::string("SOAK_PROVIDER_KEY=").append(kProviderKey),
                                         std::string("SOAK_CLIENT_KEY=").append(kClientKey)};
    if (!m_way.authority.empty())
        environment.push_back("SSL_CERT_FILE=" + m_way.authority.string());
    if (const char *transport = std::getenv("SIGNALBOX_TRANSPORT"))
        environment.push_back(std::string("SIGNALBOX_TRANSPORT=") + transport);
    std::vector<std::string> arguments{m_binary.string(), "serve", "--config", config, "--data-dir", data};
    const auto pointers = [](std::vector<std::string> &texts) {
        std::vector<char *> result;
        for (std::string &text : texts)
            result.push_back(text.data());
        result.push_back(nullptr);
        return result;
    };
    const std::vector<char *> argv = pointers(arguments);
    const std::vector<char *> envp = pointers(environment);
    m_pid = ::fork();
    if (m_pid == 0) {
        ::dup2(pipe[1], STDOUT_FILENO);
        ::dup2(log, STDERR_FILENO);
        ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
    ::close(pipe[1]);
    ::close(log);
    m_output = pipe[0];
    return m_pid > 0;
}

std::optional<std::uint16_t> GatewayProcess::waitUntilListening(std::chrono::milliseconds limit)
{
    constexpr std::string_view kLine = "signalbox listening on http://127.0.0.1:";
    const Deadline deadline = after(limit);
    std::string text;
    for (;;) {
        const std::size_t at = text.find(kLine);
        if (at != std::string::npos && text.find('\n', at) != std::string::npos) {
            std::uint16_t port = 0;
            std::from_chars(text.data() + at + kLine.size(), text.data() + text.size(), port);
            return port;
        }
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        pollfd waiting{m_output, POLLIN, 0};
        if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0)
            return std::nullopt;
        std::array<char, 512> piece;
        const ssize_t got = ::read(m_output, piece.data(), piece.size());
        if (got <= 0)
            return std::nullopt;
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
}

std::optional<std::string> GatewayProcess::deathCause()
{
    int status = 0;
    if (m_pid <= 0 || ::waitpid(m_pid, &status, WNOHANG) != m_pid)
        return std::nullopt;
    m_pid = -1;
    return WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                               : "exit " + std::to_string(WEXITSTATUS(status));
}

void GatewayProcess::kill()
{
    if (m_pid > 0) {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        m_pid = -1;
    }
    if (m_output >= 0)
        ::close(std::exchange(m_output, -1));
}

std::optional<int> GatewayProcess::stop(std::chrono::milliseconds limit)
{
    if (m_pid <= 0)
        return std::nullopt;
    // glibc 2.36 has pidfd_open, older ones only the call itself.
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0));
    ::kill(m_pid, SIGTERM);
    pollfd ended{handle, POLLIN, 0};
    const bool inTime = handle >= 0 && ::poll(&ended, 1, static_cast<int>(limit.count())) == 1;
    if (handle >= 0)
        ::close(handle);
    if (!inTime) {
        kill();
        return std::nullopt;
    }
    int status = 0;
    ::waitpid(std::exchange(m_pid, -1), &status, 0);
    kill();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::size_t GatewayProcess::descriptors() const
{
    std::error_code error;
    std::size_t count = 0;
    for (const auto &entry :
         std::filesystem::directory_iterator("/proc/" + std::to_string(m_pid) + "/fd", error))
        count += entry.path().empty() ? 0 : 1;
    return count;
}

long GatewayProcess::residentKilobytes() const
{
    std::ifstream file("/proc/" + std::to_string(m_pid) + "/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("VmRSS:"))
            return std::strtol(line.c_str() + 6, nullptr, 10);
    }
    return 0;
}

} // namespace signalbox::soak
