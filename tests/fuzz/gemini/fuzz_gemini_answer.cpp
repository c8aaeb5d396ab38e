#include "answer_way.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace signalbox;
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    test::fuzzAnswer(wire::Format::Gemini, bytes);
    (void)wire::codecFor(wire::Format::Gemini)->tokenCounting()->readCount(bytes);
    return 0;
}
