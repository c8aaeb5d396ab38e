#include "load/agent_request.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>

namespace signalbox::bench {

namespace {

// Keys keep their order, as an agent writes them.
using Json = nlohmann::ordered_json;

constexpr int kTools = 14;
constexpr std::size_t kInstructionBytes = 11'000;

/// Text and choices from a sequence of our own, so that every machine makes the same request.
class Writer final
{
public:
    std::string text(std::size_t bytes)
    {
        static constexpr std::array<std::string_view, 24> kWords{
            "the",     "returns", "signal.cpp", "if (!open)", "\"quoted\"", "\n\t", "const auto &", "naïve",
            "→",       "Weiche",  "信号",       "поезд",      "C:\\build",  "test", "failed",       "at line",
            "\u2028é", "{ }",     "0x1f",       "and",        "runs",       "of",   "std::string",  "🚂"};
        std::string text;
        while (text.size() < bytes)
            text.append(kWords[next() % kWords.size()]).append(" ");
        return text;
    }

    std::uint32_t next()
    {
        m_state = m_state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::uint32_t>(m_state >> 33);
    }

private:
    std::uint64_t m_state = 2026;
};

Json parameters(Writer &writer)
{
    constexpr std::array<const char *, 3> kTypes{"string", "number", "boolean"};
    Json properties = Json::object();
    for (int i = 0; i < 5; ++i)
        properties["argument_" + std::to_string(i)] = {{"type", kTypes[writer.next() % kTypes.size()]},
                                                       {"description", writer.text(70)}};
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", {"argument_0", "argument_1"}},
            {"additionalProperties", false}};
}

/// One step of the history in either format: a question, an answer, or a tool's call and its output.
class History final
{
public:
    History(Wire wire, Writer &writer) : m_wire(wire), m_writer(writer) {}

    void addMessage(const char *role, std::size_t bytes)
    {
        const std::string text = m_writer.text(bytes);
        if (m_wire == Wire::Chat) {
            m_items.push_back({{"role", role}, {"content", text}});
            return;
        }
        const bool user = std::string_view(role) == "user";
        m_items.push_back(
            {{"type", "message"},
             {"role", role},
             {"content", Json::array({{{"type", user ? "input_text" : "output_text"}, {"text", text}}})}});
    }

    void addCall(std::size_t outputBytes)
    {
        const std::string id = "call_" + std::to_string(m_calls);
        const std::string name = "tool_" + std::to_string(m_calls++ % kTools);
        const std::string arguments =
            Json{{"argument_0", m_writer.text(110)}, {"argument_1", m_calls}}.dump();
        const std::string output = m_writer.text(outputBytes);
        if (m_wire == Wire::Chat) {
            const Json call{
                {"id", id}, {"type", "function"}, {"function", {{"name", name}, {"arguments", arguments}}}};
            m_items.push_back(
                {{"role", "assistant"}, {"content", nullptr}, {"tool_calls", Json::array({call})}});
            m_items.push_back({{"role", "tool"}, {"tool_call_id", id}, {"content", output}});
            return;
        }
        m_items.push_back(
            {{"type", "function_call"}, {"name", name}, {"arguments", arguments}, {"call_id", id}});
        m_items.push_back({{"type", "function_call_output"}, {"call_id", id}, {"output", output}});
    }

    Json take() { return std::move(m_items); }

private:
    Wire m_wire;
    Writer &m_writer;
    Json m_items = Json::array();
    int m_calls = 0;
};

Json tools(Wire wire, Writer &writer)
{
    Json list = Json::array();
    for (int i = 0; i < kTools; ++i) {
        Json function{{"name", "tool_" + std::to_string(i)},
                      {"description", writer.text(280)},
                      {"strict", false},
                      {"parameters", parameters(writer)}};
        if (wire == Wire::Chat) {
            list.push_back({{"type", "function"}, {"function", std::move(function)}});
        } else {
            Json tool{{"type", "function"}};
            tool.update(function);
            list.push_back(std::move(tool));
        }
    }
    return list;
}

Json history(Wire wire, Writer &writer, const std::string &instructions, std::size_t bytes)
{
    History history(wire, writer);
    constexpr std::size_t kRounds = 8;
    const std::size_t share = bytes / kRounds;
    for (std::size_t i = 0; i < kRounds; ++i) {
        history.addMessage("user", share / 10);
        history.addCall(share / 3);
        history.addCall(share / 3);
        history.addMessage("assistant", share / 10);
    }
    history.addMessage("user", 200);
    Json items = history.take();
    if (wire == Wire::Chat)
        items.insert(items.begin(), Json{{"role", "system"}, {"content", instructions}});
    return items;
}

} // namespace

std::string agentRequest(Wire wire, std::string_view model, bool stream, std::size_t bytes)
{
    Writer writer;
    const std::string instructions = writer.text(kInstructionBytes);
    Json toolList = tools(wire, writer);
    const std::size_t fixed = instructions.size() + toolList.dump().size();
    Json items = history(wire, writer, instructions, bytes > fixed ? bytes - fixed : 0);
    Json body{{"model", model}};
    if (wire == Wire::Responses)
        body["instructions"] = instructions;
    body[wire == Wire::Chat ? "messages" : "input"] = std::move(items);
    body["tools"] = std::move(toolList);
    body["tool_choice"] = "auto";
    body["parallel_tool_calls"] = false;
    if (wire == Wire::Responses) {
        body["reasoning"] = {{"effort", "medium"}, {"summary", "auto"}};
        body["store"] = false;
        body["include"] = {"reasoning.encrypted_content"};
        body["prompt_cache_key"] = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
    }
    body["stream"] = stream;
    return body.dump();
}

} // namespace signalbox::bench
