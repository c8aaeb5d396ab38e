// Whatever arguments a model writes and wherever they are cut: the same input comes out, and it is the inside
// of a JSON string.
#include "wire/ir/freeform_input.h"
#include "wire/json/document.h"

#include "base/json_writer.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

std::string unwrap(std::string_view escaped, std::size_t piece, bool isPatch)
{
    ir::FreeformInput input(isPatch);
    std::string out;
    for (std::size_t at = 0; at < escaped.size(); at += piece)
        input.feed(escaped.substr(at, piece), out);
    input.finish(out);
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string escaped;
    appendJsonEscaped(escaped, std::string_view(reinterpret_cast<const char *>(data), size));
    for (const bool isPatch : {false, true}) {
        const std::string whole = unwrap(escaped, escaped.size() + 1, isPatch);
        if (unwrap(escaped, 1, isPatch) != whole || unwrap(escaped, 7, isPatch) != whole)
            std::abort();
        json::Document document;
        if (!document.parseCopy('"' + whole + '"'))
            std::abort();
    }
    return 0;
}
