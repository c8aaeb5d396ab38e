#pragma once

#include "wire/format.h"
#include "wire/ir/block_emitter.h"
#include "wire/ir/fragment_text.h"
#include "wire/json/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::bedrock_converse {

/// Reads answers of Converse and ConverseStream. Only calls have an event that begins them: a piece of a
/// block that was not seen yet begins it, and says by itself what it is of. Finish is held until usage has
/// come behind `messageStop`. One answer, one thread.
class BedrockAnswerReader final : public AnswerReader
{
public:
    MessageNature message(std::string_view name, std::string_view data, ir::EventSink &sink) override;
    void whole(std::string_view body, ir::EventSink &sink) override;
    void end(ir::EventSink &sink) override;
    /// Nobody's bytes are passed on in this format.
    [[nodiscard]] std::optional<std::size_t> skim(std::string_view, std::string_view) override { return {}; }
    [[nodiscard]] bool skimWhole(std::string_view, ir::EventSink &) override { return false; }

private:
    MessageNature event(std::size_t kind, json::Value root, ir::EventSink &sink);
    bool blockStart(json::Value root, ir::EventSink &sink);
    bool blockDelta(json::Value root, ir::EventSink &sink);
    void blockStop(json::Value root, ir::EventSink &sink);
    void messageStop(json::Value root, ir::EventSink &sink);
    bool content(json::Value block, ir::EventSink &sink);
    void beginCall(json::Value call, ir::EventSink &sink);
    bool arguments(std::string_view escaped, ir::EventSink &sink);
    bool text(Text text, ir::EventSink &sink);
    bool thought(json::Value reasoning, ir::EventSink &sink);
    void enter(std::int64_t index, ir::EventSink &sink);
    void closeBlock(ir::EventSink &sink, bool complete = true);
    void start(ir::EventSink &sink);
    void conclude(ir::EventSink &sink);
    void fail(ir::Failure failure, ir::EventSink &sink);

    json::Document m_document;
    ir::BlockEmitter m_blocks;
    ir::ArgumentsProgress m_progress; // of the open call
    std::string m_scratch;
    std::string m_stopSequence; // escaped
    std::optional<ir::StopReason> m_reason;
    std::optional<std::int64_t> m_index; // contentBlockIndex of the open block
    bool m_skips = false;                // the open block is of a tool that the provider runs itself
    bool m_started = false;
    bool m_isGuarded = false;
    bool m_hasText = false;
    bool m_hasCalls = false;
    bool m_hasArguments = false; // of the open call, any came
    bool m_finished = false;     // Finish or Failure is out
};

} // namespace signalbox::wire::bedrock_converse
