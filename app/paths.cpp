#include "app/paths.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace signalbox::app {

namespace {

std::filesystem::path baseDirectory(const char *variable, const char *fallback)
{
    const char *value = std::getenv(variable);
    return value != nullptr && *value == '/' ? std::filesystem::path(value) : homeFolder() / fallback;
}

} // namespace

std::filesystem::path homeFolder()
{
    const char *home = std::getenv("HOME");
    if (home != nullptr && *home == '/')
        return home;
    const passwd *entry = getpwuid(geteuid());
    return entry != nullptr ? entry->pw_dir : "/";
}

Paths pathsFor(const std::optional<std::string> &configFile, const std::optional<std::string> &dataDir)
{
    Paths paths;
    paths.configFile = configFile ? std::filesystem::absolute(*configFile)
                                  : baseDirectory("XDG_CONFIG_HOME", ".config") / "signalbox" / "config.json";
    paths.dataDir = dataDir ? std::filesystem::absolute(*dataDir)
                            : baseDirectory("XDG_DATA_HOME", ".local/share") / "signalbox";
    paths.stateDir =
        dataDir ? paths.dataDir / "state" : baseDirectory("XDG_STATE_HOME", ".local/state") / "signalbox";
    return paths;
}

} // namespace signalbox::app
