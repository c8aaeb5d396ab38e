#include "wire/gemini/request_reader.h"

#include "wire/gemini/member_names.h"

namespace signalbox::wire::gemini {

namespace {

Result<void> readMember(std::string_view key, json::Value value, ir::Request &request)
{
    if (key == "contents")
        return readContents(value, request);
    if (key == "systemInstruction")
        return readSystem(value, request);
    if (key == "tools")
        return readTools(value, request);
    if (key == "toolConfig")
        return readToolConfig(value, request);
    if (key == "generationConfig")
        return readGenerationConfig(value, request);
    if (key == "model")
        return {}; // repeated by some SDKs; what counts stands in the path
    if (key == "serviceTier" && value.isString())
        request.serviceTier = value.text();
    else
        request.extras.emplace_back(request.arena.text(key), RawJson{value.raw()});
    return {};
}

} // namespace

Result<ir::Request> readRequest(json::Value root)
{
    if (!root.isObject())
        return wrongType("", "an object");
    ir::Request request;
    request.source = Format::Gemini;
    std::string scratch;
    for (const json::Value member : root) {
        if (member.isNull())
            continue;
        if (auto read = readMember(camelKey(member, scratch), member, request); !read)
            return std::unexpected(read.error());
    }
    if (request.turns.empty())
        return fail(ErrorCode::InvalidInput, "there must be at least one content", "contents");
    return request;
}

} // namespace signalbox::wire::gemini
