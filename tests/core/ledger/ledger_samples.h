#pragma once

#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/sqlite.h"
#include "record/request_record.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

/// What the tests of the ledger share. Free of Qt, because the thread test uses it too.
namespace samples {

using namespace signalbox;

/// 2027-01-15T08:00:00Z
inline constexpr WallTime kStart{std::chrono::seconds(1'800'000'000)};

/// A record with something in every field; `n` makes it differ from others.
inline record::RequestRecord record(int n, WallTime at = kStart)
{
    record::RequestRecord record;
    record.id = "req_" + std::to_string(n);
    record.startedAt = at + std::chrono::microseconds(n);
    record.surface = "responses";
    record.agent = "codex";
    record.keyId = n % 2 == 0 ? "dev" : "ops";
    record.team = n % 2 == 0 ? "lab" : "";
    record.session = "session \"1\"\n";
    record.tags = "a,b";
    record.askedModel = "coder";
    record.virtualModel = "coder";
    record.provider = n % 3 == 0 ? "anthropic" : "openai";
    record.model = n % 3 == 0 ? "claude" : "gpt";
    record.streamed = true;
    record.httpStatus = 200;
    record.dropped = "logprobs";
    record.usage = record::Usage{1000 + n, 400, 20, 10, 50 + n, 7, n % 5 == 0};
    record.cost = {Money::fromNano(std::int64_t{1'000'003} * (n + 1)), "2026-09-23"};
    record.total = std::chrono::milliseconds(100 + n);
    record.firstToken = std::chrono::milliseconds(20 + n);
    record.overhead = std::chrono::microseconds(123);
    record::Attempt failed{"lab", "qwen", "main",      record::AttemptResult::HttpError, 503, {},
                           {},    {},     "overloaded"};
    failed.duration = std::chrono::microseconds(900);
    failed.firstByte = std::chrono::microseconds(800);
    record::Attempt served{
        record.provider, record.model, "main", record::AttemptResult::Ok, 200, {}, {}, {}, {}};
    served.startedAfter = std::chrono::microseconds(1000);
    served.duration = record.total;
    record.attempts = {failed, served};
    record.route = {{"coder is weighted: 70 % openai/gpt"}, {"lab answered 503"}};
    return record;
}

/// Takes outcomes from the ledger's threads and lets a test wait for them.
class Outcomes final
{
public:
    void operator()(std::vector<ledger::SettleOutcome> outcomes)
    {
        {
            const std::scoped_lock lock(m_mutex);
            for (const ledger::SettleOutcome &outcome : outcomes)
                m_told[outcome.ticket].push_back(outcome.settlement);
        }
        m_changed.notify_all();
    }
    ledger::Ledger::OnSettled receiver()
    {
        return [this](std::vector<ledger::SettleOutcome> outcomes) { (*this)(std::move(outcomes)); };
    }
    /// False after ten seconds.
    bool waitFor(std::size_t tickets)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return m_told.size() >= tickets; });
    }
    /// All that was told, by ticket: exactly one each, if all is well.
    std::map<std::uint64_t, std::vector<ledger::Settlement>> told()
    {
        const std::scoped_lock lock(m_mutex);
        return m_told;
    }
    bool eachOnce(ledger::Settlement settlement)
    {
        for (const auto &[ticket, settlements] : told()) {
            if (settlements != std::vector{settlement})
                return false;
        }
        return true;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::uint64_t, std::vector<ledger::Settlement>> m_told;
};

/// One number out of a database, by a connection of its own; -1 where it cannot be read.
inline std::int64_t number(const std::filesystem::path &file, std::string_view sql)
{
    auto database = ledger::Database::open(file, ledger::Database::Mode::ReadOnly);
    if (!database)
        return -1;
    return database->integer(sql).value_or(-1);
}

} // namespace samples
