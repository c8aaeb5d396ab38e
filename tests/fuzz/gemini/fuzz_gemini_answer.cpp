// Any stream gives one end, blocks that nest, and responses for a client that are JSON each; its bytes are
// read as a whole answer too.
#include "wire/gemini/codec.h"
#include "wire/ir/carrier.h"
#include "wire/ir/tool_restorer.h"
#include "wire/sse/decoder.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

class Checker final : public ir::EventSink
{
public:
    explicit Checker(AnswerWriter &writer) : m_writer(writer) {}
    ~Checker() { require(m_ends == 1 && !m_isOpen); }
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
    AnswerWriter &m_writer;
    int m_index = 0;
    int m_ends = 0;
    bool m_isOpen = false;
};

void run(std::string_view stream, Format client, bool jsonArray)
{
    static const ir::Request declared;
    AnswerContext context;
    context.jsonArray = jsonArray;
    std::string out;
    const auto writer = geminiCodec().answerWriter(context, true);
    writer->setOut(&out);
    {
        Checker checker(*writer);
        ir::CarrierSealer sealer({Format::Gemini, client, {}, "m", "k"}, checker);
        ir::ToolRestorer restorer(declared, {}, sealer);
        const auto reader = geminiCodec().answerReader({});
        sse::Decoder decoder;
        decoder.feed(stream);
        while (const auto event = decoder.next()) {
            if (event->hasData && !reader->skim(event->name, event->data))
                reader->message(event->name, event->data, restorer);
        }
        if (const auto event = decoder.last())
            reader->message(event->name, event->data, restorer);
        reader->end(restorer);
    }
    json::Document document;
    if (jsonArray)
        require(document.parseCopy(out).has_value());
    sse::Decoder written;
    written.feed(jsonArray ? std::string_view() : std::string_view(out));
    while (const auto event = written.next())
        require(!event->hasData || document.parse(event->data).has_value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    run(text, Format::OpenAiResponses, false);
    run(text, Format::Gemini, true);
    std::string body(text);
    body.append(ByteBuffer::kPadding, '\0');
    const auto writer = geminiCodec().answerWriter({}, false);
    {
        Checker checker(*writer);
        geminiCodec().answerReader({})->whole(std::string_view(body).substr(0, size), checker);
    }
    json::Document document;
    require(document.parseCopy(writer->body()).has_value());
    (void)geminiCodec().readError(400, text);
    (void)geminiCodec().tokenCounting()->readCount(text);
    return 0;
}
