#pragma once

#include "wire/anthropic_messages/hosted_block.h"
#include "wire/anthropic_messages/message_usage.h"
#include "wire/format.h"
#include "wire/ir/fragment_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::anthropic {

/// Reads answers of the Messages API. Text blocks that follow each other are one neutral block: the API
/// begins a new one at each citation. What a call's end was shows only with the end of the answer or the next
/// block, so blocks are closed then. One answer, one thread.
class AnthropicAnswerReader final : public AnswerReader
{
public:
    MessageNature message(std::string_view name, std::string_view data, ir::EventSink &sink) override;
    void whole(std::string_view body, ir::EventSink &sink) override;
    [[nodiscard]] std::optional<std::size_t> skim(std::string_view name, std::string_view data) override;
    [[nodiscard]] bool skimWhole(std::string_view body, ir::EventSink &sink) override;
    void end(ir::EventSink &sink) override;

private:
    /// What the upstream's open block is.
    enum class Upstream { Nothing, Text, Thinking, Call, Hosted, Skipped };

    void start(json::Value message, ir::EventSink &sink);
    void beginBlock(json::Value block, ir::EventSink &sink);
    void beginCall(json::Value block, ir::EventSink &sink);
    void beginThinking(json::Value block, ir::EventSink &sink);
    bool delta(json::Value delta, ir::EventSink &sink);
    bool endBlock(ir::EventSink &sink);
    bool text(std::string_view escaped, ir::EventSink &sink);
    bool thinking(std::string_view escaped, ir::EventSink &sink);
    bool arguments(std::string_view escaped, ir::EventSink &sink);
    void cite(json::Value citation);
    void flushCitations(ir::EventSink &sink);
    void messageDelta(json::Value delta, json::Value usage, ir::EventSink &sink);
    void takeStop(json::Value message);
    void takeUsage(json::Value usage, ir::EventSink &sink);
    void open(ir::BlockStart start, ir::EventSink &sink);
    void close(ir::EventSink &sink, bool isCut);
    void conclude(ir::EventSink &sink);
    void fail(ir::Failure failure, ir::EventSink &sink);

    json::Document m_document;
    json::Document m_citation;
    Upstream m_upstream = Upstream::Nothing;
    std::optional<ir::BlockKind> m_open; // the neutral block
    int m_index = 0;                     // its number, or the next one's
    std::string m_messageId;
    bool m_isStarted = false;
    bool m_isEnded = false;    // Finish or Failure is out
    bool m_isTerminal = false; // the stream's own end was seen
    bool m_hasCalls = false;

    std::string m_input; // of a call that came with its arguments at once, escaped
    ir::ArgumentsProgress m_progress;
    bool m_hasArguments = false;
    bool m_isUnread = false; // some of its arguments were skimmed
    HostedBlock m_hosted;
    std::vector<std::string> m_citations; // of the open text block, which they are of from begin to end
    std::int64_t m_characters = 0;        // of the neutral text block
    std::int64_t m_textBegin = 0;         // of the upstream's in it

    MessageUsage m_usage;
    record::Usage m_usageBefore; // of the messages that this one continues
    std::optional<ir::StopReason> m_reason;
    std::string m_stopSequence;
    std::string m_explanation;
};

} // namespace signalbox::wire::anthropic
