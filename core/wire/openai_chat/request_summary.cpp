#include "wire/json/names.h"
#include "wire/openai_chat/request_reader.h"

#include <array>

namespace signalbox::wire::openai_chat {

namespace {

/// The members that routing and accounting act on. One that is escaped or repeated would be read differently
/// by the gateway and by the provider behind it, so it is refused.
constexpr json::Names kRead{"model", "stream", "stream_options", "tools", "functions", "messages"};

bool hasImageParts(json::Value messages)
{
    for (const json::Value message : messages) {
        for (const json::Value part : message["content"]) {
            if (part.isObject() && part["type"].is("image_url"))
                return true;
        }
    }
    return false;
}

Result<void> readMember(std::string_view key, json::Value value, RequestSummary &summary)
{
    if (key == "model") {
        if (!value.isString() || value.text().isEmpty())
            return wrongType("model", "a string");
        summary.model = unescape(value.text());
        summary.modelBegin = value.offset();
        summary.modelEnd = summary.modelBegin + value.raw().size();
    } else if (key == "stream") {
        if (!value.isNull() && !value.boolean())
            return wrongType("stream", "true or false");
        summary.stream = value.boolean().value_or(false);
    } else if (key == "stream_options") {
        summary.includeUsage = value["include_usage"].boolean().value_or(false);
    } else if (key == "tools" || key == "functions") {
        summary.hasTools |= value.size() > 0;
    } else if (key == "messages") {
        if (!value.isArray())
            return wrongType("messages", "an array");
        summary.hasImages = hasImageParts(value);
    }
    return {};
}

} // namespace

Result<RequestSummary> summarizeRequest(const json::Document &document)
{
    const json::Value root = document.root();
    if (!root.isObject())
        return wrongType("", "an object");
    RequestSummary summary;
    std::array<bool, kRead.size()> seen{};
    for (const json::Value member : root) {
        const std::size_t index = kRead.indexOf(root, member);
        if (index == kRead.size())
            continue;
        const std::string_view key = kRead[index];
        if (seen[index])
            return fail(ErrorCode::InvalidInput, "given twice", std::string(key));
        if (member.key().escaped != key)
            return fail(ErrorCode::InvalidInput, "a member's name must be written without escapes",
                        std::string(key));
        seen[index] = true;
        if (auto read = readMember(key, member, summary); !read)
            return std::unexpected(read.error());
    }
    if (summary.model.empty())
        return fail(ErrorCode::InvalidInput, "a model must be named", "model");
    return summary;
}

} // namespace signalbox::wire::openai_chat
