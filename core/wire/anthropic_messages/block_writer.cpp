#include "wire/anthropic_messages/block_writer.h"

#include "wire/anthropic_messages/block_types.h"
#include "wire/anthropic_messages/call_id.h"
#include "wire/anthropic_messages/media.h"
#include "wire/ir/freeform.h"
#include "wire/json/document.h"

namespace signalbox::wire::anthropic {

namespace {

/// What an image says to a model that takes none.
constexpr std::string_view kImageLeftOut = "[an image was left out: this model takes none]";
constexpr std::string_view kNoOutput = "(no output)";

std::unexpected<Error> refused(std::string message)
{
    return fail(ErrorCode::InvalidInput, std::move(message), "messages");
}

std::unexpected<Error> foreignFile()
{
    return refused("a file id of one provider means nothing to another: send the file itself");
}

/// Bedrock fetches nothing for a request.
bool isOutOfReach(const ir::MediaSource &source, const Target &target)
{
    return source.kind == ir::MediaSource::Kind::Url && target.dialect.invokes;
}

std::unexpected<Error> outOfReach()
{
    return refused("this provider takes no URLs: send the bytes");
}

void writeSource(JsonWriter &json, const ir::MediaSource &source, std::string_view mediaType)
{
    using Kind = ir::MediaSource::Kind;
    json.key("source").beginObject().key("type");
    switch (source.kind) {
    case Kind::Base64:
        json.string("base64").key("media_type").escaped(mediaType).key("data");
        break;
    case Kind::Url:
        json.string("url").key("url");
        break;
    case Kind::FileId:
        json.string("file").key("file_id");
        break;
    case Kind::PlainText:
        json.string("text").key("media_type").string("text/plain").key("data");
        break;
    }
    json.escaped(source.data.escaped).endObject();
}

} // namespace

BlockWriter::BlockWriter(WriteContext &context)
    : m_context(context), m_json(context.json), m_thoughts(context.target, context.isSameFormat())
{
}

bool BlockWriter::isWritten(const ir::Block &block) const
{
    const auto *thought = std::get_if<ir::ReasoningBlock>(&block.value);
    if (thought == nullptr)
        return true;
    const bool isPlain = m_context.isSameFormat() && !ir::isCarrier(thought->token);
    return isPlain || m_thoughts.isOwn(*thought);
}

Result<void> BlockWriter::write(const ir::Block &block, bool isMarked)
{
    if (const auto *thought = std::get_if<ir::ReasoningBlock>(&block.value)) {
        m_thoughts.write(m_json, block, *thought);
        return {};
    }
    if (const auto *made = std::get_if<ir::CallBlock>(&block.value)) {
        call(*made, block);
        return {};
    }
    if (const auto *output = std::get_if<ir::ResultBlock>(&block.value))
        return result(*output, block, isMarked);
    return part(block, isMarked);
}

Result<void> BlockWriter::part(const ir::Block &block, bool isMarked)
{
    if (const auto *words = std::get_if<ir::TextBlock>(&block.value)) {
        text(*words, block, isMarked);
    } else if (const auto *picture = std::get_if<ir::ImageBlock>(&block.value)) {
        return image(*picture, block, isMarked);
    } else if (const auto *document = std::get_if<ir::FileBlock>(&block.value)) {
        return file(*document, block, isMarked);
    } else if (std::holds_alternative<ir::AudioBlock>(block.value)) {
        return refused("this provider takes no sound");
    } else if (const auto *refusal = std::get_if<ir::RefusalBlock>(&block.value)) {
        plainText(refusal->text.escaped, isMarked);
    } else if (const auto *hosted = std::get_if<ir::HostedBlock>(&block.value)) {
        m_json.raw(hosted->raw.text);
    } else if (const auto *opaque = std::get_if<ir::OpaqueBlock>(&block.value)) {
        m_context.drop(unescape(opaque->type));
    }
    return {};
}

void BlockWriter::plainText(std::string_view escaped, bool isMarked)
{
    m_json.beginObject().key("type").string("text").key("text").escaped(escaped);
    if (isMarked)
        m_json.key("cache_control").raw(m_context.cacheMark);
    m_json.endObject();
}

void BlockWriter::end(ir::CacheMark cache, const ir::Block &block, bool isMarked)
{
    if (!cache.isEmpty())
        m_json.key("cache_control").raw(cache.text);
    else if (isMarked)
        m_json.key("cache_control").raw(m_context.cacheMark);
    if (m_context.isSameFormat()) {
        for (const auto &[name, value] : block.extras)
            m_json.key(name.escaped).raw(value.text);
    }
    m_json.endObject();
}

void BlockWriter::text(const ir::TextBlock &text, const ir::Block &block, bool isMarked)
{
    if (m_context.isSameFormat() && !block.extras.empty() &&
        block.extras.front().first.escaped == kCompaction) {
        m_json.raw(block.extras.front().second.text);
        return;
    }
    m_json.beginObject().key("type").string("text").key("text").escaped(text.text.escaped);
    end(text.cache, block, isMarked);
}

Result<void> BlockWriter::image(const ir::ImageBlock &image, const ir::Block &block, bool isMarked)
{
    using Kind = ir::MediaSource::Kind;
    const bool isSame = m_context.isSameFormat();
    if (image.source.kind == Kind::FileId && !isSame)
        return foreignFile();
    if (!m_context.target.images) {
        m_context.drop("images");
        plainText(kImageLeftOut, isMarked);
        return {};
    }
    if (isOutOfReach(image.source, m_context.target))
        return outOfReach();
    std::string_view type = image.source.mediaType.escaped;
    if (image.source.kind == Kind::Base64 && !isSame) {
        type = imageType(image.source);
        if (type.empty())
            return refused("this provider takes images as PNG, JPEG, GIF or WebP only");
    }
    m_json.beginObject().key("type").string("image");
    writeSource(m_json, image.source, type);
    end(image.cache, block, isMarked);
    return {};
}

Result<void> BlockWriter::file(const ir::FileBlock &file, const ir::Block &block, bool isMarked)
{
    using Kind = ir::MediaSource::Kind;
    const bool isSame = m_context.isSameFormat();
    if (file.source.kind == Kind::FileId && !isSame)
        return foreignFile();
    if (isOutOfReach(file.source, m_context.target))
        return outOfReach();
    ir::MediaSource source = file.source;
    m_scratch.clear();
    if (source.kind == Kind::Base64 && !isSame && isTextType(source.mediaType)) {
        if (!appendDecoded(m_scratch, source.data))
            return refused("a file is not base64");
        source = {Kind::PlainText, {}, Text{m_scratch}};
    }
    m_json.beginObject().key("type").string("document");
    writeSource(m_json, source, source.mediaType.isEmpty() ? "application/pdf" : source.mediaType.escaped);
    if (!file.name.isEmpty())
        m_json.key("title").escaped(file.name.escaped);
    end(file.cache, block, isMarked);
    return {};
}

Result<void> BlockWriter::result(const ir::ResultBlock &result, const ir::Block &block, bool isMarked)
{
    const auto id = m_ids.find(result.callId.escaped);
    m_json.beginObject().key("type").string("tool_result").key("tool_use_id");
    m_json.escaped(id != m_ids.end() ? std::string_view(id->second) : newId(result.callId));
    if (auto done = resultContent(result); !done)
        return done;
    if (result.isError)
        m_json.key("is_error").boolean(true);
    end({}, block, isMarked);
    return {};
}

Result<void> BlockWriter::resultContent(const ir::ResultBlock &result)
{
    const bool isSame = m_context.isSameFormat();
    if (isSame && !result.raw.isEmpty()) {
        m_json.key("content").raw(result.raw.text);
        return {};
    }
    if (result.content.empty()) {
        if (!result.raw.isEmpty())
            m_json.key("content").string(ir::itemResultText(result));
        else if (!isSame || result.isError) // an error must say something
            m_json.key("content").string(kNoOutput);
        return {};
    }
    m_json.key("content");
    const auto *only =
        result.content.size() == 1 ? std::get_if<ir::TextBlock>(&result.content.front().value) : nullptr;
    if (only != nullptr && (isSame ? result.wasString : only->cache.isEmpty())) {
        m_json.escaped(only->text.isEmpty() && !isSame ? kNoOutput : only->text.escaped);
        return {};
    }
    m_json.beginArray();
    for (const ir::Block &entry : result.content) {
        const auto *words = std::get_if<ir::TextBlock>(&entry.value);
        if (words != nullptr && words->text.isEmpty())
            continue; // refused
        if (auto done = part(entry, false); !done)
            return done;
    }
    m_json.endArray();
    return {};
}

void BlockWriter::call(const ir::CallBlock &call, const ir::Block &block)
{
    m_json.beginObject().key("type").string("tool_use").key("id").escaped(newId(call.id));
    m_json.key("name").string(m_context.names.flat(call)).key("input");
    input(call);
    end({}, block, false);
}

/// The arguments as an object, in the very text the model wrote.
void BlockWriter::input(const ir::CallBlock &call)
{
    if (call.kind == ir::CallKind::Function && !call.object.isEmpty()) {
        m_json.raw(call.object.text);
        return;
    }
    m_scratch.clear();
    ir::appendCallArguments(m_scratch, call);
    const std::string plain = unescape(Text{m_scratch});
    json::Document document;
    const bool isJson = document.parseCopy(plain).has_value();
    if (isJson && document.root().isObject())
        m_json.raw(document.root().raw());
    else if (plain.empty() || (isJson && document.root().isNull()))
        m_json.beginObject().endObject();
    else
        m_json.beginObject().key("_raw").escaped(m_scratch).endObject(); // so the model sees what it did
}

std::string_view BlockWriter::newId(Text id)
{
    std::string made = fitCallId(id);
    if (const int uses = ++m_uses[made]; uses > 1)
        made += '_' + std::to_string(uses);
    return m_ids[id.escaped] = std::move(made);
}

} // namespace signalbox::wire::anthropic
