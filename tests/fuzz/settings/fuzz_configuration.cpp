// Any text has findings or is a configuration, never both and never neither; a configuration that is written
// in another form, or with its weights set again, is the same configuration.
#include "config/configuration_reader.h"
#include "config/document.h"
#include "config/upgrade.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

using namespace signalbox;
using namespace signalbox::config;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

std::vector<double> weightsOf(const VirtualModel &model)
{
    std::vector<double> weights;
    for (const auto &target : model.targets)
        weights.push_back(target.weight);
    return weights;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const std::vector<KnownKind> kinds{{"openai", false, {}},
                                       {"openai-compatible", true, {}},
                                       {"azure-openai", false, {"resource"}},
                                       {"simulated", false, {}}};
    const Parsed parsed = readConfiguration(text, kinds);
    require(parsed.configuration.has_value() == parsed.findings.empty());
    for (const Finding &finding : parsed.findings)
        require(!finding.message.empty() && (finding.pointer.empty() || finding.pointer[0] == '/'));
    (void)readConfiguration(text); // where any kind is taken

    auto document = Document::parse(text);
    require(document || !parsed.configuration);
    if (!parsed.configuration)
        return 0;
    const std::string written = document->text();
    require(readConfiguration(written, kinds).configuration == parsed.configuration);
    const auto again = Document::parse(written);
    require(again && again->text() == written);
    for (const VirtualModel &model : parsed.configuration->models)
        require(document->setWeights(model.name, weightsOf(model)).has_value());
    require(readConfiguration(document->text(), kinds).configuration == parsed.configuration);
    return 0;
}
