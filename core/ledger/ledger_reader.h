#pragma once

#include "base/result.h"
#include "ledger/queries.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace signalbox::ledger {

/// Reads the ledger for charts, reports and lists, beside a process that writes it or without one; it never
/// waits for a writer and none waits for it. Lives on one thread, whichever makes it (`interrupt` apart).
/// What an answer holds is of one moment.
class LedgerReader final
{
public:
    /// NotFound where there is no ledger yet.
    [[nodiscard]] static Result<LedgerReader> open(const std::filesystem::path &database);
    LedgerReader(LedgerReader &&) noexcept;
    LedgerReader &operator=(LedgerReader &&) noexcept;
    ~LedgerReader();

    /// Counts, tokens and costs are exact. Percentiles too while the range holds few requests
    /// (kExactRequests); beyond, they are within 1.6 %.
    [[nodiscard]] Result<UsageReport> usage(const UsageQuery &query);
    /// In order of time, then group; sums to `usage` over the same whole minutes.
    [[nodiscard]] Result<std::vector<SeriesPoint>> series(const SeriesQuery &query);
    [[nodiscard]] Result<RequestPage> requests(const RequestQuery &query);
    /// How many `requests` would list in all; limit and page do not count. Reads them: may take a while.
    [[nodiscard]] Result<std::int64_t> count(const RequestQuery &query);
    /// With attempts and route. NotFound where the id is not known, which takes a while: all rows are read.
    [[nodiscard]] Result<record::RequestRecord> request(std::string_view id);

    /// Any thread: what is being read ends with Cancelled.
    void interrupt();

    static constexpr std::int64_t kExactRequests = 20'000;

private:
    struct Work;
    explicit LedgerReader(std::unique_ptr<Work> work);

    std::unique_ptr<Work> m_work;
};

} // namespace signalbox::ledger
