// The configuration's reader and the server's understand an address alike: above all, what the first takes
// for this machine alone is bound to this machine alone, because there `auth: none` is accepted.
#include "config/listen_address.h"
#include "http/listen_address.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace signalbox;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    const auto configured = config::parseListenAddress(text);
    const auto bound = http::parseListenAddress(text);
    if (bound) {
        const auto again = http::parseListenAddress(http::toText(*bound));
        require(again && again->host == bound->host && again->port == bound->port);
        require(http::toText(*again) == http::toText(*bound));
    }
    if (configured && bound) {
        require(configured->port == bound->port);
        require(!configured->isLoopback() || bound->host.isLoopback());
    }
    return 0;
}
