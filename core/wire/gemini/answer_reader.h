#pragma once

#include "wire/format.h"
#include "wire/gemini/partial_arguments.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::gemini {

/// Reads answers of the Gemini API: each message of a stream is a whole response of its own. Finish is held
/// until the stream ends: the reason may be repeated, and nothing marks the last message. One answer, one
/// thread.
class GeminiAnswerReader final : public AnswerReader
{
public:
    MessageNature message(std::string_view name, std::string_view data, ir::EventSink &sink) override;
    void whole(std::string_view body, ir::EventSink &sink) override;
    void end(ir::EventSink &sink) override;
    [[nodiscard]] std::optional<std::size_t> skim(std::string_view name, std::string_view data) override;
    [[nodiscard]] bool skimWhole(std::string_view body, ir::EventSink &sink) override;

private:
    MessageNature response(json::Value root, ir::EventSink &sink);
    void candidate(json::Value candidate, MessageNature &nature, ir::EventSink &sink);
    bool part(json::Value part, ir::EventSink &sink);
    bool text(Text words, Text signature, ir::EventSink &sink);
    bool thought(Text words, Text signature, ir::EventSink &sink);
    bool call(json::Value call, Text signature, ir::EventSink &sink);
    bool partialCall(json::Value call, Text signature, ir::EventSink &sink);
    void finishPartial(bool complete, ir::EventSink &sink);
    void emitCall(Text id, Text name, Text signature, std::string_view arguments, bool complete,
                  ir::EventSink &sink);
    bool media(json::Value data, Text signature, ir::EventSink &sink);
    void hosted(json::Value part, ir::EventSink &sink);
    void blocked(json::Value feedback);
    void finishReason(json::Value reason, json::Value message);
    void grounding(ir::EventSink &sink);
    void learn(std::string_view data, json::Value text);
    [[nodiscard]] std::string_view furtherText(std::string_view data) const;

    void open(ir::BlockKind kind, ir::EventSink &sink);
    void begin(ir::BlockStart start, ir::EventSink &sink);
    void close(ir::EventSink &sink, bool complete = true);
    [[nodiscard]] bool isOpen(ir::BlockKind kind) const { return m_isOpen && m_openKind == kind; }
    void sign(Text signature, bool forAnswer, ir::EventSink &sink);
    void conclude(bool sawEnd, ir::EventSink &sink);
    void fail(ir::Failure failure, ir::EventSink &sink);

    json::Document m_document;
    std::string m_id;   // of the answer
    std::string m_text; // escaped, of the open text block
    std::string m_arguments;
    std::string m_grounding; // the latest metadata that tells anything
    std::string m_explanation;
    std::optional<ir::StopReason> m_reason;
    // A call whose arguments come in pieces.
    PartialArguments m_partial;
    std::string m_partialId;
    std::string m_partialName;
    std::string m_partialSignature;
    bool m_isPartial = false;
    // What stands round the text in a message of plain text, up to the counts, which differ each time.
    json::Value m_plain;
    std::string m_before;
    std::string m_behind;
    ir::BlockKind m_openKind = ir::BlockKind::Text;
    int m_index = 0; // of the next block
    bool m_isOpen = false;
    bool m_started = false;
    bool m_hasCalls = false;
    bool m_finished = false; // Finish or Failure is out
};

} // namespace signalbox::wire::gemini
