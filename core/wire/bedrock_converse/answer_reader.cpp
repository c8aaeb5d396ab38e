#include "wire/bedrock_converse/answer_reader.h"

#include "base/json_writer.h"
#include "wire/bedrock_converse/error_body.h"
#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"

#include <array>
#include <utility>

namespace signalbox::wire::bedrock_converse {

namespace {

enum EventKind : std::uint8_t { MessageStart, BlockStart, BlockDelta, BlockStop, MessageStop, Metadata };
constexpr json::Names kEvents{"messageStart",     "contentBlockStart", "contentBlockDelta",
                              "contentBlockStop", "messageStop",       "metadata"};

/// The text is the guardrail's then: its own words, or the model's with some masked.
constexpr std::string_view kGuardrail = "guardrail_intervened";

constexpr std::array<std::pair<std::string_view, ir::StopReason>, 9> kReasons{{
    {"end_turn", ir::StopReason::Stop},
    {"stop_sequence", ir::StopReason::StopSequence},
    {"tool_use", ir::StopReason::ToolCalls},
    {"max_tokens", ir::StopReason::Length},
    {"model_context_window_exceeded", ir::StopReason::ContextFull},
    {kGuardrail, ir::StopReason::Refusal},
    {"content_filtered", ir::StopReason::Refusal},
    {"malformed_tool_use", ir::StopReason::MalformedCall},
    {"malformed_model_output", ir::StopReason::MalformedCall},
}};

ir::StopReason reasonOf(Text word)
{
    for (const auto &[name, reason] : kReasons) {
        if (equals(word, name))
            return reason;
    }
    return ir::StopReason::Unknown;
}

std::int64_t count(json::Value value)
{
    return value.integer().value_or(0);
}

/// What was read from the cache and written to it is not in inputTokens.
record::Usage usageOf(json::Value usage)
{
    record::Usage read;
    read.cachedInputTokens = count(usage["cacheReadInputTokens"]);
    read.cacheWriteTokens = count(usage["cacheWriteInputTokens"]);
    read.inputTokens = count(usage["inputTokens"]) + read.cachedInputTokens + read.cacheWriteTokens;
    read.outputTokens = count(usage["outputTokens"]);
    for (const json::Value detail : usage["cacheDetails"]) {
        if (!detail["ttl"].is("1h"))
            continue;
        const std::int64_t written = count(detail["inputTokens"]);
        read.cacheWrite1hTokens += written;
        read.cacheWriteTokens -= written;
    }
    return ir::sane(read);
}

ir::Failure serverFailure(std::string message)
{
    ir::Failure failure;
    failure.message = std::move(message);
    return failure;
}

} // namespace

MessageNature BedrockAnswerReader::message(std::string_view name, std::string_view data, ir::EventSink &sink)
{
    MessageNature nature;
    if (m_finished)
        return nature;
    if (!m_document.parse(data) || !m_document.root().isObject()) {
        fail(serverFailure("the provider sent a message that is not JSON"), sink);
        nature.terminal = true;
        return nature;
    }
    const json::Value root = m_document.root();
    if (const std::size_t kind = kEvents.indexOf(name); kind != kEvents.size())
        return event(kind, root, sink);
    if (isException(name) || root["__type"].isString()) {
        fail(readException(name, root), sink);
        nature.terminal = true;
    }
    return nature; // events that are not known yet mean nothing
}

MessageNature BedrockAnswerReader::event(std::size_t kind, json::Value root, ir::EventSink &sink)
{
    MessageNature nature;
    switch (kind) {
    case MessageStart:
        start(sink);
        break;
    case BlockStart:
        nature.real = blockStart(root, sink);
        break;
    case BlockDelta:
        nature.real = blockDelta(root, sink);
        break;
    case BlockStop:
        blockStop(root, sink);
        break;
    case MessageStop:
        messageStop(root, sink);
        nature.finishing = true;
        break;
    case Metadata:
        if (root["usage"].isObject())
            sink.on(ir::UsageUpdate{usageOf(root["usage"])});
        if (m_reason) {
            conclude(sink);
            nature.finishing = nature.terminal = true;
        }
        break;
    default:
        break;
    }
    return nature;
}

void BedrockAnswerReader::start(ir::EventSink &sink)
{
    if (!std::exchange(m_started, true))
        sink.on(ir::Start{});
}

/// Another index is another block, also where the end of the one before was not told.
void BedrockAnswerReader::enter(std::int64_t index, ir::EventSink &sink)
{
    start(sink);
    if (m_index == index)
        return;
    closeBlock(sink);
    m_index = index;
    m_skips = false;
}

void BedrockAnswerReader::closeBlock(ir::EventSink &sink, bool complete)
{
    if (m_blocks.isOpen(ir::BlockKind::Call) && !m_hasArguments && complete)
        sink.on(ir::ArgumentsDelta{Text{"{}"}});
    m_blocks.close(sink, complete);
}

bool BedrockAnswerReader::blockStart(json::Value root, ir::EventSink &sink)
{
    enter(count(root["contentBlockIndex"]), sink);
    const json::Value begun = root["start"];
    const json::Value call = begun["toolUse"];
    // What Bedrock runs itself (Nova's code interpreter) is told with its result; neither is the client's.
    m_skips = call["type"].is("server_tool_use") || begun["toolResult"].isObject();
    if (m_skips || !call.isObject())
        return false;
    beginCall(call, sink);
    return true;
}

void BedrockAnswerReader::beginCall(json::Value call, ir::EventSink &sink)
{
    closeBlock(sink);
    m_progress = {};
    m_hasCalls = true;
    m_hasArguments = false;
    ir::BlockStart begin;
    begin.kind = ir::BlockKind::Call;
    begin.id = call["toolUseId"].text();
    begin.name = call["name"].text();
    m_blocks.begin(begin, sink);
}

bool BedrockAnswerReader::blockDelta(json::Value root, ir::EventSink &sink)
{
    enter(count(root["contentBlockIndex"]), sink);
    if (m_skips)
        return false;
    bool real = false;
    for (const json::Value delta : root["delta"]) {
        const std::string_view key = delta.key().escaped;
        if (key == "text")
            real |= text(delta.text(), sink);
        else if (key == "reasoningContent")
            real |= thought(delta, sink);
        else if (key == "toolUse")
            real |= arguments(delta["input"].text().escaped, sink);
    }
    return real;
}

bool BedrockAnswerReader::text(Text text, ir::EventSink &sink)
{
    if (text.isEmpty())
        return false;
    m_blocks.open(ir::BlockKind::Text, sink);
    sink.on(ir::TextDelta{text});
    m_hasText = true;
    return true;
}

/// Pieces of a stream hold their members at once, a whole block its text one level below.
bool BedrockAnswerReader::thought(json::Value reasoning, ir::EventSink &sink)
{
    const json::Value words = reasoning["reasoningText"].isObject() ? reasoning["reasoningText"] : reasoning;
    const Text text = words["text"].text();
    const Text token = words["signature"].text();
    const Text redacted = reasoning["redactedContent"].text();
    if (text.isEmpty() && token.isEmpty() && redacted.isEmpty())
        return false;
    m_blocks.open(ir::BlockKind::Reasoning, sink);
    if (!text.isEmpty())
        sink.on(ir::ReasoningDelta{.text = text, .summary = false, .part = 0});
    if (!token.isEmpty())
        sink.on(ir::Signature{.token = token, .details = {}});
    if (!redacted.isEmpty())
        sink.on(ir::Signature{.token = redacted, .redacted = true, .details = {}});
    return true;
}

bool BedrockAnswerReader::arguments(std::string_view escaped, ir::EventSink &sink)
{
    if (escaped.empty() || !m_blocks.isOpen(ir::BlockKind::Call))
        return false;
    m_hasArguments = true;
    m_progress.feed(escaped);
    sink.on(ir::ArgumentsDelta{Text{escaped}});
    return true;
}

void BedrockAnswerReader::blockStop(json::Value root, ir::EventSink &sink)
{
    if (m_index != count(root["contentBlockIndex"]))
        return;
    // Whether a call was cut off is known by the reason that follows.
    if (!m_blocks.isOpen(ir::BlockKind::Call))
        closeBlock(sink);
}

void BedrockAnswerReader::messageStop(json::Value root, ir::EventSink &sink)
{
    start(sink);
    m_reason = reasonOf(root["stopReason"].text());
    m_isGuarded = root["stopReason"].is(kGuardrail);
    const json::Value more = root["additionalModelResponseFields"];
    const json::Value nested = more["delta"]["stop_sequence"];
    m_stopSequence = (nested.isString() ? nested : more["stop_sequence"]).text().escaped;
    const bool cut = m_reason == ir::StopReason::Length || m_reason == ir::StopReason::ContextFull;
    closeBlock(sink, !cut || !m_blocks.isOpen(ir::BlockKind::Call) || m_progress.isComplete());
}

void BedrockAnswerReader::conclude(ir::EventSink &sink)
{
    m_finished = true;
    ir::Finish finish;
    finish.reason = ir::effectiveReason(*m_reason, m_hasCalls, false);
    finish.stopSequence = Text{m_stopSequence};
    finish.saidInText = m_isGuarded && m_hasText;
    sink.on(finish);
}

void BedrockAnswerReader::fail(ir::Failure failure, ir::EventSink &sink)
{
    closeBlock(sink, false);
    m_finished = true;
    sink.on(failure);
}

bool BedrockAnswerReader::content(json::Value block, ir::EventSink &sink)
{
    if (const json::Value call = block["toolUse"]; call.isObject()) {
        if (call["type"].is("server_tool_use"))
            return false;
        beginCall(call, sink);
        m_scratch.clear();
        if (call["input"].isPresent() && !call["input"].isNull())
            appendJsonEscaped(m_scratch, call["input"].raw());
        return arguments(m_scratch, sink);
    }
    return block["reasoningContent"].isObject() ? thought(block["reasoningContent"], sink)
                                                : text(block["text"].text(), sink);
}

void BedrockAnswerReader::whole(std::string_view body, ir::EventSink &sink)
{
    if (m_finished)
        return;
    if (!m_document.parse(body)) {
        fail(readErrorBody(200, body), sink);
        return;
    }
    const json::Value root = m_document.root();
    const json::Value message = root["output"]["message"];
    if (!message.isObject()) {
        const bool isError = root["message"].isString() || root["__type"].isString();
        fail(isError ? readException({}, root) : serverFailure("the provider's answer holds no message"),
             sink);
        return;
    }
    start(sink);
    std::int64_t index = 0;
    for (const json::Value block : message["content"]) {
        enter(index++, sink);
        content(block, sink);
    }
    messageStop(root, sink);
    if (root["usage"].isObject())
        sink.on(ir::UsageUpdate{usageOf(root["usage"])});
    conclude(sink);
}

void BedrockAnswerReader::end(ir::EventSink &sink)
{
    if (m_finished)
        return;
    if (m_reason) {
        conclude(sink); // its usage alone did not come
        return;
    }
    ir::Failure failure = serverFailure("upstream closed the stream early");
    failure.code = "upstream_stream_closed";
    failure.kind = ir::FailureKind::StreamClosed;
    fail(std::move(failure), sink);
}

} // namespace signalbox::wire::bedrock_converse
