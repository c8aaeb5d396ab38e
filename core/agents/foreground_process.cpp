#include "agents/foreground_process.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char **environ; // POSIX declares it nowhere

namespace signalbox::agents {

namespace {

// A signal handler can be given nothing else.
std::atomic<pid_t> s_child{0};
std::atomic<int> s_toPassOn{0};

/// Either the handler sees the child or whoever sets it sees the signal, on whatever thread it came.
void passOnNow()
{
    const pid_t child = s_child.load();
    if (child <= 0)
        return;
    if (const int signal = s_toPassOn.exchange(0); signal != 0)
        kill(child, signal);
}

extern "C" void passOn(int signal)
{
    const int kept = errno;
    s_toPassOn = signal;
    passOnNow();
    errno = kept;
}

/// Sets how signals are taken, and back. What was ignored (by nohup, in a shell's background) stays so, for
/// the child too.
class SignalScope final
{
public:
    SignalScope()
    {
        sigemptyset(&m_defaultInChild);
        sigaddset(&m_defaultInChild, SIGPIPE); // ignored by us alone
        set(SIGINT, SIG_IGN);
        set(SIGQUIT, SIG_IGN);
        set(SIGTERM, passOn);
        set(SIGHUP, passOn);
    }
    ~SignalScope()
    {
        s_child = 0;
        s_toPassOn = 0;
        for (const auto &[signal, action] : m_before)
            sigaction(signal, &action, nullptr);
    }
    SignalScope(const SignalScope &) = delete;
    SignalScope &operator=(const SignalScope &) = delete;

    /// Handlers do not survive exec; ignoring would.
    [[nodiscard]] const sigset_t &defaultInChild() const { return m_defaultInChild; }

private:
    void set(int signal, void (*handler)(int))
    {
        struct sigaction before = {};
        sigaction(signal, nullptr, &before);
        if (before.sa_handler == SIG_IGN)
            return;
        struct sigaction action = {};
        action.sa_handler = handler;
        sigemptyset(&action.sa_mask);
        sigaction(signal, &action, &m_before[signal]);
        sigaddset(&m_defaultInChild, signal);
    }

    std::map<int, struct sigaction> m_before;
    sigset_t m_defaultInChild;
};

std::vector<std::string> environmentOf(const Invocation &invocation)
{
    std::map<std::string, std::string, std::less<>> own(invocation.variables.begin(),
                                                        invocation.variables.end());
    if (!invocation.secretVariable.empty())
        own[invocation.secretVariable] = std::string(invocation.secret.reveal());
    std::vector<std::string> all;
    for (char **entry = environ; *entry; ++entry) {
        const std::string_view text = *entry;
        if (!own.contains(text.substr(0, text.find('='))))
            all.emplace_back(text);
    }
    for (auto &[name, value] : own) {
        all.push_back(name + "=" + value);
        wipe(value);
    }
    return all;
}

std::vector<char *> pointersTo(std::vector<std::string> &texts)
{
    std::vector<char *> pointers;
    for (std::string &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

int spawn(pid_t &child, const std::string &program, std::vector<std::string> &arguments,
          std::vector<std::string> &variables, const sigset_t &defaults)
{
    posix_spawnattr_t attributes;
    if (const int problem = posix_spawnattr_init(&attributes); problem != 0)
        return problem;
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    const int problem = posix_spawn(&child, program.c_str(), nullptr, &attributes,
                                    pointersTo(arguments).data(), pointersTo(variables).data());
    posix_spawnattr_destroy(&attributes);
    return problem;
}

} // namespace

Result<int> runForeground(const Invocation &invocation)
{
    std::vector<std::string> arguments{invocation.program};
    arguments.insert(arguments.end(), invocation.arguments.begin(), invocation.arguments.end());
    std::vector<std::string> variables = environmentOf(invocation);

    const SignalScope signals;
    pid_t child = 0;
    const int problem = spawn(child, invocation.program, arguments, variables, signals.defaultInChild());
    if (problem == 0) {
        s_child = child;
        passOnNow(); // what came before the child's number was known
    }
    for (std::string &variable : variables)
        wipe(variable);
    if (problem != 0) {
        const ErrorCode code = problem == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
        return fail(code, invocation.program + ": " + std::strerror(problem));
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return fail(ErrorCode::Io, invocation.program + ": " + std::strerror(errno));
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace signalbox::agents
