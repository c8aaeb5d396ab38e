#include "http/content_decoder.h"

#include "http/syntax.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <span>

namespace signalbox::http {

namespace {

constexpr std::size_t kStepBytes = 16 * 1024;
/// Steps are counted, not bytes: what expands to nothing takes its time too.
constexpr int kTurnSteps = ContentDecoder::kTurnBytes / kStepBytes;
constexpr int kGzipWindow = 15 + 16; // zlib's way to say: gzip, and nothing else
// 8 MiB, what RFC 9659 lets a sender use; more is memory that a stranger makes us take.
constexpr int kZstdWindowLog = 23;

/// Room for the next step, one byte above the limit at most so that passing it shows.
std::span<char> nextRoom(ByteBuffer &into, std::size_t limit)
{
    const std::size_t allowed = limit + 1 - std::min(limit, into.size());
    const std::size_t wanted = std::min(kStepBytes, allowed);
    return into.prepare(wanted).first(wanted);
}

class GzipDecoder final : public ContentDecoder
{
public:
    GzipDecoder() { m_isReady = inflateInit2(&m_stream, kGzipWindow) == Z_OK; }
    ~GzipDecoder() override { inflateEnd(&m_stream); }
    GzipDecoder(const GzipDecoder &) = delete;
    GzipDecoder &operator=(const GzipDecoder &) = delete;

    Status decode(std::string_view &bytes, ByteBuffer &into, std::size_t limit) override
    {
        if (!m_isReady)
            return Status::Broken;
        for (int step = 0; !bytes.empty() || m_hasMore; ++step) {
            if (step == kTurnSteps)
                return Status::More;
            if (m_isWhole) { // another member may follow the first (RFC 1952 section 2.2)
                inflateReset(&m_stream);
                m_isWhole = false;
            }
            const std::span<char> room = nextRoom(into, limit);
            m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
            m_stream.avail_in = static_cast<uInt>(bytes.size());
            m_stream.next_out = reinterpret_cast<Bytef *>(room.data());
            m_stream.avail_out = static_cast<uInt>(room.size());
            const int result = inflate(&m_stream, Z_NO_FLUSH);
            bytes.remove_prefix(bytes.size() - m_stream.avail_in);
            into.commit(room.size() - m_stream.avail_out);
            if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
                return Status::Broken;
            if (into.size() > limit)
                return Status::TooLarge;
            m_isWhole = result == Z_STREAM_END;
            m_hasMore = !m_isWhole && m_stream.avail_out == 0;
        }
        return Status::Ok;
    }

    [[nodiscard]] bool isWhole() const override { return m_isWhole; }

private:
    z_stream m_stream{};
    bool m_isReady = false;
    bool m_isWhole = false;
    bool m_hasMore = false;
};

class ZstdDecoder final : public ContentDecoder
{
public:
    ZstdDecoder() : m_context(ZSTD_createDCtx())
    {
        if (m_context)
            ZSTD_DCtx_setParameter(m_context, ZSTD_d_windowLogMax, kZstdWindowLog);
    }
    ~ZstdDecoder() override { ZSTD_freeDCtx(m_context); }
    ZstdDecoder(const ZstdDecoder &) = delete;
    ZstdDecoder &operator=(const ZstdDecoder &) = delete;

    Status decode(std::string_view &bytes, ByteBuffer &into, std::size_t limit) override
    {
        if (!m_context)
            return Status::Broken;
        for (int step = 0; !bytes.empty() || m_hasMore; ++step) {
            if (step == kTurnSteps)
                return Status::More;
            const std::span<char> room = nextRoom(into, limit);
            ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
            ZSTD_outBuffer output{room.data(), room.size(), 0};
            const std::size_t result = ZSTD_decompressStream(m_context, &output, &input);
            bytes.remove_prefix(input.pos);
            into.commit(output.pos);
            if (ZSTD_isError(result))
                return Status::Broken;
            if (into.size() > limit)
                return Status::TooLarge;
            m_isWhole = result == 0; // a frame has ended; another one may follow
            m_hasMore = !m_isWhole && output.pos == output.size;
        }
        return Status::Ok;
    }

    [[nodiscard]] bool isWhole() const override { return m_isWhole; }

private:
    ZSTD_DCtx *m_context;
    bool m_isWhole = false;
    bool m_hasMore = false;
};

} // namespace

std::unique_ptr<ContentDecoder> ContentDecoder::create(std::string_view coding)
{
    if (equalNoCase(coding, "gzip") || equalNoCase(coding, "x-gzip"))
        return std::make_unique<GzipDecoder>();
    if (equalNoCase(coding, "zstd"))
        return std::make_unique<ZstdDecoder>();
    return nullptr;
}

} // namespace signalbox::http
