#include "bare_reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::conformance {

namespace {

using Names = std::pair<const char *, const char *>; // the format's, and the notes'

std::string textAt(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string withoutPadding(std::string base64)
{
    std::erase(base64, '=');
    return base64;
}

template<std::size_t Size>
void settings(const Json &object, const std::array<Names, Size> &names, RequestMeaning &meaning)
{
    for (const auto &[theirs, ours] : names) {
        if (object.contains(theirs))
            meaning.settings[ours] = canonical(object.at(theirs));
    }
}

/// A tool in the shape that Chat gave it, which others took over.
void functionTool(const Json &tool, RequestMeaning &meaning)
{
    const Json &function = tool.at("function");
    DeclaredTool declared;
    declared.description = textAt(function, "description");
    declared.parameters = canonical(function.value("parameters", Json::object()));
    meaning.tools[textAt(function, "name")] = std::move(declared);
}

void functionCalls(const Json &message, RequestMeaning &meaning)
{
    for (const Json &call : message.value("tool_calls", Json::array())) {
        const Json &function = call.at("function");
        const Json &arguments = function.at("arguments");
        speak(meaning, "assistant");
        meaning.calls.push_back(
            {textAt(call, "id"), textAt(function, "name"),
             arguments.is_string() ? canonicalText(arguments.get<std::string>()) : canonical(arguments)});
    }
}

class Bedrock
{
public:
    RequestMeaning read(const Json &body)
    {
        for (const Json &part : body.value("system", Json::array())) {
            if (part.contains("text"))
                m_meaning.system.push_back(part["text"]);
            m_meaning.cacheMarks += part.contains("cachePoint") ? 1 : 0;
        }
        for (const Json &message : body.at("messages")) {
            for (const Json &part : message.at("content"))
                add(textAt(message, "role"), part);
        }
        std::ranges::sort(m_meaning.media);
        const Json config = body.value("inferenceConfig", Json::object());
        settings(config,
                 std::array<Names, 4>{{{"maxTokens", "max_output_tokens"},
                                       {"temperature", "temperature"},
                                       {"topP", "top_p"},
                                       {"stopSequences", "stop"}}},
                 m_meaning);
        modelFields(body.value("additionalModelRequestFields", Json::object()));
        if (body.contains("toolConfig"))
            tools(body["toolConfig"]);
        if (body.contains("outputConfig")) {
            const Json &schema = body["outputConfig"]["textFormat"]["structure"]["jsonSchema"]["schema"];
            m_meaning.settings["output"] = "schema " + canonicalText(schema.get<std::string>());
        }
        if (body.contains("serviceTier"))
            m_meaning.settings["service_tier"] = textAt(body["serviceTier"], "type");
        return std::move(m_meaning);
    }

private:
    void add(const std::string &role, const Json &part)
    {
        if (part.contains("text")) {
            say(m_meaning, role, textAt(part, "text"));
        } else if (part.contains("toolUse")) {
            const Json &use = part["toolUse"];
            speak(m_meaning, role);
            m_meaning.calls.push_back(
                {textAt(use, "toolUseId"), textAt(use, "name"), canonical(use.at("input"))});
        } else if (part.contains("toolResult")) {
            result(part["toolResult"]);
        } else if (part.contains("reasoningContent")) {
            const Json &thought = part["reasoningContent"];
            m_meaning.thoughts.push_back(thought.contains("redactedContent")
                                             ? textAt(thought, "redactedContent")
                                             : textAt(thought["reasoningText"], "signature"));
        } else if (!media(part)) {
            m_meaning.cacheMarks += part.contains("cachePoint") ? 1 : 0;
        }
    }

    bool media(const Json &part)
    {
        for (const auto &[name, kind] :
             {Names{"image", "image"}, Names{"document", "file"}, Names{"audio", "audio"}}) {
            if (!part.contains(name))
                continue;
            m_meaning.media.push_back(std::string(kind) + " bytes " +
                                      withoutPadding(textAt(part[name]["source"], "bytes")));
            return true;
        }
        return false;
    }

    void result(const Json &answered)
    {
        CallResult result{textAt(answered, "toolUseId"), {}, textAt(answered, "status") == "error", 0};
        for (const Json &part : answered.at("content")) {
            if (part.contains("text"))
                result.words += (result.words.empty() ? "" : "\n") + textAt(part, "text");
            else if (part.contains("json"))
                result.words += canonical(part["json"]);
            else if (media(part))
                ++result.media;
        }
        m_meaning.results.push_back(std::move(result));
    }

    void modelFields(const Json &fields)
    {
        if (fields.contains("top_k"))
            m_meaning.settings["top_k"] = canonical(fields["top_k"]);
        const Json thinking = fields.value("thinking", Json::object());
        const std::string type = textAt(thinking, "type");
        if (type == "disabled")
            m_meaning.settings["reasoning"] = "off";
        else if (type == "enabled")
            m_meaning.settings["reasoning"] = canonical(thinking["budget_tokens"]) + " tokens";
        else if (fields.contains("output_config"))
            m_meaning.settings["reasoning"] = textAt(fields["output_config"], "effort");
        else if (fields.contains("reasoning_effort"))
            m_meaning.settings["reasoning"] = textAt(fields, "reasoning_effort");
    }

    void tools(const Json &config)
    {
        for (const Json &tool : config.at("tools")) {
            if (!tool.contains("toolSpec")) {
                ++m_meaning.cacheMarks;
                continue;
            }
            const Json &spec = tool["toolSpec"];
            DeclaredTool declared;
            declared.description = textAt(spec, "description");
            declared.parameters = canonical(spec.at("inputSchema").at("json"));
            declared.strict = spec.value("strict", false) ? "true" : "";
            m_meaning.tools[textAt(spec, "name")] = std::move(declared);
        }
        const Json choice = config.value("toolChoice", Json::object());
        if (choice.contains("any"))
            m_meaning.settings["tool_choice"] = "required";
        else if (choice.contains("tool"))
            m_meaning.settings["tool_choice"] = "one " + textAt(choice["tool"], "name");
    }

    RequestMeaning m_meaning;
};

/// One message of Cohere's or Ollama's conversation.
void addMessage(const Json &message, RequestMeaning &meaning)
{
    const std::string role = textAt(message, "role");
    if (role == "tool") {
        meaning.results.push_back({textAt(message, "tool_call_id"), textAt(message, "content"), false, 0});
        return;
    }
    const std::string speaker = role == "system" ? "operator" : role;
    const Json content = message.value("content", Json());
    const bool isFirst = meaning.runs.empty() && role == "system";
    if (content.is_string() && isFirst)
        meaning.system.push_back(content);
    else if (content.is_string())
        say(meaning, speaker, content);
    for (const Json &part : content.is_array() ? content : Json::array()) {
        if (part.contains("text"))
            say(meaning, speaker, textAt(part, "text"));
        if (!part.contains("image_url"))
            continue;
        const std::string url = textAt(part["image_url"], "url");
        const std::size_t comma = url.find(";base64,");
        meaning.media.push_back(comma == std::string::npos
                                    ? "image url " + url
                                    : "image bytes " + withoutPadding(url.substr(comma + 8)));
    }
    for (const Json &image : message.value("images", Json::array()))
        meaning.media.push_back("image bytes " + withoutPadding(image.get<std::string>()));
    functionCalls(message, meaning);
}

RequestMeaning conversation(const Json &body)
{
    RequestMeaning meaning;
    for (const Json &message : body.at("messages"))
        addMessage(message, meaning);
    std::ranges::sort(meaning.media);
    for (const Json &tool : body.value("tools", Json::array()))
        functionTool(tool, meaning);
    return meaning;
}

} // namespace

RequestMeaning writtenBedrock(const Json &body)
{
    return Bedrock().read(body);
}

RequestMeaning writtenCohere(const Json &body)
{
    RequestMeaning meaning = conversation(body);
    settings(body,
             std::array<Names, 8>{{{"max_tokens", "max_output_tokens"},
                                   {"temperature", "temperature"},
                                   {"p", "top_p"},
                                   {"k", "top_k"},
                                   {"presence_penalty", "presence_penalty"},
                                   {"frequency_penalty", "frequency_penalty"},
                                   {"seed", "seed"},
                                   {"stop_sequences", "stop"}}},
             meaning);
    if (body.contains("tool_choice"))
        meaning.settings["tool_choice"] = textAt(body, "tool_choice") == "NONE" ? "none" : "required";
    if (body.contains("response_format")) {
        const Json &format = body["response_format"];
        meaning.settings["output"] =
            format.contains("json_schema") ? "schema " + canonical(format["json_schema"]) : "json";
    }
    const Json thinking = body.value("thinking", Json::object());
    if (textAt(thinking, "type") == "disabled")
        meaning.settings["reasoning"] = "off";
    else if (thinking.contains("token_budget"))
        meaning.settings["reasoning"] = canonical(thinking["token_budget"]) + " tokens";
    return meaning;
}

RequestMeaning writtenOllama(const Json &body)
{
    RequestMeaning meaning = conversation(body);
    settings(body.value("options", Json::object()),
             std::array<Names, 8>{{{"num_predict", "max_output_tokens"},
                                   {"temperature", "temperature"},
                                   {"top_p", "top_p"},
                                   {"top_k", "top_k"},
                                   {"presence_penalty", "presence_penalty"},
                                   {"frequency_penalty", "frequency_penalty"},
                                   {"seed", "seed"},
                                   {"stop", "stop"}}},
             meaning);
    if (body.contains("format"))
        meaning.settings["output"] =
            body["format"].is_string() ? "json" : "schema " + canonical(body["format"]);
    if (body.contains("think"))
        meaning.settings["reasoning"] = body["think"] == false  ? "off"
                                        : body["think"] == true ? "on"
                                                                : textAt(body, "think");
    return meaning;
}

} // namespace signalbox::conformance
