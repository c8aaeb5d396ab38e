// Any schema is cleaned to JSON, and what is clean stays as it is.
#include "wire/gemini/openapi_schema.h"
#include "wire/gemini/schema_cleaner.h"
#include "written_json.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox;
using namespace signalbox::wire;

namespace {

std::string cleaned(std::string_view schema)
{
    std::string text;
    JsonWriter json(text);
    gemini::appendCleanSchema(json, RawJson{schema});
    json::Document document;
    (void)test::readWritten(document, text);
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    json::Document document;
    if (!document.parseCopy(text))
        return 0;
    (void)cleaned(text);
    Arena arena;
    const RawJson converted = gemini::jsonSchemaOf(document.root(), arena);
    json::Document again;
    (void)test::readWritten(again, converted.text);
    return 0;
}
