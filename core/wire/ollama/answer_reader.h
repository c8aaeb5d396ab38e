#pragma once

#include "wire/format.h"
#include "wire/ir/block_emitter.h"
#include "wire/json/document.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::ollama {

/// An error body of Ollama, `{"error":"words"}`, in neutral words.
[[nodiscard]] ir::Failure readErrorBody(int status, std::string_view body);

/// Reads answers of Ollama's chat: each line brings a piece of text or thought, or whole calls, and the last
/// one, with `done`, the counts. A whole answer is one line. One answer, one thread.
class OllamaAnswerReader final : public AnswerReader
{
public:
    MessageNature message(std::string_view name, std::string_view data, ir::EventSink &sink) override;
    void whole(std::string_view body, ir::EventSink &sink) override;
    void end(ir::EventSink &sink) override;
    /// Nobody's bytes are passed on in this format.
    [[nodiscard]] std::optional<std::size_t> skim(std::string_view, std::string_view) override { return {}; }
    [[nodiscard]] bool skimWhole(std::string_view, ir::EventSink &) override { return false; }

private:
    MessageNature line(json::Value root, ir::EventSink &sink);
    bool content(json::Value message, ir::EventSink &sink);
    bool text(Text text, ir::BlockKind kind, ir::EventSink &sink);
    bool call(json::Value call, ir::EventSink &sink);
    void finish(json::Value root, ir::EventSink &sink);
    void fail(ir::Failure failure, ir::EventSink &sink);

    json::Document m_document;
    ir::BlockEmitter m_blocks;
    std::string m_scratch;
    bool m_started = false;
    bool m_hasCalls = false;
    bool m_finished = false; // Finish or Failure is out
};

} // namespace signalbox::wire::ollama
