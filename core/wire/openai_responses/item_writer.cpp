#include "wire/openai_responses/item_writer.h"

#include "base/digest.h"
#include "wire/ir/carrier.h"
#include "wire/ir/compaction.h"
#include "wire/ir/freeform.h"
#include "wire/openai_responses/content_writer.h"
#include "wire/openai_responses/item_types.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::responses {

namespace {

constexpr std::size_t kMaxCallId = 64;

/// How encrypted content begins whose owner can be seen: OpenAI's (a Fernet token) and Bedrock's.
constexpr std::array<std::string_view, 2> kKnownTokens{"gAAAA", "rsn_"};

/// Whether the host can read a bare token. One that tells no beginning of its own gets all that nobody else
/// is known to have made.
bool isTokenOf(const Dialect &dialect, std::string_view token)
{
    if (!dialect.encryptedReasoning)
        return false;
    if (!dialect.reasoningTokenPrefix.empty())
        return token.starts_with(dialect.reasoningTokenPrefix);
    return std::ranges::none_of(kKnownTokens,
                                [token](std::string_view prefix) { return token.starts_with(prefix); });
}

} // namespace

void Losses::add(std::string_view name)
{
    if (std::ranges::find(m_names, name) == m_names.end())
        m_names.emplace_back(name);
}

Result<void> ItemWriter::write(ir::Role role, const ir::Turn *source,
                               std::span<const ir::Block *const> blocks)
{
    if (blocks.empty() && source != nullptr && isSameFormat())
        writeMessage(role, source, {});
    for (std::size_t at = 0; at < blocks.size();) {
        const ir::Block &block = *blocks[at];
        if (isPart(block)) {
            std::size_t end = at + 1;
            while (end < blocks.size() && isPart(*blocks[end]))
                ++end;
            const bool isFirst =
                source != nullptr && !source->blocks.empty() && &source->blocks.front() == &block;
            writeMessage(role, isFirst ? source : nullptr, blocks.subspan(at, end - at));
            at = end;
            continue;
        }
        ++at;
        if (const auto *call = std::get_if<ir::CallBlock>(&block.value)) {
            writeCall(block, *call);
        } else if (const auto *result = std::get_if<ir::ResultBlock>(&block.value)) {
            writeResult(block, *result);
        } else if (const auto *reasoning = std::get_if<ir::ReasoningBlock>(&block.value)) {
            writeReasoning(block, *reasoning);
        } else if (const auto *hosted = std::get_if<ir::HostedBlock>(&block.value)) {
            if (isSameFormat() && (isNative() || m_target.dialect.hostedTools))
                m_json.raw(hosted->raw.text);
            else
                m_losses.add(hosted->type.escaped);
        } else if (const auto *opaque = std::get_if<ir::OpaqueBlock>(&block.value)) {
            if (auto written = writeOpaque(*opaque); !written)
                return written;
        }
    }
    return {};
}

void ItemWriter::writeMessage(ir::Role role, const ir::Turn *source, std::span<const ir::Block *const> parts)
{
    m_json.beginObject().key("type").string("message");
    if (source != nullptr)
        writeIdAndStatus(source->itemId, source->status);
    const bool isDeveloper =
        isNative() ? source == nullptr || source->developerRole : m_target.dialect.developerRole;
    m_json.key("role").string(role == ir::Role::Assistant ? "assistant"
                              : role == ir::Role::User    ? "user"
                              : isDeveloper               ? "developer"
                                                          : "system");
    for (const ir::Block *part : parts) {
        if (const auto *text = std::get_if<ir::TextBlock>(&part->value);
            text != nullptr && !text->phase.isEmpty()) {
            m_json.key("phase").escaped(text->phase.escaped);
            break;
        }
    }
    m_json.key("content");
    const auto *only = parts.size() == 1 ? std::get_if<ir::TextBlock>(&parts.front()->value) : nullptr;
    if (only != nullptr && source != nullptr && source->wasString && isSameFormat()) {
        m_json.escaped(only->text.escaped);
    } else {
        m_json.beginArray();
        for (const ir::Block *part : parts) {
            if (!m_target.images && std::holds_alternative<ir::ImageBlock>(part->value))
                m_losses.add("input_image");
            writePart(m_json, *part, {role == ir::Role::Assistant, m_target.images, isSameFormat()});
        }
        m_json.endArray();
    }
    if (source != nullptr)
        writeExtras(source->extras);
    m_json.endObject();
}

/// A token goes only to whom it can belong: one that is not readable there is an error of the whole request.
/// What was thought along with a dropped token is dropped too; as text a model would imitate it.
void ItemWriter::writeReasoning(const ir::Block &block, const ir::ReasoningBlock &reasoning)
{
    if (ir::isCarrier(reasoning.token)) {
        writeCarried(reasoning);
        return;
    }
    const bool hasToken = !reasoning.token.isEmpty();
    if (!isSameFormat() || (hasToken && !isTokenOf(m_target.dialect, reasoning.token.escaped)))
        return;
    m_json.beginObject().key("type").string("reasoning");
    writeIdAndStatus(reasoning.id, {});
    m_json.key("summary").beginArray();
    for (const Text part : reasoning.summary)
        m_json.beginObject().key("type").string("summary_text").key("text").escaped(part.escaped).endObject();
    m_json.endArray();
    if (!reasoning.content.empty()) {
        m_json.key("content").beginArray();
        for (const Text part : reasoning.content)
            m_json.beginObject()
                .key("type")
                .string("reasoning_text")
                .key("text")
                .escaped(part.escaped)
                .endObject();
        m_json.endArray();
    }
    if (hasToken)
        m_json.key("encrypted_content").escaped(reasoning.token.escaped);
    writeExtras(block.extras);
    m_json.endObject();
}

void ItemWriter::writeCarried(const ir::ReasoningBlock &reasoning)
{
    const auto carrier = ir::openCarrier(reasoning.token, m_target.carrierKey);
    if (!carrier || carrier->kind != ir::CarrierKind::Reasoning ||
        carrier->family != ir::carrierFamily(m_target.dialect, m_target.model))
        return;
    for (const ir::CarriedBlock &carried : carrier->blocks) {
        // Hosts of one family need not read each other's: of Bedrock's are OpenAI's models alone.
        if (carried.token.empty() || carried.redacted ||
            !carried.token.starts_with(m_target.dialect.reasoningTokenPrefix))
            continue;
        m_json.beginObject().key("type").string("reasoning");
        writeIdAndStatus({carried.id}, {});
        m_json.key("summary").beginArray();
        if (!carried.text.empty())
            m_json.beginObject()
                .key("type")
                .string("summary_text")
                .key("text")
                .escaped(carried.text)
                .endObject();
        m_json.endArray().key("encrypted_content").escaped(carried.token).endObject();
    }
}

void ItemWriter::writeCall(const ir::Block &block, const ir::CallBlock &call)
{
    if (!isNative() && (call.kind != ir::CallKind::Freeform || !m_target.dialect.customTools)) {
        writePortableCall(call);
        return;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kForms{{
        {"function_call", "arguments"},
        {"custom_tool_call", "input"},
        {"tool_search_call", "arguments"},
        {"local_shell_call", "action"},
        {"shell_call", "action"},
        {"apply_patch_call", "operation"},
    }};
    const auto &[type, member] = kForms[static_cast<std::size_t>(call.kind)];
    m_json.beginObject().key("type").string(type);
    writeIdAndStatus(call.itemId, call.status);
    m_json.key("call_id");
    writeCallId(call.id);
    if (call.kind == ir::CallKind::Function || call.kind == ir::CallKind::Freeform) {
        if (isNative()) {
            m_json.key("name").escaped(call.name.escaped);
            if (!call.nameSpace.isEmpty())
                m_json.key("namespace").escaped(call.nameSpace.escaped);
        } else {
            m_json.key("name").string(m_names->flat(call));
        }
        m_json.key(member).escaped(call.arguments.escaped);
    } else {
        m_json.key(member).raw(call.object.isEmpty() ? "{}" : call.object.text);
    }
    writeExtras(block.extras);
    m_json.endObject();
}

void ItemWriter::writePortableCall(const ir::CallBlock &call)
{
    m_json.beginObject().key("type").string("function_call");
    if (call.kind ==
        ir::CallKind::Function) // ids of other items begin with other letters, and hosts look at that
        writeIdAndStatus(call.itemId, call.status);
    m_json.key("call_id");
    writeCallId(call.id);
    m_json.key("name").string(m_names->flat(call));
    m_json.key("arguments");
    if (call.kind == ir::CallKind::Freeform) {
        m_json.raw("\"");
        ir::appendWrappedInput(m_json.out(), call.arguments);
        m_json.out() += '"';
    } else if (!call.object.isEmpty()) {
        m_json.string(
            call.object.text); // its own escapes are escaped once more, as a string's inside wants it
    } else if (call.arguments.isEmpty()) {
        m_json.string("{}");
    } else {
        m_json.escaped(call.arguments.escaped);
    }
    m_json.endObject();
}

void ItemWriter::writeResult(const ir::Block &block, const ir::ResultBlock &result)
{
    if (isNative() && !result.raw.isEmpty()) {
        m_json.raw(result.raw.text);
        return;
    }
    const bool isCustom =
        result.kind == ir::CallKind::Freeform && (isNative() || m_target.dialect.customTools);
    m_json.beginObject().key("type").string(isCustom ? "custom_tool_call_output" : "function_call_output");
    if (isNative())
        writeIdAndStatus(result.itemId, {});
    m_json.key("call_id");
    writeCallId(result.callId);
    m_json.key("output");
    writeOutput(result);
    writeExtras(block.extras);
    m_json.endObject();
}

void ItemWriter::writeOutput(const ir::ResultBlock &result)
{
    if (result.kind == ir::CallKind::ToolSearch) {
        m_json.string(ir::loadedToolsText(result.raw));
        return;
    }
    if (result.content.empty() && !result.raw.isEmpty()) {
        m_json.string(result.raw.text);
        return;
    }
    const bool isAllText = std::ranges::all_of(result.content, [](const ir::Block &block) {
        return std::holds_alternative<ir::TextBlock>(block.value);
    });
    if (!isSameFormat() && result.content.empty()) {
        m_json.string("(no output)");
        return;
    }
    if (isSameFormat() ? result.wasString : isAllText) {
        writeJoined(m_json, result.content, result.isError && !isSameFormat() ? "Error: " : "", "\\n");
        return;
    }
    m_json.beginArray();
    if (result.isError && !isSameFormat())
        m_json.beginObject().key("type").string("input_text").key("text").string("Error:").endObject();
    for (const ir::Block &part : result.content) {
        if (!m_target.images && std::holds_alternative<ir::ImageBlock>(part.value))
            m_losses.add("input_image");
        writePart(m_json, part, {false, m_target.images, isSameFormat()});
    }
    m_json.endArray();
}

Result<void> ItemWriter::writeOpaque(const ir::OpaqueBlock &opaque)
{
    if (opaque.format != Format::OpenAiResponses) {
        m_losses.add(opaque.type.escaped);
        return {};
    }
    if (isNative()) {
        if (const auto words =
                ir::isCompaction(opaque.type) ? ir::summaryIn(opaque, m_target.carrierKey) : std::nullopt) {
            m_json.beginObject().key("type").string("message").key("role").string("developer");
            m_json.key("content").beginArray().beginObject().key("type").string("input_text");
            m_json.key("text").escaped(*words).endObject().endArray().endObject();
        } else {
            m_json.raw(opaque.raw.text);
        }
        return {};
    }
    const ItemType type = itemType(opaque.type);
    if (type != ItemType::AdditionalTools &&
        type != ItemType::ConfigurationUpdate) // these two had their effect already
        m_losses.add(opaque.type.escaped);
    return {};
}

void ItemWriter::writeIdAndStatus(Text id, Text status)
{
    if (!id.isEmpty())
        m_json.key("id").escaped(id.escaped);
    if (!status.isEmpty())
        m_json.key("status").escaped(status.escaped);
}

void ItemWriter::writeCallId(Text id)
{
    if (id.escaped.size() <= kMaxCallId || isNative())
        m_json.escaped(id.escaped);
    else // the same in the call and in its result; the client never sees it
        m_json.string("call_" + toHex(sha256(id.escaped)).substr(0, 40));
}

void ItemWriter::writeExtras(const std::vector<std::pair<Text, RawJson>> &extras)
{
    if (!isSameFormat())
        return;
    for (const auto &[name, value] : extras) {
        if (isNative() || !isCodexItemField(name.escaped))
            m_json.key(name.escaped).raw(value.text);
    }
}

} // namespace signalbox::wire::responses
