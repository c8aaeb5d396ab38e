#pragma once

#include "base/money.h"
#include "record/request_record.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::telemetry {

enum class BreakerState { Closed, HalfOpen, Open };

struct BreakerGauge
{
    std::string provider;
    std::string model;
    BreakerState state = BreakerState::Closed;

    bool operator==(const BreakerGauge &) const = default;
};

struct BudgetGauge
{
    std::string scope; ///< "key", "team", "customer"
    std::string id;
    Money remaining;

    bool operator==(const BudgetGauge &) const = default;
};

/// The numbers at /metrics, in memory, from the start of the process on. Observed and set on the gateway
/// thread, which owns it; rendered on any. Holds no prompt, no secret and no client address.
class Metrics final
{
public:
    /// `version` is the program's, for signalbox_build_info.
    explicit Metrics(std::string_view version);
    ~Metrics();
    Metrics(const Metrics &) = delete;
    Metrics &operator=(const Metrics &) = delete;

    /// All that a finished request counts in. Allocates only for a series that is new.
    void observe(const record::RequestRecord &record, std::chrono::microseconds settleWait = {});

    void setInFlight(std::int64_t requests);
    void setLedger(std::int64_t queued, std::int64_t lost);
    /// These replace what was set before: what is gone from the configuration is gone from here.
    void setBreakers(const std::vector<BreakerGauge> &breakers);
    void setBudgets(const std::vector<BudgetGauge> &budgets);

    /// Text format 0.0.4, "text/plain; version=0.0.4; charset=utf-8".
    [[nodiscard]] std::string renderPrometheus() const;

    /// Series of one metric before new ones count under "other".
    static constexpr std::size_t kMostSeries = 500;

private:
    struct Cells;
    struct Families;
    const std::unique_ptr<Families> m_families;
};

} // namespace signalbox::telemetry
