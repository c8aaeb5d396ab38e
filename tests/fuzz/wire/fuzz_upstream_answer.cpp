// Any stream of the formats that only providers speak gives one end and blocks that nest; so does it as a
// whole answer. The first byte chooses the format, and a line with a colon before its JSON names its message.
#include "wire/format.h"

#include <array>
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
    ~Checker() { require(m_ends == 1 && !m_isOpen); }
    void on(const ir::Event &event) override
    {
        require(m_ends == 0);
        if (const auto *start = std::get_if<ir::BlockStart>(&event)) {
            require(!m_isOpen && start->index == m_index);
            m_isOpen = true;
        } else if (const auto *end = std::get_if<ir::BlockEnd>(&event)) {
            require(m_isOpen && end->index == m_index++);
            m_isOpen = false;
        } else if (std::holds_alternative<ir::Finish>(event) || std::holds_alternative<ir::Failure>(event)) {
            require(!m_isOpen);
            ++m_ends;
        } else if (!std::holds_alternative<ir::Start>(event) &&
                   !std::holds_alternative<ir::UsageUpdate>(event)) {
            require(m_isOpen);
        }
    }

private:
    static void require(bool holds)
    {
        if (!holds)
            std::abort();
    }

    int m_index = 0;
    int m_ends = 0;
    bool m_isOpen = false;
};

std::string padded(std::string_view text)
{
    return std::string(text).append(ByteBuffer::kPadding, '\0');
}

void readLines(AnswerReader &reader, std::string_view text, Checker &checker)
{
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
        const std::size_t colon = line.find(':');
        const bool isNamed = colon != std::string_view::npos && line.find('{') > colon;
        const std::string_view data = isNamed ? line.substr(colon + 1) : line;
        const std::string copy = padded(data);
        (void)reader.message(isNamed ? line.substr(0, colon) : std::string_view(),
                             std::string_view(copy).substr(0, data.size()), checker);
    }
    reader.end(checker);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::array<Format, 3> formats{Format::BedrockConverse, Format::Cohere, Format::Ollama};
    if (size < 2)
        return 0;
    const FormatCodec &codec = *codecFor(formats[data[0] % formats.size()]);
    const std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
    {
        Checker checker;
        readLines(*codec.answerReader({}), text, checker);
    }
    {
        Checker checker;
        const std::string body = padded(text);
        const auto reader = codec.answerReader({});
        reader->whole(std::string_view(body).substr(0, text.size()), checker);
        reader->end(checker);
    }
    (void)codec.readError(400, text);
    return 0;
}
