#pragma once

#include <string_view>

namespace signalbox::wire::framing {

/// One message of a streamed answer, whatever stood round it. Slices live until the next call of the decoder
/// that gave it.
struct Message
{
    std::string_view name;  ///< empty where the framing gave none
    std::string_view data;  ///< with ByteBuffer::kPadding readable bytes behind it
    std::string_view wire;  ///< the bytes of the whole message as they came, or as a client is to get them
    bool hasData = false;   ///< what holds nothing to read (comments, empty lines) has none
    bool isFailure = false; ///< the framing itself says that this tells of a failure (AWS)
    bool isLent = false;    ///< `wire` stands in what was lent to the decoder, and lives as long
};

} // namespace signalbox::wire::framing
