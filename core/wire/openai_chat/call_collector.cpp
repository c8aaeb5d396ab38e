#include "wire/openai_chat/call_collector.h"

#include "base/json_writer.h"

#include <algorithm>

namespace signalbox::wire::openai_chat {

namespace {

bool isNew(std::string_view known, Text given)
{
    return !given.isEmpty() && !known.empty() && known != given.escaped;
}

} // namespace

CallCollector::Call &CallCollector::callFor(json::Value entry, json::Value body, bool isWhole)
{
    const std::optional<std::int64_t> index = entry["index"].integer();
    const Text id = entry["id"].text();
    const Text name = body["name"].text();
    Call *found = nullptr;
    if (!isWhole) {
        // From the back: where a host uses one index for all its calls, the newest is meant.
        for (auto it = m_calls.rbegin(); it != m_calls.rend() && found == nullptr; ++it) {
            if (index ? it->index == index : (!id.isEmpty() && it->id == id.escaped))
                found = &*it;
        }
        if (!index && found == nullptr && id.isEmpty() && name.isEmpty() && !m_calls.empty())
            found = &m_calls.back();
        if (found != nullptr && index && isNew(found->id, id)) {
            // Another id at a known index is another call, but it may be one that has an entry already.
            const auto known =
                std::ranges::find_if(m_calls, [&](const Call &call) { return call.id == id.escaped; });
            found = known != m_calls.end() ? &*known : nullptr;
        } else if (found != nullptr && id.isEmpty() && !name.isEmpty()) {
            // Without ids a name tells: another one, or the same again behind arguments that are whole.
            const bool again = found->progress.isComplete() && !body["arguments"].text().isEmpty();
            if (again || (found->hasArguments && isNew(found->name, name)))
                found = nullptr;
        }
    }
    if (found == nullptr) {
        found = &m_calls.emplace_back();
        found->index = index;
    }
    if (found->id.empty())
        found->id = id.escaped;
    if (found->name.empty())
        found->name = name.escaped;
    return *found;
}

void CallCollector::append(Call &call, json::Value arguments)
{
    const std::size_t before = call.waiting.size();
    if (arguments.isString())
        call.waiting += arguments.text().escaped;
    else if (arguments.isObject() || arguments.isArray())
        appendJsonEscaped(call.waiting, arguments.raw());
    const std::string_view added = std::string_view(call.waiting).substr(before);
    call.hasArguments |= !added.empty();
    if (!call.isFreeform)
        call.progress.feed(added);
}

bool CallCollector::add(json::Value entry, bool isWhole, ir::BlockEmitter &blocks, ir::EventSink &sink)
{
    if (!entry.isObject())
        return false;
    const json::Value function = entry["function"];
    const json::Value custom = entry["custom"];
    const bool isFreeform =
        custom.isObject() && !custom["name"].text().isEmpty() && function["name"].text().isEmpty();
    const bool continuesFreeform = custom.isObject() && !function.isObject();
    const json::Value body = isFreeform || continuesFreeform ? custom : function;
    Call &call = callFor(entry, body, isWhole);
    call.isFreeform |= isFreeform;
    if (const Text signature = entry["extra_content"]["google"]["thought_signature"].text();
        !signature.isEmpty())
        call.signature = signature.escaped;
    append(call, body[call.isFreeform ? "input" : "arguments"]);
    return pump(false, false, blocks, sink);
}

bool CallCollector::addOldForm(json::Value function, ir::BlockEmitter &blocks, ir::EventSink &sink)
{
    const Text name = function["name"].text();
    if (m_calls.empty() && name.isEmpty())
        return false; // Snowflake sends it empty beside the new form
    if (m_calls.empty())
        m_calls.emplace_back().name = name.escaped;
    append(m_calls.back(), function["arguments"]);
    return pump(false, false, blocks, sink);
}

bool CallCollector::finish(bool cut, ir::BlockEmitter &blocks, ir::EventSink &sink)
{
    return pump(true, cut, blocks, sink);
}

/// Sends what can be sent in order: of the active call what has come, and where it is done the next.
bool CallCollector::pump(bool isFinishing, bool cut, ir::BlockEmitter &blocks, ir::EventSink &sink)
{
    bool real = false;
    while (m_active < m_calls.size()) {
        Call &call = m_calls[m_active];
        const bool isLast = m_active + 1 == m_calls.size();
        const bool whole = call.isFreeform || call.progress.isComplete();
        real |= (!call.name.empty() || isFinishing) && stream(call, blocks, sink);
        // A call is over when another has begun and its arguments are whole; else fragments of it may still
        // come.
        if (!isFinishing && (isLast || !whole || !call.begun))
            return real;
        if (!call.hasArguments && !call.isFreeform && !cut)
            sink.on(ir::ArgumentsDelta{Text{"{}"}});
        blocks.close(sink, !cut || whole);
        real = true;
        ++m_active;
    }
    return real;
}

bool CallCollector::stream(Call &call, ir::BlockEmitter &blocks, ir::EventSink &sink)
{
    if (!call.begun) {
        call.begun = true;
        ir::BlockStart start;
        start.kind = ir::BlockKind::Call;
        start.callKind = call.isFreeform ? ir::CallKind::Freeform : ir::CallKind::Function;
        start.id = Text{call.id};
        start.name = Text{call.name};
        blocks.begin(start, sink);
    }
    if (!call.signature.empty()) {
        ir::Signature signature;
        signature.token = Text{call.signature};
        sink.on(signature);
        call.signature.clear();
    }
    if (call.waiting.empty())
        return false;
    sink.on(ir::ArgumentsDelta{Text{call.waiting}});
    call.waiting.clear();
    return true;
}

} // namespace signalbox::wire::openai_chat
