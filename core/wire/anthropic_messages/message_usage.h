#pragma once

#include "base/json_writer.h"
#include "record/usage.h"
#include "wire/json/document.h"

#include <cstdint>

namespace signalbox::wire::anthropic {

/// The counts of one message as the API tells them: prompt tokens from the cache beside those that are not,
/// and again with each `usage`, where what comes later counts.
class MessageUsage final
{
public:
    /// Takes over what `usage` tells; what it leaves out stays as it was.
    void take(json::Value usage);
    /// The neutral count: totals, with details as their parts.
    [[nodiscard]] record::Usage neutral() const;

private:
    std::int64_t m_input = 0;
    std::int64_t m_cacheRead = 0;
    std::int64_t m_cacheWrite = 0;
    std::int64_t m_cacheWrite1h = 0; // in the one above
    std::int64_t m_output = 0;
    std::int64_t m_thinking = 0;
};

/// The value of `usage`.
void writeUsage(JsonWriter &json, const record::Usage &usage);

} // namespace signalbox::wire::anthropic
