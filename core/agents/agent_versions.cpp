#include "agents/agent_versions.h"

#include "agents/agent_process.h"

#include <sys/stat.h>

namespace signalbox::agents {

namespace {

/// The first word that looks like a version: "0.169.0" of "codex-cli 0.169.0".
std::string versionIn(const std::string &output)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t i = 0; i < output.size(); ++i) {
        if (!isDigit(output[i]) ||
            (i > 0 && output[i - 1] != ' ' && output[i - 1] != '\n' && output[i - 1] != 'v'))
            continue;
        const std::string word = output.substr(i, output.find_first_of(" \t\r\n", i) - i);
        if (word.find('.') != std::string::npos && word.size() < 40)
            return word;
    }
    return {};
}

} // namespace

AgentVersions::AgentVersions(std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent), m_patience(patience)
{
}

void AgentVersions::ask(const std::string &program, const Environment &environment,
                        std::function<void(const std::string &)> done)
{
    struct stat status = {};
    if (program.empty() || stat(program.c_str(), &status) != 0) {
        done({});
        return;
    }
    const std::string key =
        program + '\n' + std::to_string(status.st_mtim.tv_sec) + '.' + std::to_string(status.st_mtim.tv_nsec);
    if (const auto known = m_known.find(key); known != m_known.end()) {
        done(known->second);
        return;
    }
    AgentProcess::start({.program = program,
                         .arguments = {"--version"},
                         .environment = environment,
                         .folder = {},
                         .patience = m_patience},
                        this,
                        [this, key, done = std::move(done)](const Result<AgentProcess::Output> &output) {
                            const std::string said = output ? versionIn(output->out) : std::string();
                            if (!said.empty())
                                m_known[key] = said;
                            done(said);
                        });
}

} // namespace signalbox::agents
