#include "gateway/live_counters.h"

#include <algorithm>

namespace signalbox::gateway {

void LiveCounters::Seconds::add(std::int64_t second)
{
    const auto slot = static_cast<std::size_t>(second) % kSlots;
    if (m_second[slot] != second) {
        m_second[slot] = second;
        m_count[slot] = 0;
    }
    ++m_count[slot];
}

std::int64_t LiveCounters::Seconds::sum(std::int64_t from, std::int64_t to) const
{
    std::int64_t total = 0;
    for (std::size_t slot = 0; slot < kSlots; ++slot) {
        if (m_second[slot] >= from && m_second[slot] <= to)
            total += m_count[slot];
    }
    return total;
}

std::int64_t LiveCounters::now() const
{
    return std::chrono::duration_cast<std::chrono::seconds>(m_clock.now().time_since_epoch()).count();
}

void LiveCounters::noteRequest()
{
    m_requests.add(now());
}

void LiveCounters::noteTarget(const std::string &virtualModel, const std::string &provider,
                              const std::string &model)
{
    m_targets[{virtualModel, provider, model}].add(now());
}

void LiveCounters::restartShares(const std::string &virtualModel)
{
    // The running second holds requests of both; it is left out.
    m_restarted[virtualModel] = now() + 1;
}

std::vector<control::TargetShare> LiveCounters::shares() const
{
    std::vector<control::TargetShare> shares;
    const std::int64_t until = now();
    for (const auto &[target, seconds] : m_targets) {
        const auto &[virtualModel, provider, model] = target;
        std::int64_t from = until - kShareSeconds + 1;
        if (const auto restarted = m_restarted.find(virtualModel); restarted != m_restarted.end())
            from = std::max(from, restarted->second);
        const std::int64_t requests = seconds.sum(from, until);
        if (requests > 0)
            shares.push_back(
                {.virtualModel = virtualModel, .provider = provider, .model = model, .requests = requests});
    }
    return shares;
}

double LiveCounters::requestsPerMinute() const
{
    const std::int64_t until = now();
    return static_cast<double>(m_requests.sum(until - kRateSeconds, until - 1));
}

} // namespace signalbox::gateway
