#include "gateway/providers/small_reader.h"

#include "base/json_writer.h"

#include <nlohmann/json.hpp>

namespace signalbox::gateway {

namespace {

using Json = nlohmann::json;
using wire::Format;

/// The value at a path of names; null where something on the way is missing or no object.
const Json &at(const Json &json, std::initializer_list<const char *> path)
{
    static const Json nothing;
    const Json *value = &json;
    for (const char *name : path) {
        const auto found = value->is_object() ? value->find(name) : value->end();
        if (found == value->end())
            return nothing;
        value = &*found;
    }
    return *value;
}

std::string textAt(const Json &json, std::initializer_list<const char *> path)
{
    const Json &value = at(json, path);
    return value.is_string() ? value.get<std::string>() : std::string();
}

void set(std::int64_t &count, const Json &value)
{
    if (value.is_number_integer())
        count = value.get<std::int64_t>();
}

/// Texts of a list of parts.
std::string joined(const Json &parts)
{
    std::string text;
    if (parts.is_array()) {
        for (const Json &part : parts)
            text += textAt(part, {"text"});
    }
    return text;
}

} // namespace

struct SmallReader::Piece
{
    std::string text;
    bool thought = false; ///< something came that is not for people
    bool terminal = false;
    std::string error;
};

void SmallReader::readUsage(const Json &usage)
{
    switch (m_format) {
    case Format::AnthropicMessages: {
        std::int64_t fresh = m_usage.inputTokens - m_usage.cachedInputTokens - m_usage.cacheWriteTokens;
        set(fresh, at(usage, {"input_tokens"}));
        set(m_usage.cachedInputTokens, at(usage, {"cache_read_input_tokens"}));
        set(m_usage.cacheWriteTokens, at(usage, {"cache_creation_input_tokens"}));
        set(m_usage.outputTokens, at(usage, {"output_tokens"}));
        m_usage.inputTokens = fresh + m_usage.cachedInputTokens + m_usage.cacheWriteTokens;
        break;
    }
    case Format::Gemini: {
        std::int64_t said = m_usage.outputTokens - m_usage.reasoningTokens;
        set(m_usage.inputTokens, at(usage, {"promptTokenCount"}));
        set(m_usage.reasoningTokens, at(usage, {"thoughtsTokenCount"}));
        set(said, at(usage, {"candidatesTokenCount"}));
        m_usage.outputTokens = said + m_usage.reasoningTokens;
        break;
    }
    case Format::Cohere:
        set(m_usage.inputTokens, at(usage, {"tokens", "input_tokens"}));
        set(m_usage.outputTokens, at(usage, {"tokens", "output_tokens"}));
        break;
    case Format::Ollama:
        set(m_usage.inputTokens, at(usage, {"prompt_eval_count"}));
        set(m_usage.outputTokens, at(usage, {"eval_count"}));
        break;
    default:
        break;
    }
}

SmallReader::Piece SmallReader::read(const Json &json)
{
    Piece piece;
    const Json &error = at(json, {"error"});
    if (!error.is_null()) {
        piece.error = error.is_string() ? error.get<std::string>() : textAt(error, {"message"});
        if (piece.error.empty())
            piece.error = "an error without a message";
        return piece;
    }
    const std::string type = textAt(json, {"type"});
    switch (m_format) {
    case Format::AnthropicMessages:
        piece.text = textAt(json, {"delta", "text"}) + joined(at(json, {"content"}));
        piece.thought = !textAt(json, {"delta", "thinking"}).empty();
        for (const Json &usage : {at(json, {"usage"}), at(json, {"message", "usage"})}) {
            if (usage.is_object())
                readUsage(usage);
        }
        piece.terminal = type == "message_stop";
        m_finished = m_finished || piece.terminal || at(json, {"stop_reason"}).is_string();
        break;
    case Format::Gemini:
        for (const Json &candidate : at(json, {"candidates"})) {
            piece.text += joined(at(candidate, {"content", "parts"}));
            m_finished = m_finished || at(candidate, {"finishReason"}).is_string();
        }
        readUsage(at(json, {"usageMetadata"}));
        break;
    case Format::Cohere:
        piece.text =
            textAt(json, {"delta", "message", "content", "text"}) + joined(at(json, {"message", "content"}));
        piece.thought = !textAt(json, {"delta", "message", "content", "thinking"}).empty();
        for (const Json &usage : {at(json, {"usage"}), at(json, {"delta", "usage"})})
            readUsage(usage);
        piece.terminal = type == "message-end";
        m_finished = m_finished || piece.terminal || at(json, {"finish_reason"}).is_string();
        break;
    case Format::Ollama:
        piece.text = textAt(json, {"message", "content"});
        piece.thought = !textAt(json, {"message", "thinking"}).empty();
        readUsage(json);
        piece.terminal = at(json, {"done"}) == true;
        m_finished = m_finished || piece.terminal;
        break;
    default:
        break;
    }
    return piece;
}

wire::MessageNature SmallReader::message(std::string_view /*name*/, std::string_view data,
                                         wire::ir::EventSink &sink)
{
    const Json json = Json::parse(data.begin(), data.end(), nullptr, false);
    if (!json.is_object()) {
        wire::ir::Failure failure;
        failure.message = "sent something that is not JSON";
        sink.on(failure);
        return {};
    }
    const Piece piece = read(json);
    if (!piece.error.empty()) {
        wire::ir::Failure failure;
        failure.message = piece.error;
        sink.on(failure);
        return {};
    }
    std::string escaped;
    appendJsonEscaped(escaped, piece.text);
    if (!piece.text.empty())
        sink.on(wire::ir::TextDelta{{escaped}});
    else if (piece.thought)
        sink.on(wire::ir::ReasoningDelta{});
    if (piece.terminal)
        end(sink);
    return {
        .real = !piece.text.empty() || piece.thought, .finishing = m_finished, .terminal = piece.terminal};
}

void SmallReader::whole(std::string_view body, wire::ir::EventSink &sink)
{
    static_cast<void>(message({}, body, sink));
}

void SmallReader::end(wire::ir::EventSink &sink)
{
    if (!m_finished) {
        wire::ir::Failure failure;
        failure.kind = wire::ir::FailureKind::StreamClosed;
        failure.message = "the answer ended in the middle";
        sink.on(failure);
        return;
    }
    if (m_usage != record::Usage())
        sink.on(wire::ir::UsageUpdate{m_usage});
    sink.on(wire::ir::Finish{});
}

} // namespace signalbox::gateway
