// Formats that only providers speak. The first byte chooses the format; a stream is lines here, and one with
// a colon before its JSON names its message: checksums would keep nearly all that is tried away from the
// readers.
#include "answer_way.h"

namespace {

using namespace signalbox;

void feedLines(wire::AnswerReader &reader, std::string_view text, wire::ir::EventSink &sink)
{
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
        const std::size_t colon = line.find(':');
        const bool isNamed = colon != std::string_view::npos && line.find('{') > colon;
        const std::string_view data = isNamed ? line.substr(colon + 1) : line;
        const std::string copy = test::padded(data);
        (void)reader.message(isNamed ? line.substr(0, colon) : std::string_view(),
                             std::string_view(copy).substr(0, data.size()), sink);
    }
    reader.end(sink);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::array<wire::Format, 3> formats{wire::Format::BedrockConverse, wire::Format::Cohere,
                                                  wire::Format::Ollama};
    if (size < 2)
        return 0;
    const wire::Format upstream = formats[data[0] % formats.size()];
    const std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
    const test::AnswerWay way{upstream, test::kClients[size % test::kClients.size()]};
    const auto reader = wire::codecFor(upstream)->answerReader({.model = "m"});
    test::go(way, [&](wire::ir::EventSink &sink) { feedLines(*reader, text, sink); });
    test::goWhole(way, text);
    (void)wire::codecFor(upstream)->readError(400, text);
    return 0;
}
