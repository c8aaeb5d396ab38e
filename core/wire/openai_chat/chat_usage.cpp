#include "wire/openai_chat/chat_usage.h"

#include "wire/ir/stop_reason.h"

#include <algorithm>

namespace signalbox::wire::openai_chat {

namespace {

std::int64_t count(json::Value value)
{
    return value.integer().value_or(0);
}

} // namespace

record::Usage readUsage(json::Value usage, bool omitsReasoning)
{
    record::Usage read;
    std::int64_t total = 0;
    // One walk: this stands in every chunk of some hosts.
    for (const json::Value member : usage) {
        const std::string_view key = member.key().escaped;
        if (key == "prompt_tokens") {
            read.inputTokens = count(member);
        } else if (key == "completion_tokens") {
            read.outputTokens = count(member);
        } else if (key == "total_tokens") {
            total = count(member);
        } else if (key == "prompt_tokens_details") {
            read.cachedInputTokens = std::max(read.cachedInputTokens, count(member["cached_tokens"]));
            read.cacheWriteTokens = count(member["cache_write_tokens"]);
        } else if (key == "completion_tokens_details") {
            read.reasoningTokens = count(member["reasoning_tokens"]);
        } else if (key == "prompt_cache_hit_tokens" || key == "cached_tokens" || key == "num_cached_tokens") {
            read.cachedInputTokens =
                std::max(read.cachedInputTokens, count(member)); // DeepSeek; Moonshot; Mistral
        } else if (key == "reasoning_tokens") {
            read.reasoningTokens = std::max(read.reasoningTokens, count(member)); // Perplexity
        }
    }
    const std::int64_t unnamed = total - read.inputTokens - read.outputTokens;
    if (unnamed > 0 && (omitsReasoning || unnamed == read.reasoningTokens)) {
        read.outputTokens += unnamed;
        read.reasoningTokens = std::max(read.reasoningTokens, unnamed);
    }
    return ir::sane(read);
}

void writeUsage(JsonWriter &json, const record::Usage &usage)
{
    json.beginObject().key("prompt_tokens").number(usage.inputTokens);
    json.key("completion_tokens").number(usage.outputTokens);
    json.key("total_tokens").number(usage.inputTokens + usage.outputTokens);
    json.key("prompt_tokens_details").beginObject().key("cached_tokens").number(usage.cachedInputTokens);
    if (const std::int64_t written = usage.cacheWriteTokens + usage.cacheWrite1hTokens; written > 0)
        json.key("cache_write_tokens").number(written);
    json.endObject().key("completion_tokens_details").beginObject();
    json.key("reasoning_tokens").number(usage.reasoningTokens).endObject().endObject();
}

} // namespace signalbox::wire::openai_chat
