#include "mock/answers.h"

#include <array>
#include <cstdint>

namespace signalbox::bench {

namespace {

// The values in the usages are of a coding agent's usual size; nothing depends on them.
constexpr std::string_view kResponsesUsage =
    R"({"input_tokens":1000,"input_tokens_details":{"cached_tokens":400},"output_tokens":200,)"
    R"("output_tokens_details":{"reasoning_tokens":0},"total_tokens":1200})";
constexpr std::string_view kChatUsage =
    R"({"prompt_tokens":1000,"completion_tokens":200,"total_tokens":1200,)"
    R"("prompt_tokens_details":{"cached_tokens":400}})";

template<class... Pieces>
std::string joined(const Pieces &...pieces)
{
    std::string text;
    text.reserve((std::string_view(pieces).size() + ... + 0));
    (text.append(pieces), ...);
    return text;
}

std::string namedEvent(std::string_view name, std::string_view fields)
{
    return joined("event: ", name, "\ndata: {\"type\":\"", name, "\",", fields, "}\n\n");
}

std::string textPart(std::string_view text)
{
    return joined(R"({"type":"output_text","text":")", text, R"(","annotations":[]})");
}

std::string messageItem(std::string_view status, std::string_view parts)
{
    return joined(R"({"id":"msg_bench","type":"message","status":")", status,
                  R"(","role":"assistant","content":[)", parts, "]}");
}

std::string response(std::string_view model, std::string_view status, std::string_view items,
                     std::string_view usage)
{
    return joined(R"({"id":"resp_bench","object":"response","created_at":1700000000,"status":")", status,
                  R"(","model":")", model, R"(","output":[)", items, R"(],"usage":)", usage, "}");
}

std::string responsesOpening(std::string_view model)
{
    const std::string begun = response(model, "in_progress", "", "null");
    const std::string item = messageItem("in_progress", "");
    return namedEvent("response.created", joined(R"("sequence_number":0,"response":)", begun)) +
           namedEvent("response.in_progress", joined(R"("sequence_number":1,"response":)", begun)) +
           namedEvent("response.output_item.added",
                      joined(R"("sequence_number":2,"output_index":0,"item":)", item)) +
           namedEvent("response.content_part.added",
                      joined(R"("sequence_number":3,"item_id":"msg_bench","output_index":0,)"
                             R"("content_index":0,"part":)",
                             textPart("")));
}

std::string responsesClosing(std::string_view model, std::size_t sequence, std::string_view text)
{
    const auto next = [&] { return joined(R"("sequence_number":)", std::to_string(sequence++), ","); };
    constexpr std::string_view kPlace = R"("item_id":"msg_bench","output_index":0,"content_index":0,)";
    const std::string part = textPart(text);
    const std::string item = messageItem("completed", part);
    return namedEvent("response.output_text.done", joined(next(), kPlace, R"("text":")", text, "\"")) +
           namedEvent("response.content_part.done", joined(next(), kPlace, R"("part":)", part)) +
           namedEvent("response.output_item.done", joined(next(), R"("output_index":0,"item":)", item)) +
           namedEvent("response.completed",
                      joined(next(), R"("response":)", response(model, "completed", item, kResponsesUsage)));
}

std::string chatChunk(std::string_view model, std::string_view choices, std::string_view rest)
{
    return joined(R"(data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1700000000,)"
                  R"("model":")",
                  model, R"(","choices":[)", choices, "]", rest, "}\n\n");
}

std::string chatWhole(std::string_view model, std::string_view text)
{
    return joined(R"({"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":")",
                  model, R"(","choices":[{"index":0,"message":{"role":"assistant","content":")", text,
                  R"("},"finish_reason":"stop"}],"usage":)", kChatUsage, "}");
}

std::array<char, kMarkBytes> markOf(std::int64_t now)
{
    std::array<char, kMarkBytes> mark{kMark[0], kMark[1]};
    auto value = static_cast<std::uint64_t>(now);
    for (std::size_t i = kMarkBytes; i > kMark.size(); value >>= 4)
        mark[--i] = "0123456789abcdef"[value & 15];
    return mark;
}

} // namespace

Answers::Answers(Wire wire, std::string_view model)
    : m_wire(wire), m_script(Script::fromModel(model)), m_model(model)
{
    const std::string text = jsonText(m_script.textBytes);
    m_deltaText = jsonText(m_script.deltaBytes > kMarkBytes ? m_script.deltaBytes - kMarkBytes : 0);
    if (wire == Wire::Chat) {
        m_whole = chatWhole(model, text);
        m_opening = chatChunk(
            model, R"({"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null})", "");
    } else {
        m_whole = response(model, "completed", messageItem("completed", textPart(text)), kResponsesUsage);
        m_opening = responsesOpening(model);
    }
}

void Answers::appendDelta(std::size_t index, std::int64_t now, std::string &out, std::string &text) const
{
    const std::array<char, kMarkBytes> mark = markOf(now);
    const std::string_view marked(mark.data(), mark.size());
    text.append(marked).append(m_deltaText);
    if (m_wire == Wire::Chat) {
        out.append(R"(data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1700000000,)"
                   R"("model":")")
            .append(m_model)
            .append(R"(","choices":[{"index":0,"delta":{"content":")")
            .append(marked)
            .append(m_deltaText)
            .append("\"},\"finish_reason\":null}]}\n\n");
        return;
    }
    out.append("event: response.output_text.delta\n"
               R"(data: {"type":"response.output_text.delta","sequence_number":)")
        .append(std::to_string(4 + index))
        .append(R"(,"item_id":"msg_bench","output_index":0,"content_index":0,"delta":")")
        .append(marked)
        .append(m_deltaText)
        .append("\"}\n\n");
}

std::string Answers::closing(std::string_view text) const
{
    if (m_wire == Wire::Responses)
        return responsesClosing(m_model, 4 + m_script.events, text);
    return chatChunk(m_model, R"({"index":0,"delta":{},"finish_reason":"stop"})", "") +
           chatChunk(m_model, "", joined(R"(,"usage":)", kChatUsage)) + "data: [DONE]\n\n";
}

} // namespace signalbox::bench
