#pragma once

#include "base/json_writer.h"
#include "wire/format.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::responses {

/// Writes an answer for a client that speaks Responses: events in the order that OpenAI's server keeps, one
/// item open at a time, or the whole response object. Codex makes its history of `output_item.done` alone:
/// every finished item gets one, and no item that a failure cut off does. Lives for one answer on the gateway
/// thread.
class ResponsesAnswerWriter final : public AnswerWriter
{
public:
    ResponsesAnswerWriter(AnswerContext context, bool streamed);

    void on(const ir::Event &event) override;
    void keepAlive() override;
    [[nodiscard]] std::string body() override;

private:
    enum class Open { Nothing, Message, Reasoning, StreamedCall, OtherCall };

    void start(const ir::Start &start);
    void startBlock(const ir::BlockStart &start);
    void textDelta(Text text);
    void reasoningDelta(const ir::ReasoningDelta &delta);
    void argumentsDelta(Text fragment);
    void signature(const ir::Signature &signature);
    void citation(const ir::Citation &citation);
    void finish(const ir::Finish &finish);
    void fail(const ir::Failure &failure);

    void openMessage(bool isRefusal);
    void closeMessage(std::string_view status);
    void openReasoning(std::string id);
    void closeSummaryPart();
    void closeReasoning();
    void openCall();
    void closeCall(std::string_view status);
    void closeOtherCall(std::string_view status);
    void closeOpen(bool complete);
    void writeHosted(RawJson item);
    void writePendingTokens();
    void writeRefusal(const ir::Finish &finish);

    void writeItemBegin(JsonWriter &json, std::string_view type, std::string_view status) const;
    void writeCallItem(JsonWriter &json, std::string_view status, std::string_view payload) const;
    void itemEvent(std::string_view type, std::string_view item);
    /// Puts the finished item into the answer's list and tells of it.
    void itemDone(std::string_view item);
    void writeBeginning();
    void writeEnd(std::string_view type, std::string_view status, std::string_view incomplete = {},
                  std::string_view code = {}, std::string_view message = {});
    void ensureCreated();
    /// Begins an event; the caller appends further members and calls endEvent.
    std::string &beginEvent(std::string_view type);
    void endEvent();
    void beginItemEvent(std::string_view type);
    /// What stands before the text of each delta of the open item.
    void setDeltaHead(std::string_view type, std::string_view members);
    void writeDelta(Text text);
    [[nodiscard]] std::string itemId(std::string_view prefix) const;

    AnswerContext m_context;
    const bool m_streamed;
    const bool m_isCodex;
    std::string m_id;
    std::string m_model;
    bool m_isCreated = false;
    bool m_isEnded = false;
    std::int64_t m_sequence = 0;
    std::int64_t m_outputIndex = 0;
    std::string m_items; // the finished ones
    std::string m_body;  // of a whole answer
    std::optional<record::Usage> m_usage;

    Open m_open = Open::Nothing;
    bool m_isCut = false; // the open block ended without being complete: what comes next says why
    std::string m_itemId;
    std::string m_text; // of the open message, summary part or call, escaped
    std::string m_phase;
    std::string m_annotations;
    std::int64_t m_annotationCount = 0;
    bool m_isRefusal = false;
    bool m_hasRefused = false;
    std::string m_deltaHead;
    std::string m_summary; // finished parts
    std::int64_t m_summaryIndex = 0;
    std::optional<std::pair<bool, int>> m_summaryPart; // the upstream's, of the open one
    std::string m_token;
    std::vector<std::string> m_pendingTokens; // that belong to no reasoning block
    ir::CallKind m_callKind = ir::CallKind::Function;
    std::string m_callId;
    std::string m_callNameSpace;
    std::string m_callName;
    bool m_isCallOpen = false; // told of: its first fragment has come
    std::string m_scratch;
};

} // namespace signalbox::wire::responses
