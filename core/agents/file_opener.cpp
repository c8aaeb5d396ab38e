#include "agents/file_opener.h"

#include "agents/program_finder.h"

#include <QProcess>

namespace signalbox::agents {

namespace {

#ifdef Q_OS_MACOS
constexpr std::string_view kOpener = "open";
#else
constexpr std::string_view kOpener = "xdg-open";
#endif

} // namespace

Result<void> openFile(const std::string &file, const Environment &environment)
{
    if (!file.starts_with('/')) // else it could be read as an option
        return fail(ErrorCode::InvalidInput, "\"" + file + "\" is no absolute path");
    const auto path = environment.find("PATH");
    const auto opener = findProgram(kOpener, path != environment.end() ? path->second : std::string());
    if (!opener)
        return std::unexpected(opener.error());
    QProcess process;
    QProcessEnvironment variables;
    for (const auto &[name, value] : environment)
        variables.insert(QString::fromStdString(name), QString::fromStdString(value));
    process.setProcessEnvironment(variables);
    process.setProgram(QString::fromStdString(*opener));
    process.setArguments({QString::fromStdString(file)});
    process.setStandardInputFile(QProcess::nullDevice());
    // Some desktops' openers end with the program that they have started: nobody may wait, or end them.
    if (!process.startDetached())
        return fail(ErrorCode::Io, *opener + ": " + process.errorString().toStdString());
    return {};
}

} // namespace signalbox::agents
