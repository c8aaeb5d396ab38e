// A binary stream gives the same messages whole and in pieces, and nothing beyond what was fed is read. The
// first byte says how large the pieces are. Checksums are put right in a copy, so that what stands behind
// them is reached too.
#include "wire/framing/aws_event_stream.h"

#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox::wire;

namespace {

constexpr std::size_t kLeast = 16;

std::string decode(std::string_view bytes, std::size_t step)
{
    std::string seen;
    framing::AwsEventStreamDecoder decoder;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        decoder.feed(std::string(bytes.substr(at, step)));
        while (const auto message = decoder.next()) {
            if (message->wire.size() < kLeast)
                std::abort();
            seen.append(message->name).append("\x01").append(message->data).append("\x02");
        }
    }
    return seen.append(decoder.problem());
}

void putNumber(std::string &bytes, std::size_t at, std::uint32_t number)
{
    for (int i = 3; i >= 0; --i, number >>= 8U)
        bytes[at + static_cast<std::size_t>(i)] = static_cast<char>(number & 0xFFU);
}

/// One message of which only headers and payload are the input's; `headers` is cut to what there is.
std::string framed(std::string_view bytes, std::size_t headers)
{
    std::string frame(12, '\0');
    frame.append(bytes).append(4, '\0');
    const auto checksum = [&](std::size_t size) {
        return static_cast<std::uint32_t>(
            crc32(0, reinterpret_cast<const Bytef *>(frame.data()), static_cast<uInt>(size)));
    };
    putNumber(frame, 0, static_cast<std::uint32_t>(frame.size()));
    putNumber(frame, 4, static_cast<std::uint32_t>(headers < bytes.size() ? headers : bytes.size()));
    putNumber(frame, 8, checksum(8));
    putNumber(frame, frame.size() - 4, checksum(frame.size() - 4));
    return frame;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    const std::string made = framed(bytes, data[0]);
    for (const std::string_view stream : {bytes, std::string_view(made)}) {
        const std::string whole = decode(stream, stream.size());
        for (const std::size_t step : {std::size_t(1), std::size_t(data[0]) + 1}) {
            if (decode(stream, step) != whole)
                std::abort();
        }
    }
    return 0;
}
