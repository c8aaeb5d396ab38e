#include "agents/gateway_facts.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace signalbox::agents {

namespace {

/// An address that a client on this machine can ask, where we listen on all of them.
std::string reachable(std::string url)
{
    for (const std::string_view any : {"//0.0.0.0:", "//[::]:"}) {
        if (const std::size_t at = url.find(any); at != std::string::npos)
            url.replace(at, any.size(), "//127.0.0.1:");
    }
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

} // namespace

void lookAtGateway(control::GatewayControl &control, QObject &context, const std::string &model,
                   std::function<void(Result<GatewayFacts>)> done)
{
    control.live().then(&context, [&control, &context, model,
                                   done = std::move(done)](const Result<control::Live> &live) {
        if (!live) {
            done(std::unexpected(live.error()));
            return;
        }
        if (live->status.addresses.empty()) {
            done(fail(ErrorCode::Unavailable,
                      "the gateway is not serving, so there is no address to give to an agent" +
                          (live->status.problem.empty() ? "" : ": " + live->status.problem)));
            return;
        }
        control.configuration().then(&context, [done, model, url = reachable(live->status.addresses.front())](
                                                   const Result<control::ConfigurationView> &view) {
            if (!view) {
                done(std::unexpected(view.error()));
                return;
            }
            const auto &configuration = view->configuration;
            GatewayFacts facts{.url = url, .model = model};
            if (model.empty() && configuration.models.empty()) {
                done(fail(ErrorCode::InvalidInput, "there is no virtual model to ask for; add one first"));
                return;
            }
            if (model.empty())
                facts.model = configuration.models.front().name;
            facts.knowsModel =
                std::ranges::any_of(configuration.models,
                                    [&](const config::VirtualModel &one) { return one.name == facts.model; });
            for (const config::VirtualKey &key : configuration.virtualKeys) {
                if (key.enabled)
                    facts.keyIds.push_back(key.id);
            }
            done(std::move(facts));
        });
    });
}

} // namespace signalbox::agents
