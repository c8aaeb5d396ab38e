#include "ui/tray/provider_health.h"

#include <map>
#include <ranges>
#include <set>

namespace signalbox::ui {

namespace {

enum class Tells { Nothing, Answers, Fails };

Tells whatItTells(const record::Attempt &attempt)
{
    switch (attempt.result) {
    case record::AttemptResult::Ok:
        return Tells::Answers;
    case record::AttemptResult::ConnectFailed:
    case record::AttemptResult::TimedOut:
    case record::AttemptResult::StreamError:
        return Tells::Fails;
    case record::AttemptResult::HttpError: {
        const int status = attempt.httpStatus;
        const bool refusesUs = status == 401 || status == 403 || status == 408 || status == 429;
        return refusesUs || status >= 500 ? Tells::Fails : Tells::Answers;
    }
    case record::AttemptResult::Cancelled:
    case record::AttemptResult::Skipped:
        return Tells::Nothing;
    }
    return Tells::Nothing;
}

std::string reasonOf(const record::Attempt &attempt)
{
    if (!attempt.error.empty())
        return attempt.error;
    return attempt.httpStatus > 0 ? "HTTP " + std::to_string(attempt.httpStatus) : std::string();
}

} // namespace

std::vector<ProviderHealth> providerHealth(const std::vector<record::RequestRecord> &newestFirst)
{
    std::map<std::string, ProviderHealth> found;
    std::set<std::string> settled; // whose row of failures has found its beginning
    for (const record::RequestRecord &record : newestFirst) {
        for (const record::Attempt &attempt : std::views::reverse(record.attempts)) {
            const Tells tells = whatItTells(attempt);
            if (tells == Tells::Nothing || settled.contains(attempt.provider))
                continue;
            ProviderHealth &health = found[attempt.provider];
            health.provider = attempt.provider;
            if (tells == Tells::Answers) {
                if (health.failures == 0)
                    health.state = ProviderHealth::State::Answering;
                settled.insert(attempt.provider);
                continue;
            }
            if (health.failures++ == 0)
                health.reason = reasonOf(attempt);
            health.since = record.startedAt + attempt.startedAfter;
            if (health.failures >= kFailures)
                health.state = ProviderHealth::State::Failing;
        }
    }
    std::vector<ProviderHealth> answer;
    for (auto &[provider, health] : found)
        answer.push_back(std::move(health));
    return answer;
}

} // namespace signalbox::ui
