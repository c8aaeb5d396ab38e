#pragma once

#include "wire/format.h"
#include "wire/ir/block_emitter.h"
#include "wire/ir/fragment_text.h"
#include "wire/json/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::cohere {

/// An error body of Cohere, `{"message":"words"}`, in neutral words.
[[nodiscard]] ir::Failure readErrorBody(int status, std::string_view body);

/// Reads answers of Cohere's Chat API. What the model plans before it calls tools is told as thought. The
/// type in an event's data counts, not its name. One answer, one thread.
class CohereAnswerReader final : public AnswerReader
{
public:
    MessageNature message(std::string_view name, std::string_view data, ir::EventSink &sink) override;
    void whole(std::string_view body, ir::EventSink &sink) override;
    void end(ir::EventSink &sink) override;
    /// Nobody's bytes are passed on in this format.
    [[nodiscard]] std::optional<std::size_t> skim(std::string_view, std::string_view) override { return {}; }
    [[nodiscard]] bool skimWhole(std::string_view, ir::EventSink &) override { return false; }

private:
    MessageNature event(json::Value root, ir::EventSink &sink);
    bool content(json::Value content, ir::EventSink &sink);
    bool text(Text text, ir::BlockKind kind, ir::EventSink &sink);
    void beginCall(json::Value call, ir::EventSink &sink);
    bool arguments(json::Value function, ir::EventSink &sink);
    void citation(json::Value citation, ir::EventSink &sink);
    void closeBlock(ir::EventSink &sink, bool complete = true);
    void finish(json::Value root, ir::EventSink &sink);
    void fail(ir::Failure failure, ir::EventSink &sink);

    json::Document m_document;
    ir::BlockEmitter m_blocks;
    ir::ArgumentsProgress m_progress; // of the open call
    std::string m_scratch;
    bool m_started = false;
    bool m_hasCalls = false;
    bool m_hasArguments = false; // of the open call, any came
    bool m_finished = false;     // Finish or Failure is out
};

} // namespace signalbox::wire::cohere
