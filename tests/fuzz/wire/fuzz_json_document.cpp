// Any bytes are read or refused; what is read has slices that lie inside one another and are JSON by
// themselves.
#include "wire/json/document.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace signalbox::wire;

namespace {

void check(const json::Value &value, std::string_view within)
{
    const std::string_view raw = value.raw();
    if (raw.empty() || raw.data() < within.data() || raw.data() + raw.size() > within.data() + within.size())
        std::abort();
    std::size_t count = 0;
    for (const json::Value member : value) {
        ++count;
        (void)unescape(member.key());
        check(member, raw);
    }
    if (count != value.size())
        std::abort();
    (void)value.integer();
    (void)value.number();
    (void)unescape(value.text());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    static json::Document document; // reused, as a stream's reader does
    if (!document.parseCopy(text))
        return 0;
    const std::string_view raw = document.root().raw();
    check(document.root(), raw);
    json::Document again;
    if (!again.parseCopy(raw) || again.root().raw() != raw)
        std::abort();
    return 0;
}
