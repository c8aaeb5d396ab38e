#pragma once

#include "wire/framing/aws_chunks.h"
#include "wire/framing/aws_event_stream.h"
#include "wire/framing/framing.h"
#include "wire/framing/json_lines.h"
#include "wire/framing/message.h"
#include "wire/sse/decoder.h"

#include <optional>
#include <string_view>
#include <variant>

namespace signalbox::wire::framing {

/// Takes the framing off a streamed answer, whichever it is: the decoder is chosen once a stream, and a call
/// costs one comparison on the way to it, no virtual call. Pure; one stream, one thread.
class StreamDecoder final
{
public:
    explicit StreamDecoder(Framing framing);

    void feed(std::string_view bytes)
    {
        if (auto *events = std::get_if<sse::Decoder>(&m_decoder))
            events->feed(bytes);
        else
            feedOther(bytes);
    }
    /// Like feed; the bytes have to live until `next` gave nothing, with kPadding readable bytes behind them.
    void lend(std::string_view bytes)
    {
        if (auto *events = std::get_if<sse::Decoder>(&m_decoder))
            events->lend(bytes);
        else
            feedOther(bytes);
    }
    /// The next whole message; nothing where more bytes are needed or the stream is broken.
    [[nodiscard]] std::optional<Message> next()
    {
        if (auto *events = std::get_if<sse::Decoder>(&m_decoder))
            return events->next();
        return nextOther();
    }
    /// At the stream's end, when `next` gives nothing more: what stands there without its end, where the
    /// framing allows that.
    [[nodiscard]] std::optional<Message> last();
    /// Why nothing more can be read, in words that go on from "the provider"; empty where nothing is wrong.
    [[nodiscard]] std::string_view problem() const;

private:
    void feedOther(std::string_view bytes);
    [[nodiscard]] std::optional<Message> nextOther();

    std::variant<sse::Decoder, JsonLinesDecoder, AwsEventStreamDecoder, AwsChunkDecoder> m_decoder;
};

} // namespace signalbox::wire::framing
