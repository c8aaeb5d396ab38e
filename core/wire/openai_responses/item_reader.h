#pragma once

#include "wire/ir/event.h"
#include "wire/json/document.h"
#include "wire/openai_responses/item_types.h"

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::wire::responses {

/// Turns what a stream tells of one output item after the other into blocks. Deltas give text as it comes;
/// what a
/// `.done` or the finished item holds and no delta brought is given then. One item is open at a time: of
/// others only the finished item counts, and it waits until the open one is done. Lives for one answer.
class ItemReader final
{
public:
    void setSink(ir::EventSink *sink) { m_sink = sink; }

    void added(std::int64_t index, const json::Value &item);
    void done(std::int64_t index, const json::Value &item);
    void textDelta(std::int64_t index, std::int64_t part, ir::BlockKind kind, Text text);
    /// All of a part's text: given where no delta brought any of it.
    void textDone(std::int64_t index, std::int64_t part, ir::BlockKind kind, Text text);
    void partDone(std::int64_t index, std::int64_t part, const json::Value &content);
    void citation(std::int64_t index, const json::Value &annotation);
    void reasoningDelta(std::int64_t index, std::int64_t part, bool isSummary, Text text);
    void reasoningDone(std::int64_t index, std::int64_t part, bool isSummary, Text text);
    void argumentsDelta(std::int64_t index, Text fragment);
    void argumentsDone(std::int64_t index, Text arguments);

    /// The answer's list of items at its end, or a whole answer's: items that were never told of are given
    /// now.
    void rest(const json::Value &output);
    /// No more will come of the open item.
    void close(bool complete);

    /// Whether a block is open and has begun to speak.
    [[nodiscard]] bool isSpeaking() const { return m_blockOpen && m_hasText; }
    [[nodiscard]] bool hasBlocks() const { return m_nextBlock > 0; }
    [[nodiscard]] bool hasCalls() const { return m_hasCalls; }
    [[nodiscard]] bool hasRefusal() const { return m_hasRefusal; }
    /// Whether something that a client can use was given since the last call.
    [[nodiscard]] bool takeReal() { return std::exchange(m_isReal, false); }

private:
    void open(std::int64_t index, ItemType type);
    [[nodiscard]] bool isOpen(std::int64_t index, ItemType type);
    void finish(const json::Value &item);
    void finishMessage(const json::Value &item, bool complete);
    void finishReasoning(const json::Value &item);
    void finishCall(const json::Value &item, ItemType type, bool complete);
    void startCall(const json::Value &item, ItemType type);
    void startBlock(const ir::BlockStart &start);
    void endBlock(bool complete);
    void give(const ir::Event &event, Text text);
    void giveCitations(const json::Value &annotations);
    void releaseWaiting();

    ir::EventSink *m_sink = nullptr;
    std::int64_t m_open = -1; // output_index; -1: none
    ItemType m_type = ItemType::Unknown;
    std::string m_phase;
    bool m_blockOpen = false;
    ir::BlockKind m_blockKind = ir::BlockKind::Text;
    int m_nextBlock = 0;
    std::int64_t m_part = 0;       // of the message: the one that is open or comes next
    bool m_hasText = false;        // the open block has some
    std::size_t m_citations = 0;   // of the open block
    std::vector<char> m_summaries; // of the reasoning item: parts that were given
    std::vector<char> m_thoughts;
    std::vector<char> m_states; // of items by output_index, see kAdded and kDone
    std::vector<std::pair<std::int64_t, std::string>>
        m_waiting; // finished items that came while another was open
    bool m_hasCalls = false;
    bool m_hasRefusal = false;
    bool m_isReal = false;
    std::string m_scratch;
};

/// Whether the client has to run it: searches and shells may also run at the provider.
[[nodiscard]] bool isClientCall(ItemType type, const json::Value &item);

} // namespace signalbox::wire::responses
