#pragma once

#include "base/clock.h"
#include "control/gateway_control.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace signalbox::gateway {

/// What has been served in the last half minute, by target, second by second: the live parts of a window read
/// it, so it has to be cheap to write and small for ever. Gateway thread.
class LiveCounters final
{
public:
    static constexpr std::int64_t kShareSeconds = 30;
    static constexpr std::int64_t kRateSeconds = 60;

    explicit LiveCounters(const Clock &clock) : m_clock(clock) {}

    void noteRequest();
    /// A request's first attempt went to this target.
    void noteTarget(const std::string &virtualModel, const std::string &provider, const std::string &model);
    /// The wanted shares of this model are new: what was served before says nothing about them.
    void restartShares(const std::string &virtualModel);

    [[nodiscard]] std::vector<control::TargetShare> shares() const;
    [[nodiscard]] double requestsPerMinute() const;

private:
    /// Counts of the last 64 seconds; a slot that is older than its second counts nothing.
    class Seconds
    {
    public:
        void add(std::int64_t second);
        [[nodiscard]] std::int64_t sum(std::int64_t from, std::int64_t to) const;

    private:
        static constexpr std::size_t kSlots = 64;
        std::array<std::int64_t, kSlots> m_second{};
        std::array<std::int64_t, kSlots> m_count{};
    };

    [[nodiscard]] std::int64_t now() const;

    const Clock &m_clock;
    Seconds m_requests;
    std::map<std::tuple<std::string, std::string, std::string>, Seconds> m_targets;
    std::map<std::string, std::int64_t> m_restarted;
};

} // namespace signalbox::gateway
