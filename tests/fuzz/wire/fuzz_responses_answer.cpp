// Any stream gives one end, blocks that nest, and events for a client that are JSON each.
#include "wire/openai_responses/codec.h"
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
    explicit Checker(ir::EventSink &next) : m_next(next) {}

    void on(const ir::Event &event) override
    {
        if (m_ends > 0)
            std::abort();
        if (std::holds_alternative<ir::BlockStart>(event) && m_depth++ != 0)
            std::abort();
        if (std::holds_alternative<ir::BlockEnd>(event) && m_depth-- != 1)
            std::abort();
        m_ends +=
            std::holds_alternative<ir::Finish>(event) || std::holds_alternative<ir::Failure>(event) ? 1 : 0;
        m_next.on(event);
    }
    [[nodiscard]] bool isWhole() const { return m_ends == 1 && m_depth == 0; }

private:
    ir::EventSink &m_next;
    int m_depth = 0;
    int m_ends = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const FormatCodec &codec = openAiResponsesCodec();
    std::string out;
    const auto writer = codec.answerWriter({}, true);
    writer->setOut(&out);
    Checker checker(*writer);
    const auto reader = codec.answerReader({});
    sse::Decoder decoder;
    decoder.feed(bytes);
    while (const auto event = decoder.next())
        reader->message(event->name, event->data, checker);
    reader->end(checker);
    if (!checker.isWhole())
        std::abort();
    sse::Decoder again;
    again.feed(out);
    json::Document document;
    while (const auto event = again.next()) {
        (void)test::readWritten(document, event->data);
    }
    const std::string padded = std::string(bytes) + std::string(ByteBuffer::kPadding, '\0');
    const auto collector = codec.answerWriter({}, false);
    Checker wholeChecker(*collector);
    const auto wholeReader = codec.answerReader({});
    wholeReader->whole(std::string_view(padded).substr(0, size), wholeChecker);
    wholeReader->end(wholeChecker);
    if (!wholeChecker.isWhole())
        std::abort();
    (void)test::readWritten(document, collector->body());
    return 0;
}
