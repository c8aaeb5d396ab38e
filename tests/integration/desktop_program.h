#pragma once

#ifndef Q_MOC_RUN // which cannot read the configuration below

#    include <QByteArray>
#    include <QDir>
#    include <QFile>
#    include <QProcess>
#    include <QProcessEnvironment>
#    include <QTemporaryDir>
#    include <QTest>

#    include <csignal>

namespace signalbox::test {

/// The desktop program in a process, with a home of its own. SIGNALBOX_PROGRAM names it. Main thread.
class DesktopProgram final
{
public:
    /// Two simulated targets; "slow" takes seconds to answer, what is asked of "dead" cannot be reached.
    explicit DesktopProgram(const QByteArray &listen = "127.0.0.1:0")
    {
        QFile file(config());
        if (!file.open(QIODevice::WriteOnly))
            return;
        file.write(R"({"version":1,"proxy":"none","server":{"listen":[")" + listen +
                   R"("],"auth":"none","drain_seconds":20},
            "providers":[{"id":"east","kind":"simulated"},{"id":"west","kind":"simulated"},
                {"id":"late","kind":"simulated","first_token_ms":200,"tokens_per_second":15},
                {"id":"lab","kind":"openai-compatible","base_url":"http://127.0.0.1:1/v1","models":[{"id":"m"}],
                 "retry":{"max":0},"keys":[]}],
            "models":[{"name":"coder","strategy":"weighted","targets":[
                {"provider":"east","model":"steady","weight":60},{"provider":"west","model":"fast","weight":40}]},
                {"name":"slow","strategy":"weighted","targets":[{"provider":"late","model":"steady"}]},
                {"name":"dead","strategy":"weighted","targets":[{"provider":"lab","model":"m"}]}]})");
        file.close();
        choose("wizard", "done=true"); // the first start's own window would stand before what is tested
        set(QStringLiteral("HOME"), m_folder.path());
        set(QStringLiteral("XDG_CONFIG_HOME"), m_folder.filePath(QStringLiteral("settings")));
        set(QStringLiteral("XDG_RUNTIME_DIR"), m_folder.path());
        set(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
        set(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    }
    ~DesktopProgram()
    {
        if (process.state() == QProcess::NotRunning)
            return;
        process.kill();
        process.waitForFinished(10'000);
    }
    DesktopProgram(const DesktopProgram &) = delete;
    DesktopProgram &operator=(const DesktopProgram &) = delete;

    void set(const QString &variable, const QString &value) { m_environment.insert(variable, value); }
    /// Before the start: what the person has chosen earlier.
    void choose(const QByteArray &section, const QByteArray &line)
    {
        QDir().mkpath(m_folder.filePath(QStringLiteral("settings/signalbox")));
        QFile file(m_folder.filePath(QStringLiteral("settings/signalbox/signalbox.conf")));
        if (file.open(QIODevice::Append))
            file.write("[" + section + "]\n" + line + "\n");
    }

    void start(const QStringList &more = {})
    {
        process.setProcessEnvironment(m_environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        QObject::connect(&process, &QProcess::readyRead, &process, [this] { said += process.readAll(); });
        process.start(program(), arguments() + more);
    }
    /// A second start on the same data; answers its exit code, or -1.
    int startAgain(const QStringList &more = {})
    {
        QProcess second;
        second.setProcessEnvironment(m_environment);
        second.start(program(), arguments() + more);
        // Waited for in the event loop: the desktop it may ask is this process.
        const bool ended = QTest::qWaitFor([&] { return second.state() == QProcess::NotRunning; }, 20'000);
        return ended && second.exitStatus() == QProcess::NormalExit ? second.exitCode() : -1;
    }
    void signal(int number) { ::kill(static_cast<pid_t>(process.processId()), number); }

    [[nodiscard]] quint16 port() const
    {
        const qsizetype at = said.indexOf("listening on http://127.0.0.1:");
        return at < 0 ? quint16(0) : said.mid(at + 30, said.indexOf('\n', at) - at - 30).trimmed().toUShort();
    }
    [[nodiscard]] bool isRunning() const { return process.state() == QProcess::Running; }
    [[nodiscard]] bool hasEndedWell() const
    {
        return process.state() == QProcess::NotRunning && process.exitStatus() == QProcess::NormalExit &&
               process.exitCode() == 0;
    }
    [[nodiscard]] QString config() const { return m_folder.filePath(QStringLiteral("config.json")); }
    [[nodiscard]] QByteArray configText() const
    {
        QFile file(config());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] QString folder() const { return m_folder.path(); }

    /// What every process on this home and these files is started with.
    [[nodiscard]] static QString program() { return qEnvironmentVariable("SIGNALBOX_PROGRAM"); }
    [[nodiscard]] QStringList arguments() const
    {
        return {QStringLiteral("--config"), config(), QStringLiteral("--data-dir"),
                m_folder.filePath(QStringLiteral("data"))};
    }
    [[nodiscard]] const QProcessEnvironment &environment() const { return m_environment; }

    QProcess process;
    QByteArray said;

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

} // namespace signalbox::test

#endif
