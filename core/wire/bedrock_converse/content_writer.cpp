#include "wire/bedrock_converse/content_writer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace signalbox::wire::bedrock_converse {

namespace {

constexpr std::string_view kImageLeftOut = "[an image was left out: this model takes none]";

using Formats = std::pair<std::string_view, std::string_view>; // media type and Bedrock's word

constexpr std::array<Formats, 5> kImages{{
    {"image/png", "png"},
    {"image/jpeg", "jpeg"},
    {"image/jpg", "jpeg"},
    {"image/gif", "gif"},
    {"image/webp", "webp"},
}};
constexpr std::array<Formats, 9> kDocuments{{
    {"application/pdf", "pdf"},
    {"text/csv", "csv"},
    {"application/msword", "doc"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.ms-excel", "xls"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {"text/html", "html"},
    {"text/plain", "txt"},
    {"text/markdown", "md"},
}};
constexpr std::array<Formats, 5> kSounds{{
    {"audio/mpeg", "mp3"},
    {"audio/mp3", "mp3"},
    {"audio/wav", "wav"},
    {"audio/x-wav", "wav"},
    {"audio/ogg", "ogg"},
}};

template<std::size_t Size>
std::optional<std::string_view> wordFor(const std::array<Formats, Size> &formats, Text mediaType)
{
    const std::string plain = unescape(mediaType); // "image\/png" is one too
    const std::string_view type = std::string_view(plain).substr(0, plain.find(';'));
    for (const auto &[name, word] : formats) {
        if (name == type)
            return word;
    }
    return std::nullopt;
}

std::unexpected<Error> unfit(std::string_view what, Text mediaType)
{
    return fail(ErrorCode::InvalidInput,
                "this provider takes no " + std::string(what) + " of type \"" + unescape(mediaType) + "\"",
                "messages");
}

std::unexpected<Error> notHere(std::string_view what)
{
    return fail(ErrorCode::InvalidInput,
                "this provider takes no URLs and no ids of " + std::string(what) + ": send the bytes",
                "messages");
}

} // namespace

std::vector<ir::CarriedBlock> thoughtsFor(const ir::ReasoningBlock &block, const ir::Request &request,
                                          const Target &target)
{
    // Models that are not known to think refuse thoughts, and the others want those with a signature.
    if (!target.rules.adaptiveThinking && !target.rules.budgetThinking)
        return {};
    std::vector<ir::CarriedBlock> thoughts;
    if (ir::isCarrier(block.token)) {
        std::optional<ir::Carrier> carrier = ir::openCarrier(block.token, target.carrierKey);
        if (carrier && carrier->family == ir::carrierFamily(target.dialect, target.model))
            thoughts = std::move(carrier->blocks);
    } else if (request.source == Format::AnthropicMessages && target.dialect.family == "anthropic") {
        ir::CarriedBlock &own = thoughts.emplace_back(); // its clients keep signatures as they are
        for (const std::vector<Text> *parts : {&block.content, &block.summary}) {
            for (const Text part : *parts)
                own.text += part.escaped;
        }
        own.token = block.token.escaped;
        own.redacted = block.redacted;
    }
    std::erase_if(thoughts, [](const ir::CarriedBlock &thought) { return thought.token.empty(); });
    return thoughts;
}

Result<void> ContentWriter::block(const ir::Block &block)
{
    Result<void> done;
    ir::CacheMark mark;
    if (const auto *words = std::get_if<ir::TextBlock>(&block.value)) {
        text(words->text.escaped);
        mark = words->cache;
    } else if (const auto *picture = std::get_if<ir::ImageBlock>(&block.value)) {
        done = image(*picture);
        mark = picture->cache;
    } else if (const auto *paper = std::get_if<ir::FileBlock>(&block.value)) {
        done = document(*paper);
        mark = paper->cache;
    } else if (const auto *sound = std::get_if<ir::AudioBlock>(&block.value)) {
        done = audio(*sound);
    } else if (const auto *refusal = std::get_if<ir::RefusalBlock>(&block.value)) {
        text(refusal->text.escaped);
    }
    if (done && !mark.isEmpty() && m_context.target.rules.cachePoints)
        writeCachePoint(m_json);
    return done;
}

void ContentWriter::text(std::string_view escaped)
{
    if (!ir::isBlank(Text{escaped}))
        m_json.beginObject().key("text").escaped(escaped).endObject();
}

void ContentWriter::thoughts(const ir::ReasoningBlock &block)
{
    for (const ir::CarriedBlock &thought : thoughtsFor(block, m_context.request, m_context.target)) {
        m_json.beginObject().key("reasoningContent").beginObject();
        if (thought.redacted) {
            m_json.key("redactedContent").escaped(thought.token);
        } else {
            m_json.key("reasoningText").beginObject().key("text").escaped(thought.text);
            m_json.key("signature").escaped(thought.token).endObject();
        }
        m_json.endObject().endObject();
    }
}

void ContentWriter::source(std::string_view kind, std::string_view format, std::string_view name, Text bytes)
{
    m_json.beginObject().key(kind).beginObject().key("format").string(format);
    if (!name.empty())
        m_json.key("name").string(name);
    m_json.key("source").beginObject().key("bytes").escaped(bytes.escaped);
    m_json.endObject().endObject().endObject();
}

Result<void> ContentWriter::image(const ir::ImageBlock &image)
{
    if (!m_context.target.images) {
        m_context.leftOut.add("images");
        text(kImageLeftOut);
        return {};
    }
    if (image.source.kind != ir::MediaSource::Kind::Base64)
        return notHere("images");
    const auto format = wordFor(kImages, image.source.mediaType);
    if (!format)
        return unfit("images", image.source.mediaType);
    source("image", *format, {}, image.source.data);
    return {};
}

Result<void> ContentWriter::document(const ir::FileBlock &file)
{
    if (file.source.kind == ir::MediaSource::Kind::PlainText) {
        text(file.source.data.escaped);
        return {};
    }
    if (file.source.kind != ir::MediaSource::Kind::Base64)
        return notHere("files");
    const Text type = file.source.mediaType;
    const auto format = type.isEmpty() ? std::optional<std::string_view>("pdf") : wordFor(kDocuments, type);
    if (!format)
        return unfit("files", type);
    source("document", *format, documentName(file.name), file.source.data);
    return {};
}

Result<void> ContentWriter::audio(const ir::AudioBlock &audio)
{
    if (audio.source.kind != ir::MediaSource::Kind::Base64)
        return notHere("sounds");
    const std::string told = unescape(audio.format);
    const auto format =
        told.empty() ? wordFor(kSounds, audio.source.mediaType) : std::optional<std::string_view>(told);
    if (!format)
        return unfit("sounds", audio.source.mediaType);
    source("audio", *format, {}, audio.source.data);
    return {};
}

/// Letters, digits, single spaces, hyphens and brackets, and no name twice in a request.
std::string ContentWriter::documentName(Text name)
{
    constexpr std::string_view kept = "-()[]";
    constexpr std::size_t most = 190; // of 200, with a number behind it
    std::string plain;
    for (const char c : unescape(name)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 128 && (std::isalnum(byte) != 0 || kept.find(c) != std::string_view::npos))
            plain += c;
        else if (!plain.empty() && plain.back() != ' ')
            plain += ' ';
    }
    plain.resize(std::min(plain.size(), most));
    if (plain.ends_with(' '))
        plain.pop_back();
    if (plain.empty())
        plain = "document";
    std::string unique = plain;
    for (int number = 2; !m_documentNames.insert(unique).second; ++number)
        unique = plain + " " + std::to_string(number);
    return unique;
}

} // namespace signalbox::wire::bedrock_converse
