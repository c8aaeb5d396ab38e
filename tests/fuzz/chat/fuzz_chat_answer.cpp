#include "answer_way.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace signalbox;
    wire::Dialect dialect;
    dialect.thinkTags = true;
    test::fuzzAnswer(wire::Format::OpenAiChat, {reinterpret_cast<const char *>(data), size}, dialect);
    return 0;
}
