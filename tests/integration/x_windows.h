#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace signalbox::test {

/// The X server's windows and its keyboard and mouse, by xdotool. Calls wait for that program.
class XWindows final
{
public:
    [[nodiscard]] static QString run(const QStringList &arguments)
    {
        QProcess tool;
        tool.start(QStringLiteral("xdotool"), arguments);
        tool.waitForFinished(10'000);
        return QString::fromUtf8(tool.readAllStandardOutput()).trimmed();
    }
    /// Windows of Signalbox that can be seen, dialogs among them.
    [[nodiscard]] static QStringList seen()
    {
        return run({QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--name"),
                    QStringLiteral("^Signalbox$")})
            .split(u'\n', Qt::SkipEmptyParts);
    }
    [[nodiscard]] static bool isSeen() { return !seen().isEmpty(); }
    static void activate(const QString &window)
    {
        (void)run({QStringLiteral("windowactivate"), QStringLiteral("--sync"), window});
    }
    static void key(const QString &keys) { (void)run({QStringLiteral("key"), keys}); }
};

} // namespace signalbox::test
