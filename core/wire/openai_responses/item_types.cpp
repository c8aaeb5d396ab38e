#include "wire/openai_responses/item_types.h"

#include "wire/json/names.h"

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

constexpr auto kNames = []<std::size_t... At>(std::index_sequence<At...>) {
    return json::Names<sizeof...(At)>(kTypes[At].first...);
}(std::make_index_sequence<kTypes.size()>());

} // namespace

ItemType itemType(Text type)
{
    const auto lookUp = [](std::string_view plain) {
        const std::size_t at = kNames.indexOf(plain);
        return at < kTypes.size() ? kTypes[at].second : ItemType::Unknown;
    };
    const ItemType found = lookUp(type.escaped);
    const bool isPlain = found != ItemType::Unknown || type.escaped.find('\\') == std::string_view::npos;
    return isPlain ? found : lookUp(unescape(type));
}

bool isCodexItemField(std::string_view name)
{
    return name == "internal_chat_message_metadata_passthrough";
}

} // namespace signalbox::wire::responses
