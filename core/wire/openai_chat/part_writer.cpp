#include "wire/openai_chat/part_writer.h"

#include <algorithm>

namespace signalbox::wire::openai_chat {

namespace {

/// What an image says to a model that takes none.
constexpr std::string_view kImageLeftOut = "[an image was left out: this model takes none]";

std::unexpected<Error> foreignFile()
{
    return fail(ErrorCode::InvalidInput,
                "a file id of one provider means nothing to another: send the file itself", "messages");
}

ir::CacheMark cacheOf(const ir::Block &block)
{
    const auto *text = std::get_if<ir::TextBlock>(&block.value);
    return text != nullptr ? text->cache : ir::CacheMark{};
}

} // namespace

bool PartWriter::needsParts(std::span<const ir::Block *const> blocks) const
{
    return !std::ranges::all_of(blocks, [this](const ir::Block *block) {
        return std::holds_alternative<ir::TextBlock>(block->value) &&
               !(m_context.dialect().cacheControl && !cacheOf(*block).isEmpty());
    });
}

void PartWriter::joinTexts(std::string &out, std::span<const ir::Block *const> blocks, std::string_view gap)
{
    bool isFirst = true;
    for (const ir::Block *block : blocks) {
        const auto *text = std::get_if<ir::TextBlock>(&block->value);
        if (text == nullptr)
            continue;
        if (!isFirst)
            out += gap;
        isFirst = false;
        out += text->text.escaped;
    }
}

Result<void> PartWriter::content(std::span<const ir::Block *const> blocks, bool keepParts)
{
    m_json.key("content");
    if (!keepParts && !needsParts(blocks)) {
        // Most hosts' templates know strings best.
        m_scratch.clear();
        joinTexts(m_scratch, blocks, "\\n\\n");
        m_json.escaped(m_scratch);
        return {};
    }
    m_json.beginArray();
    for (const ir::Block *block : blocks) {
        if (auto done = part(*block); !done)
            return done;
    }
    m_json.endArray();
    return {};
}

Result<void> PartWriter::part(const ir::Block &block)
{
    if (const auto *words = std::get_if<ir::TextBlock>(&block.value)) {
        text(*words, block);
    } else if (const auto *picture = std::get_if<ir::ImageBlock>(&block.value)) {
        return image(*picture, block);
    } else if (const auto *document = std::get_if<ir::FileBlock>(&block.value)) {
        return file(*document, block);
    } else if (const auto *sound = std::get_if<ir::AudioBlock>(&block.value)) {
        audio(*sound, block);
    } else if (const auto *refusal = std::get_if<ir::RefusalBlock>(&block.value)) {
        plainText(refusal->text.escaped);
    } else if (const auto *opaque = std::get_if<ir::OpaqueBlock>(&block.value)) {
        if (opaque->format == Format::OpenAiChat)
            m_json.raw(opaque->raw.text);
        else
            m_context.drop(unescape(opaque->type));
    } else if (const auto *hosted = std::get_if<ir::HostedBlock>(&block.value)) {
        m_context.drop(unescape(hosted->type));
    }
    return {};
}

void PartWriter::plainText(std::string_view escaped)
{
    m_json.beginObject().key("type").string("text").key("text").escaped(escaped).endObject();
}

void PartWriter::end(ir::CacheMark cache, const ir::Block &block)
{
    if (m_context.dialect().cacheControl && !cache.isEmpty())
        m_json.key("cache_control").raw(cache.text);
    if (m_context.isSameFormat()) {
        for (const auto &[name, value] : block.extras)
            m_json.key(name.escaped).raw(value.text);
    }
    m_json.endObject();
}

void PartWriter::text(const ir::TextBlock &text, const ir::Block &block)
{
    m_json.beginObject().key("type").string("text").key("text").escaped(text.text.escaped);
    end(text.cache, block);
}

void PartWriter::dataUrl(const ir::MediaSource &source, std::string_view defaultType)
{
    if (source.kind != ir::MediaSource::Kind::Base64) {
        m_json.escaped(source.data.escaped);
        return;
    }
    m_scratch = "data:";
    m_scratch += source.mediaType.isEmpty() ? defaultType : source.mediaType.escaped;
    m_scratch += ";base64,";
    m_scratch += source.data.escaped;
    m_json.escaped(m_scratch);
}

Result<void> PartWriter::image(const ir::ImageBlock &image, const ir::Block &block)
{
    if (image.source.kind == ir::MediaSource::Kind::FileId)
        return foreignFile();
    if (!m_context.target.images) {
        m_context.drop("images");
        plainText(kImageLeftOut);
        return {};
    }
    m_json.beginObject().key("type").string("image_url").key("image_url").beginObject().key("url");
    dataUrl(image.source, "image/png");
    // "original" is a word of the Responses API.
    if (!image.detail.isEmpty() && (m_context.isSameFormat() || !equals(image.detail, "original")))
        m_json.key("detail").escaped(image.detail.escaped);
    m_json.endObject();
    end(image.cache, block);
    return {};
}

Result<void> PartWriter::file(const ir::FileBlock &file, const ir::Block &block)
{
    using Kind = ir::MediaSource::Kind;
    if (file.source.kind == Kind::PlainText) {
        plainText(file.source.data.escaped);
        return {};
    }
    if (file.source.kind == Kind::FileId && !m_context.isSameFormat())
        return foreignFile();
    if (file.source.kind == Kind::Url && !m_context.isSameFormat())
        return fail(ErrorCode::InvalidInput, "this provider takes no URLs of files: send the file itself",
                    "messages");
    m_json.beginObject().key("type").string("file").key("file").beginObject();
    if (!file.name.isEmpty())
        m_json.key("filename").escaped(file.name.escaped);
    else if (file.source.kind == Kind::Base64 && !m_context.isSameFormat())
        m_json.key("filename").string("file"); // required beside file_data
    if (file.source.kind == Kind::FileId) {
        m_json.key("file_id").escaped(file.source.data.escaped);
    } else {
        m_json.key("file_data");
        dataUrl(file.source, "application/pdf");
    }
    m_json.endObject();
    end(file.cache, block);
    return {};
}

void PartWriter::audio(const ir::AudioBlock &audio, const ir::Block &block)
{
    m_json.beginObject().key("type").string("input_audio").key("input_audio").beginObject();
    m_json.key("data").escaped(audio.source.data.escaped).key("format");
    if (!audio.format.isEmpty()) {
        m_json.escaped(audio.format.escaped);
    } else {
        const std::string type = unescape(audio.source.mediaType);
        m_json.string(type == "audio/mpeg" ? "mp3" : "wav");
    }
    m_json.endObject();
    end({}, block);
}

} // namespace signalbox::wire::openai_chat
