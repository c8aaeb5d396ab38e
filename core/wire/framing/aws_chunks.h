#pragma once

#include "wire/framing/aws_event_stream.h"
#include "wire/framing/message.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::framing {

/// Takes the events of a model's own API out of the frames that Bedrock's InvokeModelWithResponseStream packs
/// them in: AWS' event stream (aws_event_stream.h) of `chunk` events, each `{"bytes":"<base64>"}`. A message
/// is named by its event's `type`, and its `wire` is the event as SSE, so that a client of that API can get
/// it. Exceptions and errors become `error` events as Anthropic's API has them, the exception's name as
/// their type. Other events are nobody's: they have no data. Pure; one stream, one thread.
class AwsChunkDecoder final
{
public:
    AwsChunkDecoder() = default;
    ~AwsChunkDecoder();
    AwsChunkDecoder(const AwsChunkDecoder &) = delete;
    AwsChunkDecoder &operator=(const AwsChunkDecoder &) = delete;

    void feed(std::string_view bytes) { m_frames.feed(bytes); }
    /// The next whole message; nothing where more bytes are needed or the stream is broken.
    [[nodiscard]] std::optional<Message> next();
    /// A message that was cut is none.
    [[nodiscard]] std::optional<Message> last() { return std::nullopt; }
    /// What is wrong with the stream, in words that go on from "the provider"; empty where nothing is.
    [[nodiscard]] std::string_view problem() const
    {
        return m_problem.empty() ? m_frames.problem() : m_problem;
    }

private:
    [[nodiscard]] bool decode(std::string_view payload);
    void makeError(std::string_view type, std::string_view payload);
    [[nodiscard]] Message eventOf(std::string_view name);

    AwsEventStreamDecoder m_frames;
    std::string m_event; // the inner event, padded
    std::string m_name;
    std::string m_wire;
    std::string_view m_problem;
};

} // namespace signalbox::wire::framing
