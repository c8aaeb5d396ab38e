#include "wire/openai_responses/item_reader.h"

#include "base/json_writer.h"

#include <algorithm>

namespace signalbox::wire::responses {

namespace {

using json::Value;

constexpr char kAdded = 1;
constexpr char kDone = 2;
constexpr std::int64_t kMaxItems = 100'000; // an index beyond is nonsense, not a list to allocate

char &stateOf(std::vector<char> &states, std::int64_t index)
{
    if (std::size_t(index) >= states.size())
        states.resize(std::size_t(index) + 1, 0);
    return states[std::size_t(index)];
}

/// A client-run call of a kind that has no name of its own, by its item.
ir::CallKind callKind(ItemType type)
{
    switch (type) {
    case ItemType::CustomToolCall:
        return ir::CallKind::Freeform;
    case ItemType::ToolSearchCall:
        return ir::CallKind::ToolSearch;
    case ItemType::LocalShellCall:
        return ir::CallKind::LocalShell;
    case ItemType::ShellCall:
        return ir::CallKind::Shell;
    case ItemType::ApplyPatchCall:
        return ir::CallKind::ApplyPatch;
    default:
        return ir::CallKind::Function;
    }
}

Value payload(ItemType type, const Value &item)
{
    return item[type == ItemType::CustomToolCall                                  ? "input"
                : type == ItemType::LocalShellCall || type == ItemType::ShellCall ? "action"
                : type == ItemType::ApplyPatchCall                                ? "operation"
                                                                                  : "arguments"];
}

ir::BlockStart blockStart(ir::BlockKind kind, Text id = {})
{
    ir::BlockStart start;
    start.kind = kind;
    start.id = id;
    return start;
}

bool isStreamedCall(ItemType type)
{
    return type == ItemType::FunctionCall || type == ItemType::CustomToolCall;
}

} // namespace

bool isClientCall(ItemType type, const Value &item)
{
    switch (type) {
    case ItemType::FunctionCall:
    case ItemType::CustomToolCall:
    case ItemType::LocalShellCall:
    case ItemType::ApplyPatchCall:
        return true;
    case ItemType::ToolSearchCall:
        return item["call_id"].isString() && !item["execution"].is("server");
    case ItemType::ShellCall:
        return !item["environment"]["type"].text().escaped.starts_with("container");
    default:
        return false;
    }
}

void ItemReader::open(std::int64_t index, ItemType type)
{
    m_open = index;
    m_type = type;
    m_part = 0;
    m_phase.clear();
    m_summaries.clear();
    m_thoughts.clear();
    stateOf(m_states, index) |= kAdded;
}

/// Whether an event of this item can be given now. Hosts that leave out `added` are helped where nothing else
/// is open.
bool ItemReader::isOpen(std::int64_t index, ItemType type)
{
    if (m_open < 0 && index >= 0 && index < kMaxItems && type != ItemType::Unknown &&
        (stateOf(m_states, index) & kDone) == 0)
        open(index, type);
    return m_open >= 0 && index == m_open && (type == m_type || type == ItemType::Unknown);
}

void ItemReader::added(std::int64_t index, const Value &item)
{
    if (index < 0 || index >= kMaxItems || (stateOf(m_states, index) & (kAdded | kDone)) != 0)
        return;
    if (m_open >= 0) {
        stateOf(m_states, index) |= kAdded;
        return;
    }
    const ItemType type = itemType(item["type"].text());
    open(index, type);
    m_phase.assign(item["phase"].text().escaped);
    if (type == ItemType::Reasoning)
        startBlock(blockStart(ir::BlockKind::Reasoning, item["id"].text()));
    else if (isStreamedCall(type))
        startCall(item, type);
}

void ItemReader::done(std::int64_t index, const Value &item)
{
    if (index < 0 || index >= kMaxItems || (stateOf(m_states, index) & kDone) != 0)
        return;
    if (m_open >= 0 && m_open != index) {
        if (std::ranges::none_of(m_waiting, [&](const auto &waiting) { return waiting.first == index; }))
            m_waiting.emplace_back(index, item.raw());
        return;
    }
    const ItemType type = itemType(item["type"].text());
    if (m_open < 0) {
        open(index, type);
        m_phase.assign(item["phase"].text().escaped);
    }
    finish(item);
    releaseWaiting();
}

void ItemReader::releaseWaiting()
{
    while (m_open < 0 && !m_waiting.empty()) {
        const auto [index, text] = std::move(m_waiting.front());
        m_waiting.erase(m_waiting.begin());
        json::Document document;
        if (document.parseCopy(text))
            done(index, document.root());
    }
}

void ItemReader::finish(const Value &item)
{
    const ItemType type = itemType(item["type"].text());
    const bool complete = !item["status"].is("incomplete");
    if (type == ItemType::Message) {
        finishMessage(item, complete);
    } else if (type == ItemType::Reasoning) {
        finishReasoning(item);
    } else if (isClientCall(type, item)) {
        finishCall(item, type, complete);
    } else {
        endBlock(complete);
        ir::BlockStart start = blockStart(ir::BlockKind::Hosted);
        start.name = item["type"].text();
        start.raw = {item.raw()};
        startBlock(start);
        endBlock(complete);
    }
    stateOf(m_states, m_open) |= kDone;
    m_open = -1;
    m_isReal = true;
}

void ItemReader::finishMessage(const Value &item, bool complete)
{
    std::int64_t part = 0;
    const std::int64_t given = m_part;
    for (const Value content : item["content"]) {
        if (part >= given)
            partDone(m_open, part, content);
        ++part;
    }
    endBlock(complete);
}

void ItemReader::finishReasoning(const Value &item)
{
    if (!m_blockOpen)
        startBlock(blockStart(ir::BlockKind::Reasoning, item["id"].text()));
    std::int64_t part = 0;
    for (const Value summary : item["summary"])
        reasoningDone(m_open, part++, true, summary["text"].text());
    part = 0;
    for (const Value thought : item["content"])
        reasoningDone(m_open, part++, false, thought["text"].text());
    if (const Text token = item["encrypted_content"].text(); !token.isEmpty())
        m_sink->on(ir::Signature{token, false, false, {}});
    endBlock(true);
}

void ItemReader::startCall(const Value &item, ItemType type)
{
    ir::BlockStart start =
        blockStart(ir::BlockKind::Call, item[item["call_id"].isString() ? "call_id" : "id"].text());
    start.callKind = callKind(type);
    start.nameSpace = item["namespace"].text();
    start.name = isStreamedCall(type) ? item["name"].text() : Text();
    startBlock(start);
    m_hasCalls = true;
}

void ItemReader::finishCall(const Value &item, ItemType type, bool complete)
{
    if (!m_blockOpen)
        startCall(item, type);
    if (!m_hasText) {
        const Value arguments = payload(type, item);
        Text text = arguments.text();
        if (!arguments.isString() && arguments.isPresent() && !arguments.isNull()) {
            m_scratch.clear();
            appendJsonEscaped(m_scratch, arguments.raw());
            text = {m_scratch};
        }
        give(ir::ArgumentsDelta{text}, text);
    }
    endBlock(complete);
}

void ItemReader::textDelta(std::int64_t index, std::int64_t part, ir::BlockKind kind, Text text)
{
    if (!isOpen(index, ItemType::Message) || part < m_part)
        return;
    if (m_blockOpen && (part != m_part || kind != m_blockKind))
        endBlock(true);
    if (!m_blockOpen) {
        ir::BlockStart start = blockStart(kind);
        start.phase = {m_phase};
        startBlock(start);
    }
    m_part = part;
    m_hasRefusal = m_hasRefusal || kind == ir::BlockKind::Refusal;
    if (kind == ir::BlockKind::Refusal)
        give(ir::RefusalDelta{text}, text);
    else
        give(ir::TextDelta{text}, text);
}

void ItemReader::textDone(std::int64_t index, std::int64_t part, ir::BlockKind kind, Text text)
{
    if (!isOpen(index, ItemType::Message) || part < m_part || (m_blockOpen && part == m_part && m_hasText))
        return;
    textDelta(index, part, kind, text);
}

void ItemReader::partDone(std::int64_t index, std::int64_t part, const Value &content)
{
    if (!isOpen(index, ItemType::Message) || part < m_part)
        return;
    const bool isRefusal = content["type"].is("refusal");
    const Text text = content[isRefusal ? "refusal" : "text"].text();
    textDone(index, part, isRefusal ? ir::BlockKind::Refusal : ir::BlockKind::Text, text);
    giveCitations(content["annotations"]);
    endBlock(true);
    m_part = part + 1;
}

void ItemReader::giveCitations(const Value &annotations)
{
    std::size_t at = 0;
    for (const Value annotation : annotations) {
        if (at++ >= m_citations)
            m_sink->on(ir::Citation{{annotation.raw()}});
    }
}

void ItemReader::citation(std::int64_t index, const Value &annotation)
{
    if (!m_blockOpen || !isOpen(index, ItemType::Message) || !annotation.isObject())
        return;
    m_sink->on(ir::Citation{{annotation.raw()}});
    ++m_citations;
}

void ItemReader::reasoningDelta(std::int64_t index, std::int64_t part, bool isSummary, Text text)
{
    if (!isOpen(index, ItemType::Reasoning) || part < 0 || part >= kMaxItems || text.isEmpty())
        return;
    if (!m_blockOpen)
        startBlock(blockStart(ir::BlockKind::Reasoning));
    stateOf(isSummary ? m_summaries : m_thoughts, part) = kAdded;
    give(ir::ReasoningDelta{text, isSummary, static_cast<int>(part)}, text);
}

void ItemReader::reasoningDone(std::int64_t index, std::int64_t part, bool isSummary, Text text)
{
    if (!isOpen(index, ItemType::Reasoning) || part < 0 || part >= kMaxItems)
        return;
    if (stateOf(isSummary ? m_summaries : m_thoughts, part) == 0)
        reasoningDelta(index, part, isSummary, text);
}

void ItemReader::argumentsDelta(std::int64_t index, Text fragment)
{
    if (isOpen(index, ItemType::Unknown) && isStreamedCall(m_type) && m_blockOpen)
        give(ir::ArgumentsDelta{fragment}, fragment);
}

void ItemReader::argumentsDone(std::int64_t index, Text arguments)
{
    if (!m_hasText)
        argumentsDelta(index, arguments);
}

void ItemReader::rest(const Value &output)
{
    const auto told = static_cast<std::int64_t>(m_states.size());
    std::int64_t index = 0;
    for (const Value item : output) {
        // Positions are trusted for what is new, and for what began and agrees in its type: some hosts leave
        // items out.
        const bool isOpenItem = index == m_open && itemType(item["type"].text()) == m_type;
        if (index >= told || isOpenItem || (index != m_open && (stateOf(m_states, index) & kDone) == 0))
            done(index, item);
        ++index;
    }
    close(true);
}

void ItemReader::close(bool complete)
{
    if (m_open >= 0) {
        endBlock(complete);
        stateOf(m_states, m_open) |= kDone;
        m_open = -1;
    }
    releaseWaiting();
}

void ItemReader::startBlock(const ir::BlockStart &start)
{
    ir::BlockStart numbered = start;
    numbered.index = m_nextBlock++;
    m_blockOpen = true;
    m_blockKind = start.kind;
    m_hasText = false;
    m_citations = 0;
    m_sink->on(numbered);
}

void ItemReader::endBlock(bool complete)
{
    if (!m_blockOpen)
        return;
    m_blockOpen = false;
    m_sink->on(ir::BlockEnd{m_nextBlock - 1, complete});
}

void ItemReader::give(const ir::Event &event, Text text)
{
    if (text.isEmpty())
        return;
    m_hasText = true;
    m_isReal = true;
    m_sink->on(event);
}

} // namespace signalbox::wire::responses
