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

std::atomic<pid_t> s_child{0}; // a signal handler can be given nothing else

extern "C" void passOn(int signal)
{
    const int kept = errno;
    if (const pid_t child = s_child.load(); child > 0)
        kill(child, signal);
    errno = kept;
}

/// Sets how signals are taken, and back.
class SignalScope final
{
public:
    SignalScope()
    {
        set(SIGINT, SIG_IGN);
        set(SIGQUIT, SIG_IGN);
        set(SIGTERM, passOn);
        set(SIGHUP, passOn);
    }
    ~SignalScope()
    {
        s_child = 0;
        for (const auto &[signal, action] : m_before)
            sigaction(signal, &action, nullptr);
    }
    SignalScope(const SignalScope &) = delete;
    SignalScope &operator=(const SignalScope &) = delete;

private:
    void set(int signal, void (*handler)(int))
    {
        struct sigaction action = {};
        action.sa_handler = handler;
        sigemptyset(&action.sa_mask);
        sigaction(signal, &action, &m_before[signal]);
    }

    std::map<int, struct sigaction> m_before;
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

/// The child begins with what we ignore or catch set back: handlers do not survive exec, ignoring would.
int spawn(pid_t &child, const std::string &program, std::vector<std::string> &arguments,
          std::vector<std::string> &variables, const sigset_t &mask)
{
    posix_spawnattr_t attributes;
    if (const int problem = posix_spawnattr_init(&attributes); problem != 0)
        return problem;
    sigset_t defaults;
    sigemptyset(&defaults);
    for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE})
        sigaddset(&defaults, signal);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setsigmask(&attributes, &mask);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
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
    // A signal that came before the child's number is known would be passed on to nobody.
    sigset_t held;
    sigset_t before;
    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &held, &before);
    pid_t child = 0;
    const int problem = spawn(child, invocation.program, arguments, variables, before);
    s_child = problem == 0 ? child : 0;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
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
