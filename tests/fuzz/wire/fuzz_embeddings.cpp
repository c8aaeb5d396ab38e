// Any body is read as a request for vectors or refused, and what was read is written as JSON for each API;
// any bytes are an answer of vectors or a failure, with one end, and clients get JSON.
#include "wire/format.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

using Api = std::pair<Format, Task>;
constexpr std::array<Api, 3> kClients{{
    {Format::OpenAiChat, Task::EmbedMany},
    {Format::Gemini, Task::Embed},
    {Format::Gemini, Task::EmbedMany},
}};
constexpr std::array<Api, 2> kProvidersAlone{{
    {Format::Cohere, Task::EmbedMany},
    {Format::Ollama, Task::EmbedMany},
}};

void require(bool holds)
{
    if (!holds)
        std::abort();
}

class Checker final : public ir::EventSink
{
public:
    explicit Checker(AnswerWriter &writer) : m_writer(writer) {}
    ~Checker() { require(m_ends == 1); }
    void on(const ir::Event &event) override
    {
        if (std::holds_alternative<ir::Finish>(event) || std::holds_alternative<ir::Failure>(event))
            ++m_ends;
        else if (std::holds_alternative<ir::Vector>(event))
            require(m_ends == 0);
        m_writer.on(event);
    }

private:
    AnswerWriter &m_writer;
    int m_ends = 0;
};

void request(const FormatCodec &client, const json::Document &document)
{
    (void)client.summarize(document);
    json::Document check;
    if (const auto renamed = client.renamed(document, "m\"x"))
        require(check.parseCopy(*renamed).has_value());
    const auto read = client.readRequest(document);
    if (!read)
        return;
    const auto write = [&](const Api &api, const Target &target) {
        const auto written = codecFor(api.first, api.second)->writeRequest(*read, target);
        require(!written || check.parseCopy(written->body).has_value());
    };
    Target target;
    target.model = "m\"x";
    for (const Api &api : kClients)
        write(api, target);
    for (const Api &api : kProvidersAlone)
        write(api, target);
    target.dialect.googleCloud = true;
    for (const bool predicts : {false, true}) {
        target.rules.predictsVectors = predicts;
        write({Format::Gemini, Task::Embed}, target);
        write({Format::Gemini, Task::EmbedMany}, target);
    }
}

void answer(const FormatCodec &provider, std::string_view body, const ir::Request &asked)
{
    for (const auto &[format, task] : kClients) {
        AnswerContext context;
        context.request = &asked;
        const auto writer = codecFor(format, task)->answerWriter(context, false);
        {
            Checker checker(*writer);
            const auto reader = provider.answerReader({});
            if (!reader->skimWhole(body, checker))
                reader->whole(body, checker);
        }
        const auto again = codecFor(format, task)->answerWriter(context, false);
        {
            Checker checker(*again);
            provider.answerReader({})->whole(body, checker);
        }
        json::Document document;
        require(document.parseCopy(again->body()).has_value());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string body(reinterpret_cast<const char *>(data), size);
    body.append(ByteBuffer::kPadding, '\0');
    const std::string_view text = std::string_view(body).substr(0, size);
    ir::Request asked;
    asked.embedding = std::make_unique<ir::Embedding>();
    asked.embedding->encoding = {"base64"};
    json::Document document;
    const bool parsed = document.parse(text).has_value();
    for (const auto &[format, task] : kClients) {
        if (parsed)
            request(*codecFor(format, task), document);
        answer(*codecFor(format, task), text, asked);
    }
    for (const auto &[format, task] : kProvidersAlone)
        answer(*codecFor(format, task), text, asked);
    return 0;
}
