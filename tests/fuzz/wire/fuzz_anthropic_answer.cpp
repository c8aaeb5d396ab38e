#include "answer_way.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace signalbox;
    test::fuzzAnswer(wire::Format::AnthropicMessages, {reinterpret_cast<const char *>(data), size});
    return 0;
}
