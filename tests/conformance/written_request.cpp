#include "written_request.h"

#include "bare_reader.h"

namespace signalbox::conformance {

using wire::Format;

namespace {

Result<RequestMeaning> readBody(Format format, const std::string &body)
{
    const Json json = Json::parse(body, nullptr, false);
    if (json.is_discarded())
        return fail(ErrorCode::Internal, "what was written is no JSON");
    switch (format) {
    case Format::BedrockConverse:
        return writtenBedrock(json);
    case Format::Cohere:
        return writtenCohere(json);
    case Format::Ollama:
        return writtenOllama(json);
    default:
        break;
    }
    const ReadRequest read(format, body);
    if (!read.request)
        return std::unexpected(read.request.error());
    return meaningOf(*read.request);
}

} // namespace

Result<RequestMeaning> readWritten(Format format, const std::string &body)
{
    try {
        return readBody(format, body);
    } catch (const Json::exception &problem) {
        return fail(ErrorCode::Internal, problem.what());
    }
}

} // namespace signalbox::conformance
