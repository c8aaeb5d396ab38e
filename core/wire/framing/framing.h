#pragma once

#include <string_view>

namespace signalbox::wire {

/// How the messages of a streamed answer stand one behind the other.
enum class Framing {
    ServerSentEvents,
    JsonLines,      ///< one JSON document a line (Ollama)
    AwsEventStream, ///< binary messages with checksums (Bedrock)
    AwsChunks,      ///< the same, each with an event of the model's own API in base64 (Bedrock's Invoke)
};

/// The media type by which such a stream is asked for and told.
[[nodiscard]] constexpr std::string_view mediaType(Framing framing)
{
    switch (framing) {
    case Framing::JsonLines:
        return "application/x-ndjson";
    case Framing::AwsEventStream:
    case Framing::AwsChunks:
        return "application/vnd.amazon.eventstream";
    case Framing::ServerSentEvents:
        break;
    }
    return "text/event-stream";
}

} // namespace signalbox::wire
