// Whatever is stored as a key of AWS: what signs can be written into a head, and what is refused is not
// quoted.
#include "gateway/aws_key.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace signalbox;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

bool canBeSent(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto key = gateway::readAwsKey(text);
    if (key && *key) {
        for (const Secret *part : {&(*key)->accessKeyId, &(*key)->secretAccessKey, &(*key)->sessionToken})
            require(canBeSent(part->reveal()));
        require(!(*key)->accessKeyId.isEmpty() && !(*key)->secretAccessKey.isEmpty());
    }
    return 0;
}
