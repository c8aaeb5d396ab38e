#pragma once

#include "wire/dialect.h"
#include "wire/format_id.h"
#include "wire/ir/event.h"
#include "wire/ir/request.h"

#include <optional>
#include <string>
#include <string_view>

/// Compaction for providers that know none: the model writes a summary in plain words, and the client gets it
/// as the one opaque item it waits for, which a later request opens into the words again.
namespace signalbox::wire::ir {

/// Whether the conversation ends with a `compaction_trigger`, which wants exactly one `compaction` item back,
/// and the upstream is none that makes such items itself.
[[nodiscard]] bool needsSummary(const Request &request, Format upstream, const Dialect &dialect);

/// Makes of such a request one for a summary in plain words: without tools, without a form of output.
void askForSummary(Request &request);

/// Whether this is the type of an item that stands for a conversation.
[[nodiscard]] bool isCompaction(Text itemType);

/// What a compaction item of our own stands for, as words to the model (the inside of a JSON string); nothing
/// where another provider made the item.
[[nodiscard]] std::optional<std::string> summaryIn(const OpaqueBlock &item, std::string_view carrierKey);

/// Between an upstream's reader and a Responses writer: swallows what the model says and gives the summary
/// out as one sealed compaction item before the end. An answer without words becomes a Failure: an empty item
/// would wipe the client's history. Lives for one answer; the next sink outlives it.
class CompactionPacker final : public EventSink
{
public:
    /// `key` seals the carrier; see sealCarrier.
    CompactionPacker(std::string model, std::string_view key, EventSink &next);
    void on(const Event &event) override;

private:
    void finish();

    EventSink &m_next;
    std::string m_model;
    std::string m_key;
    std::string m_summary; // escaped
    BlockKind m_open = BlockKind::Text;
};

} // namespace signalbox::wire::ir
