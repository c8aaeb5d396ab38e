#pragma once

#include "wire/format.h"
#include "wire/framing/stream_decoder.h"
#include "wire/ir/carrier.h"
#include "wire/ir/tool_restorer.h"
#include "written_json.h"

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

/// The way of an answer from a provider to a client as the gateway has it, whatever bytes it is made of: it
/// has one end, its blocks nest, and what the client gets is JSON.
namespace signalbox::test {

inline constexpr std::array<wire::Format, 4> kClients{wire::Format::OpenAiResponses, wire::Format::OpenAiChat,
                                                      wire::Format::AnthropicMessages, wire::Format::Gemini};

inline void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// Passes events on and aborts where their order is wrong.
class AnswerChecker final : public wire::ir::EventSink
{
public:
    explicit AnswerChecker(wire::ir::EventSink &next) : m_next(next) {}
    ~AnswerChecker() { require(m_ends == 1 && !m_isOpen); }

    void on(const wire::ir::Event &event) override
    {
        using namespace wire::ir;
        require(m_ends == 0);
        if (const auto *start = std::get_if<BlockStart>(&event)) {
            require(!m_isOpen && start->index == m_index);
            m_isOpen = true;
        } else if (const auto *end = std::get_if<BlockEnd>(&event)) {
            require(m_isOpen && end->index == m_index++);
            m_isOpen = false;
        } else if (std::holds_alternative<Finish>(event) || std::holds_alternative<Failure>(event)) {
            require(!m_isOpen);
            ++m_ends;
        }
        m_next.on(event);
    }

private:
    wire::ir::EventSink &m_next;
    int m_index = 0;
    int m_ends = 0;
    bool m_isOpen = false;
};

/// Of a client that declared a freeform tool, so that arguments are unwrapped on the way.
inline const wire::ir::Request &declaringRequest()
{
    static const wire::ir::Request request = [] {
        wire::ir::Request made;
        made.tools.emplace_back().kind = wire::ir::Tool::Kind::Freeform;
        made.tools.back().name = wire::Text{"apply_patch"};
        made.tools.emplace_back().name = wire::Text{"go"};
        return made;
    }();
    return request;
}

inline void requireJson(std::string_view events)
{
    wire::sse::Decoder decoder;
    decoder.feed(events);
    wire::json::Document document;
    while (const auto event = decoder.next()) {
        if (event->hasData && event->data != "[DONE]")
            (void)readWritten(document, event->data);
    }
}

struct AnswerWay
{
    wire::Format upstream;
    wire::Format client;
    wire::Dialect dialect = {};
    bool streamed = true;
    bool jsonArray = false; ///< Gemini
};

/// `feed` gives the answer's events to the sink that it gets.
template<class Feed>
void go(const AnswerWay &way, Feed feed)
{
    wire::AnswerContext context;
    context.jsonArray = way.jsonArray;
    context.request = &declaringRequest();
    std::string out;
    const auto writer = wire::codecFor(way.client)->answerWriter(context, way.streamed);
    writer->setOut(&out);
    {
        AnswerChecker checker(*writer);
        wire::ir::CarrierSealer sealer({way.upstream, way.client, way.dialect, "m", "k"}, checker);
        wire::ir::ToolRestorer restorer(declaringRequest(), way.dialect, sealer);
        feed(restorer);
    }
    wire::json::Document document;
    if (!way.streamed)
        (void)readWritten(document, writer->body());
    else if (way.jsonArray)
        (void)readWritten(document, out);
    else
        requireJson(out);
}

/// With what readers want to be able to read behind it.
inline std::string padded(std::string_view bytes)
{
    return std::string(bytes).append(ByteBuffer::kPadding, '\0');
}

/// The bytes as a stream, in its framing. What a client of the same format need not have read is skimmed.
inline void goStreamed(const AnswerWay &way, std::string_view bytes)
{
    const wire::FormatCodec &codec = *wire::codecFor(way.upstream);
    const wire::Target target{.model = "m", .dialect = way.dialect};
    go(way, [&](wire::ir::EventSink &sink) {
        const auto reader = codec.answerReader(target);
        wire::framing::StreamDecoder decoder(codec.framing(target));
        decoder.feed(bytes);
        const auto take = [&](const wire::framing::Message &message) {
            if (message.hasData && !(way.client == way.upstream && reader->skim(message.name, message.data)))
                reader->message(message.name, message.data, sink);
        };
        while (const auto message = decoder.next())
            take(*message);
        if (const auto message = decoder.last())
            take(*message);
        reader->end(sink);
    });
}

/// The bytes as a whole answer.
inline void goWhole(AnswerWay way, std::string_view bytes)
{
    way.streamed = false;
    go(way, [&](wire::ir::EventSink &sink) {
        const std::string body = padded(bytes);
        const auto reader =
            wire::codecFor(way.upstream)->answerReader({.model = "m", .dialect = way.dialect});
        reader->whole(std::string_view(body).substr(0, bytes.size()), sink);
        reader->end(sink);
    });
}

/// All of it: to a client of the same format and to one that the bytes choose.
inline void fuzzAnswer(wire::Format upstream, std::string_view bytes, const wire::Dialect &dialect = {})
{
    const wire::Format other = kClients[bytes.size() % kClients.size()];
    goStreamed({upstream, upstream}, bytes);
    goStreamed({upstream, other, dialect}, bytes);
    goStreamed({.upstream = upstream, .client = wire::Format::Gemini, .jsonArray = true}, bytes);
    goWhole({upstream, other, dialect}, bytes);
    (void)wire::codecFor(upstream)->readError(400, bytes);
}

} // namespace signalbox::test
