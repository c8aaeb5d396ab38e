#pragma once

#include "wire/format.h"
#include "wire/gemini/grounding_collector.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::gemini {

/// Writes an answer as Gemini's responses: a stream of them, or one that holds all of its parts. Calls are
/// written whole, once their arguments are. State that was sealed for this client stands on the next part
/// that its SDKs keep (they throw thoughts away). One answer; the gateway thread.
class GeminiAnswerWriter final : public AnswerWriter
{
public:
    GeminiAnswerWriter(AnswerContext context, bool streamed);

    void on(const ir::Event &event) override;
    [[nodiscard]] std::string body() override;

private:
    void blockStart(const ir::BlockStart &start);
    void blockEnd(bool complete);
    void words(Text text, bool isThought);
    void signature(const ir::Signature &signature);
    void hosted(RawJson item);
    void call();
    void finish(const ir::Finish &finish);
    void failure(const ir::Failure &failure);

    /// One part: the inside of its object.
    void part(std::string_view inside, std::string_view token);
    void flushWords();
    void beginMessage();
    void endMessage();
    void appendNames(std::string &out) const;
    [[nodiscard]] std::string takePending();
    [[nodiscard]] std::string lastCandidate(const ir::Finish &finish, std::string_view parts);

    AnswerContext m_context;
    const bool m_streamed;
    json::Document m_document;
    GroundingCollector m_grounding;
    std::vector<std::string> m_pending; // carriers for the next part
    std::string m_id;                   // escaped, like all that follow
    std::string m_tail;                 // of each message of a stream, behind its part
    std::string m_parts;                // of a whole answer, joined by commas
    std::string m_words;                // of a whole answer's open part
    std::string m_token;                // that belongs to the open block
    std::string m_callId;
    std::string m_callName;
    std::string m_arguments;
    std::string m_plain;
    std::string m_line;
    std::optional<record::Usage> m_usage;
    std::string m_body;
    ir::BlockKind m_open = ir::BlockKind::Text;
    bool m_isOpen = false;
    bool m_hasMessages; // of a stream that is one list
    bool m_ended = false;
};

} // namespace signalbox::wire::gemini
