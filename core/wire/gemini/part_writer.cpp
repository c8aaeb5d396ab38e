#include "wire/gemini/part_writer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

/// What an image says to a model that takes none.
constexpr std::string_view kImageLeftOut = "[an image was left out: this model takes none]";
constexpr std::string_view kDisplayName = "displayName";

/// The type that a URL's ending tells; the API wants one beside each URL.
std::string_view typeOfUrl(std::string_view url, std::string_view otherwise)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> types{{
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".gif", "image/gif"},
        {".webp", "image/webp"},
        {".pdf", "application/pdf"},
        {".mp4", "video/mp4"},
        {".mp3", "audio/mp3"},
        {".txt", "text/plain"},
    }};
    url = url.substr(0, url.find_first_of("?#"));
    for (const auto &[ending, type] : types) {
        if (url.ends_with(ending))
            return type;
    }
    return otherwise;
}

std::string audioType(const ir::AudioBlock &audio)
{
    return "audio/" + (audio.format.isEmpty() ? std::string("wav") : std::string(audio.format.escaped));
}

} // namespace

void PartWriter::signature(std::string_view token)
{
    if (!token.empty())
        m_json.key("thoughtSignature").escaped(token);
}

void PartWriter::text(std::string_view escaped, std::string_view token)
{
    m_json.beginObject().key("text").escaped(escaped);
    signature(token);
    m_json.endObject();
}

void PartWriter::thought(std::string_view escaped, std::string_view token)
{
    m_json.beginObject().key("text").escaped(escaped).key("thought").boolean(true);
    signature(token);
    m_json.endObject();
}

Result<void> PartWriter::part(const ir::Block &block, std::string_view token)
{
    if (const auto *words = std::get_if<ir::TextBlock>(&block.value)) {
        m_json.beginObject().key("text").escaped(words->text.escaped);
        end(block, token);
    } else if (const auto *refusal = std::get_if<ir::RefusalBlock>(&block.value)) {
        text(refusal->text.escaped, token);
    } else if (const auto *opaque = std::get_if<ir::OpaqueBlock>(&block.value)) {
        m_json.raw(opaque->raw.text);
    } else if (const auto *hosted = std::get_if<ir::HostedBlock>(&block.value)) {
        m_json.raw(hosted->raw.text);
    } else if (std::holds_alternative<ir::ImageBlock>(block.value) && !m_context.target.images &&
               !m_context.isSameFormat()) {
        m_context.drop("images");
        text(kImageLeftOut);
    } else if (const auto *file = std::get_if<ir::FileBlock>(&block.value);
               file != nullptr && file->source.kind == ir::MediaSource::Kind::PlainText) {
        text(file->source.data.escaped, token);
    } else {
        m_json.beginObject();
        if (auto done = media(block); !done)
            return done;
        end(block, token);
    }
    return {};
}

void PartWriter::end(const ir::Block &block, std::string_view token)
{
    if (m_context.isSameFormat()) {
        for (const auto &[name, value] : block.extras) {
            if (name.escaped != kDisplayName)
                m_json.key(name.escaped).raw(value.text);
        }
    }
    signature(token);
    m_json.endObject();
}

Result<void> PartWriter::media(const ir::Block &block)
{
    if (const auto *image = std::get_if<ir::ImageBlock>(&block.value)) {
        if (!image->detail.isEmpty() && !equals(image->detail, "auto"))
            m_context.drop("detail");
        return source(image->source, "image/png", block);
    }
    if (const auto *file = std::get_if<ir::FileBlock>(&block.value))
        return source(file->source, "application/pdf", block);
    if (const auto *audio = std::get_if<ir::AudioBlock>(&block.value))
        return source(audio->source, audioType(*audio), block);
    return {};
}

Result<void> PartWriter::source(const ir::MediaSource &source, std::string_view defaultType,
                                const ir::Block &block)
{
    using Kind = ir::MediaSource::Kind;
    if (source.kind == Kind::FileId && !m_context.isSameFormat())
        return fail(ErrorCode::InvalidInput,
                    "a file id of one provider means nothing to another: send the file itself", "contents");
    const bool isUrl = source.kind == Kind::Url || source.kind == Kind::FileId;
    if (isUrl && source.data.escaped.starts_with("data:"))
        return fail(ErrorCode::InvalidInput, "this provider takes data URLs in base64 only", "contents");
    m_json.key(isUrl ? "fileData" : "inlineData").beginObject();
    if (!source.mediaType.isEmpty())
        m_json.key("mimeType").escaped(source.mediaType.escaped);
    else if (!m_context.isSameFormat())
        m_json.key("mimeType").string(isUrl ? typeOfUrl(source.data.escaped, defaultType) : defaultType);
    m_json.key(isUrl ? "fileUri" : "data").escaped(source.data.escaped);
    if (const auto *file = std::get_if<ir::FileBlock>(&block.value);
        file != nullptr && !file->name.isEmpty() && m_context.isSameFormat())
        m_json.key(kDisplayName).escaped(file->name.escaped);
    for (const auto &[name, value] : block.extras) {
        if (m_context.isSameFormat() && name.escaped == kDisplayName)
            m_json.key(kDisplayName).raw(value.text);
    }
    m_json.endObject();
    return {};
}

} // namespace signalbox::wire::gemini
