#include "wire/ir/compaction.h"

#include "base/digest.h"
#include "base/json_writer.h"
#include "wire/ir/carrier.h"
#include "wire/json/document.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire::ir {

namespace {

constexpr std::string_view kTrigger = "compaction_trigger";

/// The insides of a JSON string.
constexpr std::string_view kPrompt =
    "The conversation above has grown too long and will be replaced by what you write now. Write a summary "
    "from which the work can go on without it: what the user wants and every instruction still in force; "
    "what was decided and why; what was done, with the names of files, commands and their results; what is "
    "open, and the next step. Quote exact names, paths, numbers and error messages where they matter. Answer "
    "with the summary alone.";

bool isTrigger(const Block &block)
{
    const auto *opaque = std::get_if<OpaqueBlock>(&block.value);
    return opaque != nullptr && equals(opaque->type, kTrigger);
}

} // namespace

bool needsSummary(const Request &request, Format upstream, const Dialect &dialect)
{
    const bool isNative = upstream == Format::OpenAiResponses && dialect.codexFields;
    return !isNative && !request.turns.empty() && std::ranges::any_of(request.turns.back().blocks, isTrigger);
}

void askForSummary(Request &request)
{
    std::erase_if(request.turns.back().blocks, isTrigger);
    if (request.turns.back().blocks.empty())
        request.turns.pop_back();
    Turn &prompt = request.turns.emplace_back();
    prompt.role = Role::User;
    std::get<TextBlock>(prompt.blocks.emplace_back().value).text = Text{kPrompt};
    request.tools.clear();
    request.toolChoice = {};
    request.parallelToolCalls.reset();
    request.output = {};
}

bool isCompaction(Text itemType)
{
    return equals(itemType, "compaction") || equals(itemType, "compaction_summary") ||
           equals(itemType, "context_compaction");
}

std::optional<std::string> summaryIn(const OpaqueBlock &item, std::string_view carrierKey)
{
    json::Document document;
    if (!document.parseCopy(item.raw.text))
        return std::nullopt;
    const std::optional<Carrier> carrier =
        openCarrier(document.root()["encrypted_content"].text(), carrierKey);
    if (!carrier || carrier->kind != CarrierKind::Compact)
        return std::nullopt;
    std::string words = "Summary of the conversation so far: ";
    for (const CarriedBlock &block : carrier->blocks)
        words += block.text;
    return words;
}

CompactionPacker::CompactionPacker(std::string model, std::string_view key, EventSink &next)
    : m_next(next), m_model(std::move(model)), m_key(key)
{
}

void CompactionPacker::on(const Event &event)
{
    if (const auto *start = std::get_if<BlockStart>(&event)) {
        m_open = start->kind;
    } else if (const auto *delta = std::get_if<TextDelta>(&event)) {
        if (m_open == BlockKind::Text)
            m_summary += delta->text.escaped;
    } else if (std::holds_alternative<Finish>(event)) {
        finish();
    } else if (std::holds_alternative<Start>(event) || std::holds_alternative<UsageUpdate>(event) ||
               std::holds_alternative<Failure>(event)) {
        m_next.on(event);
    }
}

void CompactionPacker::finish()
{
    if (m_summary.empty()) {
        Failure failure;
        failure.message = "the model wrote no summary of the conversation; the history stays as it is";
        m_next.on(failure);
        return;
    }
    CarriedBlock words;
    words.text = std::exchange(m_summary, {});
    std::string item;
    JsonWriter json(item);
    json.beginObject().key("type").string("compaction");
    json.key("id").string("cmp_" + toHex(sha256(words.text)).substr(0, 40));
    const Carrier carrier{CarrierKind::Compact, "text", m_model, {std::move(words)}};
    json.key("encrypted_content").string(sealCarrier(carrier, m_key)).endObject();
    BlockStart start;
    start.kind = BlockKind::Hosted;
    start.raw = RawJson{item};
    m_next.on(start);
    m_next.on(BlockEnd{});
    m_next.on(Finish{});
}

} // namespace signalbox::wire::ir
