#include "agents/set_and_put_back.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using signalbox::agents::SettingsFormat;
    signalbox::fuzz::setAndPutBack(
        SettingsFormat::Toml, {reinterpret_cast<const char *>(data), size},
        {{"a"}, {"t", "a"}, {"t", "u", "a"}, {"model_providers", "signalbox", "name"}});
    return 0;
}
