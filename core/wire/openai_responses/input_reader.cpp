#include "wire/openai_responses/input_reader.h"

#include "wire/ir/compaction.h"
#include "wire/openai_responses/content_reader.h"
#include "wire/openai_responses/item_types.h"
#include "wire/openai_responses/tool_reader.h"

#include <algorithm>

namespace signalbox::wire::responses {

using json::Value;

Result<void> InputReader::read(const Value &input)
{
    if (input.isString()) {
        ir::Turn turn;
        turn.wasString = true;
        turn.blocks.push_back({ir::TextBlock{input.text(), {}, {}, {}}, {}});
        m_request.turns.push_back(std::move(turn));
        return {};
    }
    if (!input.isPresent() || input.isNull())
        return {}; // a stored conversation or prompt may stand for it
    if (!input.isArray())
        return fail(ErrorCode::InvalidInput, "must be a string or a list", "input");
    m_request.turns.reserve(input.size());
    std::size_t index = 0;
    for (const Value item : input) {
        if (auto result = readItem(item); !result)
            return json::within(json::indexed("input", index), std::move(result.error()));
        ++index;
    }
    liftSystem();
    return {};
}

Result<void> InputReader::readItem(const Value &item)
{
    if (!item.isObject())
        return fail(ErrorCode::InvalidInput, "must be an object");
    Fields fields(item);
    Text type = fields.string("type");
    const ItemType kind = type.isEmpty() && item["role"].isPresent() ? ItemType::Message : itemType(type);
    Result<void> result;
    switch (kind) {
    case ItemType::Message:
        result = readMessage(fields);
        break;
    case ItemType::Reasoning:
        result = readReasoning(fields);
        break;
    case ItemType::FunctionCall:
        readCall(fields, ir::CallKind::Function);
        break;
    case ItemType::CustomToolCall:
        readCall(fields, ir::CallKind::Freeform);
        break;
    case ItemType::LocalShellCall:
        readCall(fields, ir::CallKind::LocalShell);
        break;
    case ItemType::ShellCall:
        readCall(fields, ir::CallKind::Shell);
        break;
    case ItemType::ApplyPatchCall:
        readCall(fields, ir::CallKind::ApplyPatch);
        break;
    case ItemType::ToolSearchCall:
        if (item["call_id"].isString())
            readCall(fields, ir::CallKind::ToolSearch);
        else // the provider searched by itself
            join(ir::Role::Assistant, {ir::HostedBlock{type, {item.raw()}}, {}});
        break;
    case ItemType::FunctionCallOutput:
        result = readResult(fields, item, ir::CallKind::Function);
        break;
    case ItemType::CustomToolCallOutput:
        result = readResult(fields, item, ir::CallKind::Freeform);
        break;
    case ItemType::LocalShellCallOutput:
        result = readResult(fields, item, ir::CallKind::LocalShell);
        break;
    case ItemType::ShellCallOutput:
        result = readResult(fields, item, ir::CallKind::Shell);
        break;
    case ItemType::ApplyPatchCallOutput:
        result = readResult(fields, item, ir::CallKind::ApplyPatch);
        break;
    case ItemType::ToolSearchOutput:
        result = readTools(fields, ir::Tool::Origin::ToolSearch);
        if (result && item["call_id"].isString())
            result = readResult(fields, item, ir::CallKind::ToolSearch);
        else if (result)
            join(ir::Role::Assistant, {ir::HostedBlock{type, {item.raw()}}, {}});
        break;
    case ItemType::AdditionalTools:
        m_request.isCodex = true;
        result = readTools(fields, ir::Tool::Origin::AdditionalTools);
        keepItem(type, item);
        break;
    case ItemType::ConfigurationUpdate:
        m_request.isCodex = true;
        readConfiguration(fields);
        keepItem(type, item);
        break;
    case ItemType::Hosted:
        join(ir::Role::Assistant, {ir::HostedBlock{type, {item.raw()}}, {}});
        break;
    case ItemType::Unknown:
        if (type.isEmpty())
            return fail(ErrorCode::InvalidInput, "must be a string", "type");
        keepItem(type, item);
        break;
    }
    if (result && fields.hasError())
        return std::unexpected(*fields.error());
    return result;
}

Result<void> InputReader::readMessage(Fields &fields)
{
    ir::Turn turn;
    const Text role = fields.requiredString("role");
    if (fields.hasError())
        return std::unexpected(*fields.error());
    if (equals(role, "assistant"))
        turn.role = ir::Role::Assistant;
    else if (equals(role, "developer") || equals(role, "system"))
        turn.role = ir::Role::Operator;
    else if (!equals(role, "user"))
        return fail(ErrorCode::InvalidInput, "must be user, assistant, developer or system", "role");
    if (turn.role == ir::Role::User)
        m_ids.onWords();
    turn.developerRole = !equals(role, "system");
    turn.itemId = fields.string("id");
    turn.status = fields.string("status");
    const Text phase = fields.string("phase");
    const Value content = fields.take("content");
    turn.wasString = content.isString();
    auto blocks = readContent(content, m_request.arena);
    if (!blocks)
        return json::within("content", std::move(blocks.error()));
    turn.blocks = std::move(*blocks);
    if (!phase.isEmpty()) {
        for (ir::Block &block : turn.blocks) {
            if (auto *text = std::get_if<ir::TextBlock>(&block.value))
                text->phase = phase;
        }
    }
    turn.extras = fields.rest();
    if (std::ranges::any_of(turn.extras,
                            [](const auto &extra) { return isCodexItemField(extra.first.escaped); }))
        m_request.isCodex = true;
    m_request.turns.push_back(std::move(turn));
    return {};
}

Result<void> InputReader::readReasoning(Fields &fields)
{
    ir::ReasoningBlock block;
    block.id = fields.string("id");
    block.token = fields.string("encrypted_content");
    for (const auto &[name, texts] :
         {std::pair{"summary", &block.summary}, std::pair{"content", &block.content}}) {
        std::size_t index = 0;
        for (const Value part : fields.array(name)) {
            if (!part["text"].isString())
                return fail(ErrorCode::InvalidInput, "must be a string",
                            json::indexed(name, index) + ".text");
            texts->push_back(part["text"].text());
            ++index;
        }
    }
    join(ir::Role::Assistant, {std::move(block), fields.rest()});
    return {};
}

void InputReader::readCall(Fields &fields, ir::CallKind kind)
{
    ir::CallBlock block;
    block.kind = kind;
    block.itemId = fields.string("id");
    block.status = fields.string("status");
    switch (kind) {
    case ir::CallKind::Function:
        block.id = fields.requiredString("call_id");
        block.name = fields.requiredString("name");
        block.nameSpace = fields.string("namespace");
        block.arguments = fields.string("arguments");
        break;
    case ir::CallKind::Freeform:
        block.id = fields.requiredString("call_id");
        block.name = fields.requiredString("name");
        block.nameSpace = fields.string("namespace");
        block.arguments = fields.string("input");
        break;
    case ir::CallKind::ToolSearch:
        block.id = fields.requiredString("call_id");
        block.object = fields.raw("arguments");
        break;
    case ir::CallKind::LocalShell:
        block.id = fields.string("call_id");
        block.id = block.id.isEmpty() ? block.itemId : block.id;
        block.object = {fields.object("action").raw()};
        break;
    case ir::CallKind::Shell:
        block.id = fields.requiredString("call_id");
        block.object = {fields.object("action").raw()};
        break;
    case ir::CallKind::ApplyPatch:
        block.id = fields.requiredString("call_id");
        block.object = {fields.object("operation").raw()};
        break;
    }
    block.id = m_ids.ofCall(block.id, block.name);
    join(ir::Role::Assistant, {block, fields.rest()});
}

Result<void> InputReader::readResult(Fields &fields, const Value &item, ir::CallKind kind)
{
    ir::ResultBlock block;
    block.kind = kind;
    block.itemId = fields.string("id");
    block.callId = fields.string("call_id");
    if (block.callId.isEmpty() && kind == ir::CallKind::LocalShell)
        block.callId = block.itemId; // older ones have the call's id as their own
    block.callId = m_ids.ofResult(block.callId);
    if (block.callId.isEmpty())
        return fail(ErrorCode::InvalidInput, "must be a string", "call_id");
    const Value output = fields.take("output");
    block.wasString = output.isString();
    const bool isPlain = kind != ir::CallKind::ToolSearch && kind != ir::CallKind::Shell;
    if (isPlain && (output.isPresent() || kind != ir::CallKind::ApplyPatch)) {
        auto content = readContent(output, m_request.arena);
        if (!content)
            return json::within("output", std::move(content.error()));
        block.content = std::move(*content);
    }
    if (!isPlain || kind == ir::CallKind::ApplyPatch || kind == ir::CallKind::LocalShell) {
        block.raw = {item.raw()};
        join(ir::Role::User, {std::move(block), {}});
    } else {
        join(ir::Role::User, {std::move(block), fields.rest()});
    }
    return {};
}

Result<void> InputReader::readTools(Fields &fields, ir::Tool::Origin origin)
{
    auto result = appendTools(fields.array("tools"), origin, m_request);
    return result ? result : json::within("tools", std::move(result.error()));
}

void InputReader::readConfiguration(Fields &fields)
{
    Fields reasoning(fields.object("reasoning"));
    const Text effort = reasoning.string("effort");
    if (!effort.isEmpty()) {
        m_request.reasoning.effort = effort; // the latest one wins
        m_request.reasoning.off = equals(effort, "none");
    }
}

/// Without a neutral meaning: it stays where it stood, for hosts of the same format.
void InputReader::keepItem(Text type, const Value &item)
{
    ir::Block block{ir::OpaqueBlock{Format::OpenAiResponses, type, {item.raw()}, false}, {}};
    if (ir::isCompaction(type)) // stands for turns that were, not for words before them
        join(ir::Role::User, std::move(block));
    else if (m_request.turns.empty())
        join(ir::Role::Operator, std::move(block));
    else
        m_request.turns.back().blocks.push_back(std::move(block)); // so that it parts no turn in two
}

void InputReader::join(ir::Role role, ir::Block block)
{
    if (m_request.turns.empty() || m_request.turns.back().role != role) {
        m_request.turns.emplace_back();
        m_request.turns.back().role = role;
    }
    m_request.turns.back().blocks.push_back(std::move(block));
}

void InputReader::liftSystem()
{
    std::vector<ir::Turn> &turns = m_request.turns;
    const auto isWords = [](const ir::Turn &turn) {
        return turn.role == ir::Role::Operator &&
               std::ranges::all_of(turn.blocks, [](const ir::Block &block) {
                   return std::holds_alternative<ir::TextBlock>(block.value) ||
                          std::holds_alternative<ir::OpaqueBlock>(block.value);
               });
    };
    const auto end = std::ranges::find_if_not(turns, isWords);
    for (auto turn = turns.begin(); turn != end; ++turn) {
        for (const ir::Block &block : turn->blocks) {
            if (const auto *text = std::get_if<ir::TextBlock>(&block.value);
                text != nullptr && !text->text.isEmpty())
                m_request.system.push_back(block);
        }
        m_request.systemItems.push_back(std::move(*turn));
    }
    turns.erase(turns.begin(), end);
}

} // namespace signalbox::wire::responses
