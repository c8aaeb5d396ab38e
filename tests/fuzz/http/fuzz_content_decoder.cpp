// What is packed comes out as it was; any bytes are decoded the same however they are cut, and never beyond
// the limit. The first byte chooses the coding and whether the rest is what to pack or what to unpack.
#include "http/content_decoder.h"
#include "split_input.h"

#include <zlib.h>
#include <zstd.h>

#include <string>
#include <vector>

using namespace signalbox;
using namespace signalbox::http;

namespace {

constexpr std::size_t kLimit = 1'000'000; // more than a turn's

struct Decoded
{
    ContentDecoder::Status status = ContentDecoder::Status::Ok;
    std::string bytes;
    bool whole = false;
};

Decoded decode(std::string_view coding, std::string_view bytes, std::size_t step)
{
    const auto decoder = ContentDecoder::create(coding);
    ByteBuffer out;
    Decoded decoded;
    while (!bytes.empty() && decoded.status == ContentDecoder::Status::Ok) {
        const std::string piece(bytes.substr(0, step)); // of its own memory: the sanitizer sees a slice kept
        bytes.remove_prefix(piece.size());
        std::string_view left = piece;
        do {
            const std::size_t before = out.size();
            decoded.status = decoder->decode(left, out, kLimit);
            fuzz::require(out.size() - before <= ContentDecoder::kTurnBytes);
        } while (decoded.status == ContentDecoder::Status::More);
        fuzz::require(decoded.status != ContentDecoder::Status::Ok || left.empty());
        fuzz::require(out.size() <= kLimit + 1); // one byte shows that there was more
        fuzz::require(decoded.status != ContentDecoder::Status::Ok || out.size() <= kLimit);
    }
    decoded.bytes = out.view();
    decoded.whole = decoder->isWhole();
    return decoded;
}

std::string gzipped(std::string_view plain)
{
    z_stream stream{};
    fuzz::require(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    fuzz::require(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string zstdPacked(std::string_view plain)
{
    std::string packed(ZSTD_compressBound(plain.size()), '\0');
    const std::size_t size = ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), 1);
    fuzz::require(ZSTD_isError(size) == 0);
    packed.resize(size);
    return packed;
}

void compare(std::string_view coding, std::string_view bytes)
{
    const Decoded whole = decode(coding, bytes, bytes.size() + 1);
    for (const std::size_t step : {std::size_t(1), std::size_t(7), std::size_t(4096)}) {
        const Decoded split = decode(coding, bytes, step);
        // libzstd judges a frame that it gets whole more strictly than one in pieces (an empty compressed
        // block, for one): where it calls either broken there is nothing to compare.
        if (coding == "zstd" && (split.status == ContentDecoder::Status::Broken ||
                                 whole.status == ContentDecoder::Status::Broken))
            continue;
        fuzz::require(split.status == whole.status);
        // What broken bytes had given before the fault is nobody's business.
        if (whole.status != ContentDecoder::Status::Broken)
            fuzz::require(split.bytes == whole.bytes);
        if (whole.status == ContentDecoder::Status::Ok)
            fuzz::require(split.whole == whole.whole);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const bool isZstd = (data[0] & 1) != 0;
    const bool packs = (data[0] & 2) != 0;
    const std::string_view coding = isZstd ? "zstd" : "gzip";
    const std::string_view rest(reinterpret_cast<const char *>(data) + 1, size - 1);
    if (!packs) {
        compare(coding, rest);
        return 0;
    }
    const std::string plain(rest.substr(0, kLimit));
    const std::string packed = isZstd ? zstdPacked(plain) : gzipped(plain);
    const Decoded decoded = decode(coding, packed, packed.size());
    fuzz::require(decoded.status == ContentDecoder::Status::Ok && decoded.whole && decoded.bytes == plain);
    compare(coding, packed);
    if (packed.size() > 1) // cut off, it is never whole
        fuzz::require(!decode(coding, std::string_view(packed).substr(0, packed.size() - 1), size).whole);
    return 0;
}
