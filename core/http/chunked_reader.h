#pragma once

#include "http/head_scanner.h"
#include "http/syntax.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox::http {

/// Takes the chunked coding off (RFC 9112 section 7.1), strictly: CRLF alone ends lines, a size is one to
/// sixteen digits with nothing behind it but well-formed extensions, and the framing around the data is
/// limited, not only the data. Trailers are checked and dropped, never merged into the head. Pure; owned by a
/// parser.
class ChunkedReader final
{
public:
    static constexpr std::size_t kSizeLineBytes = 4 * 1024;
    static constexpr std::size_t kExtensionBytes = 16 * 1024; ///< of a whole body
    static constexpr std::size_t kTrailerBytes = 8 * 1024;
    static constexpr std::size_t kTrailerFields = 64;

    enum class Status { NeedMore, Frame, Data, End, Fault };
    struct Step
    {
        Status status = Status::NeedMore;
        std::size_t consumed = 0;
        std::string_view data; ///< of Status::Data
    };

    /// `bytes` begin with the first byte not consumed. A line is consumed when it is whole (Frame), data as
    /// it comes.
    [[nodiscard]] Step next(std::string_view bytes);
    [[nodiscard]] const Fault &fault() const { return m_fault; }
    void reset();

private:
    enum class Place { Size, Data, DataEnd, Trailer };

    Step fail(int status, const char *reason);
    Step beginChunk(std::uint64_t size, std::size_t consumed);
    Step readSizeLine(std::string_view bytes);
    Step readDataEnd(std::string_view bytes);
    Step readTrailer(std::string_view bytes);

    HeadScanner m_scanner{{kSizeLineBytes, kSizeLineBytes, 1}};
    Fault m_fault;
    Place m_place = Place::Size;
    std::uint64_t m_left = 0;
    std::size_t m_extensionBytes = 0;
    std::size_t m_trailerBytes = 0;
    std::size_t m_trailerFields = 0;
};

} // namespace signalbox::http
