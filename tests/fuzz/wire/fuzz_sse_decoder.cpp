// A stream gives the same events whole and in pieces, fed and lent, and no byte is lost. The first byte says
// how large the pieces are.
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

Seen decode(std::string_view bytes, std::size_t step, bool isLent)
{
    Seen seen;
    sse::Decoder decoder;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        std::string piece(bytes.substr(at, step));
        const std::size_t pieceSize = piece.size();
        piece.append(signalbox::ByteBuffer::kPadding, '\n');
        if (isLent)
            decoder.lend(std::string_view(piece).substr(0, pieceSize));
        else
            decoder.feed(std::string_view(piece).substr(0, pieceSize));
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
    const Seen whole = decode(bytes, bytes.size(), false);
    for (const std::size_t step : {std::size_t(1), std::size_t(data[0]) + 1, bytes.size()}) {
        for (const bool isLent : {false, true}) {
            const Seen split = decode(bytes, step, isLent);
            if (split.events != whole.events || split.wire != bytes)
                std::abort();
        }
    }
    return 0;
}
