#include "wire/gemini/member_names.h"
#include "wire/gemini/request_reader.h"

#include <array>

namespace signalbox::wire::gemini {

namespace {

/// The members that routing and accounting act on. One that is escaped or repeated would be read differently
/// by the gateway and by the provider behind it, so it is refused.
constexpr json::Names kRead{"contents", "tools", "systemInstruction"};
constexpr json::Names kMedia{"inlineData", "fileData"};

bool hasImageParts(json::Value contents)
{
    for (const json::Value content : contents) {
        for (const json::Value part : memberOf(content, "parts")) {
            for (const json::Value media : membersOf(part, kMedia)) {
                if (memberOf(media, "mimeType").text().escaped.starts_with("image"))
                    return true;
            }
        }
    }
    return false;
}

} // namespace

Result<RequestSummary> summarizeRequest(const json::Document &document)
{
    const json::Value root = document.root();
    if (!root.isObject())
        return wrongType("", "an object");
    RequestSummary summary;
    std::array<bool, kRead.size()> seen{};
    std::string scratch;
    for (const json::Value member : root) {
        const std::size_t index = kRead.indexOf(camelKey(member, scratch));
        if (index == kRead.size())
            continue;
        const std::string key(kRead[index]);
        if (seen[index])
            return fail(ErrorCode::InvalidInput, "given twice", key);
        if (member.key().escaped.find('\\') != std::string_view::npos)
            return fail(ErrorCode::InvalidInput, "a member's name must be written without escapes", key);
        seen[index] = true;
        if (key == "tools")
            summary.hasTools = member.size() > 0;
        else if (key == "contents")
            summary.hasImages = hasImageParts(member);
    }
    return summary;
}

} // namespace signalbox::wire::gemini
