#pragma once

#include "base/byte_buffer.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace signalbox::http {

/// Takes a content coding off a request's body as it comes, never beyond a limit: a small body can hold an
/// enormous one. Pure; owned by a server connection for one request.
class ContentDecoder
{
public:
    static constexpr std::string_view kAccepted = "gzip, zstd";
    static constexpr std::size_t kTurnBytes = 256 * 1024;

    enum class Status {
        Ok,   ///< all that came is decoded
        More, ///< so much for one turn; the rest is to be decoded in another one
        TooLarge,
        Broken,
    };

    virtual ~ContentDecoder() = default;
    /// For "gzip" (or "x-gzip") and "zstd", without case; null for any other.
    [[nodiscard]] static std::unique_ptr<ContentDecoder> create(std::string_view coding);

    /// Appends what `bytes` stand for, up to kTurnBytes of it, and takes what it has used off their front: a
    /// few bytes can keep a processor busy for long, and other clients wait meanwhile. `limit` is for all of
    /// `into`. After More, what is left comes again, even if that is nothing.
    [[nodiscard]] virtual Status decode(std::string_view &bytes, ByteBuffer &into, std::size_t limit) = 0;
    /// What has come so far may end here.
    [[nodiscard]] virtual bool isWhole() const = 0;
};

} // namespace signalbox::http
