// Any body is read or refused; what was read is written again as JSON, for a plain host and for one that
// takes everything, and twice the same.
#include "wire/openai_chat/codec.h"
#include "written_json.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

void write(const ir::Request &request, const Target &target)
{
    const auto written = openAiChatCodec().writeRequest(request, target);
    if (!written)
        return;
    json::Document document;
    (void)test::readWritten(document, written->body);
    if (openAiChatCodec().writeRequest(request, target)->body != written->body)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    json::Document document;
    if (!document.parseCopy(std::string_view(reinterpret_cast<const char *>(data), size)))
        return 0;
    (void)openAiChatCodec().summarize(document);
    auto request = openAiChatCodec().readRequest(document);
    if (!request)
        return 0;
    Target target;
    target.model = "m";
    write(*request, target);
    request->source = Format::OpenAiResponses; // as if another format's reader had given it
    target.images = false;
    target.dialect.assistantAfterTool = true;
    target.dialect.toolCallIdLength = 9;
    write(*request, target);
    target.images = true;
    request->source = Format::OpenAiChat;
    target.dialect.family = "openai";
    target.dialect.reasoningField = "reasoning_content";
    target.dialect.reasoningDetails = target.dialect.cacheControl = target.dialect.customTools = true;
    target.dialect.manySystemMessages = target.dialect.toolImages = true;
    write(*request, target);
    return 0;
}
