#pragma once

#include "wire/format.h"
#include "wire/openai_responses/item_reader.h"

#include <array>
#include <optional>

namespace signalbox::wire::responses {

/// Reads an answer of a host that speaks Responses. Keyed by `output_index`: item ids change from event to
/// event at some hosts. Lives for one attempt on the gateway thread.
class ResponsesAnswerReader final : public AnswerReader
{
public:
    MessageNature message(std::string_view name, std::string_view data, ir::EventSink &sink) override;
    void whole(std::string_view body, ir::EventSink &sink) override;
    void end(ir::EventSink &sink) override;
    [[nodiscard]] std::optional<std::size_t> skim(std::string_view name, std::string_view data) override;
    [[nodiscard]] bool skimWhole(std::string_view body, ir::EventSink &sink) override;

private:
    void start(const json::Value &response, ir::EventSink &sink);
    using EventMembers = std::array<json::Value, 14>;
    void onItemEvent(std::string_view type, const EventMembers &event);
    void finish(const json::Value &response, ir::EventSink &sink);
    void failUnfinished(Text status, ir::EventSink &sink);
    void beginSkimmed(Text id, Text model, ir::EventSink &sink);
    void skimTicket(Text id, Text model, ir::EventSink &sink);
    void failWith(const json::Value &error, std::string_view status, ir::EventSink &sink);

    json::Document m_document;
    ItemReader m_items;
    std::size_t m_deltaAt = 0; // where the last skimmed event has its text
    bool m_isPartOver = false; // and its end was skimmed: what comes next has to be read
    bool m_isStarted = false;
    bool m_isEnded = false;    // Finish or Failure was given
    bool m_isTerminal = false; // what follows is ignored
};

/// Usage of a response object, also in the words of Chat; nothing where it tells none.
[[nodiscard]] std::optional<record::Usage> readUsage(const json::Value &usage);

} // namespace signalbox::wire::responses
