#include "wire/framing/stream_decoder.h"

#include <type_traits>

namespace signalbox::wire::framing {

StreamDecoder::StreamDecoder(Framing framing)
{
    if (framing == Framing::JsonLines)
        m_decoder.emplace<JsonLinesDecoder>();
    else if (framing == Framing::AwsEventStream)
        m_decoder.emplace<AwsEventStreamDecoder>();
    else if (framing == Framing::AwsChunks)
        m_decoder.emplace<AwsChunkDecoder>();
}

void StreamDecoder::feedOther(std::string_view bytes)
{
    std::visit([&](auto &decoder) { decoder.feed(bytes); }, m_decoder);
}

std::optional<Message> StreamDecoder::nextOther()
{
    return std::visit([](auto &decoder) { return decoder.next(); }, m_decoder);
}

std::optional<Message> StreamDecoder::last()
{
    return std::visit([](auto &decoder) { return decoder.last(); }, m_decoder);
}

std::string_view StreamDecoder::problem() const
{
    if (const auto *binary = std::get_if<AwsEventStreamDecoder>(&m_decoder))
        return binary->problem();
    if (const auto *chunks = std::get_if<AwsChunkDecoder>(&m_decoder))
        return chunks->problem();
    const auto *events = std::get_if<sse::Decoder>(&m_decoder);
    const bool overflown =
        events != nullptr ? events->isOverflown() : std::get_if<JsonLinesDecoder>(&m_decoder)->isOverflown();
    return overflown ? "sent an event that is too large" : std::string_view();
}

} // namespace signalbox::wire::framing
