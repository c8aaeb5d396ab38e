// A stream of Invoke's chunks gives the same messages whole and in pieces, and what a client gets of them
// reads as the same events. The input is cut into frames with checksums that fit at each 0xFF byte: behind it
// stands what the frame is (a chunk around base64 of the rest, a chunk of the rest as it is, an exception,
// bytes without a frame).
#include "base/digest.h"
#include "wire/framing/stream_decoder.h"

#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

struct Seen
{
    std::vector<std::pair<std::string, std::string>> messages;
    std::string wire;
    std::string problem;

    bool operator==(const Seen &) const = default;
};

Seen decode(Framing framing, std::string_view bytes, std::size_t step)
{
    Seen seen;
    framing::StreamDecoder decoder(framing);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        decoder.feed(std::string(bytes.substr(at, step)));
        while (const auto message = decoder.next()) {
            seen.wire += message->wire;
            if (message->hasData)
                seen.messages.emplace_back(message->name, message->data);
        }
    }
    seen.problem = decoder.problem();
    return seen;
}

std::string number(std::size_t value, int bytes)
{
    std::string text;
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        text += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xFFU);
    return text;
}

std::string checksum(std::string_view bytes)
{
    return number(crc32(0, reinterpret_cast<const Bytef *>(bytes.data()), static_cast<uInt>(bytes.size())),
                  4);
}

std::string header(std::string_view name, std::string_view value)
{
    return number(name.size(), 1).append(name).append("\7").append(number(value.size(), 2)).append(value);
}

std::string frame(std::string_view headers, std::string_view payload)
{
    std::string bytes = number(16 + headers.size() + payload.size(), 4) + number(headers.size(), 4);
    bytes += checksum(bytes);
    bytes.append(headers).append(payload);
    return bytes + checksum(bytes);
}

std::string framed(std::string_view part)
{
    const int kind = part.empty() ? 0 : static_cast<unsigned char>(part.front()) % 4;
    part.remove_prefix(part.empty() ? 0 : 1);
    switch (kind) {
    case 0:
        return frame(header(":event-type", "chunk"), "{\"bytes\":\"" + toBase64(part) + "\"}");
    case 1:
        return frame(header(":event-type", "chunk"), part);
    case 2:
        return frame(header(":message-type", "exception") + header(":exception-type", part.substr(0, 32)),
                     part);
    default:
        return std::string(part);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string stream;
    std::string_view rest(reinterpret_cast<const char *>(data), size);
    while (!rest.empty()) {
        const std::size_t end = rest.find('\xff');
        stream += framed(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    if (stream.empty())
        return 0;
    const Seen whole = decode(Framing::AwsChunks, stream, stream.size());
    for (const std::size_t step : {std::size_t(1), size + 1}) {
        if (!(decode(Framing::AwsChunks, stream, step) == whole))
            std::abort();
    }
    if (whole.wire.find('\0') == std::string::npos &&
        decode(Framing::ServerSentEvents, whole.wire + "\n", whole.wire.size() + 1).messages !=
            whole.messages)
        std::abort();
    return 0;
}
