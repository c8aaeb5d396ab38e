#pragma once

#include "base/result.h"
#include "config/configuration_reader.h"
#include "config/upgrade.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace signalbox::config {

class Document;

/// The file config.json: reads it, watches it, writes it. Whoever edits it, a good document becomes the next
/// revision and a bad one leaves the last good one in force. A symbolic link stays one; its target is
/// written. Lives on the main thread, owned by the application. Never overwrites what it has not read.
class ConfigurationFile final : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        std::string path;
        std::vector<KnownKind> kinds{};
        std::span<const Migration> steps = migrations();
        /// Editors write in several steps: how long the file must be quiet before it is read.
        std::chrono::milliseconds settle{100};
    };

    explicit ConfigurationFile(Options options, QObject *parent = nullptr);

    [[nodiscard]] static bool exists(const std::string &path);
    /// The first start's document, mode 0600, its new folders 0700. Conflict where a file is there.
    [[nodiscard]] static Result<void> writeDefault(const std::string &path, const VirtualKey &key);

    /// Reads, upgrades if need be (the old text stays beside it) and begins to watch. An error where nothing
    /// can be served: the message holds every finding. Watching goes on all the same.
    [[nodiscard]] Result<void> load();

    /// The last good one; null before there was one.
    [[nodiscard]] std::shared_ptr<const Configuration> configuration() const { return m_configuration; }
    /// Of the last good one, from 1 on.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    [[nodiscard]] const std::string &text() const { return m_text; }
    /// What is wrong with what the file holds now; empty where it is what is in force.
    [[nodiscard]] const Findings &findings() const { return m_findings; }
    [[nodiscard]] const std::string &path() const { return m_options.path; }

    /// Checks and writes a whole new document; the new revision. Conflict where `basedOn` is not the revision
    /// in force, or the file holds an edit that is not; InvalidInput with every finding where the text is
    /// wrong.
    [[nodiscard]] Result<std::uint64_t> save(std::string text, std::uint64_t basedOn);
    /// The same for a change of the document in force.
    [[nodiscard]] Result<std::uint64_t> edit(const std::function<Result<void>(Document &)> &change,
                                             std::uint64_t basedOn);
    /// What edit() would put in force; nothing is written. InvalidInput with every finding where it is wrong.
    [[nodiscard]] Result<Configuration> tried(const std::function<Result<void>(Document &)> &change) const;

Q_SIGNALS:
    /// A new revision is in force.
    void changed(std::shared_ptr<const signalbox::config::Configuration> configuration, quint64 revision);
    /// What the file holds is wrong; findings() says what. The last good one stays in force.
    void rejected();

private:
    void reload();
    void watch();
    [[nodiscard]] Result<std::string> read() const;
    [[nodiscard]] Result<void> upgradeOnDisk(std::string &text);
    void accept(Configuration configuration, std::string text);
    void reject(Findings findings);

    Options m_options;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
    std::shared_ptr<const Configuration> m_configuration;
    std::uint64_t m_revision = 0;
    std::string m_text;
    Findings m_findings;
    std::string m_rejectedText; // so that one mistake is told once, whatever else happens in the folder
};

} // namespace signalbox::config
