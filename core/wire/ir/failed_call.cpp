#include "wire/ir/failed_call.h"

#include "base/json_writer.h"
#include "wire/json/document.h"

namespace signalbox::wire::ir {

std::optional<FailedCall> failedCall(std::string_view errorBody)
{
    json::Document body;
    if (!body.parseCopy(errorBody))
        return std::nullopt;
    const json::Value error = body.root()["error"];
    if (!error["code"].is("tool_use_failed"))
        return std::nullopt;
    json::Document generated;
    if (!generated.parseCopy(unescape(error["failed_generation"].text())))
        return std::nullopt;
    json::Value call = generated.root();
    if (call.isArray() && call.size() == 1)
        call = *call.begin();
    const json::Value arguments = call["arguments"];
    if (call["name"].text().isEmpty() || !arguments.isObject())
        return std::nullopt;
    FailedCall failed;
    failed.name = call["name"].text().escaped;
    appendJsonEscaped(failed.arguments, arguments.raw());
    return failed;
}

} // namespace signalbox::wire::ir
