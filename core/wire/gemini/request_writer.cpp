#include "wire/gemini/request_writer.h"

#include "wire/ir/plain_target.h"

#include <algorithm>

namespace signalbox::wire::gemini {

namespace {

constexpr std::string_view kSchemaWords =
    R"(Answer with one JSON value matching this schema, nothing else: )";

Result<void> check(const ir::Request &request)
{
    if (request.sampling.count.value_or(1) > 1 && request.source != Format::Gemini)
        return fail(ErrorCode::InvalidInput,
                    "more than one answer at a time cannot be had from this provider", "n");
    return request.source == Format::Gemini ? Result<void>() : ir::checkTold(request);
}

Result<void> writeConversation(WriteContext &context)
{
    std::string systemEnd;
    if (context.tellsSchema()) {
        systemEnd = kSchemaWords;
        appendJsonEscaped(systemEnd, context.request.output.schema.text);
    }
    if (auto done = writeContents(context, systemEnd); !done)
        return done;
    return writeTools(context);
}

} // namespace

void WriteContext::drop(std::string_view name)
{
    if (std::ranges::find(dropped, name) == dropped.end())
        dropped.emplace_back(name);
}

Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target)
{
    if (auto fine = check(request); !fine)
        return std::unexpected(fine.error());
    WrittenRequest written;
    written.body.reserve(ir::estimatedBytes(request));
    JsonWriter json(written.body);
    const ir::ToolNames names(request, target.dialect.toolNameLength);
    WriteContext context{request, target, names, json, written.dropped};
    json.beginObject();
    if (auto done = writeConversation(context); !done)
        return std::unexpected(done.error());
    writeParameters(context);
    json.endObject();
    return written;
}

Result<WrittenRequest> writeCountRequest(const ir::Request &request, const Target &target)
{
    WrittenRequest written;
    JsonWriter json(written.body);
    const ir::ToolNames names(request, target.dialect.toolNameLength);
    WriteContext context{request, target, names, json, written.dropped};
    json.beginObject();
    // AI Studio takes system words and tools only as parts of the request they belong to.
    if (!target.dialect.googleCloud) {
        std::string model = target.model.find('/') == std::string::npos ? "models/" : "";
        model += target.model;
        json.key("generateContentRequest").beginObject().key("model").string(model);
    }
    if (auto done = writeConversation(context); !done)
        return std::unexpected(done.error());
    if (!target.dialect.googleCloud)
        json.endObject();
    json.endObject();
    written.dropped.clear(); // nothing is answered, so nothing is missed
    return written;
}

} // namespace signalbox::wire::gemini
