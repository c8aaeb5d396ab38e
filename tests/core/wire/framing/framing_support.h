#pragma once

#include "wire/framing/stream_decoder.h"

#include <QByteArray>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What comes of a stream that is fed in pieces.
struct SeenStream
{
    std::vector<std::pair<std::string, std::string>> messages; ///< name and data
    std::string wire;                                          ///< of all messages together
    std::string problem;

    bool operator==(const SeenStream &) const = default;
};

/// Feeds the pieces between `cuts` and looks for messages after each, as a connection does.
inline SeenStream decodeStream(signalbox::wire::Framing framing, std::string_view bytes,
                               const std::vector<std::size_t> &cuts = {})
{
    SeenStream seen;
    signalbox::wire::framing::StreamDecoder decoder(framing);
    const auto take = [&](const signalbox::wire::framing::Message &message) {
        seen.wire += message.wire;
        if (message.hasData)
            seen.messages.emplace_back(message.name, message.data);
        // Readable, whatever it is: a sanitizer sees it where it is not.
        for (std::size_t i = 0; i < signalbox::ByteBuffer::kPadding && message.hasData; ++i)
            (void)*const_cast<volatile const char *>(message.data.data() + message.data.size() + i);
    };
    std::size_t from = 0;
    std::vector<std::size_t> ends = cuts;
    ends.push_back(bytes.size());
    for (const std::size_t end : ends) {
        decoder.feed(std::string(bytes.substr(from, end - from)));
        while (const auto message = decoder.next())
            take(*message);
        from = end;
    }
    if (const auto message = decoder.last())
        take(*message);
    seen.problem = decoder.problem();
    return seen;
}

inline std::vector<std::size_t> everyByte(std::size_t size)
{
    std::vector<std::size_t> cuts;
    for (std::size_t at = 1; at < size; ++at)
        cuts.push_back(at);
    return cuts;
}

/// The first cut in two that changes what is seen; 0 where none does. Cuts at every byte are tried too.
inline std::size_t oddSplit(signalbox::wire::Framing framing, std::string_view bytes)
{
    const SeenStream whole = decodeStream(framing, bytes);
    for (std::size_t at = 1; at < bytes.size(); at += bytes.size() > 16 * 1024 ? 97 : 1) {
        if (!(decodeStream(framing, bytes, {at}) == whole))
            return at;
    }
    return decodeStream(framing, bytes, everyByte(bytes.size())) == whole ? 0 : bytes.size();
}
