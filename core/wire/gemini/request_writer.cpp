#include "wire/gemini/request_writer.h"

#include <algorithm>

namespace signalbox::wire::gemini {

namespace {

constexpr std::string_view kSchemaWords =
    R"(Answer with one JSON value matching this schema, nothing else: )";

std::size_t estimatedBytes(const ir::Request &request)
{
    std::size_t bytes = 1024;
    for (const ir::Block &block : request.system) {
        const auto *text = std::get_if<ir::TextBlock>(&block.value);
        bytes += text != nullptr ? text->text.escaped.size() : 64;
    }
    for (const ir::Tool &tool : request.tools)
        bytes +=
            128 + tool.description.escaped.size() + tool.parameters.text.size() + tool.grammar.escaped.size();
    for (const ir::Turn &turn : request.turns) {
        for (const ir::Block &block : turn.blocks) {
            bytes += 128;
            if (const auto *text = std::get_if<ir::TextBlock>(&block.value))
                bytes += text->text.escaped.size();
            else if (const auto *image = std::get_if<ir::ImageBlock>(&block.value))
                bytes += image->source.data.escaped.size();
            else if (const auto *call = std::get_if<ir::CallBlock>(&block.value))
                bytes +=
                    call->arguments.escaped.size() + call->object.text.size() + call->token.escaped.size();
        }
    }
    return bytes;
}

Result<void> check(const ir::Request &request)
{
    if (request.sampling.count.value_or(1) > 1 && request.source != Format::Gemini)
        return fail(ErrorCode::InvalidInput,
                    "more than one answer at a time cannot be had from this provider", "n");
    if (!request.previousResponseId.isEmpty())
        return fail(ErrorCode::InvalidInput,
                    "stored answers belong to another provider: send the whole conversation instead",
                    "previous_response_id");
    return {};
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
    written.body.reserve(estimatedBytes(request));
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
