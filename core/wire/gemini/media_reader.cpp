#include "wire/gemini/media_reader.h"

#include "wire/gemini/member_names.h"

#include <array>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

constexpr json::Names kMedia{"mimeType", "data", "fileUri", "displayName"};

/// Files that only Google can open: its own store, and its cloud's.
bool isGooglesOwn(std::string_view uri)
{
    return uri.starts_with("gs://") ||
           uri.find("generativelanguage.googleapis.com") != std::string_view::npos ||
           uri.find("://") == std::string_view::npos;
}

Text audioFormat(std::string_view mediaType)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> formats{{{"audio/mpeg", "mp3"},
                                                                                    {"audio/mp3", "mp3"},
                                                                                    {"audio/wav", "wav"},
                                                                                    {"audio/x-wav", "wav"},
                                                                                    {"audio/wave", "wav"}}};
    for (const auto &[type, format] : formats) {
        if (type == mediaType)
            return Text{format};
    }
    return {};
}

} // namespace

void readMedia(json::Value inlineData, json::Value fileData, ir::Block &block)
{
    using Kind = ir::MediaSource::Kind;
    const auto [mimeType, data, uri, displayName] =
        membersOf(inlineData.isPresent() ? inlineData : fileData, kMedia);
    ir::MediaSource source;
    source.mediaType = mimeType.text();
    source.data = inlineData.isPresent() ? data.text() : uri.text();
    if (!inlineData.isPresent())
        source.kind = isGooglesOwn(source.data.escaped) ? Kind::FileId : Kind::Url;
    const std::string type = unescape(source.mediaType);
    if (type.starts_with("image/")) {
        block.value = ir::ImageBlock{source, {}, {}};
        if (displayName.isPresent())
            block.extras.emplace_back(Text{"displayName"}, RawJson{displayName.raw()});
    } else if (type.starts_with("audio/") && source.kind == Kind::Base64) {
        block.value = ir::AudioBlock{source, audioFormat(type)};
    } else {
        block.value = ir::FileBlock{source, displayName.text(), {}};
    }
}

} // namespace signalbox::wire::gemini
