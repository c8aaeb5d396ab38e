#include "replay.h"

#include <set>
#include <string>

namespace signalbox::conformance {

namespace {

using wire::Format;

const Json kSchema = {{"type", "object"}, {"properties", Json::object()}};
constexpr const char *kFirst = "Begin.";
constexpr const char *kNext = "Go on.";
constexpr const char *kDone = "done";

class Tools
{
public:
    /// Whether it is the first of that name.
    bool isNew(const std::string &name) { return m_names.insert(name).second; }

private:
    std::set<std::string> m_names;
};

/// The output of a call that is no function, and its tool's declaration.
struct OwnTool
{
    const char *call;
    const char *output;
    Json result;
    Json tool;
};

const std::vector<OwnTool> &ownTools()
{
    static const std::vector<OwnTool> tools{
        {"local_shell_call", "local_shell_call_output", {{"output", kDone}}, {{"type", "local_shell"}}},
        {"shell_call", "shell_call_output", {{"output", Json::array()}}, {{"type", "shell"}}},
        {"apply_patch_call",
         "apply_patch_call_output",
         {{"status", "completed"}, {"output", kDone}},
         {{"type", "apply_patch"}}},
        {"tool_search_call",
         "tool_search_output",
         {{"tools", Json::array()}},
         {{"type", "tool_search"},
          {"execution", "client"},
          {"description", "Finds."},
          {"parameters", kSchema}}}};
    return tools;
}

void addOwnTool(const Json &item, Json &results, Json &tools, Tools &known)
{
    for (const OwnTool &own : ownTools()) {
        if (item.value("type", "") != own.call || !item.contains("call_id") || !item["call_id"].is_string())
            continue;
        Json result = own.result;
        result["type"] = own.output;
        result["call_id"] = item["call_id"];
        results.push_back(result);
        if (known.isNew(own.call))
            tools.push_back(own.tool);
    }
}

Json responses(const Json &answer, Keeping keeping)
{
    Json input = Json::array({{{"role", "user"}, {"content", kFirst}}});
    Json results = Json::array();
    Json tools = Json::array();
    Tools known;
    for (Json item : answer.value("output", Json::array())) {
        const std::string type = item.value("type", "");
        if (type == "function_call" || type == "custom_tool_call") {
            results.push_back(
                {{"type", type + "_output"}, {"call_id", item.value("call_id", "")}, {"output", kDone}});
            const std::string name = item.value("name", "");
            if (known.isNew(name) && type == "function_call")
                tools.push_back(
                    {{"type", "function"}, {"name", name}, {"parameters", kSchema}, {"strict", false}});
            else if (type != "function_call")
                tools.push_back({{"type", "custom"}, {"name", name}});
        }
        addOwnTool(item, results, tools, known);
        if (keeping == Keeping::WithoutIds)
            item.erase("id");
        input.push_back(std::move(item));
    }
    if (results.empty())
        results.push_back({{"role", "user"}, {"content", kNext}});
    input.insert(input.end(), results.begin(), results.end());
    Json body = {{"model", "model"},
                 {"input", input},
                 {"store", false},
                 {"reasoning", {{"effort", "high"}, {"summary", "auto"}}},
                 {"include", {"reasoning.encrypted_content"}}};
    if (!tools.empty())
        body["tools"] = tools;
    return body;
}

Json chat(const Json &answer)
{
    Json message = answer.at("choices").at(0).at("message");
    Json messages = Json::array({{{"role", "user"}, {"content", kFirst}}, message});
    Json tools = Json::array();
    Tools known;
    for (const Json &call : message.value("tool_calls", Json::array())) {
        messages.push_back({{"role", "tool"}, {"tool_call_id", call.value("id", "")}, {"content", kDone}});
        const bool isCustom = call.contains("custom");
        const std::string name = call.at(isCustom ? "custom" : "function").value("name", "");
        if (!known.isNew(name))
            continue;
        if (isCustom)
            tools.push_back({{"type", "custom"}, {"custom", {{"name", name}}}});
        else
            tools.push_back({{"type", "function"}, {"function", {{"name", name}, {"parameters", kSchema}}}});
    }
    if (tools.empty())
        messages.push_back({{"role", "user"}, {"content", kNext}});
    Json body = {{"model", "model"}, {"messages", messages}, {"reasoning_effort", "high"}};
    if (!tools.empty())
        body["tools"] = tools;
    return body;
}

Json anthropic(const Json &answer)
{
    const Json content = answer.at("content");
    Json results = Json::array();
    Json tools = Json::array();
    Tools known;
    for (const Json &block : content) {
        if (block.value("type", "") != "tool_use")
            continue;
        results.push_back(
            {{"type", "tool_result"}, {"tool_use_id", block.value("id", "")}, {"content", kDone}});
        if (const std::string name = block.value("name", ""); known.isNew(name))
            tools.push_back({{"name", name}, {"input_schema", kSchema}});
    }
    if (results.empty())
        results.push_back({{"type", "text"}, {"text", kNext}});
    Json body = {{"model", "model"},
                 {"max_tokens", 16000},
                 {"thinking", {{"type", "enabled"}, {"budget_tokens", 4096}}},
                 {"messages", Json::array({{{"role", "user"}, {"content", kFirst}},
                                           {{"role", "assistant"}, {"content", content}},
                                           {{"role", "user"}, {"content", results}}})}};
    if (!tools.empty())
        body["tools"] = tools;
    return body;
}

Json gemini(const Json &answer)
{
    const Json content = answer.at("candidates").at(0).at("content");
    Json results = Json::array();
    Json functions = Json::array();
    Tools known;
    for (const Json &part : content.value("parts", Json::array())) {
        if (!part.contains("functionCall"))
            continue;
        const Json &call = part["functionCall"];
        Json response = {{"name", call.at("name")}, {"response", {{"output", kDone}}}};
        if (call.contains("id"))
            response["id"] = call["id"];
        results.push_back({{"functionResponse", response}});
        if (const std::string name = call.at("name"); known.isNew(name))
            functions.push_back({{"name", name}, {"parametersJsonSchema", kSchema}});
    }
    if (results.empty())
        results.push_back({{"text", kNext}});
    Json body = {{"contents", Json::array({{{"role", "user"}, {"parts", Json::array({{{"text", kFirst}}})}},
                                           content,
                                           {{"role", "user"}, {"parts", results}}})},
                 {"generationConfig", {{"thinkingConfig", {{"includeThoughts", true}}}}}};
    if (!functions.empty())
        body["tools"] = Json::array({{{"functionDeclarations", functions}}});
    return body;
}

Json requestAfter(Format client, const Json &answer, Keeping keeping)
{
    switch (client) {
    case Format::OpenAiResponses:
        return responses(answer, keeping);
    case Format::AnthropicMessages:
        return anthropic(answer);
    case Format::Gemini:
        return gemini(answer);
    default:
        return chat(answer);
    }
}

} // namespace

Json nextRequest(Format client, const Json &answer, Keeping keeping)
{
    try {
        return requestAfter(client, answer, keeping);
    } catch (const Json::exception &) {
        return {};
    }
}

} // namespace signalbox::conformance
