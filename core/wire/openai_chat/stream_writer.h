#pragma once

#include "wire/format.h"
#include "wire/json/document.h"

#include <string>

namespace signalbox::wire::openai_chat {

/// Writes an answer as the chunks of a Chat stream. One answer; the gateway thread.
class ChatStreamWriter final : public AnswerWriter
{
public:
    explicit ChatStreamWriter(AnswerContext context);

    void on(const ir::Event &event) override;
    void keepAlive() override;
    /// A stream has no body of its own.
    [[nodiscard]] std::string body() override { return {}; }

private:
    void start(Text id);
    void blockStart(const ir::BlockStart &start);
    void image(RawJson item);
    void callStart(Text signature);
    void arguments(Text fragment);
    void signature(const ir::Signature &signature);
    void finish(const ir::Finish &finish);
    void failure(const ir::Failure &failure);
    void beginChunk();
    void endChunk();

    AnswerContext m_context;
    json::Document m_document;
    std::string m_head; // of each chunk, up to the delta's inside
    std::string m_callId;
    std::string m_callName;
    record::Usage m_usage;
    bool m_hasUsage = false;
    bool m_started = false;
    bool m_callHeld = false; // its first chunk waits for a signature
    bool m_callIsFreeform = false;
    bool m_hasRefusal = false;
    ir::BlockKind m_open = ir::BlockKind::Text;
    int m_calls = 0;
    int m_images = 0;
    int m_details = 0;
    std::int64_t m_characters = 0;       // of the text so far
    std::int64_t m_charactersBefore = 0; // before the open block
    bool m_ended = false;
};

} // namespace signalbox::wire::openai_chat
