#include "wire/openai_responses/item_types.h"

#include <array>
#include <utility>

namespace signalbox::wire::responses {

namespace {

constexpr std::array<std::pair<std::string_view, ItemType>, 26> kTypes{{
    {"message", ItemType::Message},
    {"reasoning", ItemType::Reasoning},
    {"function_call", ItemType::FunctionCall},
    {"function_call_output", ItemType::FunctionCallOutput},
    {"custom_tool_call", ItemType::CustomToolCall},
    {"custom_tool_call_output", ItemType::CustomToolCallOutput},
    {"tool_search_call", ItemType::ToolSearchCall},
    {"tool_search_output", ItemType::ToolSearchOutput},
    {"local_shell_call", ItemType::LocalShellCall},
    {"local_shell_call_output", ItemType::LocalShellCallOutput},
    {"shell_call", ItemType::ShellCall},
    {"shell_call_output", ItemType::ShellCallOutput},
    {"apply_patch_call", ItemType::ApplyPatchCall},
    {"apply_patch_call_output", ItemType::ApplyPatchCallOutput},
    {"additional_tools", ItemType::AdditionalTools},
    {"configuration_update", ItemType::ConfigurationUpdate},
    {"web_search_call", ItemType::Hosted},
    {"file_search_call", ItemType::Hosted},
    {"code_interpreter_call", ItemType::Hosted},
    {"image_generation_call", ItemType::Hosted},
    {"computer_call", ItemType::Hosted},
    {"mcp_call", ItemType::Hosted},
    {"mcp_list_tools", ItemType::Hosted},
    {"mcp_approval_request", ItemType::Hosted},
    {"program", ItemType::Hosted},
    {"program_output", ItemType::Hosted},
}};

} // namespace

ItemType itemType(Text type)
{
    for (const auto &[name, value] : kTypes) {
        if (equals(type, name))
            return value;
    }
    return ItemType::Unknown;
}

bool isCodexItemField(std::string_view name)
{
    return name == "internal_chat_message_metadata_passthrough";
}

} // namespace signalbox::wire::responses
