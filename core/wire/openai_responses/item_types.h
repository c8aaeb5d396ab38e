#pragma once

#include "wire/text.h"

#include <string_view>

namespace signalbox::wire::responses {

/// The items of `input` and `output`, as far as they mean something here.
enum class ItemType {
    Message,
    Reasoning,
    FunctionCall,
    FunctionCallOutput,
    CustomToolCall,
    CustomToolCallOutput,
    ToolSearchCall,
    ToolSearchOutput,
    LocalShellCall,
    LocalShellCallOutput,
    ShellCall,
    ShellCallOutput,
    ApplyPatchCall,
    ApplyPatchCallOutput,
    AdditionalTools,
    ConfigurationUpdate,
    Hosted, ///< a call that the provider runs itself
    Unknown,
};

[[nodiscard]] ItemType itemType(Text type);
/// Members of items that only OpenAI's own hosts take.
[[nodiscard]] bool isCodexItemField(std::string_view name);

} // namespace signalbox::wire::responses
