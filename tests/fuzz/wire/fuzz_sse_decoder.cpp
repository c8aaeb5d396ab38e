// A stream gives the same events whole and in pieces, and no byte is lost. The first byte says how large the
// pieces are.
#include "wire/sse/decoder.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox::wire;

namespace {

struct Seen
{
    std::string events;
    std::string wire;
};

Seen decode(std::string_view bytes, std::size_t step)
{
    Seen seen;
    sse::Decoder decoder;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        const std::string piece(bytes.substr(at, step));
        decoder.feed(piece);
        while (const auto event = decoder.next()) {
            if (event->hasData)
                seen.events.append(event->name).append("\x01").append(event->data).append("\x02");
            seen.wire += event->wire;
        }
    }
    seen.wire += bytes.substr(bytes.size() - decoder.pendingBytes());
    if (const auto event = decoder.last())
        seen.events.append(event->data);
    return seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    const Seen whole = decode(bytes, bytes.size());
    for (const std::size_t step : {std::size_t(1), std::size_t(data[0]) + 1}) {
        const Seen split = decode(bytes, step);
        if (split.events != whole.events || split.wire != bytes)
            std::abort();
    }
    return 0;
}
