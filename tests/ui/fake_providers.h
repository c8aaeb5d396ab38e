#pragma once

#include "control/providers.h"

#include <QFuture>
#include <QPromise>

#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace signalbox::tests {

/// Providers whose tests answer as a test has put in; whatever else is asked is refused.
class FakeProviders final : public control::Providers
{
public:
    std::map<std::string, control::ProviderTest::Verdict> verdicts; ///< by provider; else Answered
    std::vector<std::pair<std::string, std::string>> tested;        ///< provider and key

    QFuture<Result<control::ProviderTest>> test(std::string provider, std::string key) override
    {
        tested.emplace_back(provider, key);
        control::ProviderTest answer;
        answer.provider = provider;
        answer.key = key;
        if (const auto verdict = verdicts.find(provider); verdict != verdicts.end()) {
            answer.verdict = verdict->second;
            answer.problem = "no answer within 5 s";
        }
        return ready<control::ProviderTest>(answer);
    }

    QFuture<Result<std::uint64_t>> put(config::Provider, std::uint64_t) override
    {
        return refused<std::uint64_t>();
    }
    QFuture<Result<std::uint64_t>> remove(std::string, std::uint64_t) override
    {
        return refused<std::uint64_t>();
    }
    QFuture<Result<std::uint64_t>> putModel(config::VirtualModel, std::uint64_t) override
    {
        return refused<std::uint64_t>();
    }
    std::vector<control::ProviderTest> lastTests() const override { return {}; }
    QFuture<Result<control::OfferedModels>> models(std::string) override
    {
        return refused<control::OfferedModels>();
    }
    QFuture<Result<control::OfferedModels>> fetchModels(std::string) override
    {
        return refused<control::OfferedModels>();
    }
    QFuture<Result<std::vector<control::Finding>>> look() override
    {
        return refused<std::vector<control::Finding>>();
    }
    QFuture<Result<std::uint64_t>> take(control::Finding, std::uint64_t) override
    {
        return refused<std::uint64_t>();
    }

private:
    template<class T>
    static QFuture<Result<T>> ready(Result<T> value)
    {
        QPromise<Result<T>> promise;
        promise.start();
        promise.addResult(std::move(value));
        promise.finish();
        return promise.future();
    }
    template<class T>
    static QFuture<Result<T>> refused()
    {
        return ready<T>(fail(ErrorCode::Unavailable, "not part of this test"));
    }
};

} // namespace signalbox::tests
