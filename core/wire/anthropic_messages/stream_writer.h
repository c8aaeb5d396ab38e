#pragma once

#include "wire/anthropic_messages/answer_parts.h"
#include "wire/format.h"

#include <string>
#include <string_view>

namespace signalbox::wire::anthropic {

/// Writes an answer as the events of a Messages stream: one block open at a time, indices without gaps, each
/// start with its stop. One answer; the gateway thread.
class AnthropicStreamWriter final : public AnswerWriter
{
public:
    explicit AnthropicStreamWriter(AnswerContext context);

    void on(const ir::Event &event) override;
    void keepAlive() override;
    /// A stream has no body of its own.
    [[nodiscard]] std::string body() override { return {}; }

private:
    /// The block that the client knows to be open.
    enum class Open { Nothing, Text, Thinking, Call };

    void blockStart(const ir::BlockStart &start);
    void callStart(const ir::BlockStart &start);
    void hosted(RawJson item);
    void text(Text words);
    void thinking(Text words);
    void arguments(Text fragment);
    void blockEnd(bool complete);
    void thoughtEnd();
    void finish(const ir::Finish &finish);
    void failure(const ir::Failure &failure);

    void ensureStarted();
    void beginEvent(std::string_view type);
    void endEvent();
    void beginBlock(Open open, std::string_view block);
    void writeDelta(std::string_view type, Text text);
    void stopBlock();
    [[nodiscard]] record::Usage firstUsage() const;

    AnswerContext m_context;
    std::string m_upstreamId;
    std::string m_upstreamModel;
    record::Usage m_usage;
    bool m_hasUsage = false;
    bool m_isStarted = false;
    bool m_isEnded = false;
    ir::BlockKind m_kind = ir::BlockKind::Text; // of the neutral block
    Open m_open = Open::Nothing;
    bool m_isStopHeld = false; // of a call that broke off: clients run what is stopped
    int m_index = 0;           // of the open block, or of the next
    Thought m_thought;
    std::string m_deltaHead; // what stands before each delta's text
};

} // namespace signalbox::wire::anthropic
