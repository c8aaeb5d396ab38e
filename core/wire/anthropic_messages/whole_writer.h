#pragma once

#include "wire/anthropic_messages/answer_parts.h"
#include "wire/format.h"

#include <optional>
#include <string>

namespace signalbox::wire::anthropic {

/// Collects an answer's events into one message: what the stream of the same events adds up to. One answer;
/// the gateway thread.
class AnthropicWholeWriter final : public AnswerWriter
{
public:
    explicit AnthropicWholeWriter(AnswerContext context);

    void on(const ir::Event &event) override;
    [[nodiscard]] std::string body() override;

private:
    void blockStart(const ir::BlockStart &start);
    void blockEnd();
    void writeInput();

    AnswerContext m_context;
    std::string m_upstreamId;
    std::string m_upstreamModel;
    std::string m_content; // the finished blocks
    JsonWriter m_blocks;   // into m_content
    ir::BlockKind m_kind = ir::BlockKind::Text;
    std::string m_text; // of the open block: words or arguments, escaped
    std::string m_callId;
    std::string m_callName;
    Thought m_thought;
    record::Usage m_usage;
    bool m_hasUsage = false;
    std::string m_stop; // the members that tell how it ended
    std::optional<ir::Failure> m_failure;
};

} // namespace signalbox::wire::anthropic
