#include "app/environment.h"

#include <algorithm>
#include <string_view>

extern char **environ; // POSIX declares it nowhere

namespace signalbox::app {

agents::Environment currentEnvironment(const std::vector<std::string> &without)
{
    agents::Environment environment;
    for (char **entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        const std::string_view name = text.substr(0, equals);
        if (equals != std::string_view::npos && std::ranges::find(without, name) == without.end())
            environment[std::string(name)] = text.substr(equals + 1);
    }
    return environment;
}

} // namespace signalbox::app
