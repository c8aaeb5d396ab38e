#include "app/environment.h"

extern char **environ; // POSIX declares it nowhere

namespace signalbox::app {

agents::Environment currentEnvironment()
{
    agents::Environment environment;
    for (char **entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (const std::size_t equals = text.find('='); equals != std::string::npos)
            environment[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return environment;
}

} // namespace signalbox::app
