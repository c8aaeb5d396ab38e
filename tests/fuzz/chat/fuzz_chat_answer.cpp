// Any stream gives one end, blocks that nest, and chunks for a client that are JSON each; its last answer is
// read whole too.
#include "wire/ir/carrier.h"
#include "wire/ir/tool_restorer.h"
#include "wire/openai_chat/codec.h"
#include "wire/sse/decoder.h"
#include "written_json.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

class Checker final : public ir::EventSink
{
public:
    explicit Checker(AnswerWriter &writer) : m_writer(writer) {}
    ~Checker()
    {
        if (m_ends != 1 || m_isOpen)
            std::abort();
    }
    void on(const ir::Event &event) override
    {
        if (const auto *start = std::get_if<ir::BlockStart>(&event)) {
            require(!m_isOpen && start->index == m_index);
            m_isOpen = true;
        } else if (const auto *end = std::get_if<ir::BlockEnd>(&event)) {
            require(m_isOpen && end->index == m_index);
            m_isOpen = false;
            ++m_index;
        } else if (std::holds_alternative<ir::Finish>(event) || std::holds_alternative<ir::Failure>(event)) {
            require(!m_isOpen);
            ++m_ends;
        }
        m_writer.on(event);
    }

private:
    static void require(bool holds)
    {
        if (!holds)
            std::abort();
    }

    AnswerWriter &m_writer;
    int m_index = 0;
    int m_ends = 0;
    bool m_isOpen = false;
};

void checkChunks(const std::string &stream)
{
    sse::Decoder decoder;
    decoder.feed(stream);
    json::Document document;
    while (const auto event = decoder.next()) {
        if (event->hasData && event->data != "[DONE]")
            (void)test::readWritten(document, event->data);
    }
}

/// A client that declared a freeform tool, so that arguments are unwrapped on the way.
ir::Request request()
{
    ir::Request made;
    made.tools.emplace_back().kind = ir::Tool::Kind::Freeform;
    made.tools.back().name = Text{"apply_patch"};
    made.tools.emplace_back().name = Text{"go"};
    return made;
}

void run(std::string_view stream, bool thinkTags, Format client)
{
    static const ir::Request declared = request();
    Target target;
    target.dialect.thinkTags = thinkTags;
    std::string out;
    const auto writer = openAiChatCodec().answerWriter({}, true);
    writer->setOut(&out);
    {
        Checker checker(*writer);
        ir::CarrierSealer sealer({Format::OpenAiChat, client, target.dialect, "m", "k"}, checker);
        ir::ToolRestorer restorer(declared, target.dialect, sealer);
        const auto reader = openAiChatCodec().answerReader(target);
        sse::Decoder decoder;
        decoder.feed(stream);
        while (const auto event = decoder.next()) {
            if (event->hasData)
                reader->message(event->name, event->data, restorer);
        }
        if (const auto event = decoder.last())
            reader->message(event->name, event->data, restorer);
        reader->end(restorer);
    }
    checkChunks(out);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    run(text, false, Format::OpenAiResponses);
    run(text, true, Format::OpenAiChat);
    std::string body(text);
    body.append(ByteBuffer::kPadding, '\0');
    const auto writer = openAiChatCodec().answerWriter({}, false);
    {
        Checker checker(*writer);
        openAiChatCodec().answerReader({})->whole(std::string_view(body).substr(0, size), checker);
    }
    json::Document document;
    (void)test::readWritten(document, writer->body());
    (void)openAiChatCodec().readError(400, text);
    return 0;
}
