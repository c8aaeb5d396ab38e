#pragma once

#include "agents/invocation.h"
#include "base/result.h"

#include <QObject>
#include <QProcess>
#include <QTimer>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace signalbox::agents {

/// One run of an agent's program: without input, its output kept to a limit, ended after a time. Main thread;
/// deletes itself once it has answered.
class AgentProcess final : public QObject
{
    Q_OBJECT

public:
    struct Run
    {
        std::string program;
        std::vector<std::string> arguments;
        Environment environment;
        std::string folder; ///< working directory; empty: ours
        std::chrono::milliseconds patience{10'000};
    };
    struct Output
    {
        int exitCode = 0;
        std::string out;
        std::string problems; ///< stderr
    };
    using Done = std::function<void(Result<Output>)>;

    /// `done` is called once, unless `parent` goes before. Timeout, Io where it cannot be started or crashes.
    static void start(Run run, QObject *parent, Done done);
    /// Kills what still runs, and answers nobody.
    ~AgentProcess() override;

private:
    AgentProcess(Run run, QObject *parent, Done done);
    void finish(Result<Output> result);

    Run m_run;
    Done m_done;
    QProcess m_process;
    QTimer m_patience;
    bool m_timedOut = false;
};

} // namespace signalbox::agents
