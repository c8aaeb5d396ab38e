// A stream of lines gives the same messages whole and in pieces. The first byte says how large the pieces
// are.
#include "wire/framing/json_lines.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox::wire;

namespace {

std::string decode(std::string_view bytes, std::size_t step)
{
    std::string seen;
    framing::JsonLinesDecoder decoder;
    const auto take = [&](const framing::Message &message) {
        if (message.hasData)
            seen.append(message.data).append("\n");
    };
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        decoder.feed(std::string(bytes.substr(at, step)));
        while (const auto message = decoder.next())
            take(*message);
    }
    if (const auto message = decoder.last())
        take(*message);
    return seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    const std::string whole = decode(bytes, bytes.size());
    for (const std::size_t step : {std::size_t(1), std::size_t(data[0]) + 1}) {
        if (decode(bytes, step) != whole)
            std::abort();
    }
    return 0;
}
