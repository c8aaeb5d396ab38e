#include "gateway/operations.h"

#include "gateway/refusal.h"

#include <algorithm>
#include <utility>

namespace signalbox::gateway {

namespace {

http::Response answer(int status, std::string type, std::string body, std::string requestId)
{
    http::Response response;
    response.status = status;
    response.fields.add("Content-Type", std::move(type));
    response.fields.add("x-request-id", std::move(requestId));
    response.body = std::move(body);
    return response;
}

http::Response jsonAnswer(int status, std::string body, std::string requestId)
{
    return answer(status, "application/json", std::move(body), std::move(requestId));
}

std::string listBody(const std::vector<ListedModel> &models, Surface surface)
{
    switch (surface) {
    case Surface::Anthropic:
        return anthropicModelListBody(models);
    case Surface::Gemini:
        return geminiModelListBody(models);
    default:
        return modelListBody(models);
    }
}

std::string oneBody(const ListedModel &model, Surface surface)
{
    switch (surface) {
    case Surface::Anthropic:
        return anthropicModelBody(model);
    case Surface::Gemini:
        return geminiModelBody(model);
    default:
        return modelBody(model);
    }
}

} // namespace

http::Response healthAnswer(std::string requestId)
{
    return jsonAnswer(200, R"({"status":"ok"})", std::move(requestId));
}

http::Response readyAnswer(std::string_view hindrance, std::string requestId)
{
    if (hindrance.empty())
        return jsonAnswer(200, R"({"status":"ready"})", std::move(requestId));
    return jsonAnswer(503, R"({"status":"not ready","reason":")" + std::string(hindrance) + "\"}",
                      std::move(requestId));
}

http::Response metricsAnswer(const telemetry::Metrics &metrics, std::string requestId)
{
    return answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.renderPrometheus(),
                  std::move(requestId));
}

http::Response countAnswer(const wire::TokenCounting &counting, std::int64_t tokens, bool estimated,
                           std::string requestId)
{
    http::Response response = jsonAnswer(200, counting.writeCount(tokens), std::move(requestId));
    if (estimated)
        response.fields.add("x-signalbox-estimated", "1");
    return response;
}

http::Response modelsAnswer(const std::vector<ListedModel> &listed, const governance::KeyIdentity &key,
                            const Route &route, const http::Fields &fields, std::string requestId)
{
    std::vector<ListedModel> models;
    for (const ListedModel &model : listed) {
        if (key.allows(model.id))
            models.push_back(model);
    }
    std::string body;
    if (route.operation == Operation::ListModels) {
        body = listBody(models, route.surface);
    } else {
        const auto found = std::ranges::find(models, route.modelId, &ListedModel::id);
        if (found == models.end()) {
            const Refusal unknown{.code = RefusalCode::ModelNotFound,
                                  .message = "There is no model \"" + route.modelId + "\" here.",
                                  .param = {},
                                  .upstream = {},
                                  .retryAfterSeconds = {}};
            return render(unknown, route, requestId);
        }
        body = oneBody(*found, route.surface);
    }
    const std::string tag = entityTag(body);
    const bool isKnown = fields.value("if-none-match") == tag;
    http::Response response =
        jsonAnswer(isKnown ? 304 : 200, isKnown ? std::string() : std::move(body), std::move(requestId));
    response.fields.add("ETag", tag);
    return response;
}

} // namespace signalbox::gateway
