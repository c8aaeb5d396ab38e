#include "config/configuration_file.h"

#include "config/document.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QThread>

namespace signalbox::config {

namespace {

QString toQString(const std::string &path)
{
    return QString::fromStdString(path);
}

/// Where a chain of symbolic links ends; the path itself where nothing is there yet.
QString targetOf(const std::string &path)
{
    const QFileInfo info(toQString(path));
    const QString canonical = info.canonicalFilePath();
    return canonical.isEmpty() ? info.absoluteFilePath() : canonical;
}

Error ioError(const QString &what, const QString &path)
{
    return {ErrorCode::Io, what.toStdString(), path.toStdString()};
}

/// Whole or not at all, through a temporary file beside the target. An existing file keeps its mode.
Result<void> write(const QString &target, const std::string &text)
{
    const bool isNew = !QFile::exists(target);
    QSaveFile file(target);
    if (!file.open(QIODevice::WriteOnly))
        return std::unexpected(ioError(file.errorString(), target));
    if (isNew)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(text.data(), static_cast<qint64>(text.size()));
    if (!file.commit())
        return std::unexpected(ioError(file.errorString(), target));
    return {};
}

std::string joined(const Findings &findings)
{
    std::string text;
    for (const Finding &finding : findings) {
        if (!text.empty())
            text += '\n';
        text += describe(finding);
    }
    return text;
}

} // namespace

ConfigurationFile::ConfigurationFile(Options options, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_watcher(this), m_settle(this)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(m_options.settle);
    connect(&m_settle, &QTimer::timeout, this, &ConfigurationFile::reload);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { m_settle.start(); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_settle.start(); });
}

bool ConfigurationFile::exists(const std::string &path)
{
    const QFileInfo info(toQString(path));
    // A link to nothing is somebody's setting that waits for its target, not an empty place.
    return info.exists() || info.isSymbolicLink();
}

Result<void> ConfigurationFile::writeDefault(const std::string &path, const VirtualKey &key)
{
    if (exists(path))
        return fail(ErrorCode::Conflict, "there is a configuration already", path);
    const QFileInfo info(toQString(path));
    const QDir parent(QFileInfo(info.absolutePath()).absolutePath());
    const QString folder = info.absoluteDir().dirName();
    if (!info.absoluteDir().exists() &&
        (!QDir().mkpath(parent.absolutePath()) ||
         !parent.mkdir(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)))
        return fail(ErrorCode::Io, "cannot make this folder", info.absolutePath().toStdString());
    return write(info.absoluteFilePath(), defaultDocument(key));
}

Result<void> ConfigurationFile::load()
{
    Q_ASSERT(thread() == QThread::currentThread());
    watch();
    auto text = read();
    if (!text) {
        m_findings = {{"", describe(text.error())}};
        return std::unexpected(text.error());
    }
    if (auto upgrade = upgradeOnDisk(*text); !upgrade) {
        m_findings = {{"", describe(upgrade.error())}};
        return upgrade;
    }
    Parsed parsed = readConfiguration(*text, m_options.kinds);
    if (!parsed.configuration) {
        m_rejectedText = *text;
        m_findings = std::move(parsed.findings);
        return fail(ErrorCode::InvalidInput, joined(m_findings), m_options.path);
    }
    accept(std::move(*parsed.configuration), std::move(*text));
    return {};
}

Result<std::uint64_t> ConfigurationFile::save(std::string text, std::uint64_t basedOn)
{
    Q_ASSERT(thread() == QThread::currentThread());
    const auto onDisk = read();
    // A file that is gone is written anew; one that cannot be read is not ours to replace.
    if (!onDisk && onDisk.error().code != ErrorCode::NotFound)
        return std::unexpected(onDisk.error());
    if (onDisk && *onDisk != m_text) {
        reload(); // an edit that the watcher has not told yet
        return fail(ErrorCode::Conflict,
                    m_findings.empty()
                        ? "the file was edited meanwhile"
                        : "the file holds an edit that is wrong; it has to be put right first:\n" +
                              joined(m_findings),
                    m_options.path);
    }
    if (basedOn != m_revision)
        return fail(ErrorCode::Conflict, "the configuration was changed meanwhile", m_options.path);
    Parsed parsed = readConfiguration(text, m_options.kinds);
    if (!parsed.configuration)
        return fail(ErrorCode::InvalidInput, joined(parsed.findings), m_options.path);
    if (auto written = write(targetOf(m_options.path), text); !written)
        return std::unexpected(written.error());
    accept(std::move(*parsed.configuration), std::move(text));
    watch();
    return m_revision;
}

Result<std::uint64_t> ConfigurationFile::edit(const std::function<Result<void>(Document &)> &change,
                                              std::uint64_t basedOn)
{
    auto document = Document::parse(m_text);
    if (!document)
        return std::unexpected(document.error());
    if (auto done = change(*document); !done)
        return std::unexpected(done.error());
    return save(document->text(), basedOn);
}

Result<Configuration> ConfigurationFile::tried(const std::function<Result<void>(Document &)> &change) const
{
    auto document = Document::parse(m_text);
    if (!document)
        return std::unexpected(document.error());
    if (auto done = change(*document); !done)
        return std::unexpected(done.error());
    Parsed parsed = readConfiguration(document->text(), m_options.kinds);
    if (!parsed.configuration)
        return fail(ErrorCode::InvalidInput, joined(parsed.findings), m_options.path);
    return std::move(*parsed.configuration);
}

void ConfigurationFile::reload()
{
    m_settle.stop();
    watch(); // an editor's replacement is another file, which nobody watches yet
    auto text = read();
    if (!text) {
        reject({{"", describe(text.error())}});
        return;
    }
    if (m_configuration && *text == m_text) {
        if (!m_findings.empty()) { // a mistake was taken back: what is in force is in the file again
            m_findings.clear();
            m_rejectedText.clear();
            Q_EMIT changed(m_configuration, m_revision);
        }
        return;
    }
    if (!m_findings.empty() && *text == m_rejectedText)
        return;
    if (auto upgrade = upgradeOnDisk(*text); !upgrade) {
        reject({{"", describe(upgrade.error())}});
        return;
    }
    Parsed parsed = readConfiguration(*text, m_options.kinds);
    if (!parsed.configuration) {
        m_rejectedText = std::move(*text);
        reject(std::move(parsed.findings));
        return;
    }
    accept(std::move(*parsed.configuration), std::move(*text));
}

void ConfigurationFile::watch()
{
    // The folder tells of replaced files, the file of writes in place, and the link's own folder of a link
    // that is set anew. Adding what is watched already does no harm.
    const QString target = targetOf(m_options.path);
    const QStringList wanted{target, QFileInfo(target).absolutePath(),
                             QFileInfo(toQString(m_options.path)).absolutePath()};
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    for (const QString &path : wanted) {
        if (!watched.contains(path) && QFileInfo::exists(path))
            m_watcher.addPath(path);
    }
}

Result<std::string> ConfigurationFile::read() const
{
    QFile file(toQString(m_options.path));
    if (!file.exists())
        return fail(ErrorCode::NotFound, "there is no such file", m_options.path);
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(ioError(file.errorString(), file.fileName()));
    return file.readAll().toStdString();
}

Result<void> ConfigurationFile::upgradeOnDisk(std::string &text)
{
    auto upgrade = upgraded(text, m_options.steps);
    if (!upgrade)
        return std::unexpected(upgrade.error());
    if (!*upgrade)
        return {};
    // What the new version would not take is left as it is, for a person to look at.
    if (const Parsed parsed = readConfiguration((*upgrade)->text, m_options.kinds); !parsed.configuration)
        return fail(ErrorCode::InvalidInput, joined(parsed.findings), m_options.path);
    const QString target = targetOf(m_options.path);
    const QString backup = target + QStringLiteral(".version-%1").arg((*upgrade)->from);
    // An older backup is an older truth: it is kept.
    if (!QFile::exists(backup) && !QFile::copy(target, backup))
        return std::unexpected(ioError(QStringLiteral("cannot make this backup before an upgrade"), backup));
    if (auto written = write(target, (*upgrade)->text); !written)
        return written;
    text = std::move((*upgrade)->text);
    return {};
}

void ConfigurationFile::accept(Configuration configuration, std::string text)
{
    m_configuration = std::make_shared<const Configuration>(std::move(configuration));
    m_text = std::move(text);
    m_findings.clear();
    m_rejectedText.clear();
    ++m_revision;
    Q_EMIT changed(m_configuration, m_revision);
}

void ConfigurationFile::reject(Findings findings)
{
    if (m_findings == findings)
        return;
    m_findings = std::move(findings);
    Q_EMIT rejected();
}

} // namespace signalbox::config
