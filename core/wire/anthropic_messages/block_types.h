#pragma once

#include "wire/json/names.h"

#include <cstddef>
#include <string_view>

namespace signalbox::wire::anthropic {

/// The content blocks that mean something in every format. All others are the provider's own doing: calls of
/// tools that it runs itself, their results, files in its containers.
enum class BlockType : std::size_t {
    Text,
    Thinking,
    RedactedThinking,
    ToolUse,
    ToolResult,
    Image,
    Document,
    Compaction,
    Other,
};
inline constexpr json::Names kBlockTypes{"text",        "thinking", "redacted_thinking", "tool_use",
                                         "tool_result", "image",    "document",          "compaction"};

[[nodiscard]] inline BlockType blockType(json::Value type)
{
    if (!type.isString())
        return BlockType::Other;
    const std::string_view word = type.text().escaped;
    return static_cast<BlockType>(word.find('\\') == std::string_view::npos
                                      ? kBlockTypes.indexOf(word)
                                      : kBlockTypes.indexOf(unescape(type.text())));
}

inline constexpr std::string_view kBillingHeader = "x-anthropic-billing-header";
/// Under this name a text block's extras keep the `compaction` block that it was: the words are for everyone.
inline constexpr std::string_view kCompaction = "compaction";

} // namespace signalbox::wire::anthropic
