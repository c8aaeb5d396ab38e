#include "record/request_record.h"

#include <array>
#include <utility>

namespace signalbox::record {

namespace {

constexpr std::array<std::pair<Outcome, std::string_view>, 5> kOutcomes{{
    {Outcome::Ok, "ok"},
    {Outcome::Failed, "failed"},
    {Outcome::Refused, "refused"},
    {Outcome::Cancelled, "cancelled"},
    {Outcome::Cut, "cut"},
}};

constexpr std::array<std::pair<AttemptResult, std::string_view>, 7> kAttemptResults{{
    {AttemptResult::Ok, "ok"},
    {AttemptResult::ConnectFailed, "connect_failed"},
    {AttemptResult::TimedOut, "timed_out"},
    {AttemptResult::HttpError, "http_error"},
    {AttemptResult::StreamError, "stream_error"},
    {AttemptResult::Cancelled, "cancelled"},
    {AttemptResult::Skipped, "skipped"},
}};

template<class Table, class Value>
std::string_view nameOf(const Table &table, Value value)
{
    for (const auto &[entry, name] : table) {
        if (entry == value)
            return name;
    }
    return {};
}

template<class Value, class Table>
std::optional<Value> valueOf(const Table &table, std::string_view text)
{
    for (const auto &[entry, name] : table) {
        if (name == text)
            return entry;
    }
    return std::nullopt;
}

} // namespace

std::string_view toString(Outcome outcome)
{
    return nameOf(kOutcomes, outcome);
}

std::string_view toString(AttemptResult result)
{
    return nameOf(kAttemptResults, result);
}

std::optional<Outcome> outcomeFromString(std::string_view text)
{
    return valueOf<Outcome>(kOutcomes, text);
}

std::optional<AttemptResult> attemptResultFromString(std::string_view text)
{
    return valueOf<AttemptResult>(kAttemptResults, text);
}

} // namespace signalbox::record
