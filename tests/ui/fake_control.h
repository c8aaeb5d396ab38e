#pragma once

#include "control/gateway_control.h"

#include <QFuture>
#include <QPromise>

#include <deque>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace signalbox::tests {

/// A gateway for tests of the window: answers with what a test has put in, counts what it was asked, and
/// holds answers back where a test wants to see what happens meanwhile.
class FakeControl final : public control::GatewayControl
{
public:
    // What is answered.
    control::Live liveAnswer;
    control::ConfigurationView view;
    control::UsageReport usageAnswer;
    control::UsageReport usageByProvider;
    control::Series seriesByModel;
    control::Series seriesTotal;
    control::Series seriesByProvider;
    std::vector<record::RequestRecord> requestsAnswer;
    std::optional<Error> liveError;
    std::optional<Error> usageError;
    std::optional<Error> weightsError;

    // What was asked.
    int lives = 0;
    int configurations = 0;
    int usages = 0;
    int serieses = 0;
    int requestLists = 0;
    std::vector<std::pair<control::WeightChange, std::uint64_t>> weightChanges;
    std::vector<bool> pauses;
    control::UsageQuery lastUsageQuery;

    /// Answers to live() and to setWeights() wait for release().
    bool holdLive = false;
    bool holdWeights = false;

    void release()
    {
        std::deque<std::function<void()>> held;
        held.swap(m_held);
        for (const auto &answer : held)
            answer();
    }

    QFuture<Result<control::Live>> live() override
    {
        ++lives;
        const auto answer = [this] {
            return liveError ? Result<control::Live>(std::unexpected(*liveError)) : liveAnswer;
        };
        return answered<control::Live>(answer, holdLive);
    }

    QFuture<Result<control::ConfigurationView>> configuration() override
    {
        ++configurations;
        return answered<control::ConfigurationView>([this] { return view; });
    }

    QFuture<Result<std::uint64_t>> setWeights(control::WeightChange change, std::uint64_t basedOn) override
    {
        weightChanges.emplace_back(change, basedOn);
        return answered<std::uint64_t>([this, change, basedOn] { return apply(change, basedOn); },
                                       holdWeights);
    }

    QFuture<Result<control::UsageReport>> usage(control::UsageQuery query) override
    {
        const bool byProvider = query.by == control::Grouping::Provider;
        if (!byProvider) {
            ++usages;
            lastUsageQuery = query;
        }
        return answered<control::UsageReport>([this, byProvider] {
            if (usageError)
                return Result<control::UsageReport>(std::unexpected(*usageError));
            return Result<control::UsageReport>(byProvider ? usageByProvider : usageAnswer);
        });
    }

    QFuture<Result<control::Series>> series(control::SeriesQuery query) override
    {
        ++serieses;
        return answered<control::Series>([this, query] {
            return query.by == control::Grouping::None       ? seriesTotal
                   : query.by == control::Grouping::Provider ? seriesByProvider
                                                             : seriesByModel;
        });
    }

    QFuture<Result<std::vector<record::RequestRecord>>> requests(control::RequestQuery) override
    {
        ++requestLists;
        return answered<std::vector<record::RequestRecord>>([this] { return requestsAnswer; });
    }

    QFuture<Result<void>> setPaused(bool paused) override
    {
        pauses.push_back(paused);
        liveAnswer.status.paused = paused;
        return answered<void>([] { return Result<void>(); });
    }

    QFuture<Result<std::string>> createKey(control::NewVirtualKey) override
    {
        return answered<std::string>([] { return std::string("sk-sbx-test"); });
    }

    QFuture<Result<void>> revokeKey(std::string) override
    {
        return answered<void>([] { return Result<void>(); });
    }

private:
    template<class T, class Answer>
    QFuture<Result<T>> answered(Answer answer, bool hold = false)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        const auto give = [promise, answer] {
            promise->addResult(Result<T>(answer()));
            promise->finish();
        };
        if (hold)
            m_held.push_back(give);
        else
            give();
        return promise->future();
    }

    Result<std::uint64_t> apply(const control::WeightChange &change, std::uint64_t basedOn)
    {
        if (weightsError)
            return std::unexpected(*weightsError);
        if (basedOn != view.revision)
            return fail(ErrorCode::Conflict, "The configuration was changed meanwhile.");
        for (config::VirtualModel &model : view.configuration.models) {
            if (model.name != change.model)
                continue;
            for (std::size_t i = 0; i < std::min(model.targets.size(), change.weights.size()); ++i)
                model.targets[i].weight = change.weights[i];
        }
        liveAnswer.status.revision = ++view.revision;
        return view.revision;
    }

    std::deque<std::function<void()>> m_held;
};

} // namespace signalbox::tests
