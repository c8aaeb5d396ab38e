#pragma once

#include "wire/dialect.h"
#include "wire/ir/event.h"
#include "wire/ir/freeform_input.h"
#include "wire/ir/tool_names.h"

#include <memory>
#include <string>
#include <unordered_set>

namespace signalbox::wire::ir {

/// Between an upstream's reader and a client's writer: gives calls back the names, namespaces and kinds that
/// the client declared; unwraps the input of freeform tools from JSON; gives ids to calls that have none and
/// tells equal ones apart; and where the client allowed one call at a time and the upstream cannot be told
/// so, keeps the first only. Calls of searches, shells and native patches keep their arguments as JSON text:
/// the client's writer makes their items. Lives for one answer. Request and next sink outlive it.
class ToolRestorer final : public EventSink
{
public:
    /// `dialect` is the one the request was written for.
    ToolRestorer(const Request &request, const Dialect &dialect, EventSink &next);
    void on(const Event &event) override;

private:
    void onBlockStart(BlockStart start);
    void onArguments(const ArgumentsDelta &delta);
    void onBlockEnd(BlockEnd end);
    void nameCall(BlockStart &start);
    [[nodiscard]] Text uniqueId(Text id);

    const Request &m_request;
    const int m_nameLength;
    const bool m_oneCall;
    EventSink &m_next;
    std::unique_ptr<ToolNames> m_names;     // made for the first call
    std::unique_ptr<FreeformInput> m_input; // of the open call, if its text has to be unwrapped
    std::unordered_set<std::string> m_ids;
    std::string m_answerId;
    std::string m_id; // of the open call, where it had to be made
    std::string m_scratch;
    int m_calls = 0;
    int m_index = 0; // of the next block that goes out
    bool m_swallows = false;
};

} // namespace signalbox::wire::ir
