#include "wire/anthropic_messages/request_reader.h"
#include "wire/json/names.h"

#include <array>

namespace signalbox::wire::anthropic {

namespace {

/// The members that routing and accounting act on. One that is escaped or repeated would be read differently
/// by the gateway and by the provider behind it, so it is refused.
constexpr json::Names kRead{"model", "stream", "tools", "messages"};

bool hasImage(json::Value content)
{
    for (const json::Value block : content) {
        if (!block.isObject())
            continue;
        const json::Value type = block["type"];
        if (type.is("image") ||
            (type.is("tool_result") && block["content"].isArray() && hasImage(block["content"])))
            return true;
    }
    return false;
}

bool hasImages(json::Value messages)
{
    for (const json::Value message : messages) {
        if (message.isObject() && message["content"].isArray() && hasImage(message["content"]))
            return true;
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
    } else if (key == "tools") {
        summary.hasTools = value.size() > 0;
    } else if (key == "messages") {
        if (!value.isArray())
            return wrongType("messages", "an array");
        summary.hasImages = hasImages(value);
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
    summary.includeUsage = true; // every stream of this API tells it
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

} // namespace signalbox::wire::anthropic
