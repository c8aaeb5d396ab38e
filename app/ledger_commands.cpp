#include "app/commands.h"
#include "app/exit_code.h"
#include "app/report.h"
#include "app/time_argument.h"
#include "base/clock.h"
#include "ledger/ledger_reader.h"
#include "ledger/report_json.h"

#include <charconv>
#include <cstdio>
#include <optional>

namespace signalbox::app {

namespace {

std::optional<ledger::GroupBy> groupBy(const std::optional<std::string> &name)
{
    if (!name)
        return ledger::GroupBy::None;
    if (*name == "model")
        return ledger::GroupBy::Model;
    if (*name == "provider")
        return ledger::GroupBy::Provider;
    if (*name == "key")
        return ledger::GroupBy::Key;
    if (*name == "team")
        return ledger::GroupBy::Team;
    if (*name == "day")
        return ledger::GroupBy::Day;
    return std::nullopt;
}

void print(const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

int failed(const Error &error)
{
    return complain(describe(error), kFailed);
}

constexpr int kPage = 1000;

std::string requestsJson(const std::vector<record::RequestRecord> &rows)
{
    std::string json = "[";
    for (const record::RequestRecord &row : rows)
        json += (json.size() > 1 ? ",\n" : "\n") + ledger::toJson(row);
    return json + "\n]\n";
}

} // namespace

int runUsage(const Arguments &arguments, int & /*argc*/, char ** /*argv*/)
{
    const WallTime now = SystemClock().wallNow();
    const auto since = parseSince(arguments.value("since").value_or("24h"), now);
    if (!since)
        return complain(since.error().message, kWrongUsage);
    const auto by = groupBy(arguments.value("by"));
    if (!by)
        return complain("--by takes model, provider, key, team or day", kWrongUsage);
    ledger::UsageReport report{.since = *since, .until = now, .by = *by, .total = {}, .rows = {}};
    auto reader = ledger::LedgerReader::open(arguments.paths().database());
    if (!reader && reader.error().code != ErrorCode::NotFound) // none yet is an empty one
        return failed(reader.error());
    if (reader) {
        auto usage = reader->usage({.since = *since,
                                    .until = now,
                                    .by = *by,
                                    .days = arguments.has("utc") ? ledger::Days::Utc : ledger::Days::Local});
        if (!usage)
            return failed(usage.error());
        report = std::move(*usage);
    }
    print(arguments.has("json") ? ledger::toJson(report) + '\n' : usageText(report));
    return kDone;
}

int runRequests(const Arguments &arguments, int & /*argc*/, char ** /*argv*/)
{
    const WallTime now = SystemClock().wallNow();
    const auto since = parseSince(arguments.value("since").value_or("1h"), now);
    if (!since)
        return complain(since.error().message, kWrongUsage);
    std::int64_t limit = 200;
    if (const auto text = arguments.value("limit")) {
        const auto read = std::from_chars(text->data(), text->data() + text->size(), limit);
        if (read.ec != std::errc() || read.ptr != text->data() + text->size() || limit < 0)
            return complain("--limit takes a whole number", kWrongUsage);
    }
    std::vector<record::RequestRecord> rows;
    auto reader = ledger::LedgerReader::open(arguments.paths().database());
    if (!reader && reader.error().code != ErrorCode::NotFound)
        return failed(reader.error());
    ledger::RequestQuery query;
    query.since = *since;
    query.model = arguments.value("model");
    query.provider = arguments.value("provider");
    query.key = arguments.value("key");
    while (reader) {
        const auto room = limit == 0 ? kPage : limit - static_cast<std::int64_t>(rows.size());
        if (room <= 0)
            break;
        query.limit = static_cast<int>(std::min<std::int64_t>(room, kPage));
        auto page = reader->requests(query);
        if (!page)
            return failed(page.error());
        for (record::RequestRecord &row : page->rows) {
            if (auto whole = reader->request(row.id)) // with its attempts
                rows.push_back(std::move(*whole));
        }
        if (!page->next)
            break;
        query.before = page->next;
    }
    print(arguments.has("json") ? requestsJson(rows) : requestsText(rows));
    return kDone;
}

} // namespace signalbox::app
