// Any bytes are an error's body, and a request to leave out of what they name; what is left is JSON without
// it.
#include "wire/ir/refused_parameter.h"
#include "wire/json/document.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace signalbox::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const std::size_t line = text.find('\n');
    const std::string_view error = text.substr(0, line);
    const std::string_view request = line == std::string_view::npos ? text : text.substr(line + 1);
    const std::string name = ir::refusedParameter(error);
    for (const std::string &path : {name, std::string("a.b"), std::string("error.message")}) {
        const auto without = ir::withoutParameter(request, path);
        json::Document document;
        if (without && (!document.parseCopy(*without) || ir::withoutParameter(*without, path)))
            std::abort();
    }
    return 0;
}
