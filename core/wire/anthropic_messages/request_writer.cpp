#include "wire/anthropic_messages/request_writer.h"

#include "wire/anthropic_messages/betas.h"
#include "wire/anthropic_messages/message_path.h"
#include "wire/ir/plain_target.h"

#include <algorithm>

namespace signalbox::wire::anthropic {

namespace {

constexpr std::string_view kMark = R"({"type":"ephemeral"})";
constexpr std::string_view kLongMark = R"({"type":"ephemeral","ttl":"1h"})";
/// Lets models that think by budget think between calls as well; without it they think before the first.
constexpr std::string_view kInterleaved = "interleaved-thinking-2025-05-14";

bool hasMark(const std::vector<ir::Block> &blocks)
{
    return std::ranges::any_of(blocks, [](const ir::Block &block) {
        if (const auto *text = std::get_if<ir::TextBlock>(&block.value))
            return !text->cache.isEmpty();
        if (const auto *image = std::get_if<ir::ImageBlock>(&block.value))
            return !image->cache.isEmpty();
        const auto *file = std::get_if<ir::FileBlock>(&block.value);
        return file != nullptr && !file->cache.isEmpty();
    });
}

/// Where the client has set marks itself, or comes without a key, nothing is added: a write costs more than
/// plain reading.
std::string_view cacheMark(const ir::Request &request)
{
    if (request.source == Format::AnthropicMessages || request.cacheKey.isEmpty())
        return {};
    const bool isMarked =
        hasMark(request.system) ||
        std::ranges::any_of(request.turns, [](const ir::Turn &turn) { return hasMark(turn.blocks); }) ||
        std::ranges::any_of(request.tools, [](const ir::Tool &tool) { return !tool.cache.isEmpty(); });
    if (isMarked)
        return {};
    return equals(request.cacheRetention, "24h") ? kLongMark : kMark;
}

/// In the body where the host wants them there; else the client's own go by the gateway.
void writeBetas(WriteContext &context, WrittenRequest &written)
{
    const Dialect &dialect = context.target.dialect;
    const bool interleaves =
        context.plan.usesBudget && !context.request.tools.empty() && !context.isSameFormat();
    if (dialect.betas.empty()) {
        if (interleaves)
            written.fields.emplace_back("anthropic-beta", kInterleaved);
        return;
    }
    if (std::ranges::any_of(context.request.extras,
                            [](const auto &extra) { return equals(extra.first, kBetasMember); }))
        return; // told there by the client itself
    const Betas betas = betasFor(interleaves ? kInterleaved : context.request.betas, dialect);
    if (betas.isAnyRefused)
        context.drop("anthropic-beta");
    if (betas.taken.empty())
        return;
    context.json.key(kBetasMember).beginArray();
    for (const std::string_view beta : betas.taken)
        context.json.string(beta);
    context.json.endArray();
}

} // namespace

void WriteContext::drop(std::string_view name)
{
    if (std::ranges::find(dropped, name) == dropped.end())
        dropped.emplace_back(name);
}

void WriteContext::addSystemWords(std::string_view escaped)
{
    if (!systemEnd.empty())
        systemEnd += "\\n\\n";
    systemEnd += escaped;
}

Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target, Purpose purpose)
{
    if (auto done = ir::checkSayable(request); !done)
        return std::unexpected(done.error());
    auto conversation = arrangeTurns(request, target);
    if (!conversation)
        return std::unexpected(conversation.error());
    WrittenRequest written;
    written.body.reserve(ir::estimatedBytes(request));
    JsonWriter json(written.body);
    const ir::ToolNames names(request, target.dialect.toolNameLength);
    WriteContext context{request, target, names, json, written.dropped};
    for (const Text type : conversation->leftOut)
        context.drop(unescape(type));
    const bool isUnsigned = startsUnsigned(*conversation, target, context.isSameFormat());
    context.plan = planThinking(request, target, isUnsigned, written.dropped);
    context.cacheMark = cacheMark(request);

    json.beginObject();
    if (purpose == Purpose::Count || !isModelInPath(target)) // what counts has one path for all models
        json.key("model").string(target.model);
    if (!target.dialect.messagesVersion.empty())
        json.key("anthropic_version").string(target.dialect.messagesVersion);
    writeParameters(context, purpose);
    // Tools and the form of the output may have to be told in the system's words, so they come before these.
    if (auto done = writeTools(context, *conversation); !done)
        return std::unexpected(done.error());
    writeOutput(context);
    if (auto done = writeSystem(context); !done)
        return std::unexpected(done.error());
    if (auto done = writeMessages(context, *conversation); !done)
        return std::unexpected(done.error());
    writeBetas(context, written);
    json.endObject();
    return written;
}

} // namespace signalbox::wire::anthropic
