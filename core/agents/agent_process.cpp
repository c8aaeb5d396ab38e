#include "agents/agent_process.h"

#include <utility>

namespace signalbox::agents {

namespace {

constexpr qsizetype kMostOutputBytes = 64 * 1024;

std::string limited(const QByteArray &bytes)
{
    return bytes.first(std::min(bytes.size(), kMostOutputBytes)).toStdString();
}

} // namespace

void AgentProcess::start(Run run, QObject *parent, Done done)
{
    new AgentProcess(std::move(run), parent, std::move(done));
}

AgentProcess::AgentProcess(Run run, QObject *parent, Done done)
    : QObject(parent), m_run(std::move(run)), m_done(std::move(done)), m_process(this), m_patience(this)
{
    QProcessEnvironment environment;
    for (const auto &[name, value] : m_run.environment)
        environment.insert(QString::fromStdString(name), QString::fromStdString(value));
    m_process.setProcessEnvironment(environment);
    m_process.setStandardInputFile(QProcess::nullDevice()); // some wait for more of the question there
    if (!m_run.folder.empty())
        m_process.setWorkingDirectory(QString::fromStdString(m_run.folder));
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        if (m_timedOut)
            finish(fail(ErrorCode::Timeout, m_run.program + " has not answered in time"));
        else if (status == QProcess::CrashExit)
            finish(fail(ErrorCode::Io, m_run.program + " has crashed"));
        else
            finish(Output{.exitCode = code,
                          .out = limited(m_process.readAllStandardOutput()),
                          .problems = limited(m_process.readAllStandardError())});
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish(fail(ErrorCode::Io, m_run.program + ": " + m_process.errorString().toStdString()));
    });
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_timedOut = true;
        m_process.kill();
    });
    m_patience.start(m_run.patience);
    QStringList arguments;
    for (const std::string &argument : m_run.arguments)
        arguments << QString::fromStdString(argument);
    m_process.start(QString::fromStdString(m_run.program), arguments);
}

AgentProcess::~AgentProcess()
{
    m_done = nullptr; // whoever waits is going too
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.disconnect(this);
    m_process.kill();
    m_process.waitForFinished(1000); // it cannot refuse; QProcess would complain of one that still runs
}

void AgentProcess::finish(Result<Output> result)
{
    m_patience.stop();
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result));
    deleteLater();
}

} // namespace signalbox::agents
