#pragma once

#include "gateway/model_list.h"
#include "gateway/surface.h"
#include "governance/key_ring.h"
#include "http/server.h"
#include "telemetry/metrics.h"
#include "wire/format.h"

#include <string>
#include <string_view>
#include <vector>

/// Answers to what is no model call. Pure but for the metrics' own locks; gateway thread.
namespace signalbox::gateway {

/// `/healthz`: that the process answers.
[[nodiscard]] http::Response healthAnswer(std::string requestId);
/// `/readyz`: 200, or 503 with what hinders.
[[nodiscard]] http::Response readyAnswer(std::string_view hindrance, std::string requestId);
/// `/metrics` in Prometheus' text format.
[[nodiscard]] http::Response metricsAnswer(const telemetry::Metrics &metrics, std::string requestId);
/// How many tokens a request has, in the form of its API. `estimated`: nobody was asked.
[[nodiscard]] http::Response countAnswer(const wire::TokenCounting &counting, std::int64_t tokens,
                                         bool estimated, std::string requestId);
/// The models that this key may use, or one of them: with an entity tag, and 304 where the client has it.
[[nodiscard]] http::Response modelsAnswer(const std::vector<ListedModel> &listed,
                                          const governance::KeyIdentity &key, const Route &route,
                                          const http::Fields &fields, std::string requestId);

} // namespace signalbox::gateway
