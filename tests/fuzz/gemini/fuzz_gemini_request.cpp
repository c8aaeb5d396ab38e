// Any body is read or refused; what was read is written again as JSON, for its own format, for models that
// take less, and as if another format's client had sent it, and twice the same.
#include "wire/gemini/codec.h"
#include "written_json.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

void write(const ir::Request &request, const Target &target)
{
    const auto written = geminiCodec().writeRequest(request, target);
    if (!written)
        return;
    json::Document document;
    (void)test::readWritten(document, written->body);
    if (geminiCodec().writeRequest(request, target)->body != written->body)
        std::abort();
    const auto counted = geminiCodec().tokenCounting()->writeRequest(request, target);
    if (counted)
        (void)test::readWritten(document, counted->body);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    json::Document document;
    if (!document.parseCopy(std::string_view(reinterpret_cast<const char *>(data), size)))
        return 0;
    (void)geminiCodec().summarize(document);
    auto request = geminiCodec().readRequest(document);
    if (!request)
        return 0;
    Target target;
    target.model = "m";
    target.dialect.family = "gemini";
    write(*request, target);
    request->source = Format::OpenAiResponses; // as if another format's reader had given it
    target.rules.efforts = {"low", "high"};
    target.rules.signedCalls = true;
    write(*request, target);
    target.rules = {};
    target.rules.budgetThinking = true;
    target.rules.mediaInResults = target.rules.toolsTogether = target.rules.systemMessage = false;
    target.images = false;
    write(*request, target);
    return 0;
}
