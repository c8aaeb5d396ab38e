#include "wire/openai_responses/content_reader.h"

#include "wire/json/fields.h"

namespace signalbox::wire::responses {

namespace {

using json::Fields;
using json::Value;

ir::Block withRest(auto block, const Fields &fields)
{
    return {std::move(block), fields.rest()};
}

ir::Block readText(Fields &fields)
{
    ir::TextBlock block;
    block.text = fields.requiredString("text");
    block.annotations = {fields.array("annotations").raw()};
    return withRest(block, fields);
}

ir::Block readImage(Fields &fields, Arena &arena)
{
    ir::ImageBlock block;
    block.detail = fields.string("detail");
    const Text url = fields.string("image_url");
    const Text id = fields.string("file_id");
    block.source = id.isEmpty() ? readMediaUrl(url, arena) : ir::MediaSource{ir::MediaSource::Kind::FileId, {}, id};
    return withRest(block, fields);
}

ir::Block readFile(Fields &fields, Arena &arena)
{
    ir::FileBlock block;
    block.name = fields.string("filename");
    const Text data = fields.string("file_data");
    const Text url = fields.string("file_url");
    const Text id = fields.string("file_id");
    if (!id.isEmpty())
        block.source = {ir::MediaSource::Kind::FileId, {}, id};
    else if (!url.isEmpty())
        block.source = {ir::MediaSource::Kind::Url, {}, url};
    else if (data.escaped.starts_with("data:"))
        block.source = readMediaUrl(data, arena);
    else
        block.source = {ir::MediaSource::Kind::Base64, {}, data};
    return withRest(block, fields);
}

ir::Block readAudio(Fields &fields)
{
    Fields sound(fields.object("input_audio"));
    ir::AudioBlock block;
    block.source = {ir::MediaSource::Kind::Base64, {}, sound.string("data")};
    block.format = sound.string("format");
    return withRest(block, fields);
}

Result<ir::Block> readPart(const Value &part, Arena &arena)
{
    if (!part.isObject())
        return fail(ErrorCode::InvalidInput, "must be an object");
    Fields fields(part);
    const Text type = fields.requiredString("type");
    ir::Block block;
    if (equals(type, "input_text") || equals(type, "output_text") || equals(type, "text"))
        block = readText(fields);
    else if (equals(type, "input_image"))
        block = readImage(fields, arena);
    else if (equals(type, "input_file"))
        block = readFile(fields, arena);
    else if (equals(type, "input_audio"))
        block = readAudio(fields);
    else if (equals(type, "refusal"))
        block = withRest(ir::RefusalBlock{fields.requiredString("refusal")}, fields);
    else
        block.value = ir::OpaqueBlock{Format::OpenAiResponses, type, {part.raw()}, true};
    if (fields.hasError())
        return std::unexpected(*fields.error());
    return block;
}

} // namespace

ir::MediaSource readMediaUrl(Text url, Arena &arena)
{
    std::string_view rest = url.escaped;
    if (!rest.starts_with("data:"))
        return {ir::MediaSource::Kind::Url, {}, url};
    if (rest.find('\\') != std::string_view::npos) // some writers escape the slash, also in base64
        rest = arena.text(unescape(url)).escaped;
    rest.remove_prefix(5);
    const std::size_t comma = rest.find(',');
    if (comma == std::string_view::npos)
        return {ir::MediaSource::Kind::Url, {}, url};
    std::string_view head = rest.substr(0, comma);
    if (!head.ends_with(";base64"))
        return {ir::MediaSource::Kind::Url, {}, url};
    head = head.substr(0, head.find(';')); // parameters of the type say nothing to a model
    return {ir::MediaSource::Kind::Base64, {head}, {rest.substr(comma + 1)}};
}

Result<std::vector<ir::Block>> readContent(const Value &content, Arena &arena)
{
    std::vector<ir::Block> blocks;
    if (content.isString()) {
        blocks.push_back({ir::TextBlock{content.text(), {}, {}, {}}, {}});
        return blocks;
    }
    if (!content.isArray())
        return fail(ErrorCode::InvalidInput, "must be a string or a list");
    blocks.reserve(content.size());
    for (const Value part : content) {
        auto block = readPart(part, arena);
        if (!block)
            return json::within(json::indexed("", blocks.size()), std::move(block.error()));
        blocks.push_back(std::move(*block));
    }
    return blocks;
}

} // namespace signalbox::wire::responses
