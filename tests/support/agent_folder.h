#pragma once

#include <QByteArray>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QString>

#include <map>
#include <string>

namespace signalbox::tests {

using Folder = std::map<QString, QByteArray>;

/// For QTemporaryDir: in memory where that can be, because replacing a file waits for the disk.
inline QString temporaryFolder()
{
    const QString memory = QStringLiteral("/dev/shm");
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + QStringLiteral("/signalbox-XXXXXX");
}

/// Every file below, hidden ones too.
inline Folder readFolder(const QString &path)
{
    Folder files;
    QDirIterator it(path, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly))
            files[it.filePath()] = file.readAll();
    }
    return files;
}

inline bool writeFile(const std::string &name, const std::string &text)
{
    QFile file(QString::fromStdString(name));
    return QDir().mkpath(QFileInfo(file).absolutePath()) && file.open(QIODevice::WriteOnly) &&
           file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size());
}

} // namespace signalbox::tests
