// What is sealed opens as it was, with its own key only; any other token opens as what it was sealed from, or
// not at all; one changed character is noticed.
#include "wire/ir/carrier.h"

#include "base/json_writer.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire::ir;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// The next part of the input, up to a NUL byte, as the inside of a JSON string.
std::string take(std::string_view &bytes)
{
    const std::size_t end = std::min(bytes.find('\0'), bytes.size());
    std::string escaped;
    appendJsonEscaped(escaped, bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    return escaped;
}

Carrier carrierOf(std::string_view bytes, std::uint8_t choice)
{
    Carrier carrier;
    carrier.kind = choice % 3 == 0   ? CarrierKind::Reasoning
                   : choice % 3 == 1 ? CarrierKind::Signature
                                     : CarrierKind::Compact;
    carrier.family = (choice & 8) != 0 ? "openai" : "some/family\"\n";
    carrier.model = "m";
    while (!bytes.empty() && carrier.blocks.size() < 20) {
        CarriedBlock block;
        block.text = take(bytes);
        block.token = take(bytes);
        block.id = take(bytes);
        block.redacted = (choice & 16) != 0;
        block.place = (choice & 32) != 0 ? CarriedBlock::Place::Next : CarriedBlock::Place::Own;
        if ((choice & 64) != 0)
            block.details = R"({"a":[1,"x"]})";
        carrier.blocks.push_back(std::move(block));
    }
    return carrier;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 3)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 2, size - 2);
    // As a client's token.
    if (const auto opened = openCarrier({bytes}, "key"))
        require(openCarrier({sealCarrier(*opened, "key")}, "key") == opened);
    if (const auto opened = openCarrier({bytes}, {}))
        require(openCarrier({sealCarrier(*opened, {})}, {}) == opened);
    // As what is sealed.
    const Carrier carrier = carrierOf(bytes, data[0]);
    for (const std::string_view key : {std::string_view("key"), std::string_view()}) {
        std::string sealed = sealCarrier(carrier, key);
        require(openCarrier({sealed}, key) == carrier);
        require(!openCarrier({sealed}, "another"));
        char &changed = sealed[data[1] % sealed.size()];
        changed = changed == 'A' ? 'B' : 'A';
        const auto opened = openCarrier({sealed}, key);
        require(!opened || *opened == carrier); // the last character may carry bits that nobody reads
    }
    return 0;
}
