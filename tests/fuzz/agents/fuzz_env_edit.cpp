#include "agents/set_and_put_back.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using signalbox::agents::SettingsFormat;
    signalbox::fuzz::setAndPutBack(SettingsFormat::Env, {reinterpret_cast<const char *>(data), size},
                                   {{"A"}, {"SIGNALBOX_API_KEY"}});
    return 0;
}
