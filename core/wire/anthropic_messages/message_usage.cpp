#include "wire/anthropic_messages/message_usage.h"

#include "wire/ir/stop_reason.h"
#include "wire/json/names.h"

#include <algorithm>

namespace signalbox::wire::anthropic {

namespace {

enum Member : std::size_t { Input, CacheRead, CacheWrite, Lifetimes, Output, Details };
constexpr json::Names kMembers{"input_tokens",   "cache_read_input_tokens", "cache_creation_input_tokens",
                               "cache_creation", "output_tokens",           "output_tokens_details"};

void takeCount(std::int64_t &to, json::Value count)
{
    to = count.integer().value_or(to);
}

} // namespace

void MessageUsage::take(json::Value usage)
{
    const auto members = kMembers.in(usage);
    takeCount(m_input, members[Input]);
    takeCount(m_cacheRead, members[CacheRead]);
    takeCount(m_cacheWrite, members[CacheWrite]);
    takeCount(m_cacheWrite1h, members[Lifetimes]["ephemeral_1h_input_tokens"]);
    takeCount(m_output, members[Output]);
    takeCount(m_thinking, members[Details]["thinking_tokens"]);
}

record::Usage MessageUsage::neutral() const
{
    const auto counted = [](std::int64_t count) { return std::max<std::int64_t>(count, 0); };
    record::Usage usage;
    usage.cachedInputTokens = counted(m_cacheRead);
    usage.cacheWrite1hTokens = std::clamp<std::int64_t>(m_cacheWrite1h, 0, counted(m_cacheWrite));
    usage.cacheWriteTokens = counted(m_cacheWrite) - usage.cacheWrite1hTokens;
    usage.inputTokens = counted(m_input) + usage.cachedInputTokens + counted(m_cacheWrite);
    usage.outputTokens = m_output;
    usage.reasoningTokens = m_thinking;
    return ir::sane(usage);
}

void writeUsage(JsonWriter &json, const record::Usage &usage)
{
    const std::int64_t written = usage.cacheWriteTokens + usage.cacheWrite1hTokens;
    const std::int64_t plain = usage.inputTokens - usage.cachedInputTokens - written;
    json.beginObject().key("input_tokens").number(std::max<std::int64_t>(plain, 0));
    json.key("cache_creation_input_tokens").number(written);
    json.key("cache_read_input_tokens").number(usage.cachedInputTokens);
    json.key("cache_creation").beginObject();
    json.key("ephemeral_5m_input_tokens").number(usage.cacheWriteTokens);
    json.key("ephemeral_1h_input_tokens").number(usage.cacheWrite1hTokens).endObject();
    json.key("output_tokens").number(usage.outputTokens);
    if (usage.reasoningTokens > 0)
        json.key("output_tokens_details")
            .beginObject()
            .key("thinking_tokens")
            .number(usage.reasoningTokens)
            .endObject();
    json.endObject();
}

} // namespace signalbox::wire::anthropic
