#include "ui/models/model_facts.h"

#include "ui/models/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::ModelFacts)
};

int triedAttempts(const record::RequestRecord &record)
{
    return int(std::ranges::count_if(record.attempts, [](const record::Attempt &attempt) {
        return attempt.result != record::AttemptResult::Skipped;
    }));
}

} // namespace

RequestState requestState(const record::RequestRecord &record)
{
    switch (record.outcome) {
    case record::Outcome::Ok:
        if (const int attempts = triedAttempts(record); attempts > 1)
            return {Sign::Warning, Words::tr("%n attempts", nullptr, attempts)};
        return {Sign::Ok, Words::tr("Done")};
    case record::Outcome::Failed:
        if (record.errorCode == "no_target_available")
            return {Sign::Error, Words::tr("No target")};
        if (record.errorCode == "upstream_timeout")
            return {Sign::Error, Words::tr("Timed out")};
        return {Sign::Error, Words::tr("Failed")};
    case record::Outcome::Refused:
        if (record.errorCode == "unauthorized")
            return {Sign::Error, Words::tr("No valid key")};
        if (record.errorCode == "rate_limited")
            return {Sign::Error, Words::tr("Rate limited")};
        if (record.errorCode == "budget_exceeded")
            return {Sign::Error, Words::tr("Over budget")};
        return {Sign::Error, Words::tr("Refused")};
    case record::Outcome::Cancelled:
        return {Sign::Off, Words::tr("Cancelled")};
    case record::Outcome::Cut:
        return {Sign::Error, Words::tr("Cut off")};
    }
    return {};
}

RequestState runningState(bool streaming)
{
    return streaming ? RequestState{Sign::Active, Words::tr("Streaming")}
                     : RequestState{Sign::Waiting, Words::tr("Waiting")};
}

QString agentName(std::string_view agent)
{
    if (agent == "codex")
        return u"Codex CLI"_s;
    if (agent == "claude-code")
        return u"Claude Code"_s;
    if (agent == "gemini-cli" || agent == "gemini")
        return u"Gemini CLI"_s;
    return agent.empty() ? u"–"_s : text(agent);
}

QString costText(const record::RequestRecord &record)
{
    if (record.cost.total)
        return *record.cost.total == Money() ? Words::tr("free") : formatCost(*record.cost.total);
    return record.usage ? Words::tr("unknown") : u"–"_s;
}

QString tokensText(const record::RequestRecord &record)
{
    if (!record.usage)
        return u"–"_s;
    return u"%1 → %2"_s.arg(formatShortCount(record.usage->inputTokens),
                            formatShortCount(record.usage->outputTokens));
}

QString strategyName(config::Strategy strategy)
{
    switch (strategy) {
    case config::Strategy::Weighted:
        return Words::tr("By weight");
    case config::Strategy::Priority:
        return Words::tr("In order");
    case config::Strategy::RoundRobin:
        return Words::tr("In turn");
    case config::Strategy::LeastBusy:
        return Words::tr("Least busy");
    case config::Strategy::LowestLatency:
        return Words::tr("Fastest");
    case config::Strategy::LowestCost:
        return Words::tr("Cheapest");
    case config::Strategy::Hash:
        return Words::tr("By conversation hash");
    }
    return {};
}

bool usesWeights(config::Strategy strategy)
{
    return strategy == config::Strategy::Weighted;
}

} // namespace signalbox::ui
