#pragma once

#include "meaning.h"
#include "wire/format.h"
#include "wire/json/document.h"

#include <string>
#include <string_view>

namespace signalbox::conformance {

/// A body that was read as a client's request: what its slices stand in, and the request.
struct ReadRequest
{
    wire::json::Document document;
    Result<wire::ir::Request> request = fail(ErrorCode::InvalidInput, "it is no JSON");

    ReadRequest(wire::Format format, std::string_view body)
    {
        if (document.parseCopy(body))
            request = wire::codecFor(format)->readRequest(document);
    }
};

/// What a request says that was written for a provider: by its format's own reader where there is one.
[[nodiscard]] Result<RequestMeaning> readWritten(wire::Format format, const std::string &body);

} // namespace signalbox::conformance
