#include "ui/shell/autostart.h"

#include "ui/shell/application_id.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

/// One argument of an Exec line: quoted, then escaped once more as a value of type string.
QString quoted(const QString &argument)
{
    QString inner;
    for (const QChar c : argument) {
        if (c == u'"' || c == u'`' || c == u'$' || c == u'\\')
            inner += u'\\';
        if (c == u'%')
            inner += u'%'; // else a field code
        inner += c;
    }
    return u'"' + inner.replace(u'\\', u"\\\\"_s) + u'"';
}

Error writeError(const QString &what, const QString &file)
{
    return {ErrorCode::Io, what.toStdString(), file.toStdString()};
}

} // namespace

Autostart::Autostart(QStringList command, QString folder)
    : m_command(std::move(command)), m_folder(std::move(folder))
{
}

QString Autostart::standardFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/autostart"_s;
}

QString Autostart::file() const
{
    return m_folder + u'/' + kApplicationId + u".desktop"_s;
}

bool Autostart::isOn() const
{
    QFile entry(file());
    if (!entry.open(QIODevice::ReadOnly))
        return false;
    // Desktops' own settings switch it off in the file instead of taking it away.
    bool on = true;
    while (!entry.atEnd()) {
        const QByteArray line = entry.readLine().trimmed().toLower();
        if (line == "hidden=true" || line == "x-gnome-autostart-enabled=false")
            on = false;
    }
    return on;
}

Result<void> Autostart::set(bool on)
{
    if (!on) {
        if (QFile::exists(file()) && !QFile::remove(file()))
            return std::unexpected(writeError(u"cannot remove the file; remove it by hand"_s, file()));
        return {};
    }
    if (!QDir().mkpath(m_folder))
        return std::unexpected(writeError(u"cannot make the folder"_s, m_folder));
    QSaveFile entry(file());
    const QByteArray text = autostartEntry(m_command);
    if (!entry.open(QIODevice::WriteOnly) || entry.write(text) != text.size() || !entry.commit())
        return std::unexpected(writeError(u"cannot write the file: "_s + entry.errorString(), file()));
    return {};
}

QByteArray autostartEntry(const QStringList &command)
{
    QStringList words;
    for (const QString &word : command)
        words << quoted(word);
    // The last three: GNOME's switch, and two panels that would otherwise be there after us.
    return u"[Desktop Entry]\n"
           "Type=Application\n"
           "Name=Signalbox\n"
           "Exec=%1\n"
           "Icon=%2\n"
           "Terminal=false\n"
           "X-GNOME-Autostart-enabled=true\n"
           "X-KDE-autostart-after=panel\n"
           "X-LXQt-Need-Tray=true\n"_s.arg(words.join(u' '), kApplicationId)
               .toUtf8();
}

} // namespace signalbox::ui
