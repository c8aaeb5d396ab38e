#include "http/chunked_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace signalbox::http {

namespace {

constexpr std::size_t kSizeDigits = 16;
constexpr std::uint64_t kLargestSize = std::uint64_t(1) << 62;

/// Takes a token off the front; false where there is none.
bool takeToken(std::string_view &text)
{
    std::size_t length = 0;
    while (length < text.size() && isToken(text.substr(length, 1)))
        ++length;
    text.remove_prefix(length);
    return length > 0;
}

bool takeQuoted(std::string_view &text)
{
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return true;
        }
    }
    return false;
}

/// `*( ";" name [ "=" ( token / quoted-string ) ] )`: what stands behind the size. The whitespace that RFC
/// 9112 lets bad senders put there is refused: parsers differ on it, and nobody sends extensions.
bool areExtensions(std::string_view text)
{
    while (!text.empty()) {
        if (!text.starts_with(';'))
            return false;
        text.remove_prefix(1);
        if (!takeToken(text))
            return false;
        if (text.starts_with('=')) {
            text.remove_prefix(1);
            if (!(text.starts_with('"') ? takeQuoted(text) : takeToken(text)))
                return false;
        }
    }
    return true;
}

struct SizeLine
{
    std::uint64_t size = 0;
    std::size_t bytes = 0; ///< with its CRLF
};

/// Digits and CRLF, which is what nearly every size line is. Nothing where there is more to look at, to wait
/// for or to refuse.
std::optional<SizeLine> plainSizeLine(std::string_view bytes)
{
    std::uint64_t size = 0;
    const auto [end, error] =
        std::from_chars(bytes.data(), bytes.data() + std::min(bytes.size(), kSizeDigits), size, 16);
    const auto digits = static_cast<std::size_t>(end - bytes.data());
    if (error != std::errc() || size > kLargestSize || !bytes.substr(digits).starts_with("\r\n"))
        return std::nullopt;
    return SizeLine{size, digits + 2};
}

} // namespace

ChunkedReader::Step ChunkedReader::fail(int status, const char *reason)
{
    m_fault = {status, reason};
    return {Status::Fault, 0, {}};
}

void ChunkedReader::reset()
{
    m_scanner.reset();
    m_place = Place::Size;
    m_left = 0;
    m_extensionBytes = m_trailerBytes = m_trailerFields = 0;
}

ChunkedReader::Step ChunkedReader::next(std::string_view bytes)
{
    switch (m_place) {
    case Place::Size:
        return readSizeLine(bytes);
    case Place::Data: {
        if (bytes.empty())
            return {};
        const std::size_t taken = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
        m_left -= taken;
        if (m_left == 0)
            m_place = Place::DataEnd;
        return {Status::Data, taken, bytes.substr(0, taken)};
    }
    case Place::DataEnd:
        return readDataEnd(bytes);
    case Place::Trailer:
        return readTrailer(bytes);
    }
    return fail(500, "");
}

ChunkedReader::Step ChunkedReader::beginChunk(std::uint64_t size, std::size_t consumed)
{
    m_scanner.reset();
    m_left = size;
    m_place = size == 0 ? Place::Trailer : Place::Data;
    return {Status::Frame, consumed, {}};
}

ChunkedReader::Step ChunkedReader::readSizeLine(std::string_view bytes)
{
    if (const auto plain = plainSizeLine(bytes))
        return beginChunk(plain->size, plain->bytes);
    switch (m_scanner.next(bytes)) {
    case HeadScanner::Status::NeedMore:
        return {};
    case HeadScanner::Status::Fault:
        return fail(400, m_scanner.fault().status == 400 ? "a chunk size line that is not ended by CRLF"
                                                         : "a chunk size line that is too long");
    case HeadScanner::Status::Line:
        break;
    }
    const std::string_view line = m_scanner.line();
    const std::size_t digits = std::min(line.find_first_not_of("0123456789abcdefABCDEF"), line.size());
    if (digits == 0 || digits > kSizeDigits)
        return fail(400, "a chunk size that is no number");
    std::uint64_t size = 0;
    std::from_chars(line.data(), line.data() + digits, size, 16);
    if (size > kLargestSize)
        return fail(400, "a chunk size that is no number");
    if (!areExtensions(line.substr(digits)))
        return fail(400, "a malformed chunk extension");
    m_extensionBytes += line.size() - digits;
    if (m_extensionBytes > kExtensionBytes)
        return fail(400, "too many chunk extensions");
    return beginChunk(size, m_scanner.consumed());
}

ChunkedReader::Step ChunkedReader::readDataEnd(std::string_view bytes)
{
    constexpr std::string_view kEnd = "\r\n";
    if (!kEnd.starts_with(bytes.substr(0, kEnd.size())))
        return fail(400, "chunk data that is not followed by CRLF");
    if (bytes.size() < kEnd.size())
        return {};
    m_place = Place::Size;
    return {Status::Frame, kEnd.size(), {}};
}

ChunkedReader::Step ChunkedReader::readTrailer(std::string_view bytes)
{
    switch (m_scanner.next(bytes)) {
    case HeadScanner::Status::NeedMore:
        return {};
    case HeadScanner::Status::Fault:
        return fail(m_scanner.fault().status == 400 ? 400 : 431,
                    "a trailer line that is malformed or too long");
    case HeadScanner::Status::Line:
        break;
    }
    const std::string_view line = m_scanner.line();
    const std::size_t consumed = m_scanner.consumed();
    m_scanner.reset();
    if (line.empty()) {
        reset();
        return {Status::End, consumed, {}};
    }
    m_trailerBytes += consumed;
    if (++m_trailerFields > kTrailerFields || m_trailerBytes > kTrailerBytes)
        return fail(431, "too many trailers");
    Fields dropped;
    if (auto fault = readFieldLine(line, dropped)) {
        m_fault = std::move(*fault);
        return {Status::Fault, 0, {}};
    }
    return {Status::Frame, consumed, {}};
}

} // namespace signalbox::http
