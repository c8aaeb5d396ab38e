#include "wire/openai_responses/content_writer.h"

namespace signalbox::wire::responses {

namespace {

template<class... F>
struct Overloaded : F...
{
    using F::operator()...;
};

void writeMediaUrl(JsonWriter &json, std::string_view key, const ir::MediaSource &source)
{
    json.key(key);
    if (source.kind != ir::MediaSource::Kind::Base64 || source.mediaType.isEmpty()) {
        json.escaped(source.data.escaped);
        return;
    }
    // Images and files are large: the URL is put together in place.
    json.raw("\"");
    std::string &out = json.out();
    out += "data:";
    out += source.mediaType.escaped;
    out += ";base64,";
    out += source.data.escaped;
    out += '"';
}

void writeImage(JsonWriter &json, const ir::ImageBlock &image, const PartRules &rules)
{
    if (!rules.images) {
        json.key("type").string("input_text").key("text").string("[an image was here, which this model cannot see]");
        return;
    }
    json.key("type").string("input_image");
    if (image.source.kind == ir::MediaSource::Kind::FileId)
        json.key("file_id").escaped(image.source.data.escaped);
    else
        writeMediaUrl(json, "image_url", image.source);
    if (!image.detail.isEmpty())
        json.key("detail").escaped(image.detail.escaped);
}

void writeFile(JsonWriter &json, const ir::FileBlock &file)
{
    if (file.source.kind == ir::MediaSource::Kind::PlainText) {
        json.key("type").string("input_text").key("text").escaped(file.source.data.escaped);
        return;
    }
    json.key("type").string("input_file");
    if (file.source.kind == ir::MediaSource::Kind::FileId)
        json.key("file_id").escaped(file.source.data.escaped);
    else
        writeMediaUrl(json, file.source.kind == ir::MediaSource::Kind::Url ? "file_url" : "file_data", file.source);
    if (!file.name.isEmpty())
        json.key("filename").escaped(file.name.escaped);
}

} // namespace

bool isPart(const ir::Block &block)
{
    return std::visit(Overloaded{[](const ir::TextBlock &) { return true; }, [](const ir::ImageBlock &) { return true; },
                                 [](const ir::FileBlock &) { return true; }, [](const ir::AudioBlock &) { return true; },
                                 [](const ir::RefusalBlock &) { return true; },
                                 [](const ir::OpaqueBlock &opaque) { return opaque.isPart; },
                                 [](const auto &) { return false; }},
                      block.value);
}

void writePart(JsonWriter &json, const ir::Block &block, const PartRules &rules)
{
    if (const auto *opaque = std::get_if<ir::OpaqueBlock>(&block.value)) {
        if (opaque->isPart && opaque->format == Format::OpenAiResponses)
            json.raw(opaque->raw.text);
        return;
    }
    if (!isPart(block))
        return;
    json.beginObject();
    std::visit(Overloaded{[&](const ir::TextBlock &text) {
                              json.key("type").string(rules.isAnswer ? "output_text" : "input_text");
                              json.key("text").escaped(text.text.escaped);
                              if (rules.isAnswer && !text.annotations.isEmpty())
                                  json.key("annotations").raw(text.annotations.text);
                          },
                          [&](const ir::ImageBlock &image) { writeImage(json, image, rules); },
                          [&](const ir::FileBlock &file) { writeFile(json, file); },
                          [&](const ir::AudioBlock &audio) {
                              json.key("type").string("input_audio").key("input_audio").beginObject();
                              json.key("data").escaped(audio.source.data.escaped);
                              json.key("format").escaped(audio.format.escaped).endObject();
                          },
                          [&](const ir::RefusalBlock &refusal) {
                              json.key("type").string("refusal").key("refusal").escaped(refusal.text.escaped);
                          },
                          [](const auto &) {}},
               block.value);
    if (rules.withExtras) {
        for (const auto &[name, value] : block.extras)
            json.key(name.escaped).raw(value.text);
    }
    json.endObject();
}

void writeJoined(JsonWriter &json, std::span<const ir::Block> blocks, std::string_view prefix, std::string_view separator)
{
    json.raw("\"");
    std::string &out = json.out();
    out += prefix;
    bool isFirst = true;
    for (const ir::Block &block : blocks) {
        const auto *text = std::get_if<ir::TextBlock>(&block.value);
        if (text == nullptr)
            continue;
        if (!isFirst)
            out += separator;
        out += text->text.escaped;
        isFirst = false;
    }
    out += '"';
}

} // namespace signalbox::wire::responses
