#pragma once

#include "wire/ir/block_emitter.h"
#include "wire/ir/fragment_text.h"
#include "wire/json/document.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace signalbox::wire::openai_chat {

/// Makes whole, sequential calls of the fragments in `delta.tool_calls`: hosts leave out the index or use one
/// for all, repeat ids and names or send them empty, give arguments at once, as objects or before the name,
/// and interleave calls. The first unfinished call streams; those behind it wait in buffers. One answer, one
/// thread.
class CallCollector final
{
public:
    /// One element of `tool_calls`. `isWhole`: it is of a whole message, a call of its own. True where a
    /// delta went out.
    bool add(json::Value entry, bool isWhole, ir::BlockEmitter &blocks, ir::EventSink &sink);
    /// The old `function_call`.
    bool addOldForm(json::Value function, ir::BlockEmitter &blocks, ir::EventSink &sink);
    /// No more fragments: everything that waits goes out. `cut`: the answer broke off, so unfinished
    /// arguments say so.
    bool finish(bool cut, ir::BlockEmitter &blocks, ir::EventSink &sink);
    [[nodiscard]] bool isEmpty() const { return m_calls.empty(); }

private:
    struct Call
    {
        std::optional<std::int64_t> index;
        std::string id;
        std::string name;
        std::string waiting;   // arguments that have not gone out, escaped
        std::string signature; // Gemini's, escaped
        ir::ArgumentsProgress progress;
        bool isFreeform = false;
        bool begun = false;
        bool hasArguments = false;
    };

    [[nodiscard]] Call &callFor(json::Value entry, json::Value body, bool isWhole);
    bool pump(bool isFinishing, bool cut, ir::BlockEmitter &blocks, ir::EventSink &sink);
    bool stream(Call &call, ir::BlockEmitter &blocks, ir::EventSink &sink);
    void append(Call &call, json::Value arguments);

    std::deque<Call> m_calls;
    std::size_t m_active = 0; // calls before this one are done
};

} // namespace signalbox::wire::openai_chat
