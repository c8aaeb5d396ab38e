#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

namespace signalbox::test {

/// Sanitizers keep what was freed, and fence what was not: memory says nothing then.
constexpr bool isSanitized()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

/// `signalbox serve` in a process of its own, so that its descriptors and its memory can be bounded and
/// counted. It serves anybody; its one model is quick/m, which a provider on the loopback answers.
/// SIGNALBOX_PROGRAM names the program. Main thread.
class ServeProcess final
{
public:
    ServeProcess(const QByteArray &transport, quint16 provider, rlim_t softDescriptors,
                 rlim_t hardDescriptors)
    {
        QFile file(m_folder.filePath(QStringLiteral("config.json")));
        if (!file.open(QIODevice::WriteOnly))
            return;
        file.write(
            "{\"version\":1,\"server\":{\"listen\":[\"127.0.0.1:0\"],\"auth\":\"none\",\"drain_seconds\":0},"
            "\"proxy\":\"none\",\"providers\":[{\"id\":\"quick\",\"kind\":\"openai-compatible\","
            "\"wire\":\"openai-responses\",\"keys\":[],\"models\":[{\"id\":\"m\"}],"
            "\"base_url\":\"http://127.0.0.1:" +
            QByteArray::number(provider) + "/v1\"}]}");
        file.close();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SIGNALBOX_TRANSPORT"), QString::fromLatin1(transport));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_folder.path());
        m_process.setProcessEnvironment(environment);
        m_process.setChildProcessModifier([softDescriptors, hardDescriptors] {
            const rlimit limit{softDescriptors, hardDescriptors};
            ::setrlimit(RLIMIT_NOFILE, &limit);
        });
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        QObject::connect(&m_process, &QProcess::readyRead, &m_process,
                         [this] { said += m_process.readAll(); });
        m_process.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"),
                        {QStringLiteral("serve"), QStringLiteral("--config"), file.fileName(),
                         QStringLiteral("--data-dir"), m_folder.filePath(QStringLiteral("data"))});
        (void)QTest::qWaitFor([this] { return said.contains("listening on http://127.0.0.1:"); }, 20'000);
        const qsizetype at = said.indexOf("127.0.0.1:");
        port = at < 0 ? quint16(0) : said.mid(at + 10, said.indexOf('\n', at) - at - 10).trimmed().toUShort();
    }
    ~ServeProcess()
    {
        m_process.terminate();
        m_process.waitForFinished(10'000);
    }
    ServeProcess(const ServeProcess &) = delete;
    ServeProcess &operator=(const ServeProcess &) = delete;

    [[nodiscard]] bool runs() const { return m_process.state() == QProcess::Running; }

    /// User and system time so far, in clock ticks. Linux, like what follows.
    [[nodiscard]] qint64 ticks() const
    {
        const QByteArray all = read("stat");
        const QList<QByteArray> words = all.mid(all.lastIndexOf(')') + 2).split(' ');
        return words.value(11).toLongLong() + words.value(12).toLongLong();
    }
    [[nodiscard]] qint64 descriptors() const
    {
        return QDir(place("fd")).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
    }
    [[nodiscard]] qint64 residentKilobytes() const
    {
        const QByteArray all = read("status");
        const qsizetype at = all.indexOf("VmRSS:") + 6;
        return all.mid(at, all.indexOf("kB", at) - at).trimmed().toLongLong();
    }

    QByteArray said;
    quint16 port = 0;

private:
    [[nodiscard]] QString place(const char *what) const
    {
        return QStringLiteral("/proc/%1/%2").arg(m_process.processId()).arg(QLatin1String(what));
    }
    [[nodiscard]] QByteArray read(const char *what) const
    {
        QFile file(place(what));
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace signalbox::test
