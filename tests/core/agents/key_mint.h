#pragma once

#include "control/gateway_control.h"

#include <QPromise>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::tests {

/// As much of a gateway as connecting an agent asks for: an address, models, and keys that are made and
/// revoked.
class KeyMint final : public control::GatewayControl
{
public:
    KeyMint()
    {
        m_live.status.addresses = {"http://0.0.0.0:7717"};
        addModel("coder");
        addModel("other");
    }

    std::vector<std::string> keys; ///< ids that are valid
    int made = 0;
    std::optional<Error> makeError;
    std::optional<Error> revokeError;
    std::vector<record::RequestRecord> rows;
    std::string askedForKey; ///< of the last list of requests

    void setAddresses(std::vector<std::string> addresses) { m_live.status.addresses = std::move(addresses); }
    void removeModels() { m_view.configuration.models.clear(); }

    QFuture<Result<control::Live>> live() override { return ready(Result<control::Live>(m_live)); }
    QFuture<Result<control::ConfigurationView>> configuration() override
    {
        auto view = m_view;
        for (const std::string &id : keys) {
            config::VirtualKey key;
            key.id = id;
            view.configuration.virtualKeys.push_back(key);
        }
        return ready(Result<control::ConfigurationView>(view));
    }
    QFuture<Result<std::string>> createKey(control::NewVirtualKey key) override
    {
        using Answer = Result<std::string>;
        if (makeError)
            return ready(Answer(std::unexpected(*makeError)));
        if (std::ranges::count(keys, key.id) > 0)
            return ready(Answer(fail(ErrorCode::Conflict, "there is one")));
        keys.push_back(key.id);
        return ready(Answer("sk-sbx-" + std::to_string(++made)));
    }
    QFuture<Result<void>> revokeKey(std::string id) override
    {
        if (revokeError)
            return ready(Result<void>(std::unexpected(*revokeError)));
        return ready(std::erase(keys, id) > 0 ? Result<void>()
                                              : Result<void>(fail(ErrorCode::NotFound, "none")));
    }
    QFuture<Result<std::vector<record::RequestRecord>>> requests(control::RequestQuery query) override
    {
        askedForKey = query.key;
        return ready(Result<std::vector<record::RequestRecord>>(rows));
    }

    QFuture<Result<std::uint64_t>> setWeights(control::WeightChange, std::uint64_t) override
    {
        return none<std::uint64_t>();
    }
    QFuture<Result<control::UsageReport>> usage(control::UsageQuery) override
    {
        return none<control::UsageReport>();
    }
    QFuture<Result<control::Series>> series(control::SeriesQuery) override { return none<control::Series>(); }
    QFuture<Result<void>> setPaused(bool) override { return none<void>(); }

private:
    template<class T>
    static QFuture<Result<T>> ready(Result<T> value)
    {
        QPromise<Result<T>> promise;
        auto future = promise.future();
        promise.start();
        promise.addResult(std::move(value));
        promise.finish();
        return future;
    }
    template<class T>
    static QFuture<Result<T>> none()
    {
        return ready(Result<T>(fail(ErrorCode::Internal, "nobody asks for this")));
    }
    void addModel(const char *name)
    {
        config::VirtualModel model;
        model.name = name;
        m_view.configuration.models.push_back(model);
    }

    control::Live m_live;
    control::ConfigurationView m_view;
};

} // namespace signalbox::tests
