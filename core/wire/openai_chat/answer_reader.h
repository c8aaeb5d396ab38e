#pragma once

#include "wire/format.h"
#include "wire/ir/block_emitter.h"
#include "wire/openai_chat/call_collector.h"
#include "wire/openai_chat/details_collector.h"
#include "wire/openai_chat/think_splitter.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::openai_chat {

/// Reads answers of the Chat Completions API and of all who speak like it. Finish is held until usage has
/// come behind the finishing chunk, or `[DONE]`, or the end: an error may still follow. One answer, one
/// thread.
class ChatAnswerReader final : public AnswerReader
{
public:
    explicit ChatAnswerReader(const Target &target);

    MessageNature message(std::string_view name, std::string_view data, ir::EventSink &sink) override;
    void whole(std::string_view body, ir::EventSink &sink) override;
    void end(ir::EventSink &sink) override;
    [[nodiscard]] std::optional<std::size_t> skim(std::string_view name, std::string_view data) override;
    [[nodiscard]] bool skimWhole(std::string_view body, ir::EventSink &sink) override;

private:
    /// The members of a `delta` or `message` that mean something, found in one walk.
    struct Delta
    {
        json::Value content;
        json::Value reasoningContent;
        json::Value reasoning;
        json::Value details;
        json::Value refusal;
        json::Value toolCalls;
        json::Value functionCall;
        json::Value annotations;
        json::Value extraContent;

        /// Text, and nothing else that means something.
        [[nodiscard]] bool isPlain() const
        {
            return content.isString() && !reasoningContent.isPresent() && !reasoning.isPresent() &&
                   !details.isPresent() && !refusal.isPresent() && !toolCalls.isPresent() &&
                   !functionCall.isPresent() && !annotations.isPresent() && !extraContent.isPresent();
        }
    };
    [[nodiscard]] static Delta find(json::Value delta);

    MessageNature chunk(json::Value root, bool isErrorEvent, ir::EventSink &sink);
    void choice(json::Value choice, bool isWhole, MessageNature &nature, ir::EventSink &sink);
    bool delta(const Delta &delta, bool isWhole, ir::EventSink &sink);
    bool thoughts(const Delta &delta, ir::EventSink &sink);
    bool content(json::Value content, bool isWhole, ir::EventSink &sink);
    bool contentText(std::string_view escaped, bool isWhole, ir::EventSink &sink);
    bool emitText(std::string_view escaped, ir::EventSink &sink);
    bool emitThought(std::string_view escaped, bool isSummary, ir::EventSink &sink);
    void citations(json::Value annotations, ir::EventSink &sink);
    void emitCitation(std::string_view citation, ir::EventSink &sink);
    void messageSignature(json::Value extraContent, ir::EventSink &sink);
    void flushDetails(ir::EventSink &sink);
    void usage(json::Value usage, ir::EventSink &sink);
    void learn(std::string_view data);
    [[nodiscard]] std::string_view furtherText(std::string_view name, std::string_view data) const;
    void finishReason(Text word, ir::EventSink &sink);
    void closeAll(bool cut, bool complete, ir::EventSink &sink);
    void conclude(bool sawEnd, ir::EventSink &sink);
    void fail(ir::Failure failure, ir::EventSink &sink);

    const bool m_usageOmitsReasoning;
    const bool m_thinkTags;
    json::Document m_document;
    ir::BlockEmitter m_blocks;
    CallCollector m_calls;
    DetailsCollector m_details;
    ThinkSplitter m_think;
    std::string m_deferred; // text that came while a call was open
    std::vector<std::string> m_deferredCitations;
    std::optional<ir::StopReason> m_reason;
    std::string m_badReason; // a finish reason that is an error
    json::Value m_plain;     // the content of the message that is read, where that is all it brings
    // What stands round the content in a message of plain text. Hosts send the same again and again.
    std::string m_before;
    std::string m_behind;
    bool m_started = false;
    bool m_thoughtsAreNamed = false; // in a member of their own, not in details alone
    bool m_hasRefusal = false;
    bool m_finished = false; // Finish or Failure is out
    bool m_done = false;     // the stream's own end was seen
};

} // namespace signalbox::wire::openai_chat
