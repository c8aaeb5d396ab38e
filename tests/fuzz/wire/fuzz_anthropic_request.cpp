// Any body is read or refused; what was read is written as JSON to models of all kinds and to the other
// formats, and twice the same.
#include "wire/anthropic_messages/codec.h"
#include "written_json.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

void write(const FormatCodec &codec, const ir::Request &request, const Target &target)
{
    const auto written = codec.writeRequest(request, target);
    if (!written)
        return;
    json::Document document;
    (void)test::readWritten(document, written->body);
    if (codec.writeRequest(request, target)->body != written->body)
        std::abort();
}

std::array<Target, 3> targets()
{
    std::array<Target, 3> made;
    for (Target &target : made) {
        target.model = "m";
        target.dialect.family = "anthropic";
    }
    ModelRules &adaptive = made[1].rules;
    adaptive.adaptiveThinking = adaptive.omitsThoughts = adaptive.operatorTurns = true;
    adaptive.efforts = {"low", "high"};
    adaptive.sampling = adaptive.thinkingOff = adaptive.forcedToolChoice = adaptive.jsonSchema = false;
    made[1].images = false;
    ModelRules &budget = made[2].rules;
    budget.budgetThinking = budget.prefill = true;
    budget.samplingWhileThinking = budget.bothSamplings = budget.forcedWhileThinking = false;
    made[2].dialect.toolNameLength = 16;
    return made;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const std::array<Target, 3> kinds = targets();
    const FormatCodec &codec = anthropicMessagesCodec();
    json::Document document;
    if (!document.parseCopy(std::string_view(reinterpret_cast<const char *>(data), size)))
        return 0;
    (void)codec.summarize(document);
    auto request = codec.readRequest(document);
    if (!request)
        return 0;
    for (const Target &target : kinds)
        write(codec, *request, target);
    for (const Format format : {Format::OpenAiChat, Format::OpenAiResponses})
        write(*codecFor(format), *request, kinds.front());
    request->source = Format::OpenAiChat; // as if another format's reader had given it
    for (const Target &target : kinds)
        write(codec, *request, target);
    return 0;
}
