#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

namespace signalbox::ui {

/// Whether the desktop starts the program at login, by a file in ~/.config/autostart (Desktop Application
/// Autostart 0.5). Main thread; reads and writes one small file.
class Autostart final
{
public:
    /// `command` is the program's path and its arguments, as they shall be started.
    explicit Autostart(QStringList command, QString folder = standardFolder());

    [[nodiscard]] bool isOn() const;
    /// Off takes the file away. Io with the path where that cannot be done.
    [[nodiscard]] Result<void> set(bool on);
    [[nodiscard]] QString file() const;

    [[nodiscard]] static QString standardFolder();

private:
    QStringList m_command;
    QString m_folder;
};

/// The file's text. Arguments are quoted as the Desktop Entry Specification 1.5 has it.
[[nodiscard]] QByteArray autostartEntry(const QStringList &command);

} // namespace signalbox::ui
