#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>

/// What the Messages API asks of every request, as far as it can be told from outside.
namespace anthropic_test {

class ApiRules
{
public:
    using Json = nlohmann::json;

    /// The first rule that the request breaks; empty where it keeps all.
    static std::string broken(const Json &body)
    {
        ApiRules rules;
        rules.check(body);
        return rules.m_broken;
    }

private:
    void say(const std::string &what)
    {
        if (m_broken.empty())
            m_broken = what;
    }

    void check(const Json &body)
    {
        if (!body.contains("max_tokens") || body["max_tokens"] < 1)
            say("max_tokens is missing");
        const Json thinking = body.value("thinking", Json::object());
        const bool isBudget = thinking.value("type", "") == "enabled";
        if (isBudget && (thinking["budget_tokens"] < 1024 || thinking["budget_tokens"] >= body["max_tokens"]))
            say("the budget is none");
        if (thinking.value("type", "") == "disabled" && thinking.size() > 1)
            say("disabled thinking holds more");
        if (isBudget && body.contains("temperature") && body["temperature"] != 1)
            say("temperature with thinking");
        checkTools(body);
        checkMessages(body["messages"]);
        if (isBudget)
            checkLoop(body["messages"]);
    }

    void checkTools(const Json &body)
    {
        std::set<std::string> names;
        for (const Json &tool : body.value("tools", Json::array())) {
            const std::string name = tool.value("name", "");
            if (!isWord(name) || name.size() > 128 || !names.insert(name).second)
                say("a tool's name: " + name);
            if (!tool.contains("type") &&
                tool.value("input_schema", Json::object()).value("type", "") != "object")
                say("a schema of no object: " + name);
        }
        if (body.contains("tool_choice") && names.empty())
            say("tool_choice without tools");
        if (body.contains("tool_choice") && body["tool_choice"].contains("name") &&
            !names.contains(body["tool_choice"]["name"]))
            say("a tool is chosen that is not there");
    }

    void checkMessages(const Json &messages)
    {
        std::string before;
        std::set<std::string> open;
        std::set<std::string> ids;
        if (messages.empty() || messages.front()["role"] != "user")
            say("the first message is not the user's");
        for (const Json &message : messages) {
            const std::string role = message["role"];
            if (role == before)
                say("two messages of " + role);
            if (role == "system" && before != "user")
                say("words of the operator behind the assistant's");
            if (message["content"].empty())
                say("a message without content");
            std::size_t count = 0;
            bool hasOther = false;
            for (const Json &block : message["content"].is_array() ? message["content"] : Json::array()) {
                checkBlock(block, role, ids);
                if (block["type"] == "tool_result") {
                    count += open.erase(block["tool_use_id"]);
                    if (hasOther)
                        say("a result behind other content");
                } else {
                    hasOther = true;
                }
            }
            if (role == "user" && !open.empty())
                say("a call without its result");
            if (role == "assistant" && message["content"].is_array()) {
                for (const Json &block : message["content"]) {
                    if (block["type"] == "tool_use")
                        open.insert(block["id"]);
                }
                const std::string last = message["content"].back()["type"];
                if (last == "thinking" || last == "redacted_thinking")
                    say("a message ends with a thought");
            }
            before = role;
        }
        if (!open.empty())
            say("calls are open at the end");
    }

    void checkBlock(const Json &block, const std::string &role, std::set<std::string> &ids)
    {
        const std::string type = block.value("type", "");
        if (type == "text" && block.value("text", "").empty())
            say("empty text");
        if (type == "thinking" && block.value("signature", "").empty())
            say("a thought without signature");
        if (type == "tool_use") {
            if (role != "assistant" || !isWord(block["id"]) || !ids.insert(block["id"]).second)
                say("a call's id: " + block["id"].get<std::string>());
            if (!block["input"].is_object())
                say("an input that is no object");
        }
        if (type == "tool_result" && (role != "user" || !ids.contains(block["tool_use_id"])))
            say("a result without its call");
    }

    /// While calls run, the step that made them must begin with a thought.
    void checkLoop(const Json &messages)
    {
        const Json &last = messages.back();
        if (last["role"] != "user" || !last["content"].is_array() ||
            last["content"].front()["type"] != "tool_result")
            return;
        const std::string first = messages[messages.size() - 2]["content"].front()["type"];
        if (first != "thinking" && first != "redacted_thinking")
            say("a running loop without a thought");
    }

    static bool isWord(const std::string &text)
    {
        return !text.empty() && std::ranges::all_of(text, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                   c == '-';
        });
    }

    std::string m_broken;
};

} // namespace anthropic_test
