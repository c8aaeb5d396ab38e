#include "app/commands.h"
#include "app/composition.h"
#include "app/exit_code.h"
#include "config/configuration_reader.h"

#include <cstdio>
#include <fstream>
#include <iterator>

namespace signalbox::app {

int runCheck(const Arguments &arguments, int & /*argc*/, char ** /*argv*/)
{
    if (arguments.has("schema")) {
        const std::string_view schema = config::configurationSchema();
        std::fwrite(schema.data(), 1, schema.size(), stdout);
        return kDone;
    }
    const std::string path = arguments.paths().configFile.string();
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return complain("cannot read " + path + "; `signalbox serve` writes a first one", kWrongUsage);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const config::Parsed parsed = config::readConfiguration(text, knownKinds(*catalog::Catalog::builtIn()));
    for (const config::Finding &finding : parsed.findings)
        std::printf("%s\n", describe(finding).c_str());
    if (!parsed.findings.empty())
        return kWrongUsage;
    std::printf("%s is valid.\n", path.c_str());
    return kDone;
}

} // namespace signalbox::app
