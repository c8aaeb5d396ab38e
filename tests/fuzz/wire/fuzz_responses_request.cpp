// What is read as a request can be written, to a host that takes everything and to one that takes little, as
// JSON that is read again.
#include "wire/openai_responses/codec.h"
#include "written_json.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const FormatCodec &codec = openAiResponsesCodec();
    json::Document document;
    if (!document.parseCopy({reinterpret_cast<const char *>(data), size}))
        return 0;
    (void)codec.summarize(document);
    const auto request = codec.readRequest(document);
    if (!request)
        return 0;
    Target native;
    native.model = "m";
    native.dialect.family = "openai";
    native.dialect.codexFields = native.dialect.namespaceTools = native.dialect.customTools = true;
    native.dialect.encryptedReasoning = native.dialect.hostedTools = true;
    native.dialect.reasoningTokenPrefix = "gAAAA";
    Target plain;
    plain.model = "m";
    for (const Target *target : {&native, &plain}) {
        const auto written = codec.writeRequest(*request, *target);
        json::Document again;
        if (written && test::readWritten(again, written->body) && !codec.readRequest(again))
            std::abort();
    }
    return 0;
}
