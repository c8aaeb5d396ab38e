#include "wire/ir/tool_restorer.h"

#include "base/ids.h"

namespace signalbox::wire::ir {

ToolRestorer::ToolRestorer(const Request &request, const Dialect &dialect, EventSink &next)
    : m_request(request), m_nameLength(dialect.toolNameLength),
      m_oneCall(request.parallelToolCalls == false && !dialect.parallelToolCallsField), m_next(next)
{
}

void ToolRestorer::on(const Event &event)
{
    if (const auto *start = std::get_if<BlockStart>(&event)) {
        onBlockStart(*start);
    } else if (const auto *end = std::get_if<BlockEnd>(&event)) {
        onBlockEnd(*end);
    } else if (m_swallows && !std::holds_alternative<Finish>(event) &&
               !std::holds_alternative<Failure>(event) && !std::holds_alternative<UsageUpdate>(event)) {
        return;
    } else if (const auto *delta = std::get_if<ArgumentsDelta>(&event)) {
        onArguments(*delta);
    } else {
        if (const auto *begin = std::get_if<Start>(&event))
            m_answerId = begin->id.escaped;
        m_next.on(event);
    }
}

void ToolRestorer::onBlockStart(BlockStart start)
{
    m_input.reset();
    if (start.kind == BlockKind::Call) {
        if (m_oneCall && m_calls > 0) {
            m_swallows = true;
            return;
        }
        start.id = uniqueId(start.id);
        ++m_calls;
        nameCall(start);
    }
    start.index = m_index;
    m_next.on(start);
}

void ToolRestorer::nameCall(BlockStart &start)
{
    if (!m_names)
        m_names = std::make_unique<ToolNames>(m_request, m_nameLength);
    const ToolName *known = start.nameSpace.isEmpty() ? m_names->find(start.name) : nullptr;
    if (known == nullptr)
        return; // made up by the model: the client says so and the model recovers
    start.nameSpace = known->nameSpace;
    start.name = known->name;
    if (start.callKind == CallKind::Function && known->kind == CallKind::Freeform)
        m_input = std::make_unique<FreeformInput>(equals(known->name, "apply_patch"));
    if (start.callKind == CallKind::Function)
        start.callKind = known->kind;
}

void ToolRestorer::onArguments(const ArgumentsDelta &delta)
{
    if (!m_input) {
        m_next.on(delta);
        return;
    }
    m_scratch.clear();
    m_input->feed(delta.fragment.escaped, m_scratch);
    if (!m_scratch.empty())
        m_next.on(ArgumentsDelta{Text{m_scratch}});
}

void ToolRestorer::onBlockEnd(BlockEnd end)
{
    if (m_swallows) {
        m_swallows = false;
        return;
    }
    if (m_input) {
        m_scratch.clear();
        m_input->finish(m_scratch);
        if (!m_scratch.empty())
            m_next.on(ArgumentsDelta{Text{m_scratch}});
        end.complete = end.complete && m_input->isComplete();
        m_input.reset();
    }
    end.index = m_index++;
    m_next.on(end);
}

/// Ids are what links a call to its result, so there is always one and no two are equal. Made ones depend on
/// the answer and the place in it alone.
Text ToolRestorer::uniqueId(Text id)
{
    if (!id.isEmpty() && m_ids.emplace(id.escaped).second)
        return id;
    if (id.isEmpty()) {
        m_id = derivedId("call_", m_answerId + '/' + std::to_string(m_calls));
    } else {
        int count = 2;
        do {
            m_id = std::string(id.escaped) + '_' + std::to_string(count++);
        } while (m_ids.contains(m_id));
    }
    m_ids.insert(m_id);
    return Text{m_id};
}

} // namespace signalbox::wire::ir
