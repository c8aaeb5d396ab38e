#include "wire/anthropic_messages/media.h"

#include "base/digest.h"
#include "base/json_writer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::anthropic {

namespace {

/// How the files of a type begin, in base64. A slash may be escaped.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kBeginnings{{
    {"iVBORw0KGgo", "image/png"},
    {"/9j/", "image/jpeg"},
    {"\\/9j\\/", "image/jpeg"},
    {"R0lGOD", "image/gif"},
    {"UklGR", "image/webp"},
}};
constexpr std::array<std::string_view, 4> kTaken{"image/png", "image/jpeg", "image/gif", "image/webp"};

} // namespace

std::string_view imageType(const ir::MediaSource &source)
{
    for (const auto &[beginning, type] : kBeginnings) {
        if (source.data.escaped.starts_with(beginning))
            return type;
    }
    if (source.mediaType.isEmpty())
        return kTaken.front();
    if (equals(source.mediaType, "image/jpg"))
        return "image/jpeg";
    const auto *known =
        std::ranges::find_if(kTaken, [&](auto type) { return equals(source.mediaType, type); });
    return known != kTaken.end() ? *known : std::string_view();
}

bool isTextType(Text mediaType)
{
    const std::string type = unescape(mediaType);
    return type.starts_with("text/") || type == "application/json" || type == "application/xml";
}

bool appendDecoded(std::string &out, Text base64)
{
    std::string bytes;
    if (!fromBase64(unescape(base64), bytes))
        return false;
    appendJsonEscaped(out, bytes);
    return true;
}

} // namespace signalbox::wire::anthropic
